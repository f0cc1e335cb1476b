"""An account tried against a pretend Amazon over HTTP, before anything of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk import account_works, app, settings
from fbm_desk.domain.answers import Done, NotSent
from fbm_desk.services import host_account
from fbm_desk.services.connecting import entered_on, refusal, tried
from fbm_desk.services.office_view import NewAccount
from fbm_desk.settings import AmazonSettings
from fbm_desk.simulator.server import AmazonSimulator
from tests.commands.conftest import Program
from tests.simulator.seller import quiet_shop

pytestmark = pytest.mark.usefixtures("program")
WANTED = NewAccount("na", "A2SELLER", "amzn1.app", "hush-secret", "Atzr|hush-token")


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[AmazonSimulator]:
    """A pretend Amazon that the environment leads to."""
    with AmazonSimulator(quiet_shop()) as running:
        monkeypatch.setenv(settings.API_URL_VARIABLE, running.url)
        monkeypatch.setenv(settings.SIGNIN_URL_VARIABLE, f"{running.url}/auth/o2/token")
        yield running


def test_the_test_of_an_account_is_a_real_call_that_says_where_it_sells(
    amazon: AmazonSimulator, tmp_path: Path
) -> None:
    house = app.open_house(tmp_path / "data")
    before = house.keys.get("amazon-A2SELLER-refresh_token")
    try:
        places = tried(account_works.try_account(house, WANTED))
    finally:
        house.close()
    assert "ATVPDKIKX0DER" in {place.marketplace_id for place in places}
    assert [one.operation for one in amazon.requests.all()] == [
        "token",
        "getMarketplaceParticipations",
    ]
    assert house.keys.get("amazon-A2SELLER-refresh_token") == before


def test_where_nobody_answers_the_keys_are_not_blamed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(settings.API_URL_VARIABLE, "http://127.0.0.1:9")
    monkeypatch.setenv(settings.SIGNIN_URL_VARIABLE, "http://127.0.0.1:9/auth/o2/token")
    house = app.open_house(tmp_path / "data")
    try:
        answer = account_works.try_account(house, WANTED)
    finally:
        house.close()
    assert isinstance(answer, NotSent)
    assert refusal(answer).code == "connect_not_reached"
    assert not isinstance(answer, Done)


def test_the_command_notes_the_day_the_secret_was_entered(
    amazon: AmazonSimulator, program: Program, data_dir: Path
) -> None:
    assert amazon.url
    ran = program(
        "connect", "--seller-id", "A2SELLER", "--region", "na", "--marketplace", "ATVPDKIKX0DER",
        stdin="amzn1.app\nhush-secret\nAtzr|hush-token\n",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "hush" not in ran.out + ran.err
    house = app.open_house(data_dir)
    try:
        with house.books.reading() as connection:
            assert entered_on(connection) == house.books.now().date()
    finally:
        house.close()


def test_the_command_blames_the_way_and_not_the_keys(
    monkeypatch: pytest.MonkeyPatch, program: Program
) -> None:
    monkeypatch.setenv(settings.API_URL_VARIABLE, "http://127.0.0.1:9")
    monkeypatch.setenv(settings.SIGNIN_URL_VARIABLE, "http://127.0.0.1:9/auth/o2/token")
    ran = program(
        "connect", "--seller-id", "A2SELLER", "--region", "na", "--marketplace", "ATVPDKIKX0DER",
        stdin="amzn1.app\nhush-secret\nAtzr|hush-token\n",
    )  # fmt: skip
    assert "could not be asked" in ran.refusal
    assert "did not accept" not in ran.err


@pytest.fixture
def without_keys(
    program: Program, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """A computer whose books are of an account that another computer has the keys of."""
    house = app.open_house(data_dir)
    there = AmazonSettings("A2ELSEWHERE", "na", ("ATVPDKIKX0DER",))
    host_account.note(house.books, settings.Settings(amazon=there))
    house.close()
    with AmazonSimulator(quiet_shop()) as running:
        monkeypatch.setenv(settings.SIGNIN_URL_VARIABLE, f"{running.url}/auth/o2/token")
        yield program


def test_a_computer_whose_books_others_talk_for_may_have_the_keys_too(
    without_keys: Program, data_dir: Path
) -> None:
    given = ("--seller-id", "A2ELSEWHERE", "--region", "na", "--marketplace", "ATVPDKIKX0DER")
    told = without_keys("connect", *given, stdin="amzn1.app\nhush-secret\nAtzr|hush-token\n")
    assert (told.code, told.err) == (0, "")
    assert settings.load(data_dir, {}).amazon.seller_id == "A2ELSEWHERE"
    house = app.open_house(data_dir)
    try:
        assert not house.is_guest
        assert account_works.account(house) is not None
    finally:
        house.close()


def test_the_queue_of_news_is_connected_where_the_keys_are(without_keys: Program) -> None:
    queue = "https://sqs.eu-west-1.amazonaws.com/000000000000/news"
    told = without_keys("connect-queue", "--queue-url", queue, "--region", "eu-west-1")
    assert "Another computer has this account’s keys" in told.refusal
