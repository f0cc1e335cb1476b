"""A day with the pretend Amazon: orders in, a label, a confirmation, and faults on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.confirm import confirm_shipment
from fbm_desk.amazon.confirmation_file import ShipmentConfirmation
from fbm_desk.amazon.extras import to_take
from fbm_desk.amazon.orders import get_order, search_orders
from fbm_desk.amazon.rates import ParcelItem, Quote, RatesWanted
from fbm_desk.amazon.shipping import (
    BoughtLabel,
    cancel,
    documents,
    get_rates,
    purchase,
    purchase_body,
)
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import Address, Duty, IncomingOrder, LineId, OrderId
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.amazon.amazon_calls import client
from tests.simulator.seller import NOW, US, mugs_and_spoons, quiet_shop

SENDER = Address(
    "Larkmoor Goods", "14 Quarry Bend Dr", city="Columbus", region="OH", postcode="43215",
    country="US", phone="555-0100",
)  # fmt: skip


@pytest.fixture
def shop() -> Shop:
    return quiet_shop()


@pytest.fixture
def amazon(shop: Shop) -> Iterator[AmazonSimulator]:
    with AmazonSimulator(shop) as simulator:
        yield simulator


@pytest.fixture
def to(amazon: AmazonSimulator) -> Iterator[AmazonClient]:
    settings = {"marketplace_ids": (US,), "shipping_business": "AmazonShipping_US"}
    made = client(amazon.url, account=settings)
    yield made
    made.close()


@pytest.fixture
def placed(shop: Shop) -> PlacedOrder:
    return mugs_and_spoons(shop)


def done(answer: Answer[IncomingOrder]) -> IncomingOrder:
    assert isinstance(answer, Done)
    return answer.value


def bought(answer: Answer[BoughtLabel]) -> BoughtLabel:
    assert isinstance(answer, Done)
    return answer.value


def quote(to: AmazonClient, placed: PlacedOrder) -> Quote:
    items = tuple(ParcelItem(LineId(line.line_id), line.quantity) for line in placed.lines)
    answer = get_rates(
        to,
        RatesWanted(
            OrderId(placed.order_id), "parcel-1", SENDER, "shop@example.invalid",
            840, 200, 150, 100, 2000, "USD", items,
        ),
    )  # fmt: skip
    assert isinstance(answer, Done)
    return answer.value


def body(offer: Quote) -> str:
    rate = min(offer.rates, key=lambda one: one.price_minor)
    form = next(one for one in rate.formats if one.format == "ZPL")
    extras = to_take(rate.groups, frozenset())
    assert extras is not None
    return purchase_body(offer, rate, form, 203, [extra.id for extra in extras])


def confirmation(placed: PlacedOrder) -> ShipmentConfirmation:
    lines = tuple((LineId(line.line_id), line.quantity) for line in placed.lines)
    return ShipmentConfirmation(
        OrderId(placed.order_id), lines, NOW, "UPS", "UPS", "Ground", "1Z0000000000000001"
    )


def test_a_sweep_brings_every_order_once(to: AmazonClient, shop: Shop) -> None:
    ids = {mugs_and_spoons(shop).order_id for _ in range(130)}
    shop.clock.advance(timedelta(minutes=10).total_seconds())
    pages = [page for page in search_orders(to, NOW) if isinstance(page, Done)]
    got = [order.order_id for page in pages for order in page.value.orders]
    assert len(pages) == 2
    assert sorted(got) == sorted(ids)
    assert pages[-1].value.next_mark is not None


def test_an_order_has_its_lines_and_address(to: AmazonClient, placed: PlacedOrder) -> None:
    order = done(get_order(to, OrderId(placed.order_id)))
    assert [(line.sku, line.wanted) for line in order.lines] == [("MUG-BLUE", 3), ("SPOON-6", 1)]
    assert order.recipient is not None
    assert order.recipient.postcode
    assert order.ship_by is not None


def test_a_wish_to_cancel_in_the_middle_of_packing_is_seen(
    to: AmazonClient, placed: PlacedOrder, shop: Shop
) -> None:
    shop.request_cancel(placed.order_id)
    assert done(get_order(to, OrderId(placed.order_id))).cancel_requested


def test_a_refused_data_set_leaves_the_constraints_unknown(
    to: AmazonClient, placed: PlacedOrder, amazon: AmazonSimulator
) -> None:
    amazon.faults.add("getOrder", FaultKind.REFUSED_DATA, times=9)
    order = done(get_order(to, OrderId(placed.order_id)))
    assert Duty.UNKNOWN_CONSTRAINTS in order.duties
    assert order.recipient is not None


def test_a_confirmation_shows_as_a_package(
    to: AmazonClient, placed: PlacedOrder, shop: Shop
) -> None:
    assert confirm_shipment(to, confirmation(placed), 1, US) == Done(None)
    shop.clock.advance(timedelta(hours=1).total_seconds())
    order = done(get_order(to, OrderId(placed.order_id)))
    assert [package.tracking for package in order.packages] == ["1Z0000000000000001"]
    assert all(line.wanted == 0 for line in order.lines)


def test_a_confirmation_repeated_after_a_lost_answer_is_no_second_package(
    to: AmazonClient, placed: PlacedOrder, amazon: AmazonSimulator, shop: Shop
) -> None:
    amazon.faults.add("confirmShipment", FaultKind.CUT_AFTER)
    assert confirm_shipment(to, confirmation(placed), 1, US) == Unclear("lost")
    confirm_shipment(to, confirmation(placed), 1, US)
    shop.clock.advance(timedelta(hours=1).total_seconds())
    assert len(done(get_order(to, OrderId(placed.order_id))).packages) == 1


def test_ship_plus_orders_are_confirmed_by_amazon(
    to: AmazonClient, placed: PlacedOrder, shop: Shop
) -> None:
    shop.make_ship_plus(placed.order_id)
    assert Duty.SHIP_PLUS in done(get_order(to, OrderId(placed.order_id))).duties
    assert isinstance(confirm_shipment(to, confirmation(placed), 1, US), Refused)


def test_a_label_is_bought_and_prints(to: AmazonClient, placed: PlacedOrder) -> None:
    label = bought(
        purchase(to, body(quote(to, placed)), idempotency_key="k1", reference="parcel-1")
    )
    assert label.tracking
    assert not label.damaged
    assert label.documents[0].data.startswith(b"^XA")
    again = bought(documents(to, label.shipment_id, "parcel-1", "PDF"))
    assert again.documents[0].data.startswith(b"%PDF")
    assert cancel(to, label.shipment_id) == Done(None)


@pytest.mark.parametrize("kind", [FaultKind.CUT_AFTER, FaultKind.GARBAGE])
def test_a_purchase_whose_answer_is_lost_is_bought_once(
    to: AmazonClient, placed: PlacedOrder, amazon: AmazonSimulator, kind: FaultKind
) -> None:
    request = body(quote(to, placed))
    amazon.faults.add("purchaseShipment", kind, times=2)
    for _ in range(2):
        answer = purchase(to, request, idempotency_key="k1", reference="parcel-1")
        assert isinstance(answer, Unclear)
    label = bought(purchase(to, request, idempotency_key="k1", reference="parcel-1"))
    assert [one.shipment_id for one in amazon.shipping.shipments()] == [label.shipment_id]


def test_an_offer_older_than_ten_minutes_is_refused_as_such(
    to: AmazonClient, placed: PlacedOrder, shop: Shop
) -> None:
    request = body(quote(to, placed))
    shop.clock.advance(timedelta(minutes=11).total_seconds())
    answer = purchase(to, request, idempotency_key="k1", reference="parcel-1")
    assert isinstance(answer, Refused)
    assert answer.code == "offer_expired"


def test_a_lost_token_is_renewed_without_anybody_noticing(
    to: AmazonClient, placed: PlacedOrder, amazon: AmazonSimulator
) -> None:
    amazon.faults.add("getOrder", FaultKind.LOST_TOKEN)
    assert done(get_order(to, OrderId(placed.order_id))).order_id == placed.order_id


def test_amazons_own_buckets_never_have_to_refuse(to: AmazonClient, placed: PlacedOrder) -> None:
    answers = [get_order(to, OrderId(placed.order_id)) for _ in range(31)]
    assert all(isinstance(answer, Done) for answer in answers[:30])
    assert isinstance(answers[30], Done | NotSent)
