"""What a bench shows between two orders: what is next, what is left, how fast it goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import bench_look
from fbm_desk.services.desk_view import BenchView
from fbm_desk.services.packing import Desk
from fbm_desk.services.wording import hint
from tests.services.clock import Clock
from tests.services.warehouse import Warehouse, line, order, order_id


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """A bench with its packer; parcels close with their last unit."""
    return warehouse.desk()


def hinted(view: BenchView) -> str:
    """The second line to the last answer."""
    assert view.verdict is not None
    return hint(view, view.verdict)


def test_an_order_put_down_is_offered_with_what_is_in_its_box(
    warehouse: Warehouse, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 2), line("SPOON")))
    for text in (order_id(1), "MUG", "LATER"):
        desk.scan(text)
    offered = bench_look.look(desk).next_order
    assert offered is not None
    assert (offered.packed, offered.wanted, len(offered.lines)) == (1, 3, 2)


def test_one_parcel_is_no_pace_and_two_are(warehouse: Warehouse, desk: Desk, clock: Clock) -> None:
    warehouse.take_in(*(order(number) for number in (1, 2, 3)))
    paces = []
    for number in (1, 2, 3):
        clock.move(minutes=5)
        for text in (order_id(number), "MUG"):
            desk.scan(text)
        van = bench_look.look(desk).van
        assert van is not None
        paces.append(van.pace_per_hour)
    assert paces == pytest.approx([0, 12, 12])


def test_a_shop_that_packed_everything_says_so(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.take_in(order(1))
    assert bench_look.look(desk).orders_waiting == 1
    for text in (order_id(1), "MUG", "NEXT"):
        desk.scan(text)
    view = bench_look.look(desk)
    assert (view.orders_waiting, view.orders_known, view.connected) == (0, 1, False)
    assert hinted(view) == "Everything that came is packed"


def test_without_an_account_a_closed_parcel_goes_into_a_file(
    warehouse: Warehouse, desk: Desk
) -> None:
    warehouse.take_in(order(1))
    for text in (order_id(1), "MUG", "1Z12345E0205271686"):
        desk.scan(text)
    view = bench_look.look(desk)
    assert hinted(view) == "It goes into the next confirmations file"
    assert hinted(replace(view, connected=True)) == "Amazon will be told"


def test_the_scan_that_ended_an_order_keeps_its_answer_when_it_comes_once_more(
    warehouse: Warehouse,
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    desk.scan(order_id(1))
    for _ in range(3):
        assert desk.scan("MUG", "scan-1").code is VerdictCode.ORDER_COMPLETE
