"""Changes that come one after the other: the newest is said, and a stopped order says why it is."""

from __future__ import annotations

import pytest

from fbm_desk.domain import session_record
from fbm_desk.domain.events import Replanned
from fbm_desk.domain.orders import Address, IncomingOrder
from fbm_desk.domain.session import ASKS_TO_CANCEL
from fbm_desk.domain.verdicts import VerdictCode as V
from fbm_desk.services import bench_look, interceptions
from fbm_desk.services.packing import Desk
from fbm_desk.services.wording import sentence
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id, tracking

ONE = order_id(1)
VIGO = Address("Buyer 1", "Calle Mayor 1", city="Vigo", postcode="36201", country="ES")
MOVED = order(1, line("MUG", 3))._replace(recipient=VIGO)


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """One of three mugs is in, and the address has moved since."""
    warehouse.take_in(order(1, line("MUG", 3)))
    desk = warehouse.desk()
    warehouse.pack(desk, ONE, "MUG")
    assert told(warehouse, desk, MOVED) == (V.REPLANNED, "address")
    return desk


def told(warehouse: Warehouse, desk: Desk, incoming: IncomingOrder) -> tuple[V, str]:
    """What the bench says once Amazon tells of the order as it is now."""
    warehouse.take_in(incoming)
    said = desk.refresh()
    assert said is not None
    return said.code, said.reason


def test_another_quantity_is_said_after_another_address(warehouse: Warehouse, desk: Desk) -> None:
    more = order(1, line("MUG", 4))._replace(recipient=VIGO)
    assert told(warehouse, desk, more) == (V.REPLANNED, "")


def test_an_order_is_not_stopped_by_the_address_it_had_before(
    warehouse: Warehouse, desk: Desk
) -> None:
    asking = MOVED._replace(cancel_requested=True)
    assert told(warehouse, desk, asking) == (V.CANCELLED, ASKS_TO_CANCEL)


def test_why_it_is_stopped_stays_said_whatever_is_scanned(warehouse: Warehouse, desk: Desk) -> None:
    told(warehouse, desk, MOVED._replace(cancel_requested=True))
    assert desk.scan("RESUME").code is V.ORDER_AWAITS_DECISION
    assert bench_look.look(desk).stopped_why == ASKS_TO_CANCEL


# --- another quantity and another address at once ------------------------------------------------


def mugs(number: int, moved: bool = True) -> IncomingOrder:
    told = order(1, line("MUG", number))
    return told._replace(recipient=VIGO) if moved else told


def begun(warehouse: Warehouse, *scans: str, seller: FakeSeller | None = None) -> Desk:
    warehouse.take_in(mugs(3, moved=False))
    desk = warehouse.desk(seller=seller)
    warehouse.pack(desk, ONE, *scans)
    return desk


def words(desk: Desk) -> str:
    assert desk.verdict is not None
    return sentence(bench_look.look(desk), desk.verdict)


def test_a_bench_that_packs_on_is_told_of_both(warehouse: Warehouse) -> None:
    desk = begun(warehouse, "MUG")
    assert told(warehouse, desk, mugs(4)) == (V.REPLANNED, "moved_too")
    assert words(desk) == "The order changed. 3 more. New address"
    assert [desk.scan("MUG").code for _ in "123"][-1] is V.ORDER_COMPLETE


def test_a_box_that_is_full_by_it_is_told_of_both(warehouse: Warehouse) -> None:
    desk = begun(warehouse, "MUG", "MUG")
    assert told(warehouse, desk, mugs(2)) == (V.REPLANNED, "moved_too")
    assert words(desk) == "Mug: 2 instead of 3. New address"


def test_where_units_come_out_the_stop_names_both(warehouse: Warehouse) -> None:
    desk = begun(warehouse, "MUG", "MUG")
    assert told(warehouse, desk, mugs(1)) == (V.CANCELLED, "changed_and_moved")
    assert words(desk) == "Other quantity, other address"
    assert bench_look.look(desk).stopped_why == "changed_and_moved"


@pytest.mark.parametrize("number", [2, 4])
def test_a_labelled_box_names_both(warehouse: Warehouse, number: int) -> None:
    desk = begun(warehouse, "MUG", "MUG", "MUG", seller=FakeSeller("ZPL"))
    assert told(warehouse, desk, mugs(number)) == (V.CANCELLED, "changed_and_moved")


def test_a_closed_parcel_is_intercepted_for_both(warehouse: Warehouse) -> None:
    begun(warehouse, "MUG", "MUG", "MUG", seller=FakeSeller("ZPL")).scan(tracking(ONE))
    warehouse.take_in(mugs(2))
    (one,) = interceptions.open_ones(warehouse.books)
    assert one.reason == "changed_and_moved"
    assert one.words == "Another quantity is ordered now, and the address changed"


def test_what_was_written_before_says_nothing_of_an_address() -> None:
    kind, text = session_record.event_to_json(Replanned())
    assert "moved" not in text
    assert session_record.event_from_json(kind, text) == Replanned()
    both = Replanned(moved=True)
    assert session_record.event_from_json(*session_record.event_to_json(both)) == both
