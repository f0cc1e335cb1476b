"""A cancellation, a new address, another quantity: each wherever the order stands, as one table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.orders import Address, AmazonStatus, IncomingOrder, Source
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import State
from fbm_desk.domain.stages import ParcelState, Role, Stage
from fbm_desk.services import bench_look, interceptions, manifests
from fbm_desk.services import orders as order_service
from fbm_desk.services import today as days
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import export_confirmations
from fbm_desk.services.dossier import dossier
from fbm_desk.services.office_view import Outcome
from fbm_desk.services.packing import Desk
from fbm_desk.services.status import status
from fbm_desk.store import articles, orders, parcels, people, purchases, sessions
from tests.services.rows import rows, value
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id, tracking

ONE = order_id(1)
TWO_MUGS = order(1, line("MUG", 2))
ELSEWHERE = Address("Buyer 1", "Calle Mayor 1", city="Vigo", postcode="36201", country="ES")
CARRIER = "Kestrel Parcel"

CHANGES: dict[str, IncomingOrder] = {
    "cancelled": TWO_MUGS._replace(status=AmazonStatus.CANCELLED),
    "asked": TWO_MUGS._replace(cancel_requested=True),
    "fewer": order(1, line("MUG", 1)),
    "more": order(1, line("MUG", 3)),
    "moved": TWO_MUGS._replace(recipient=ELSEWHERE),
    "nothing": TWO_MUGS._replace(purchase_order_number="PO-7"),
}


@pytest.fixture
def chief(books: Books) -> int:
    with books.writing() as connection:
        return people.add(connection, books.seal, "Ines", Role.SUPERVISOR, "CHIEF", books.now())


# --- how far the order is before the change ------------------------------------------------------


def in_queue(warehouse: Warehouse) -> Desk:
    warehouse.take_in(TWO_MUGS)
    return warehouse.desk()


def on_bench(warehouse: Warehouse) -> Desk:
    desk = in_queue(warehouse)
    warehouse.pack(desk, ONE, "MUG")
    return desk


def put_down(warehouse: Warehouse) -> Desk:
    desk = on_bench(warehouse)
    desk.scan("LATER")
    return desk


def labelled(warehouse: Warehouse) -> Desk:
    warehouse.take_in(TWO_MUGS)
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, ONE, "MUG-CASE")
    return desk


def closed(warehouse: Warehouse) -> Desk:
    desk = labelled(warehouse)
    desk.scan(tracking(ONE))
    return desk


def on_manifest(warehouse: Warehouse) -> Desk:
    desk = closed(warehouse)
    on = warehouse.books.now().date()
    manifests.make_manifest(warehouse.books, CARRIER, on, None, None, "Shop")
    return desk


PLACES: dict[str, Callable[[Warehouse], Desk]] = {
    "queue": in_queue,
    "bench": on_bench,
    "put down": put_down,
    "labelled": labelled,
    "closed": closed,
    "manifest": on_manifest,
}

#: What becomes of it: the stage, why its bench or box stops, why its parcel is intercepted.
TABLE: list[tuple[str, str, Stage, str, str]] = [
    ("queue", "cancelled", Stage.CANCELLED, "", ""),
    ("queue", "asked", Stage.WAITING, "", ""),
    ("queue", "fewer", Stage.WAITING, "", ""),
    ("queue", "more", Stage.WAITING, "", ""),
    ("queue", "moved", Stage.WAITING, "", ""),
    ("queue", "nothing", Stage.WAITING, "", ""),
    ("bench", "cancelled", Stage.CANCELLED, "cancelled", ""),
    ("bench", "asked", Stage.ON_BENCH, "buyer_asks_to_cancel", ""),
    ("bench", "fewer", Stage.ON_BENCH, "", ""),
    ("bench", "more", Stage.ON_BENCH, "", ""),
    ("bench", "moved", Stage.ON_BENCH, "", ""),  # no paper has the old address yet
    ("bench", "nothing", Stage.ON_BENCH, "", ""),
    ("put down", "cancelled", Stage.CANCELLED, "cancelled", ""),
    ("put down", "asked", Stage.WAITING, "buyer_asks_to_cancel", ""),
    ("put down", "fewer", Stage.WAITING, "", ""),
    ("put down", "more", Stage.WAITING, "", ""),
    ("put down", "moved", Stage.WAITING, "", ""),
    ("put down", "nothing", Stage.WAITING, "", ""),
    ("labelled", "cancelled", Stage.CANCELLED, "cancelled", ""),
    ("labelled", "asked", Stage.ON_BENCH, "buyer_asks_to_cancel", ""),
    ("labelled", "fewer", Stage.ON_BENCH, "changed", ""),
    ("labelled", "more", Stage.ON_BENCH, "", ""),
    ("labelled", "moved", Stage.ON_BENCH, "address_changed", ""),
    ("labelled", "nothing", Stage.ON_BENCH, "", ""),
    ("closed", "cancelled", Stage.PACKED, "", "cancelled"),
    ("closed", "asked", Stage.PACKED, "", "buyer_asks_to_cancel"),
    ("closed", "fewer", Stage.PACKED, "", "changed"),
    ("closed", "more", Stage.PACKED, "", "changed"),
    ("closed", "moved", Stage.PACKED, "", "address_changed"),
    ("closed", "nothing", Stage.PACKED, "", ""),
    ("manifest", "cancelled", Stage.PACKED, "", "cancelled"),
    ("manifest", "asked", Stage.PACKED, "", "buyer_asks_to_cancel"),
    ("manifest", "fewer", Stage.PACKED, "", "changed"),
    ("manifest", "more", Stage.PACKED, "", "changed"),
    ("manifest", "moved", Stage.PACKED, "", "address_changed"),
    ("manifest", "nothing", Stage.PACKED, "", ""),
]


def test_the_table_has_every_place_and_every_change() -> None:
    assert {row[:2] for row in TABLE} == {(place, change) for place in PLACES for change in CHANGES}


@pytest.mark.parametrize(("place", "change", "stage", "stops", "intercepted"), TABLE)
def test_every_change_wherever_the_order_stands(
    warehouse: Warehouse,
    books: Books,
    place: str,
    change: str,
    stage: Stage,
    stops: str,
    intercepted: str,
) -> None:
    PLACES[place](warehouse)
    told = order_service.take_in(books, [CHANGES[change]])
    with books.reading() as connection:
        found = orders.find(connection, ONE)
        opened = sessions.find_open(connection, ONE)
    assert found is not None
    stopped = opened is not None and opened.session.state is State.STOPPED
    assert found.stage is stage
    assert (opened.session.reason if opened and stopped else "") == stops
    assert told.stopped == ((ONE,) if stops else ())
    assert [one.reason for one in interceptions.open_ones(books)] == [intercepted] * bool(
        intercepted
    )
    kinds = {kind for (kind,) in rows(books, "SELECT kind FROM order_history")}
    assert {"changed"} <= kinds
    assert ("intercepted" in kinds) is bool(intercepted)
    for_good = stops and stops != "buyer_asks_to_cancel"
    if place == "labelled":
        state = PurchaseState.VOID_WANTED if for_good else PurchaseState.BOUGHT
        assert value(books, "SELECT state FROM label_purchases") == state.value


# --- what people see -----------------------------------------------------------------------------


def test_the_bench_names_what_is_wanted_now(warehouse: Warehouse, books: Books) -> None:
    desk = on_bench(warehouse)
    order_service.take_in(books, [order(1, line("SPOON", 4))])
    desk.refresh()
    view = bench_look.look(desk)
    assert [(one.article.short, one.was, one.now) for one in view.changed_lines] == [
        ("Mug", 2, 0),
        ("Spoon, walnut", 0, 4),
    ]
    assert view.stopped_at == books.now()


def test_a_stopped_box_with_a_label_shows_its_number(warehouse: Warehouse, books: Books) -> None:
    desk = labelled(warehouse)
    order_service.take_in(books, [CHANGES["moved"]])
    told = desk.refresh()
    assert told is not None
    assert told.reason == "address_changed"
    label = bench_look.look(desk).label
    assert label is not None
    assert label.tracking == tracking(ONE)


def test_a_box_stopped_while_it_lay_put_aside_is_said_on_the_status_line(
    warehouse: Warehouse, books: Books
) -> None:
    desk = put_down(warehouse)
    order_service.take_in(books, [CHANGES["cancelled"]])
    assert [one.words for one in status(books) if "put aside" in one.words] == [
        f"The box of {ONE} lies put aside and is stopped: scan the order, take its units out"
    ]
    desk.scan(ONE)
    assert not [one for one in status(books) if "put aside" in one.words]


def test_a_parcel_that_must_not_leave_is_said_everywhere(
    warehouse: Warehouse, books: Books
) -> None:
    on_manifest(warehouse)
    order_service.take_in(books, [CHANGES["cancelled"]])
    (entry, *_) = status(books)
    assert (entry.words, entry.fault) == (f"The parcel of {ONE} must not leave", True)
    (one,) = interceptions.open_ones(books)
    assert one.words == "The order was cancelled"
    assert one.manifest in one.do
    assert tracking(ONE) in one.do
    view = days.today(books, books.now().date(), None)
    assert (view.to_stop, [row.intercept for row in view.rows]) == (1, ["cancelled"])
    (carrier,) = manifests.carriers(books, books.now().date(), None)
    assert carrier.to_stop == 1


# --- while it is open ----------------------------------------------------------------------------


def test_it_gets_onto_no_manifest_and_amazon_is_not_told(
    warehouse: Warehouse, books: Books
) -> None:
    warehouse.packed([1], CARRIER)
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED)])
    with pytest.raises(Invalid, match="no_parcels"):
        manifests.make_manifest(books, CARRIER, books.now().date(), None, None, "Shop")
    assert value(books, "SELECT state FROM outbox") == OutboxState.INTERCEPTED.value


def test_a_wish_that_becomes_a_cancellation_stays_one_interception(
    warehouse: Warehouse, books: Books
) -> None:
    closed(warehouse)
    for change in ("asked", "cancelled"):
        order_service.take_in(books, [CHANGES[change]])
    assert [one.reason for one in interceptions.open_ones(books)] == ["cancelled"]


def test_a_wish_taken_back_lets_the_parcel_go(warehouse: Warehouse, books: Books) -> None:
    warehouse.packed([1], CARRIER)
    order_service.take_in(books, [order(1, cancel_requested=True)])
    order_service.take_in(books, [order(1)])
    assert interceptions.open_ones(books) == ()
    assert value(books, "SELECT state FROM outbox") == OutboxState.WAITING.value


# --- settled -------------------------------------------------------------------------------------


def test_only_a_supervisor_settles_it_and_only_once(
    warehouse: Warehouse, books: Books, chief: int
) -> None:
    closed(warehouse)
    order_service.take_in(books, [CHANGES["cancelled"]])
    (one,) = interceptions.open_ones(books)
    for nobody in (None, warehouse.mara):
        with pytest.raises(NotAllowed, match="supervisor_only"):
            interceptions.settle(books, one.id, Outcome.TAKEN_OUT, nobody)
    interceptions.settle(books, one.id, Outcome.TAKEN_OUT, chief)
    with pytest.raises(Invalid, match="intercept_settled"):
        interceptions.settle(books, one.id, Outcome.GONE, chief)


@pytest.mark.parametrize(
    ("change", "then"),
    [("cancelled", Stage.CANCELLED), ("fewer", Stage.WAITING), ("moved", Stage.WAITING)],
)
def test_a_parcel_taken_out_is_void_in_every_respect(
    warehouse: Warehouse, books: Books, chief: int, change: str, then: Stage
) -> None:
    with books.writing() as connection:
        articles.save(connection, [], [], on_hand=[(line("MUG").sku, 10)])
    on_manifest(warehouse)
    assert value(books, "SELECT on_hand FROM stock_levels") == 8
    order_service.take_in(books, [CHANGES[change]])
    (one,) = interceptions.open_ones(books)
    interceptions.settle(books, one.id, Outcome.TAKEN_OUT, chief)
    with books.reading() as connection:
        (box,) = parcels.of_order(connection, ONE)
        (label,) = purchases.of_order(connection, ONE)
        found = orders.find(connection, ONE)
    assert (box.state, box.manifest_id) == (ParcelState.VOID, None)
    assert label.state is PurchaseState.VOID_WANTED
    assert value(books, "SELECT on_hand FROM stock_levels") == 10
    assert value(books, "SELECT sum(units) FROM stock_movements") == 0
    assert value(books, "SELECT packed FROM order_lines") == 0
    assert found is not None
    assert found.stage is then
    assert not [one for one in status(books) if "must not leave" in one.words]
    told = [step for step in dossier(books, ONE).steps if step.words.startswith("Parcel taken out")]
    assert [step.who for step in told] == ["Ines"]


def test_it_is_packed_anew_after_its_address_changed(
    warehouse: Warehouse, books: Books, chief: int
) -> None:
    closed(warehouse)
    order_service.take_in(books, [CHANGES["moved"]])
    (one,) = interceptions.open_ones(books)
    interceptions.settle(books, one.id, Outcome.TAKEN_OUT, chief)
    desk = warehouse.desk("Bench 2")
    warehouse.pack(desk, ONE, "MUG-CASE")
    with books.reading() as connection:
        boxes = parcels.of_order(connection, ONE)
    assert [box.state for box in boxes] == [ParcelState.VOID, ParcelState.CLOSED]


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.LET_GO])
def test_a_parcel_that_leaves_after_all_is_told(
    warehouse: Warehouse, books: Books, chief: int, outcome: Outcome, tmp_path: Path
) -> None:
    warehouse.packed([1], CARRIER)
    order_service.take_in(books, [order(1, cancel_requested=True)])
    path = tmp_path / "told.txt"
    assert export_confirmations(books, path) == 0
    (one,) = interceptions.open_ones(books)
    interceptions.settle(books, one.id, outcome, chief)
    assert export_confirmations(books, path) == 1


# --- which copy counts ---------------------------------------------------------------------------


def test_of_two_copies_in_one_batch_the_newer_wins_whatever_their_order(
    warehouse: Warehouse, books: Books
) -> None:
    api = TWO_MUGS._replace(source=Source.API, updated_at=books.now())
    warehouse.take_in(api)
    newer = order(1, line("MUG", 5))._replace(source=Source.API)
    newer = newer._replace(updated_at=books.now() + timedelta(minutes=2))
    older = order(1, line("MUG", 4))._replace(source=Source.API)
    older = older._replace(updated_at=books.now() + timedelta(minutes=1))
    told = order_service.take_in(books, [newer, older])
    assert (told.updated, told.unchanged) == (1, 1)
    assert value(books, "SELECT quantity FROM order_lines") == 5
    again = newer._replace(lines=(line("MUG", 6),), updated_at=books.now() + timedelta(minutes=3))
    newest = again._replace(lines=(line("MUG", 7),), updated_at=books.now() + timedelta(minutes=4))
    order_service.take_in(books, [again, newest])
    assert value(books, "SELECT quantity FROM order_lines") == 7
