"""Tokens that open personal data: one exact path each, kept for their time, renewed once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.tokens import Restricted, RestrictedTokens
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused
from tests.amazon.amazon_calls import client
from tests.amazon.fault_server import FaultServer, close, error, reply

_TOKENS = "/tokens/2021-03-01/restrictedDataToken"
PATH = "/mfn/v0/shipments/shipment-1"
WANTED = Restricted("GET", PATH)


def issued(name: str, lives_s: int = 3600) -> Any:
    return reply(200, {"restrictedDataToken": f"Atz.sprdt|{name}", "expiresIn": lives_s})


@pytest.fixture
def amazon() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def to(amazon: FaultServer) -> Iterator[AmazonClient]:
    made = client(amazon.url)
    yield made
    made.close()


def ask(tokens: RestrictedTokens, wanted: Restricted = WANTED) -> Answer[Any]:
    # Tracking has an allowance that a test does not use up.
    return tokens.call(wanted, Operation.GET_TRACKING, lambda api: api.ask("GET", wanted.path))


def test_the_token_is_asked_for_the_exact_path_and_used_there_only(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.behave(issued("one"), reply(200, {"payload": {}}), reply(200, {"payload": {}}))
    assert isinstance(ask(RestrictedTokens(to)), Done)
    to.call(Operation.GET_TRACKING, lambda api: api.ask("GET", PATH))
    asked, opened, usual = amazon.seen
    assert asked.path == _TOKENS
    assert asked.json == {"restrictedResources": [{"method": "GET", "path": PATH}]}
    used = [one.headers["x-amz-access-token"] for one in (asked, opened, usual)]
    assert used == ["Atza|1", "Atz.sprdt|one", "Atza|1"]


def test_a_token_is_kept_until_shortly_before_its_end(
    amazon: FaultServer, to: AmazonClient
) -> None:
    seconds = [0.0]
    tokens = RestrictedTokens(to, clock=lambda: seconds[0])
    amazon.behave(issued("one", 600), *[reply(200, {"payload": {}})] * 2)
    ask(tokens)
    seconds[0] += 470
    ask(tokens)
    amazon.behave(issued("two", 600), reply(200, {"payload": {}}))
    seconds[0] += 20
    ask(tokens)
    assert [one.path for one in amazon.seen] == [_TOKENS, PATH, PATH, _TOKENS, PATH]


def test_each_path_has_its_own_token_and_few_are_kept(
    amazon: FaultServer, to: AmazonClient
) -> None:
    tokens = RestrictedTokens(to, clock=lambda: 0.0)
    amazon.always(issued("any"))
    for number in range(60):
        ask(tokens, Restricted("GET", f"/reports/2021-06-30/documents/{number}"))
        to.quota.give_back(Operation.CREATE_RESTRICTED_DATA_TOKEN)  # not what is tried here
    assert len([one for one in amazon.seen if one.path == _TOKENS]) == 60
    assert len(tokens._kept) <= 20


def test_a_kept_token_that_is_denied_is_renewed_once_and_a_fresh_one_never(
    amazon: FaultServer, to: AmazonClient
) -> None:
    tokens = RestrictedTokens(to)
    amazon.behave(issued("one"), reply(200, {"payload": {}}))
    ask(tokens)
    amazon.behave(error(403, "Unauthorized"), issued("two"), error(403, "Unauthorized"))
    answer = ask(tokens)
    assert isinstance(answer, Refused)
    assert answer.code == "unauthorised"
    assert [one.path for one in amazon.seen[2:]] == [PATH, _TOKENS, PATH]
    assert amazon.seen[-1].headers["x-amz-access-token"] == "Atz.sprdt|two"


def test_without_a_token_nothing_is_sent(amazon: FaultServer, to: AmazonClient) -> None:
    tokens = RestrictedTokens(to)
    amazon.behave(close)
    assert ask(tokens) == NotSent("lost")
    amazon.behave(error(403, "Unauthorized"), error(403, "Unauthorized"))
    refused = ask(tokens)
    assert isinstance(refused, Refused)
    assert [one.path for one in amazon.seen] == [_TOKENS] * 3


@pytest.mark.parametrize(
    "answered",
    [{}, {"restrictedDataToken": "a b", "expiresIn": 1}, {"restrictedDataToken": "a"},
     {"restrictedDataToken": "a", "expiresIn": 0}, {"restrictedDataToken": "a", "expiresIn": "1"},
     {"restrictedDataToken": "a\r\nx: y", "expiresIn": 60}],
)  # fmt: skip
def test_a_token_that_is_none_is_not_used(
    amazon: FaultServer, to: AmazonClient, answered: object
) -> None:
    amazon.behave(reply(200, answered))
    assert ask(RestrictedTokens(to)) == NotSent("bad_answer")
    assert len(amazon.seen) == 1


@pytest.mark.parametrize("path", ["/mfn/v0/shipments/{shipmentId}", "mfn/v0/shipments", ""])
def test_a_token_for_more_than_one_path_is_not_asked_for(path: str) -> None:
    with pytest.raises(ValueError, match="one exact path"):
        Restricted("GET", path)


def test_no_token_is_shown_by_accident(amazon: FaultServer, to: AmazonClient) -> None:
    tokens = RestrictedTokens(to)
    amazon.behave(issued("secret"), reply(200, {"payload": {}}))
    ask(tokens)
    assert "secret" not in repr(tokens._kept)
