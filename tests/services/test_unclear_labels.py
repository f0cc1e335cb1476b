"""A carrier without a key is asked once: what became of it is looked up, or a person says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk import cli
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.services import labels, unclear_labels
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.dossier import dossier
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import purchases
from fbm_desk.store.purchases import Purchase
from tests.services.clock import Clock
from tests.services.label_counter import LabelCounter, Today, Tray
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import BADGE, Warehouse, order, order_id

ONE = order_id(1)
NUMBER = "1Z999AA10123456784"
RULES = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")


@pytest.fixture
def counter() -> LabelCounter:
    """A counter that sells with every call."""
    return LabelCounter(name="merchant_fulfillment", keyed=False)


@pytest.fixture
def market() -> FakeMarketplace:
    return FakeMarketplace()


@pytest.fixture
def desk(
    books: Books, warehouse: Warehouse, counter: LabelCounter, market: FakeMarketplace
) -> Desk:
    """A bench at which order 1 misses its mug."""
    warehouse.take_in(order(1))
    shop = Workshop(books, RULES, Tray(), LabelDesk(books, counter, market))
    made = Desk(books, "Bench 1", RULES, shop)
    made.scan(BADGE)
    made.scan(ONE)
    return made


def purchase(books: Books) -> Purchase:
    with books.reading() as connection:
        return purchases.of_order(connection, ONE)[-1]


def state(desk: Desk) -> State | None:
    return desk.bench.opened.session.state if desk.bench else None


def lose(desk: Desk, counter: LabelCounter, day: Today = Today.LOST_AFTER) -> None:
    """The answer of the purchase is lost."""
    counter.days.append(day)
    desk.scan("MUG")


@pytest.mark.parametrize("day", [Today.LOST_AFTER, Today.LOST_BEFORE])
def test_after_a_lost_answer_nothing_is_asked_for_again(
    desk: Desk, counter: LabelCounter, books: Books, clock: Clock, day: Today
) -> None:
    lose(desk, counter, day)
    for _ in range(4):
        clock.move(minutes=20)
        desk.scan("FINISH")
    assert len(counter.calls) == 1
    assert (purchase(books).state, purchase(books).reason) == (PurchaseState.UNCLEAR, "not_shown")
    assert state(desk) is State.LABEL_FAILED


def test_a_package_nobody_here_knows_is_the_label_and_waits_for_a_supervisor(
    desk: Desk, counter: LabelCounter, books: Books, market: FakeMarketplace, clock: Clock
) -> None:
    lose(desk, counter)
    market.show(ONE, NUMBER)
    clock.move(minutes=6)
    desk.scan("FINISH")
    found = purchase(books)
    assert (found.state, found.tracking, found.reason) == (
        PurchaseState.BOUGHT, NUMBER, "no_document",
    )  # fmt: skip
    assert state(desk) is State.LABEL_FAILED
    assert len(counter.calls) == 1
    told = [step for step in dossier(books, ONE).steps if NUMBER in step.details]
    assert len(told) == 1


def test_two_strange_packages_prove_nothing(
    desk: Desk, counter: LabelCounter, books: Books, market: FakeMarketplace, clock: Clock
) -> None:
    lose(desk, counter)
    market.show(ONE, NUMBER, 1)
    market.show(ONE, "1Z5R89390357567127", 2)
    clock.move(minutes=20)
    desk.scan("FINISH")
    assert (purchase(books).state, purchase(books).reason) == (
        PurchaseState.UNCLEAR, "several_shown",
    )  # fmt: skip


def test_it_is_looked_for_without_anybody_at_the_bench(
    desk: Desk,
    counter: LabelCounter,
    books: Books,
    market: FakeMarketplace,
    clock: Clock,
) -> None:
    lose(desk, counter)
    house = LabelDesk(books, counter, market)
    # The label's row is written when it is asked for; which carrier that was stands in it.
    assert purchase(books).sold_by == "merchant_fulfillment"
    assert unclear_labels.look_at_all(house) == 0  # a call may still be under way
    market.show(ONE, NUMBER)
    clock.move(minutes=6)
    assert unclear_labels.look_at_all(house) == 1
    assert purchase(books).tracking == NUMBER


def test_two_benches_at_once_send_one_call(
    desk: Desk, counter: LabelCounter, books: Books, market: FakeMarketplace
) -> None:
    answers: list[object] = []

    def meanwhile() -> None:
        counter.during_purchase = lambda: None
        answers.append(labels.buy(LabelDesk(books, counter, market), purchase(books).id))

    counter.during_purchase = meanwhile
    desk.scan("MUG")
    assert len(counter.calls) == 1
    assert len(answers) == 1
    assert state(desk) is State.LABELLED


# --- a supervisor decides ------------------------------------------------------------------------


def settled(books: Books, **said: object) -> Purchase:
    return unclear_labels.settle_unclear(books, purchase(books).id, **said)  # type: ignore[arg-type]


def test_bought_and_its_number_closes_the_parcel_when_it_is_scanned(
    desk: Desk, counter: LabelCounter, books: Books
) -> None:
    lose(desk, counter)
    done = settled(books, bought=True, tracking=NUMBER, user_id=1, why="seen in Seller Central")
    assert (done.state, done.tracking, done.settled_by) == (PurchaseState.BOUGHT, NUMBER, 1)
    desk.scan("FINISH")
    assert state(desk) is State.LABELLED
    desk.scan(NUMBER)
    assert desk.bench is None
    assert len(counter.calls) == 1
    assert any("settled" in step.words.lower() for step in dossier(books, ONE).steps)


def test_not_bought_lets_the_packer_buy_one_with_a_new_key(
    desk: Desk, counter: LabelCounter, books: Books
) -> None:
    lose(desk, counter, Today.LOST_BEFORE)
    settled(books, bought=False)
    desk.scan("FINISH")  # says that it was not bought
    desk.scan("FINISH")
    assert state(desk) is State.LABELLED
    assert len({key for key, _ in counter.calls}) == 2
    assert len(counter.paid) == 1


@pytest.mark.parametrize(
    ("tracking", "code"),
    [("", "no_tracking"), ("ABC", "no_tracking"), ("1Z999AA10123456785", "tracking_misread")],
)
def test_a_number_that_is_none_is_not_believed(
    desk: Desk, counter: LabelCounter, books: Books, tracking: str, code: str
) -> None:
    lose(desk, counter)
    with pytest.raises(Invalid) as refused:
        settled(books, bought=True, tracking=tracking)
    assert refused.value.code == code
    assert purchase(books).state is PurchaseState.UNCLEAR


def test_what_is_known_is_not_settled_by_hand(
    desk: Desk, counter: LabelCounter, books: Books
) -> None:
    desk.scan("MUG")
    with pytest.raises(Invalid) as refused:
        settled(books, bought=False)
    assert refused.value.code == "not_unclear"
    with pytest.raises(Invalid):
        unclear_labels.held_of(books, ONE)
    assert len(counter.paid) == 1


def test_a_late_answer_wins_over_what_was_said(
    desk: Desk, counter: LabelCounter, books: Books, clock: Clock
) -> None:
    """Money that was spent is never forgotten, whoever said that it was not."""

    def say_no() -> None:
        clock.move(minutes=1)
        with books.writing() as connection:
            purchases.settle(connection, 1, PurchaseState.UNCLEAR)
        settled(books, bought=False)

    counter.during_purchase = say_no
    desk.scan("MUG")
    assert purchase(books).state is PurchaseState.BOUGHT


def test_the_command_settles_and_names_who_said_it(
    desk: Desk,
    counter: LabelCounter,
    books: Books,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FBM_DESK_KEYRING", "no")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    lose(desk, counter)
    url = str(books.engine.url)
    base = ["--data-dir", str(tmp_path / "other"), "--database-url", url]
    assert cli.main([*base, "settle", "305-9999999-9999999", "--not-bought"]) == cli.REFUSED
    assert "Nothing was changed" in capsys.readouterr().err
    assert cli.main([*base, "settle", ONE, "--bought", NUMBER]) == 0
    assert NUMBER in capsys.readouterr().out
    assert purchase(books).settled_at is not None
