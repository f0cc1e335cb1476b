"""Labels bought over HTTP at the pretend Amazon on its bad days: one paid per box, never two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.label_seller import AmazonLabels
from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.domain.answers import Done
from fbm_desk.domain.orders import Address, OrderId
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.domain.stages import Role
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from fbm_desk.store import database, migrate, people
from fbm_desk.store.sealed import Seal
from tests.amazon.amazon_calls import client
from tests.services.label_counter import Tray
from tests.services.rows import rows, value
from tests.simulator.seller import US, mugs_and_spoons, quiet_shop

SENDER = Address(
    "Larkmoor Goods", "14 Quarry Bend Dr", city="Columbus", region="OH", postcode="43215",
    country="US", phone="555-0100",
)  # fmt: skip
RULES = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")
BUY = "purchaseShipment"


@pytest.fixture
def shop() -> Shop:
    return quiet_shop()


@pytest.fixture
def amazon(shop: Shop) -> Iterator[AmazonSimulator]:
    with AmazonSimulator(shop) as simulator:
        yield simulator


@pytest.fixture
def books(tmp_path: Path, shop: Shop) -> Iterator[Books]:
    """Books that live in the shop's time."""
    engine = database.open_database(database.sqlite_url(tmp_path))
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), shop.clock.now)
    engine.dispose()


@pytest.fixture
def to(amazon: AmazonSimulator) -> Iterator[AmazonClient]:
    settings = {"marketplace_ids": (US,), "shipping_business": "AmazonShipping_US"}
    made = client(amazon.url, account=settings)
    yield made
    made.close()


@pytest.fixture
def placed(shop: Shop) -> PlacedOrder:
    """Three mugs and a set of spoons for the United States."""
    return mugs_and_spoons(shop)


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def workshop(books: Books, to: AmazonClient, tray: Tray) -> Workshop:
    seller = AmazonLabels(lambda _business: to, "AmazonShipping_US", SENDER)
    return Workshop(books, RULES, tray, LabelDesk(books, seller, AmazonMarketplace(to)))


@pytest.fixture
def desk(books: Books, to: AmazonClient, workshop: Workshop, placed: PlacedOrder) -> Desk:
    """A bench at which one spoon is missing."""
    answer = AmazonMarketplace(to).order(OrderId(placed.order_id))
    assert isinstance(answer, Done)
    order_service.take_in(books, [answer.value])
    with books.writing() as connection:
        people.add(connection, books.seal, "Mara", Role.PACKER, "BADGE-MARA", books.now())
    made = Desk(books, "Bench 1", RULES, workshop)
    for text in ("BADGE-MARA", placed.order_id, "MUG-BLUE", "MUG-BLUE", "MUG-BLUE"):
        made.scan(text)
    return made


def state(desk: Desk) -> State | None:
    return desk.bench.opened.session.state if desk.bench else None


def purchases(books: Books) -> list[str]:
    return [found for (found,) in rows(books, "SELECT state FROM label_purchases ORDER BY id")]


def test_a_label_is_bought_read_back_printed_and_closes_the_parcel(
    amazon: AmazonSimulator, books: Books, desk: Desk, tray: Tray
) -> None:
    desk.scan("SPOON-6")
    assert state(desk) is State.LABELLED
    (shipment,) = amazon.shipping.shipments()
    (parcel,) = shipment.parcels
    (label,) = tray.labels()
    assert label.startswith(b"^XA")
    desk.scan(parcel.label.tracking)
    assert (desk.bench, value(books, "SELECT tracking FROM parcels")) == (
        None,
        parcel.label.tracking,
    )


@pytest.mark.parametrize(
    ("kind", "paid"),
    [
        (FaultKind.CUT_AFTER, 1),
        (FaultKind.GARBAGE, 1),
        (FaultKind.CUT_BEFORE, 0),
        (FaultKind.EMPTY_500, 0),
        (FaultKind.HTML_503, 0),
    ],
)
@pytest.mark.parametrize("times", [1, 2])
def test_after_an_answer_that_is_none_the_same_key_asks_again(
    amazon: AmazonSimulator, books: Books, desk: Desk, tray: Tray, kind: FaultKind, paid: int,
    times: int,
) -> None:  # fmt: skip
    amazon.faults.add(BUY, kind, times)
    desk.scan("SPOON-6")
    for _ in range(times):
        assert state(desk) is State.LABEL_FAILED
        assert purchases(books) == ["unclear"]
        assert len(amazon.shipping.shipments()) == paid
        assert desk.scan("UNDO").reason == "label_failed"
        desk.scan("FINISH")
    assert state(desk) is State.LABELLED
    assert (purchases(books), len(amazon.shipping.shipments())) == (["bought"], 1)
    assert len(tray.labels()) == 1


@pytest.mark.parametrize("kind", [FaultKind.QUOTA, FaultKind.LOST_TOKEN])
def test_what_amazon_turns_away_at_the_door_costs_nothing(
    amazon: AmazonSimulator, books: Books, desk: Desk, kind: FaultKind
) -> None:
    amazon.faults.add(BUY, kind)
    desk.scan("SPOON-6")
    while state(desk) is State.LABEL_FAILED:
        assert purchases(books)[-1] != "unclear"
        desk.scan("FINISH")
    assert len(amazon.shipping.shipments()) == 1


@pytest.mark.parametrize("kind", [FaultKind.CUT_AFTER, FaultKind.EMPTY_500, FaultKind.QUOTA])
def test_offers_cost_nothing_and_are_asked_for_again(
    amazon: AmazonSimulator, books: Books, desk: Desk, kind: FaultKind
) -> None:
    amazon.faults.add("getRates", kind)
    desk.scan("SPOON-6")
    while state(desk) is State.LABEL_FAILED:  # or the client tried again by itself
        assert purchases(books) == ["wanted"]
        desk.scan("FINISH")
    assert (state(desk), len(amazon.shipping.shipments())) == (State.LABELLED, 1)


def test_an_offer_that_died_between_quote_and_purchase_is_asked_for_anew(
    amazon: AmazonSimulator, books: Books, desk: Desk, shop: Shop
) -> None:
    amazon.faults.add(BUY, FaultKind.CUT_BEFORE)
    desk.scan("SPOON-6")
    shop.clock.advance(3_600)
    desk.scan("FINISH")  # refused now; Amazon shows no package: believed
    assert purchases(books) == ["refused"]
    desk.scan("FINISH")
    assert purchases(books) == ["refused", "bought"]
    assert len(amazon.shipping.shipments()) == 1


def test_an_order_cancelled_at_amazon_while_it_was_packed_gets_no_label(
    amazon: AmazonSimulator, desk: Desk, shop: Shop, placed: PlacedOrder
) -> None:
    shop.clock.advance(600)  # our copy is old by now: it is looked at again before money is spent
    shop.cancel(placed.order_id)
    desk.scan("SPOON-6")
    assert state(desk) is State.STOPPED
    assert amazon.shipping.shipments() == ()


def test_a_label_paid_for_an_order_that_is_cancelled_then_is_given_back(
    amazon: AmazonSimulator, books: Books, desk: Desk, to: AmazonClient, shop: Shop,
    workshop: Workshop, placed: PlacedOrder,
) -> None:  # fmt: skip
    amazon.faults.add(BUY, FaultKind.CUT_AFTER)
    desk.scan("SPOON-6")
    shop.cancel(placed.order_id)
    answer = AmazonMarketplace(to).order(OrderId(placed.order_id))
    assert isinstance(answer, Done)
    order_service.take_in(books, [answer.value])
    for text in ("MUG-BLUE", "FINISH"):
        desk.scan(text)
    assert (state(desk), purchases(books)) == (None, ["unclear"])
    assert workshop.void_unneeded() == 0  # its package is not shown yet
    shop.clock.advance(600)
    assert workshop.void_unneeded() == 1
    assert [one.cancelled for one in amazon.shipping.shipments()] == [True]


# --- what the carrier has to do at the door ------------------------------------------------------


def to_be_proven(
    shop: Shop, placed: PlacedOrder, *, signature: bool = False, age_check: bool = False
) -> OrderId:
    """The order with these duties on its first line."""
    first = replace(placed.lines[0], signature=signature, age_check=age_check)
    shop.add(replace(placed, lines=(first, *placed.lines[1:])))
    return OrderId(placed.order_id)


@pytest.mark.parametrize(
    ("duties", "extra", "more_minor"),
    [
        ({"signature": True}, "SIGNATURE_CONFIRMATION", 275),
        ({"age_check": True}, "ADULT_SIGNATURE_CONFIRMATION", 650),
        ({"signature": True, "age_check": True}, "ADULT_SIGNATURE_CONFIRMATION", 650),
    ],
)
def test_what_is_proven_at_the_door_is_bought_with_the_label_and_paid_for(
    amazon: AmazonSimulator, books: Books, placed: PlacedOrder, shop: Shop, to: AmazonClient,
    desk: Desk, duties: dict[str, bool], extra: str, more_minor: int,
) -> None:  # fmt: skip
    order_id = to_be_proven(shop, placed, **duties)
    take_in(books, to, order_id)
    desk.scan("SPOON-6")
    (shipment,) = amazon.shipping.shipments()
    assert shipment.extras == (extra,)
    price = round(shipment.rate.charge * 100) + more_minor
    assert rows(books, "SELECT state, price_minor FROM label_purchases") == [("bought", price)]


def test_the_ceiling_counts_what_is_proven_at_the_door(
    amazon: AmazonSimulator, books: Books, placed: PlacedOrder, shop: Shop, to: AmazonClient,
    desk: Desk,
) -> None:  # fmt: skip
    desk.rules = replace(RULES, ceiling_minor=700)  # enough for the label, not for both
    take_in(books, to, to_be_proven(shop, placed, signature=True))
    desk.scan("SPOON-6")
    assert amazon.shipping.shipments() == ()
    assert rows(books, "SELECT state, reason FROM label_purchases") == [("refused", "too_dear")]


def test_what_no_carrier_proves_is_refused_in_words(
    amazon: AmazonSimulator, books: Books, placed: PlacedOrder, desk: Desk
) -> None:
    with books.writing() as connection:
        store_orders = "UPDATE orders SET duties = 'identity_check,signature' WHERE order_id = ?"
        connection.exec_driver_sql(store_orders, (placed.order_id,))
    desk.scan("SPOON-6")
    assert (state(desk), amazon.shipping.shipments()) == (State.LABEL_FAILED, ())
    kept = rows(books, "SELECT state, reason, words FROM label_purchases")
    assert kept == [("refused", "duties", "Identity check, Signature on delivery")]


def take_in(books: Books, to: AmazonClient, order_id: OrderId) -> None:
    """The order as Amazon has it now."""
    answer = AmazonMarketplace(to).order(order_id)
    assert isinstance(answer, Done)
    order_service.take_in(books, [answer.value])
