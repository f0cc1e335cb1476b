"""Connecting a seller account: nothing is kept before Amazon says yes, each no in plain words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from fbm_desk import settings, texts
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.errors import Invalid, NotAllowed, Refusal, Unavailable
from fbm_desk.domain.selling import Participation
from fbm_desk.domain.stages import Role
from fbm_desk.keys import KeyPlace, Keys
from fbm_desk.services import connecting, status
from fbm_desk.services.books import Books
from fbm_desk.services.connecting import AccountDesk, secret_warning
from fbm_desk.services.office_view import NewAccount
from fbm_desk.settings import AmazonSettings, Settings
from tests.services.clock import Clock

UK = Participation("A1F83G8C2ARO7P", "Amazon.co.uk", "GB", "GBP", active=True)
DE = Participation("A1PA6795UKMFR9", "Amazon.de", "DE", "EUR", active=True)
OFF = Participation("A13V1IB3VIYZZH", "Amazon.fr", "FR", "EUR", active=False)
WANTED = NewAccount("eu", " A2SELLER ", "amzn1.app", "hush-secret\n", "Atzr|hush-token")
FIRST_DAY = date(2026, 6, 1)


class Amazon:
    """Gives one answer and remembers what it was asked with."""

    def __init__(self, answer: Answer[tuple[Participation, ...]]) -> None:
        self.answer = answer
        self.asked: list[NewAccount] = []

    def __call__(self, wanted: NewAccount) -> Answer[tuple[Participation, ...]]:
        self.asked.append(wanted)
        return self.answer


def desk(books: Books, folder: Path, amazon: Amazon, role: Role | None = Role.ADMIN) -> AccountDesk:
    keys = Keys(folder / "keys", KeyPlace.MACHINE)
    return AccountDesk(books, keys, folder, AmazonSettings, amazon, lambda: role)


def test_an_account_that_opens_is_kept_with_where_it_sells(books: Books, tmp_path: Path) -> None:
    amazon = Amazon(Done((UK, OFF, DE)))
    one = desk(books, tmp_path, amazon)
    assert one.connect(WANTED) == (UK, DE)
    assert amazon.asked[0].lwa_client_secret == "hush-secret"
    kept = settings.load(tmp_path, {}).amazon
    assert (kept.seller_id, kept.region) == ("A2SELLER", "eu")
    assert kept.marketplaces == (UK.marketplace_id, DE.marketplace_id)
    assert one.keys.get("amazon-A2SELLER-refresh_token") == b"Atzr|hush-token"
    assert one.keys.get("amazon-A2SELLER-lwa_client_secret") == b"hush-secret"
    view = one.view()
    assert view.begins_anew
    assert view.secret_ends_on == books.now().date() + timedelta(days=180)


def test_what_else_is_set_stays_as_it_was(books: Books, tmp_path: Path) -> None:
    before = Settings(
        shop_name="Example Goods", amazon=AmazonSettings(shipping_business="AmazonShipping_UK")
    )
    settings.save(tmp_path, before)
    desk(books, tmp_path, Amazon(Done((UK,)))).connect(WANTED)
    after = settings.load(tmp_path, {})
    assert after.shop_name == "Example Goods"
    assert after.amazon.shipping_business == "AmazonShipping_UK"


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (NotSent("sign_in_refused"), Invalid, "compare application id"),
        (Refused("unauthorised"), Invalid, "check the region"),
        (Refused("invalid"), Invalid, "Amazon refuses these keys"),
        (NotSent("offline"), Unavailable, "nobody answers at Amazon's address"),
        (NotSent("sign_in"), Unavailable, "the keys may be right"),
        (NotSent("certificate"), Unavailable, "cannot prove to be Amazon"),
        (NotSent("quota", 40.0), Unavailable, "try again in 1 min"),
        (Unclear("timed_out"), Unavailable, "no whole answer came in time"),
        (Unclear("server_fault"), Unavailable, "a fault on Amazon's side"),
        (Done(()), Invalid, "choose another region"),
        (Done((OFF,)), Invalid, "choose another region"),
    ],
)
def test_each_no_is_said_in_plain_words_and_nothing_is_kept(
    books: Books,
    tmp_path: Path,
    answer: Answer[tuple[Participation, ...]],
    kind: type[Refusal],
    words: str,
) -> None:
    one = desk(books, tmp_path, Amazon(answer))
    with pytest.raises(kind) as refused:
        one.connect(WANTED)
    told = texts.say(f"error.{refused.value.code}", **refused.value.facts)
    assert words in told
    assert "hush" not in told + repr(refused.value) + repr(WANTED)
    assert one.keys.get("amazon-A2SELLER-refresh_token") is None
    assert not settings.load(tmp_path, {}).amazon.seller_id
    assert one.view().secret_ends_on is None


@pytest.mark.parametrize("role", [None, Role.PACKER, Role.SUPERVISOR])
def test_only_the_office_and_admins_connect(
    books: Books, tmp_path: Path, role: Role | None
) -> None:
    amazon = Amazon(Done((UK,)))
    with pytest.raises(NotAllowed):
        desk(books, tmp_path, amazon, role).connect(WANTED)
    assert amazon.asked == []
    assert not desk(books, tmp_path, amazon, role).view().may_connect


@pytest.mark.parametrize("field", ["seller_id", "lwa_app_id", "lwa_client_secret", "refresh_token"])
@pytest.mark.parametrize("typed", ["", "  ", "two words", "ümlaut", "line\nbreak"])
def test_what_cannot_be_a_key_is_not_sent(
    books: Books, tmp_path: Path, field: str, typed: str
) -> None:
    amazon = Amazon(Done((UK,)))
    with pytest.raises(Invalid) as refused:
        desk(books, tmp_path, amazon).connect(replace(WANTED, **{field: typed}))
    assert refused.value.facts["name"] == field
    assert amazon.asked == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, ""),
        (149, ""),
        (150, "in 30 days"),
        (179, "tomorrow"),
        (180, "older than"),
        (400, "older"),
    ],
)
def test_the_secret_is_warned_of_from_day_150_on(days: int, words: str) -> None:
    told = secret_warning(FIRST_DAY, FIRST_DAY + timedelta(days=days))
    assert words in told
    assert bool(told) is bool(words)
    assert secret_warning(None, FIRST_DAY) == ""


def test_an_old_secret_stands_in_the_status_line(books: Books, clock: Clock) -> None:
    connecting.note_entered(books)
    assert not any(one.icon == "key-round" for one in status.status(books))
    clock.move(days=151)
    assert any("client secret in 29 days" in one.words for one in status.status(books))
    assert not any(one.icon == "key-round" for one in status.status(books, connected=False))


def test_the_talk_begins_once_all_is_kept_and_not_before(books: Books, tmp_path: Path) -> None:
    begun: list[str] = []

    def begin() -> None:
        begun.append(settings.load(tmp_path, {}).amazon.seller_id)

    one = replace(desk(books, tmp_path, Amazon(Refused("invalid"))), begin=begin)
    with pytest.raises(Invalid):
        one.connect(WANTED)
    replace(one, try_it=Amazon(Done((UK,)))).connect(WANTED)
    assert begun == ["A2SELLER"]
