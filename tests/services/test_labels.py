"""A label is paid once, read back, kept, and only then printed, however the purchase went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from fbm_desk.domain.answers import Answer, Unclear
from fbm_desk.domain.orders import Address, OrderId, Source
from fbm_desk.domain.session import LabelRefused, LabelSource, State
from fbm_desk.domain.shipping import Bought
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import labels
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.dossier import dossier
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import purchases
from tests.services.clock import Clock
from tests.services.label_counter import Crash, LabelCounter, Today, Tray, paid_once
from tests.services.marketplace import FakeMarketplace
from tests.services.rows import rows, value
from tests.services.test_labels_not_needed import Later
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id, tracking

V = VerdictCode
SPAIN, JAPAN = "A1RKKUPIHCS9HS", "A1VC38T7YXB528"
ONE = order_id(1)
TWO = order(1, line("MUG", 2), source=Source.API)
RULES = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")


@pytest.fixture
def counter() -> Iterator[LabelCounter]:
    with paid_once() as made:
        yield made


@pytest.fixture
def tray() -> Tray:
    return Tray()


@dataclass
class SlowCounter:
    """A counter whose answer comes after something else happened."""

    counter: LabelCounter
    meanwhile: Callable[[], None]

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """What the counter says, late."""
        answer = self.counter.buy(body, key)
        self.meanwhile()
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self.counter, name)


class Bench:
    """A bench that buys its labels at the counter, and starts again after a crash."""

    def __init__(self, books: Books, counter: LabelCounter, tray: Tray) -> None:
        self.books, self.counter, self.tray = books, counter, tray
        self.marketplace: FakeMarketplace | None = None
        self.start()

    def start(self, name: str = "Bench 1") -> None:
        desk = LabelDesk(self.books, self.counter, self.marketplace)
        self.shop = Workshop(self.books, RULES, self.tray, desk)
        self.desk = Desk(self.books, name, RULES, self.shop)
        self.desk.scan(BADGE)
        self.shop.carry_on(self.desk)

    def scan(self, *scans: str) -> State | None:
        """Where the order stands after these scans."""
        for text in scans:
            self.desk.scan(text)
        return self.state

    @property
    def state(self) -> State | None:
        return self.desk.bench.opened.session.state if self.desk.bench else None

    @property
    def purchases(self) -> list[tuple[str, str]]:
        return [(state, reason) for state, reason in rows(
            self.books, "SELECT state, reason FROM label_purchases ORDER BY id")]  # fmt: skip


@pytest.fixture
def bench(warehouse: Warehouse, books: Books, counter: LabelCounter, tray: Tray) -> Bench:
    """A bench; order 1 of two mugs waits."""
    warehouse.take_in(TWO, order(2))
    return Bench(books, counter, tray)


def fill(bench: Bench) -> State | None:
    return bench.scan(ONE, "MUG", "MUG")


# --- all goes well -------------------------------------------------------------------------------


def test_the_last_unit_buys_the_label_which_is_kept_read_back_and_printed(
    bench: Bench, counter: LabelCounter, tray: Tray, books: Books
) -> None:
    kept: list[int] = []
    tray.before_printing = lambda: kept.append(value(books, "SELECT count(*) FROM label_documents"))
    assert fill(bench) is State.LABELLED
    assert (bench.purchases, kept) == ([("bought", "")], [1])
    assert [label.count(tracking(ONE).encode()) for label in tray.labels()] == [1]
    assert bench.scan(tracking(ONE)) is None
    (asked,) = counter.asked
    assert (asked.order_id, asked.box.weight_g) == (ONE, 2 * 310 + 120)
    assert [(item.line_id, item.units) for item in asked.items] == [("line-MUG", 2)]


def test_the_intent_is_on_disk_before_money_is_spent(
    bench: Bench, counter: LabelCounter, books: Books
) -> None:
    seen: list[tuple[object, ...]] = []
    facts = "SELECT state, idempotency_key, request, ceiling_minor, price_minor, sent_at > 0,"
    facts += " user_id, bench_id FROM label_purchases"
    counter.during_purchase = lambda: seen.extend(rows(books, facts))
    fill(bench)
    ((key, body),) = counter.calls
    assert seen == [("intended", key, body, 5_000, 780, 1, 1, 1)]


def test_a_reprint_prints_the_same_label_and_says_so(
    bench: Bench, tray: Tray, books: Books, counter: LabelCounter
) -> None:
    fill(bench)
    bench.scan("REPRINT", "1")
    assert tray.labels()[0] == tray.labels()[1]
    assert rows(books, "SELECT reprint FROM print_jobs ORDER BY id") == [(0,), (1,)]
    assert len(counter.paid) == 1


def test_a_reprint_is_called_so_in_the_log_and_in_the_dossier(
    bench: Bench, books: Books, caplog: pytest.LogCaptureFixture
) -> None:
    fill(bench)
    with caplog.at_level("INFO", "fbm_desk"):
        bench.scan("REPRINT", "1")
    assert [one.message for one in caplog.records if "REPRINT" in one.message] == [
        f"REPRINT of a label: print job 2, order {ONE}"
    ]
    loud = [step for step in dossier(books, ONE).steps if not step.quiet]
    told = [step for step in loud if "REPRINT" in step.words + step.details]
    assert [step.words for step in told] == [
        "REPRINT: label to be printed once more, the first copy is void", "Label printed",
    ]  # fmt: skip


def test_a_reprint_is_what_was_printed_and_nothing_is_drawn_anew(
    bench: Bench, tray: Tray, books: Books
) -> None:
    """It is written down in the thread that answers scans: a page would hold them up."""
    fill(bench)
    with books.writing() as connection:
        connection.exec_driver_sql("DELETE FROM label_documents")
    bench.scan("REPRINT", "1")
    assert len(tray.labels()) == 2
    assert tray.labels()[0] == tray.labels()[1]


def test_of_a_label_asked_for_again_before_it_was_sent_one_copy_is_printed(
    bench: Bench, tray: Tray, books: Books
) -> None:
    papers = Later()
    bench.shop.print_run = papers
    fill(bench)
    bench.scan("REPRINT", "1", "REPRINT", "2")
    papers.work()
    assert len(tray.labels()) == 1
    assert rows(books, "SELECT state FROM print_jobs ORDER BY id") == [
        ("replaced",), ("replaced",), ("printed",),
    ]  # fmt: skip


# --- no label ------------------------------------------------------------------------------------


def test_a_refused_label_can_be_asked_for_again(bench: Bench, counter: LabelCounter) -> None:
    counter.days = [Today.REFUSED]
    assert fill(bench) is State.LABEL_FAILED
    assert bench.purchases == [("refused", "address_refused")]
    assert bench.scan("FINISH") is State.LABELLED
    assert bench.purchases == [("refused", "address_refused"), ("bought", "")]


def test_an_expired_offer_is_asked_for_anew(bench: Bench, counter: LabelCounter) -> None:
    counter.days = [Today.EXPIRED]
    fill(bench)
    assert bench.scan("FINISH") is State.LABELLED
    assert [body.split()[1] for _, body in counter.calls] == ["1", "2"]


@pytest.mark.parametrize("quoting", [True, False])
def test_offline_nothing_is_lost_and_the_next_try_asks_for_new_offers(
    bench: Bench, counter: LabelCounter, quoting: bool
) -> None:
    if quoting:
        counter.quote_days = [Today.OFFLINE, Today.LOST_BEFORE]
    else:
        counter.days = [Today.OFFLINE, Today.OFFLINE]
    assert fill(bench) is State.LABEL_FAILED
    assert bench.scan("FINISH") is State.LABEL_FAILED
    assert bench.purchases[0][0] == "wanted"
    assert bench.scan("FINISH") is State.LABELLED
    assert len(counter.asked) == (1 if quoting else 3)
    assert len(bench.purchases) == 1


def test_units_can_be_taken_out_again_while_nothing_was_paid(
    bench: Bench, counter: LabelCounter
) -> None:
    counter.days = [Today.REFUSED, Today.OFFLINE]
    fill(bench)
    assert bench.scan("UNDO") is State.PACKING
    assert bench.scan("MUG") is State.LABEL_FAILED
    assert bench.scan("UNDO", "MUG") is State.LABELLED
    assert len(counter.paid) == 1


@pytest.mark.parametrize(
    ("price", "currency", "market", "country", "reason"),
    [
        (5_000, "EUR", SPAIN, "PT", ""),
        (5_001, "EUR", SPAIN, "PT", "too_dear"),
        (7_500, "JPY", JAPAN, "JP", ""),
        (7_501, "JPY", JAPAN, "JP", "too_dear"),
        (5_001, "EUR", SPAIN, "JP", "too_dear"),  # the yen's ceiling is for yen
        (900, "USD", JAPAN, "JP", "other_currency"),
        (900, "JPY", SPAIN, "PT", "other_currency"),
        (7_500, "JPY", "", "JP", ""),
    ],
)
def test_no_label_dearer_than_the_ceiling_is_bought(
    warehouse: Warehouse, books: Books, counter: LabelCounter, tray: Tray,
    price: int, currency: str, market: str, country: str, reason: str,
) -> None:  # fmt: skip
    counter.price_minor, counter.currency = price, currency
    there = Address("B", "S", country=country)
    warehouse.take_in(order(1, line("MUG", 2), recipient=there, marketplace_id=market))
    bench = Bench(books, counter, tray)
    assert (fill(bench) is State.LABELLED) is not bool(reason)
    assert len(counter.paid) == (not reason)
    assert bench.purchases == [("refused", reason) if reason else ("bought", "")]


def test_no_label_is_bought_before_amazon_allows_it(
    warehouse: Warehouse, books: Books, counter: LabelCounter, tray: Tray, clock: Clock
) -> None:
    begins = clock() + timedelta(hours=1)
    warehouse.take_in(order(1, line("MUG", 2), label_not_before=begins))
    bench = Bench(books, counter, tray)
    assert fill(bench) is State.LABEL_FAILED
    assert counter.asked == []
    clock.set(begins)
    assert bench.scan("FINISH") is State.LABELLED


# --- nobody knows whether it was paid ------------------------------------------------------------


@pytest.mark.parametrize("day", [Today.LOST_AFTER, Today.LOST_BEFORE])
def test_after_a_lost_answer_only_the_same_key_asks_again(
    bench: Bench, counter: LabelCounter, day: Today
) -> None:
    counter.days = [day, day]
    assert fill(bench) is State.LABEL_FAILED
    assert bench.purchases == [("unclear", "timeout")]
    assert bench.scan("UNDO") is State.LABEL_FAILED  # it may be paid: the box stays as it is
    assert bench.scan("FINISH") is State.LABEL_FAILED
    assert bench.scan("FINISH") is State.LABELLED
    assert len(set(counter.calls)) == len(counter.paid) == len(counter.asked) == 1


def test_an_unclear_purchase_survives_hold_and_another_bench(
    bench: Bench, counter: LabelCounter
) -> None:
    counter.days = [Today.LOST_AFTER]
    fill(bench)
    bench.scan("HOLD", "SUPERVISOR")
    bench.start("Bench 2")
    assert bench.scan(ONE) is State.LABEL_FAILED
    assert bench.scan("UNDO") is State.LABEL_FAILED
    assert bench.scan("FINISH") is State.LABELLED
    assert len(counter.paid) == 1


@pytest.mark.parametrize(
    ("market", "believed"),
    [
        (None, False),  # nobody can say
        (FakeMarketplace(copy=TWO, silent=Unclear("timeout")), False),
        (FakeMarketplace(copy=TWO, tells=False), False),
        (FakeMarketplace(copy=TWO), True),
    ],
)
def test_a_refusal_after_a_lost_answer_is_believed_when_amazon_shows_no_package(
    bench: Bench, counter: LabelCounter, clock: Clock, market: FakeMarketplace | None,
    believed: bool,
) -> None:  # fmt: skip
    bench.marketplace = market
    bench.start()
    counter.days = [Today.LOST_BEFORE, Today.REFUSED, Today.REFUSED]
    fill(bench)
    bench.scan("FINISH")  # at once, Amazon's list proves nothing: what was bought shows up later
    assert bench.purchases == [("unclear", "address_refused")]
    clock.move(seconds=900)
    bench.scan("FINISH")
    state = ("refused" if believed else "unclear", "address_refused")
    assert bench.purchases == [state]
    assert bench.scan("FINISH") is State.LABELLED
    assert len(counter.paid) == 1


def test_a_refusal_is_not_believed_when_amazon_shows_a_package(
    bench: Bench, counter: LabelCounter
) -> None:
    bench.marketplace = FakeMarketplace(copy=TWO)
    bench.marketplace.show(ONE, "KP1")
    bench.start()
    counter.days = [Today.LOST_AFTER, Today.REFUSED, Today.REFUSED]
    fill(bench)
    bench.scan("FINISH", "FINISH")
    assert bench.purchases == [("unclear", "address_refused")]
    assert bench.scan("FINISH") is State.LABELLED


def test_offline_after_a_lost_answer_stays_unclear(bench: Bench, counter: LabelCounter) -> None:
    counter.days = [Today.LOST_AFTER, Today.OFFLINE]
    fill(bench)
    bench.scan("FINISH")
    assert bench.purchases == [("unclear", "offline")]
    assert bench.scan("FINISH") is State.LABELLED
    assert len(counter.paid) == 1


# --- the wrong paper -----------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["KP4999999999PT", tracking(order_id(2))])
def test_a_label_with_another_number_in_its_barcode_is_never_printed(
    bench: Bench, counter: LabelCounter, tray: Tray, number: str
) -> None:
    counter.printed_number = number
    assert fill(bench) is State.LABEL_FAILED
    for text in ("FINISH", "UNDO", "REPRINT"):
        assert bench.scan(text) is State.LABEL_FAILED
    assert (tray.labels(), len(counter.paid)) == ([], 1)
    assert bench.purchases[0][0] == "bought"


def test_a_label_without_its_document_is_paid_and_waits_for_somebody(
    bench: Bench, counter: LabelCounter, tray: Tray
) -> None:
    counter.without_document = True
    assert fill(bench) is State.LABEL_FAILED
    assert bench.scan("UNDO") is State.LABEL_FAILED
    assert (tray.labels(), len(counter.paid)) == ([], 1)


# --- crashes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [Today.CRASH_BEFORE, Today.CRASH_AFTER])
@pytest.mark.parametrize("then", [Today.WELL, Today.OFFLINE, Today.LOST_AFTER])
def test_a_crash_in_the_middle_of_a_purchase_buys_nothing_twice(
    bench: Bench, counter: LabelCounter, tray: Tray, day: Today, then: Today
) -> None:
    counter.days = [day, then]
    with pytest.raises(Crash):
        fill(bench)
    bench.start()
    while bench.state is State.LABEL_FAILED:
        bench.scan("FINISH")
    assert bench.state is State.LABELLED
    assert (len(counter.paid), len(tray.labels())) == (1, 1)


def test_an_offer_that_died_while_the_computer_was_off_is_asked_for_anew(
    bench: Bench, counter: LabelCounter, books: Books, clock: Clock
) -> None:
    counter.days = [Today.OFFLINE]
    fill(bench)
    with books.writing() as connection:  # as a crash right before the call leaves it
        facts = "state = 'intended', request = 'old offer', sent_at = NULL"
        connection.exec_driver_sql(f"UPDATE label_purchases SET {facts}")
    clock.move(seconds=600)
    assert bench.scan("FINISH") is State.LABELLED
    assert "old offer" not in [body for _, body in counter.calls]


def test_a_crash_while_offers_are_asked_for(bench: Bench, counter: LabelCounter) -> None:
    counter.quote_days = [Today.CRASH_BEFORE]
    with pytest.raises(Crash):
        fill(bench)
    bench.start()
    assert bench.state is State.LABELLED
    assert len(counter.paid) == 1


def test_a_crash_before_printing_prints_once_when_it_starts_again(
    bench: Bench, counter: LabelCounter, tray: Tray, books: Books
) -> None:
    def crash() -> None:
        raise Crash

    tray.before_printing = crash
    with pytest.raises(Crash):
        fill(bench)
    tray.before_printing = lambda: None
    bench.start()
    assert bench.state is State.LABELLED
    assert rows(books, "SELECT paper, state FROM print_jobs") == [("label", "unknown")]
    assert len(counter.paid) == 1


def test_a_bench_that_takes_over_a_full_box_buys_its_label(
    bench: Bench, counter: LabelCounter, clock: Clock
) -> None:
    counter.days = [Today.CRASH_AFTER]
    with pytest.raises(Crash):
        fill(bench)
    clock.move(minutes=5)
    bench.start("Bench 2")
    assert bench.scan(OrderId(ONE)) is State.LABELLED
    assert len(counter.paid) == 1


# --- two benches at one box ----------------------------------------------------------------------


@pytest.mark.parametrize("day", [Today.OFFLINE, Today.REFUSED])
def test_a_slow_no_does_not_undo_what_another_bench_asked_for_meanwhile(
    bench: Bench, counter: LabelCounter, books: Books, clock: Clock, day: Today
) -> None:
    """A bench that slept in the middle of its call: another one took the box over and asked too."""
    lost = LabelDesk(books, LabelCounter(days=[Today.LOST_AFTER]))
    counter.days = [Today.OFFLINE]
    fill(bench)
    counter.days = [day]

    def other_bench_asks() -> None:
        clock.move(seconds=120)
        labels.buy(lost, 1)

    slow = SlowCounter(counter, other_bench_asks)
    told = labels.buy(LabelDesk(books, slow), 1)
    assert told == LabelRefused("unclear", unclear=True)
    assert bench.purchases == [("unclear", "timeout")]


def test_a_second_label_of_a_box_is_given_back(
    bench: Bench, counter: LabelCounter, books: Books
) -> None:
    """Amazon answers a call that was given up for refused, when the box has its label already."""
    counter.days = [Today.REFUSED]
    fill(bench)
    bench.scan("FINISH")
    with books.reading() as connection:
        first = purchases.find(connection, 1)
    labels.keep(books, first, Bought("SHIP-LATE", "KP99", ()))
    assert [state for state, _ in bench.purchases] == ["void_wanted", "bought"]
