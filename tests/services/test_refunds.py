"""The money of a label that is not needed: asked for until it is known, a no is kept and shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fbm_desk.domain.orders import AmazonStatus, Source
from fbm_desk.domain.purchases import VOID_WITHIN
from fbm_desk.domain.session import LabelSource
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.dossier import dossier
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.manifests import carriers
from fbm_desk.services.packing import Desk
from fbm_desk.services.status import status
from fbm_desk.services.workshop import Workshop
from tests.services.clock import Clock
from tests.services.label_counter import Crash, LabelCounter, Today, Tray
from tests.services.marketplace import FakeMarketplace
from tests.services.rows import rows
from tests.services.warehouse import BADGE, Warehouse, order, order_id, tracking

ONE = order_id(1)
RULES = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")


@pytest.fixture
def counter() -> LabelCounter:
    return LabelCounter()


@pytest.fixture
def market() -> FakeMarketplace:
    return FakeMarketplace()


@pytest.fixture
def shop(
    books: Books, warehouse: Warehouse, counter: LabelCounter, market: FakeMarketplace
) -> Workshop:
    """A workshop; the label of a cancelled order is paid and not needed."""
    made = Workshop(books, RULES, Tray(), LabelDesk(books, counter, market))
    warehouse.take_in(order(1, source=Source.API))
    desk = Desk(books, "Bench 1", RULES, made)
    for text in (BADGE, ONE, "MUG"):
        desk.scan(text)
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED, source=Source.API)])
    desk.refresh()
    desk.scan("FINISH")
    assert ledger(books) == [("void_wanted", "")]
    return made


def ledger(books: Books) -> list[tuple[str, str]]:
    return rows(books, "SELECT state, reason FROM label_purchases ORDER BY id")


def words(books: Books) -> list[str]:
    """What the status line says first."""
    return [entry.words for entry in status(books)][:1]


def test_a_definite_no_is_kept_with_amazons_words_and_not_asked_again(
    books: Books, shop: Workshop, counter: LabelCounter
) -> None:
    counter.void_days = [Today.REFUSED]
    assert [shop.void_unneeded() for _ in range(3)] == [0, 0, 0]
    assert len(counter.asked_back) == 1
    assert ledger(books) == [("void_refused", "address_refused")]
    assert words(books) == [f"A label refund refused, 0 s ago. Open the dossier of {ONE}"]
    seen = dossier(books, ONE)
    (step,) = [one for one in seen.steps if one.words == "No refund of the label"]
    assert step.details == "The address is not known. Look in Seller Central"
    assert ("Refund", "refused") in seen.facts


def test_a_refused_refund_is_no_parcel_in_the_days_sums(
    books: Books, shop: Workshop, counter: LabelCounter, clock: Clock
) -> None:
    counter.void_days = [Today.REFUSED]
    shop.void_unneeded()
    (day,) = carriers(books, clock().date(), clock().tzinfo)
    assert (day.bought, day.packed, day.confirmed, day.void) == (1, 1, 1, 1)


def test_a_no_to_the_account_is_no_answer_about_the_label(
    books: Books, shop: Workshop, counter: LabelCounter
) -> None:
    counter.void_days = [Today.LOCKED_OUT, Today.OFFLINE]
    assert shop.void_unneeded() == 0
    assert ledger(books) == [("void_wanted", "unauthorised")]
    assert [shop.void_unneeded() for _ in range(3)] == [0, 1, 0]
    assert ledger(books) == [("void", "")]
    assert ("Refund", "granted") in dossier(books, ONE).facts


def test_while_a_refund_is_asked_for_it_is_said_until_when(
    books: Books, shop: Workshop, counter: LabelCounter, clock: Clock
) -> None:
    counter.void_days = [Today.OFFLINE]
    shop.void_unneeded()
    clock.move(seconds=7_200)
    assert words(books) == [f"A label refund asked for, label 2 h old. Open the dossier of {ONE}"]
    facts = dict(dossier(books, ONE, clock().tzinfo).facts)
    last = clock() - timedelta(hours=2) + VOID_WITHIN
    assert f"{last.day} {last:%B %Y}" in facts["Refund"]


@pytest.mark.parametrize("then", [Today.WELL, Today.REFUSED])
def test_after_a_lost_answer_amazons_own_list_is_looked_at_first(
    books: Books, shop: Workshop, counter: LabelCounter, market: FakeMarketplace, then: Today
) -> None:
    counter.void_days = [Today.LOST_AFTER, then]
    assert shop.void_unneeded() == 0
    assert ledger(books) == [("void_wanted", "void_asked")]
    market.show(ONE, tracking(ONE), status="CANCELLED")
    assert shop.void_unneeded() == 1
    assert (ledger(books), len(counter.asked_back)) == ([("void", "")], 1)


def test_a_lost_answer_that_amazon_does_not_show_is_asked_for_again(
    books: Books, shop: Workshop, counter: LabelCounter, market: FakeMarketplace
) -> None:
    counter.void_days = [Today.LOST_BEFORE, Today.OFFLINE]
    market.show(ONE, tracking(ONE), status="PENDING")
    assert [shop.void_unneeded() for _ in range(3)] == [0, 0, 1]
    assert ledger(books) == [("void", "")]


def test_a_crash_while_a_refund_is_asked_for_counts_as_a_lost_answer(
    books: Books, shop: Workshop, counter: LabelCounter, market: FakeMarketplace
) -> None:
    counter.void_days = [Today.CRASH_BEFORE]
    with pytest.raises(Crash):
        shop.void_unneeded()
    assert ledger(books) == [("void_wanted", "void_asked")]
    market.show(ONE, tracking(ONE), status="CANCELLED")
    assert shop.void_unneeded() == 1
    assert len(counter.asked_back) == 1


def test_past_its_time_a_refund_is_not_asked_for_any_more(
    books: Books, shop: Workshop, counter: LabelCounter, clock: Clock
) -> None:
    counter.void_days = [Today.OFFLINE] * 9
    shop.void_unneeded()
    clock.move(seconds=int(VOID_WITHIN.total_seconds()) + 1)
    for _ in range(2):
        assert shop.void_unneeded() == 0
    assert ledger(books) == [("void_refused", "void_too_late")]
    assert len(counter.asked_back) == 1
    (step,) = [one for one in dossier(books, ONE).steps if one.words == "No refund of the label"]
    assert step.details.startswith("it was asked for in vain")


def test_what_nobody_wants_any_more_is_not_bought_to_find_out_whether_it_was(
    books: Books, counter: LabelCounter, market: FakeMarketplace, clock: Clock,
    warehouse: Warehouse,
) -> None:  # fmt: skip
    made = Workshop(books, RULES, Tray(), LabelDesk(books, counter, market))
    warehouse.take_in(order(1, source=Source.API))
    desk = Desk(books, "Bench 1", RULES, made)
    counter.days = [Today.LOST_BEFORE]
    for text in (BADGE, ONE, "MUG"):
        desk.scan(text)
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED, source=Source.API)])
    desk.refresh()
    desk.scan("FINISH")
    assert made.void_unneeded() == 0
    assert ledger(books) == [("unclear", "timeout")]  # Amazon may show it a little later
    clock.move(seconds=3_600)
    assert made.void_unneeded() == 0
    assert (ledger(books), counter.paid) == ([("refused", "not_bought")], [])


def test_what_nobody_wants_and_amazon_shows_is_asked_for_by_its_key_and_given_back(
    books: Books, counter: LabelCounter, market: FakeMarketplace, warehouse: Warehouse
) -> None:
    made = Workshop(books, RULES, Tray(), LabelDesk(books, counter, market))
    warehouse.take_in(order(1, source=Source.API))
    desk = Desk(books, "Bench 1", RULES, made)
    counter.days = [Today.LOST_AFTER]
    for text in (BADGE, ONE, "MUG"):
        desk.scan(text)
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED, source=Source.API)])
    desk.refresh()
    desk.scan("FINISH")
    market.show(ONE, tracking(ONE))
    assert made.void_unneeded() == 1
    assert (ledger(books), len(counter.paid)) == ([("void", "")], 1)
