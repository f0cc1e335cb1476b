"""Amazon's keys are shown to nobody and sent to nobody else."""

from __future__ import annotations

import pytest

from fbm_desk.amazon.account import Account, Region, WrongAddress, api_url
from tests.amazon.amazon_calls import account


def test_each_region_has_its_host() -> None:
    made = Account("A1", Region.FAR_EAST, (), "id", "secret", "token")
    assert made.api_url == "https://sellingpartnerapi-fe.amazon.com"
    assert api_url(Region.EUROPE, sandbox=True) == "https://sandbox.sellingpartnerapi-eu.amazon.com"


def test_keys_are_in_no_repr() -> None:
    shown = repr(account("http://127.0.0.1:1"))
    for secret in ("Atzr", "oa2-cs", "oa2-client"):
        assert secret not in shown


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:9", "https://127.0.0.1"],
)
def test_plain_http_is_for_this_machine(url: str) -> None:
    assert account(url).api_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://sellingpartnerapi-eu.amazon.com",
        "https://sellingpartnerapi-eu.amazon.com.example.invalid",
        "https://example.invalid",
        "https://sellingpartnerapi-eu.amazon.com:8443",
        "https://user:pass@sellingpartnerapi-eu.amazon.com",
        "https://api.amazon.com@example.invalid",
        "http://192.168.1.10:8080",
        "http://127.0.0.1.example.invalid",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "sellingpartnerapi-eu.amazon.com",
        "https://[broken",
        "https://127.0.0.1:99999",
    ],
)
def test_another_address_never_gets_the_keys(url: str) -> None:
    for wrong in ({"api_url": url}, {"signin_url": url}):
        with pytest.raises(WrongAddress) as refused:
            Account("A1", Region.EUROPE, (), "id", "secret", "token", **wrong)
        assert "secret" not in str(refused.value)
