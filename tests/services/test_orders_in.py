"""Orders in from the pretend Amazon: sweeps, what stops one, a backlog by report and its gaps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.amazon.operations import Operation
from fbm_desk.domain.answers import Answer, Done, Unclear
from fbm_desk.domain.orders import AmazonStatus, Duty, IncomingOrder, OrderId, Source
from fbm_desk.domain.shipping import OrderPage, Shipped
from fbm_desk.domain.stages import Stage
from fbm_desk.services import backlog, sweep
from fbm_desk.services import orders as order_service
from fbm_desk.services.dossier import dossier
from fbm_desk.services.status import status
from fbm_desk.services.sweep import note_address_right
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.simulator.processing import Processing
from fbm_desk.store import sync_state, untold_orders
from fbm_desk.store.sync_state import SyncMark
from tests.services.rows import rows, value
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.services.warehouse import SHIP_BY, line, order, order_id
from tests.simulator.seller import mugs_and_spoons

UNSHIPPED = "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING"


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        yield made


def mark(seller: Seller, name: str = sweep.ORDERS) -> SyncMark:
    with seller.books.reading() as connection:
        return sync_state.mark(connection, name)


def count(seller: Seller) -> int:
    return int(value(seller.books, "SELECT count(*) FROM orders"))


def place(seller: Seller, many: int) -> list[str]:
    return [mugs_and_spoons(seller.shop).order_id for _ in range(many)]


@dataclass
class OneIsGarbled:
    """Amazon on a day on which one order makes no sense, in a page and by itself."""

    amazon: AmazonMarketplace
    garbled: OrderId

    def sweep(
        self, since: datetime, *, first: bool = False, page_token: str = ""
    ) -> Iterator[Answer[OrderPage]]:
        """Pages that name that order as unreadable."""
        for page in self.amazon.sweep(since, first=first, page_token=page_token):
            assert isinstance(page, Done)
            kept = tuple(one for one in page.value.orders if one.order_id != self.garbled)
            yield Done(replace(page.value, orders=kept, unreadable=(self.garbled,)))

    def order(self, order_id: OrderId) -> Answer[IncomingOrder]:
        """No better by itself."""
        assert order_id == self.garbled
        return Unclear("bad_answer")

    def confirm(self, shipped: Shipped) -> Answer[None]:
        """Nothing is told here."""
        raise AssertionError(shipped.order_id)


# --- sweeps --------------------------------------------------------------------------------------


def test_a_sweep_brings_all_and_the_next_asks_from_its_mark(seller: Seller) -> None:
    place(seller, 130)
    seller.wait(minutes=10)
    assert seller.sync.sweep().new == 130
    first = mark(seller)
    assert (first.reason, first.last_success_at) == ("", seller.books.now())
    seller.wait(minutes=10)
    (one,) = place(seller, 1)
    seller.wait(minutes=3)
    assert seller.sync.sweep().new == 1
    assert seller.order(one) is not None
    asked = [dict(one.query) for one in seller.amazon.requests.of("searchOrders")]
    assert "createdAfter" in asked[0]
    assert "lastUpdatedAfter" in asked[-1]
    assert "fulfillmentStatuses" not in asked[-1]  # what is cancelled or shipped comes, too


def test_the_mark_stays_where_it_was_until_the_last_page_is_in(seller: Seller) -> None:
    place(seller, 1)
    seller.wait(minutes=10)
    seller.sync.sweep()
    before = mark(seller).value
    place(seller, 250)
    seller.wait(minutes=10)
    _leave_calls(seller, 2)
    assert seller.sync.sweep().new == 200
    assert mark(seller).value == before
    assert mark(seller).reason == ""  # waiting for the allowance is no trouble
    seller.restarted()
    seller.wait(minutes=3)
    assert seller.sync.sweep().new == 50
    assert mark(seller).value != before
    again = seller.amazon.requests.repeated("searchOrders")
    assert again == ()  # no page was asked for twice, though the program was started anew


def _leave_calls(seller: Seller, left: int) -> None:
    """The allowance of sweeps is nearly used up."""
    quota = seller.client.quota
    while quota.left(Operation.SEARCH_ORDERS) >= left + 1:
        quota.take(Operation.SEARCH_ORDERS)


def test_pages_older_than_a_day_are_given_up_and_the_window_begins_anew(seller: Seller) -> None:
    place(seller, 150)
    seller.wait(minutes=10)
    _leave_calls(seller, 1)
    assert seller.sync.sweep().new == 100
    seller.wait(hours=25)
    assert seller.sync.sweep().new == 50
    assert mark(seller).last_success_at == seller.books.now()


def test_an_unreachable_amazon_is_said_after_one_failed_sweep(seller: Seller) -> None:
    seller.sync.turn()
    seller.amazon.stop()
    seller.wait(minutes=3, seconds=5)
    seller.sync.turn()
    assert mark(seller).reason == "offline"
    (entry, *_) = status(seller.books)
    assert entry.fault
    assert entry.words.startswith("Amazon not reached for 3 min")


def test_whoever_hears_from_amazon_again_takes_that_back(seller: Seller) -> None:
    (one,) = place(seller, 1)
    seller.wait(minutes=10)
    seller.amazon.faults.add("searchOrders", FaultKind.EMPTY_500)
    seller.sync.turn()
    assert mark(seller).reason == "server_fault"
    seller.sync.refresh(OrderId(one))
    assert mark(seller).reason == ""


def test_after_a_failed_sweep_the_next_comes_sooner(seller: Seller) -> None:
    seller.sync.turn()
    seller.wait(minutes=3, seconds=5)
    seller.amazon.faults.add("searchOrders", FaultKind.EMPTY_500)
    seller.sync.turn()
    assert mark(seller).reason == "server_fault"
    seller.wait(seconds=61)
    seller.sync.turn()
    assert mark(seller).reason == ""


def test_an_order_that_makes_no_sense_holds_up_no_other(seller: Seller) -> None:
    good, bad = place(seller, 2)
    seller.wait(minutes=10)

    answering = OneIsGarbled(seller.marketplace, OrderId(bad))
    garbled = sweep.sweep(seller.books, answering, seller.sync.stop)
    assert (garbled.intake.new, garbled.finished) == (1, True)
    assert (seller.order(good) is not None, seller.order(bad)) == (True, None)
    seller.wait(hours=2)
    assert backlog.fill_gaps(seller.books, seller.marketplace, seller.sync.stop).told == 1
    assert seller.order(bad) is not None
    assert rows(seller.books, "SELECT * FROM untold_orders") == []


def test_refused_data_sets_leave_the_constraints_unknown_and_never_none(seller: Seller) -> None:
    (one,) = place(seller, 1)
    seller.wait(minutes=10)
    seller.amazon.faults.add("searchOrders", FaultKind.REFUSED_DATA)
    seller.sync.sweep()
    found = seller.order(one)
    assert found is not None
    assert Duty.UNKNOWN_CONSTRAINTS in found.duties


def test_that_addresses_may_not_be_seen_is_said_once(seller: Seller) -> None:
    blind = order(1, recipient=None, duties=frozenset({Duty.NO_ADDRESS_RIGHT}))
    note_address_right(seller.books, [blind])
    words = [one.words for one in status(seller.books) if "no addresses" in one.words]
    assert len(words) == 1
    note_address_right(seller.books, [blind, order(2)])
    assert not [one for one in status(seller.books) if "no addresses" in one.words]


def test_a_status_of_a_newer_amazon_is_kept_and_not_packed(seller: Seller) -> None:
    order_service.take_in(
        seller.books,
        [order(1, status=AmazonStatus.UNKNOWN, status_text="INVOICE_UNCONFIRMED")],
    )
    assert rows(seller.books, "SELECT status_text, stage FROM orders") == [
        ("INVOICE_UNCONFIRMED", Stage.HIDDEN.value)
    ]
    facts = dossier(seller.books, order_id(1)).facts
    assert ("Amazon’s status", "INVOICE_UNCONFIRMED") in facts


def test_programs_of_a_newer_amazon_are_kept_and_shown(seller: Seller) -> None:
    told = order(1, programs=("AMAZON_HAUL", "A,B"), duties=frozenset({Duty.PRIME}))
    order_service.take_in(seller.books, [told])
    found = seller.order(order_id(1))
    assert found is not None
    assert found.duties == {Duty.PRIME}
    assert found.programs == ("AMAZON_HAUL", "A B")
    assert ("Amazon’s programs", "AMAZON_HAUL, A B") in dossier(seller.books, order_id(1)).facts
    same = order_service.take_in(seller.books, [told])
    assert same.unchanged == 1


# --- a backlog -----------------------------------------------------------------------------------


def run(seller: Seller, turns: int = 12, seconds: float = 20) -> None:
    for _ in range(turns):
        seller.sync.turn()
        seller.wait(seconds=seconds)


def test_a_backlog_comes_by_report_and_is_told_in_full_afterwards(seller: Seller) -> None:
    ids = place(seller, 300)
    seller.wait(minutes=40)
    _leave_calls(seller, 1)
    run(seller, turns=8)
    assert count(seller) == 300
    assert len(seller.amazon.requests.of("createReport")) == 1
    assert len(seller.amazon.requests.of("createRestrictedDataToken")) == 1
    first = value(seller.books, "SELECT count(*) FROM orders WHERE source = 'report'")
    run(seller, turns=20)
    later = value(seller.books, "SELECT count(*) FROM orders WHERE source = 'report'")
    assert 0 <= later < first
    run(seller, turns=60)
    assert value(seller.books, "SELECT count(*) FROM orders WHERE source = 'report'") == 0
    assert {found.source for one in ids if (found := seller.order(one))} == {Source.API}
    assert mark(seller).value
    assert mark(seller).reason == ""
    assert len(seller.amazon.requests.of("createReport")) == 1


def test_a_long_sweep_of_changes_asks_for_one_report_and_goes_on(seller: Seller) -> None:
    (known,) = place(seller, 1)
    seller.wait(minutes=10)
    seller.sync.sweep()
    seller.shop.cancel(known)
    place(seller, 250)
    seller.wait(hours=30)
    _leave_calls(seller, 1)
    run(seller, turns=30, seconds=30)
    assert len(seller.amazon.requests.of("createReport")) == 1
    assert count(seller) == 251
    found = seller.order(known)
    assert found is not None
    assert found.stage is Stage.CANCELLED  # no report says so, the sweep does
    assert mark(seller).last_success_at is not None
    assert sweep.begun_at(seller.books) is None


def test_gaps_are_filled_soonest_ship_by_first(seller: Seller) -> None:
    late, soon = place(seller, 2)
    for one, days in ((late, 2), (soon, 1)):
        told = order(1, order_id=OrderId(one), ship_by=SHIP_BY + timedelta(days=days))
        order_service.take_in(seller.books, [told])
    backlog.fill_gaps(seller.books, seller.marketplace, seller.sync.stop)
    asked = [one.path.rpartition("/")[2] for one in seller.amazon.requests.of("getOrder")]
    assert asked == [soon, late]


def test_an_order_amazon_does_not_know_is_set_aside_and_asked_again_later(seller: Seller) -> None:
    order_service.take_in(seller.books, [order(1)])
    backlog.fill_gaps(seller.books, seller.marketplace, seller.sync.stop)
    with seller.books.reading() as connection:
        untold = untold_orders.find(connection, order_id(1))
    assert untold is not None
    assert untold.code == "not_found"
    for _ in range(3):
        backlog.fill_gaps(seller.books, seller.marketplace, seller.sync.stop)
    assert _not_found(seller) == 1
    seller.wait(hours=2)
    backlog.fill_gaps(seller.books, seller.marketplace, seller.sync.stop)
    assert _not_found(seller) == 2


def _not_found(seller: Seller) -> int:
    return sum(one.status == 404 for one in seller.amazon.requests.of("getOrder"))


def test_a_report_with_nothing_in_it_is_no_fault(seller: Seller) -> None:
    backlog.want(seller.books)
    _through(seller)
    kept = mark(seller, backlog.BACKLOG)
    assert (kept.value, kept.reason) == ("", "")
    assert kept.last_success_at is not None
    assert not mark(seller).value  # it may have been called off: the first sweep is still to come


def test_a_report_that_is_called_off_ends_no_sweep_whose_pages_wait(seller: Seller) -> None:
    place(seller, 250)
    seller.wait(hours=3)
    seller.amazon.apis.reports.ends.order(UNSHIPPED, Processing.CANCELLED)
    _leave_calls(seller, 1)
    run(seller, turns=30, seconds=30)
    assert len(seller.amazon.requests.of("createReport")) == 1
    assert count(seller) == 250
    assert mark(seller).last_success_at is not None


def test_a_copy_between_two_that_say_the_same_is_no_news(seller: Seller) -> None:
    def copy(minute: int, units: int) -> IncomingOrder:
        at = seller.books.now() + timedelta(minutes=minute)
        return order(1, line("MUG", units), source=Source.API, updated_at=at)

    order_service.take_in(seller.books, [copy(1, 1)])
    order_service.take_in(seller.books, [copy(3, 1)])
    order_service.take_in(seller.books, [copy(2, 2)])
    assert value(seller.books, "SELECT quantity FROM order_lines") == 1
    order_service.take_in(seller.books, [copy(5, 2), copy(7, 1), copy(6, 2)])
    assert value(seller.books, "SELECT quantity FROM order_lines") == 1


def test_what_the_api_says_of_a_reports_order_makes_it_fresh(seller: Seller) -> None:
    order_service.take_in(seller.books, [order(1, source=Source.REPORT)])
    assert order_service.is_stale(seller.books, order_id(1), 180)
    order_service.take_in(seller.books, [order(1, source=Source.API)])
    assert not order_service.is_stale(seller.books, order_id(1), 180)
    assert not order_service.is_stale(seller.books, order_id(2), 180)


def test_a_report_that_fails_is_asked_for_again(seller: Seller) -> None:
    place(seller, 3)
    seller.amazon.apis.reports.ends.order(UNSHIPPED, Processing.FATAL)
    backlog.want(seller.books)
    _through(seller)
    assert count(seller) == 3
    assert len(seller.amazon.requests.of("createReport")) == 2


@pytest.mark.parametrize("steps", range(6))
def test_a_restart_at_any_step_goes_on_with_the_same_report(seller: Seller, steps: int) -> None:
    place(seller, 3)
    backlog.want(seller.books)
    for _ in range(steps):
        _step(seller)
    seller.restarted()
    _through(seller)
    assert count(seller) == 3
    assert len(seller.amazon.requests.of("createReport")) == 1


def test_a_request_for_a_report_that_nobody_answered_is_looked_up_and_not_repeated(
    seller: Seller,
) -> None:
    place(seller, 3)
    seller.amazon.faults.add("createReport", FaultKind.CUT_AFTER)
    backlog.want(seller.books)
    _through(seller)
    assert count(seller) == 3
    assert len(seller.amazon.apis.reports.all()) == 1


def _step(seller: Seller) -> None:
    assert seller.sync.reports is not None
    if backlog.is_wanted(seller.books):
        backlog.step(seller.books, seller.sync.reports)
    seller.wait(seconds=20)


def _through(seller: Seller) -> None:
    for _ in range(20):
        _step(seller)
    assert not backlog.is_wanted(seller.books)


def test_where_a_report_stands_holds_no_secret(seller: Seller) -> None:
    backlog.want(seller.books)
    _step(seller)
    kept = json.loads(mark(seller, backlog.BACKLOG).value)
    assert set(kept) == {"asked_at", "report_id", "document_id"}
