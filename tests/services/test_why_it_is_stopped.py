"""Changes that come one after the other: the newest is said, and a stopped order says why it is."""

from __future__ import annotations

import pytest

from fbm_desk.domain.orders import Address, IncomingOrder
from fbm_desk.domain.session import ASKS_TO_CANCEL
from fbm_desk.domain.verdicts import VerdictCode as V
from fbm_desk.services import bench_look
from fbm_desk.services.packing import Desk
from tests.services.warehouse import Warehouse, line, order, order_id

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
