"""Data sets that Amazon refuses: what was known before stands, and what never was is no "none"."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from fbm_desk.amazon.json_body import JsonObject
from fbm_desk.amazon.order_json import order_from
from fbm_desk.amazon.orders import DATA_SETS
from fbm_desk.amazon.times import amazon_time
from fbm_desk.domain.orders import AmazonStatus, DataSet, Duty, IncomingOrder, Source
from fbm_desk.domain.session import State
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.orders import Intake
from fbm_desk.store import orders, privacy
from fbm_desk.store.orders import OrderRow
from tests.services.clock import Clock
from tests.services.label_counter import LabelCounter, Tray
from tests.services.rows import rows
from tests.services.test_labels import Bench
from tests.services.warehouse import Warehouse, line, order, order_id

ALL = frozenset(DATA_SETS)


@pytest.fixture
def counter() -> LabelCounter:
    return LabelCounter()


@pytest.fixture
def bench(books: Books, counter: LabelCounter) -> Bench:
    return Bench(books, counter, Tray())


def told(now: datetime, without: str = "", *, asks: bool = False) -> IncomingOrder:
    """A mug to be signed for, its label a week from now; `without` is what Amazon refuses."""
    item: JsonObject = {
        "orderItemId": "line-MUG",
        "quantityOrdered": 3,
        "product": {"sellerSku": "MUG", "title": "Mug"},
    }
    whole: JsonObject = {
        "orderId": order_id(1),
        "createdTime": amazon_time(now),
        "lastUpdatedTime": amazon_time(now),
        "salesChannel": {"marketplaceId": "A1RKKUPIHCS9HS"},
        "orderItems": [item],
    }
    if without != "RECIPIENT":
        address = {"name": "B", "addressLine1": "Rua 1", "city": "Porto", "countryCode": "PT"}
        whole["recipient"] = {"deliveryAddress": {**address, "postalCode": "4000"}}
    if without != "BUYER":
        whole["buyer"] = {"buyerPurchaseOrderNumber": "PO-7"}
    if without != "FULFILLMENT":
        whole["fulfillment"] = {
            "fulfillmentStatus": "PARTIALLY_SHIPPED",
            "fulfillmentServiceLevel": "STANDARD",
            "shipByWindow": {"latestDateTime": amazon_time(now + timedelta(days=9))},
            "deliverByWindow": {"latestDateTime": amazon_time(now + timedelta(days=12))},
            "labelPrintingWindow": {"earliestDateTime": amazon_time(now + timedelta(days=7))},
        }
        item["fulfillment"] = {
            "quantityUnfulfilled": 1,
            "quantityFulfilled": 1,
            "packing": {"giftOption": {"giftMessage": "Parabéns"}},
            "shipping": {"shippingConstraints": {"signatureConfirmation": "MANDATORY"}},
        }
    if asks and without != "CANCELLATION":
        item["cancellation"] = {"cancellationRequest": {"requester": "BUYER"}}
    return order_from(whole, ALL - {without})


def take(books: Books, *copies: IncomingOrder) -> Intake:
    return order_service.take_in(books, copies)


def found(books: Books) -> OrderRow:
    with books.reading() as connection:
        row = orders.find(connection, order_id(1))
    assert row is not None
    return row


FACTS = (
    "stage, amazon_status, status_text, city, country, service_level, duties, units, ship_by,"
    " deliver_by, label_not_before, purchase_order_number, cancel_requested, fingerprint"
)


def kept(books: Books) -> list[object]:
    """Everything the books say, but when it was told."""
    with books.reading() as connection:
        private = privacy.find(connection, books.seal, order_id(1))
    said = rows(books, f"SELECT {FACTS} FROM orders")
    lines = rows(books, "SELECT line_id, quantity, shipped, duties FROM order_lines")
    return [*said, *lines, private.recipient, private.messages]


@pytest.mark.parametrize("refused", ["RECIPIENT", "BUYER", "FULFILLMENT", "CANCELLATION"])
def test_what_amazon_would_not_say_again_stays_as_it_was_told(
    books: Books, clock: Clock, refused: str
) -> None:
    take(books, told(clock(), asks=True))
    before = kept(books)
    for minutes in (0, 5, 10):
        later = clock() + timedelta(minutes=minutes)
        again = take(books, told(clock(), refused, asks=True)._replace(updated_at=later))
        assert (again.updated, again.unchanged) == (0, 1)
        again = take(books, told(clock(), asks=True)._replace(updated_at=later))
        assert (again.updated, again.unchanged) == (0, 1)
    assert kept(books) == before
    assert found(books).duties >= {Duty.SIGNATURE, Duty.GIFT}
    assert Duty.UNKNOWN_CONSTRAINTS not in found(books).duties


@pytest.mark.parametrize("refused", ["RECIPIENT", "BUYER", "FULFILLMENT", "CANCELLATION"])
def test_both_copies_in_one_batch_are_one(books: Books, clock: Clock, refused: str) -> None:
    whole = told(clock(), asks=True)
    take(books, whole)
    before = kept(books)
    with_both = take(books, whole, told(clock(), refused, asks=True), whole)
    assert (with_both.new, with_both.updated) == (0, 0)
    assert kept(books) == before


def test_a_first_copy_and_a_poorer_one_come_in_together(books: Books, clock: Clock) -> None:
    taken = take(books, told(clock()), told(clock(), "FULFILLMENT"))
    assert (taken.new, taken.updated, taken.unchanged) == (1, 0, 1)
    assert Duty.SIGNATURE in found(books).duties


def test_no_label_is_bought_sooner_or_unsigned_because_amazon_says_less(
    warehouse: Warehouse, bench: Bench, counter: LabelCounter, clock: Clock
) -> None:
    warehouse.take_in(told(clock()))
    warehouse.take_in(told(clock(), "FULFILLMENT"))
    assert bench.scan(order_id(1), "MUG") is State.LABEL_FAILED
    assert counter.asked == []
    clock.move(days=7)
    bench.scan("FINISH")
    assert [asked.duties for asked in counter.asked] == [{Duty.SIGNATURE}]


def test_a_wish_to_cancel_is_not_taken_back_by_a_copy_that_does_not_tell(
    warehouse: Warehouse, books: Books, clock: Clock
) -> None:
    warehouse.take_in(told(clock(), asks=True))
    warehouse.take_in(told(clock() + timedelta(minutes=1), "CANCELLATION"))
    assert found(books).cancel_requested
    warehouse.take_in(told(clock() + timedelta(minutes=2)))
    assert not found(books).cancel_requested  # told, and taken back


def test_no_label_while_nobody_knows_what_its_carrier_must_do(
    warehouse: Warehouse, books: Books, bench: Bench, counter: LabelCounter, clock: Clock
) -> None:
    warehouse.take_in(order(1, line("MUG", 1), source=Source.REPORT))
    bare = order(1, line("MUG", 1), source=Source.API, updated_at=clock())
    unknown = frozenset({Duty.UNKNOWN_CONSTRAINTS})
    untold = frozenset({DataSet.FULFILLMENT})
    status = AmazonStatus.UNKNOWN
    warehouse.take_in(bare._replace(status=status, duties=unknown, untold=untold))
    assert Duty.UNKNOWN_CONSTRAINTS in found(books).duties
    assert bench.scan(order_id(1), "MUG") is State.LABEL_FAILED
    (newest,) = rows(books, "SELECT data FROM pack_events ORDER BY seq DESC LIMIT 1")
    assert json.loads(newest[0])["reason"] == "unknown_duties"
    assert bench.scan("FINISH") is State.LABEL_FAILED
    assert counter.asked == []
    warehouse.take_in(bare._replace(updated_at=clock() + timedelta(minutes=1)))
    assert bench.scan("FINISH") is State.LABELLED
