"""Eight hours without a network: `python -m tests.journeys.eight_hours_offline`.

A bench packs on with its carrier's own labels while nobody listens at Amazon's address, and while
buyers call orders off there; then all is told. What was told is counted at the pretend Amazon.
"""

from __future__ import annotations

import argparse
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from fbm_desk.amazon.operations import ALLOWANCES, Operation
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.stages import Role
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.simulator.placed_order import Package, PlacedOrder
from fbm_desk.simulator.requests_seen import SeenRequest
from fbm_desk.store import interceptions as stopped
from fbm_desk.store import outbox, people
from tests.journeys.sped_up import SpedUp, sped_up
from tests.journeys.ten_thousand_orders import hours, shop_of

OFFLINE_S = 8 * 3600.0
RULES = DeskRules(label_source=LabelSource.SCANNED, carrier="UPS")
BADGE = "BADGE-MARA"
#: Of each hundred parcels: packed and called off later, called off unknown to us and packed all
#: the same, and those whose buyer asks to cancel. Six more orders are called off and never packed.
CALLED_OFF, PACKED_IN_VAIN, ASKED = 3, 2, 2
NEVER_PACKED = 6


@dataclass
class Shift:
    """Who packs what, and what becomes of it at Amazon meanwhile."""

    to_pack: list[PlacedOrder]
    left: list[PlacedOrder]
    stopped: set[str] = field(default_factory=set)
    packed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Back:
    """What was found when all was told. Times are seconds since the network came back."""

    packed: int
    stopped: int
    told: Counter[tuple[str, str]]
    feeds: int
    told_though_stopped: int
    out_of_order: int
    intercepted: int
    left_untold: int
    verified: int
    refused_by_amazon: int
    too_quick: int
    first_told_s: float
    last_told_s: float
    last_verified_s: float

    @property
    def limit_s(self) -> float:
        """The least time that telling so many one by one takes."""
        allowed = ALLOWANCES[Operation.CONFIRM_SHIPMENT]
        return max(0.0, len(self.told) - allowed.burst) / allowed.rate_per_s

    @property
    def as_promised(self) -> bool:
        """Each once, in order, within the allowance, all read back, none of the stopped ones."""
        wrong = (
            self.told_though_stopped + self.out_of_order + self.left_untold + self.too_quick
            + self.refused_by_amazon
        )  # fmt: skip
        once = set(self.told.values()) == {1}
        to_tell = self.packed - self.stopped
        everything = len(self.told) == self.verified == to_tell
        return not wrong and once and everything and self.intercepted == self.stopped

    def words(self) -> str:
        """For a person."""
        return (
            f"{self.packed} parcels packed, {self.stopped} of them called off at Amazon meanwhile: "
            f"{self.intercepted} intercepted, {self.told_though_stopped} of those told; "
            f"{len(self.told)} told, {sum(self.told.values()) - len(self.told)} more than once, "
            f"{self.out_of_order} after one with a later ship-by, "
            f"{self.refused_by_amazon} refused, 429: {self.too_quick}; the first told after "
            f"{hours(self.first_told_s)}, the last after {hours(self.last_told_s)} "
            f"(one by one at least {hours(self.limit_s)}), {self.feeds} feeds; "
            f"{self.verified} read back, the last after {hours(self.last_verified_s)}; "
            f"{self.left_untold} left untold"
        )


def played(
    folder: Path,
    parcels: int,
    offline_s: float = OFFLINE_S,
    spoil: Callable[[SpedUp], None] = lambda _seller: None,
) -> Back:
    """The whole shift, until everything is told and read back; `spoil` may break the program."""
    extra = NEVER_PACKED + max(2, parcels // 20)
    port = _free_port()
    with sped_up(folder, shop_of(parcels + extra), port=port) as seller:
        spoil(seller)
        orders = list(seller.shop.orders())
        shift = Shift(orders[:parcels], orders[parcels:])
        seller.run_until(lambda: _orders_in(seller) == len(orders))
        desk = _bench(seller)
        with _no_network(seller):
            _pack(seller, desk, shift, offline_s)
        back_s = seller.passed_s()
        seller.run_until(lambda: _nothing_open(seller), back_s + 86_400)
        return _counted(seller, shift, back_s)


@contextmanager
def _no_network(seller: SpedUp) -> Iterator[None]:
    """Nobody listens at Amazon's address; it stays Amazon's."""
    port = seller.amazon.port
    seller.amazon.stop()
    with _held(port):
        yield
    seller.amazon.start()


@contextmanager
def _held(port: int) -> Iterator[int]:
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", port))
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)  # nobody else may listen there
        yield int(holder.getsockname()[1])


def _free_port() -> int:
    with _held(0) as port:
        return port


def _bench(seller: SpedUp) -> Desk:
    with seller.books.writing() as connection:
        seal, now = seller.books.seal, seller.books.now()
        people.add(connection, seal, "Mara", Role.PACKER, BADGE, now)
    return Desk(seller.books, "Bench 1", RULES)


def _pack(seller: SpedUp, desk: Desk, shift: Shift, offline_s: float) -> None:
    """One parcel after the other, evenly over the time; buyers and the clock do their part."""
    begun_s, many = seller.passed_s(), len(shift.to_pack)
    for number, order in enumerate(shift.to_pack):
        seller.run_to(begun_s + offline_s * number / many)
        place = number % 100 if many >= 100 else number
        if place < PACKED_IN_VAIN:
            _call_off(seller, shift, order)
        _pack_one(desk, order, ups_number(number))
        shift.packed.append(order.order_id)
        if PACKED_IN_VAIN <= place < PACKED_IN_VAIN + CALLED_OFF:
            _call_off(seller, shift, order)
        elif PACKED_IN_VAIN + CALLED_OFF <= place < PACKED_IN_VAIN + CALLED_OFF + ASKED:
            seller.shop.request_cancel(order.order_id)
            shift.stopped.add(order.order_id)
    for order in shift.left[:NEVER_PACKED]:
        seller.shop.cancel(order.order_id)
    seller.run_to(begun_s + offline_s)
    desk.leave()


def _call_off(seller: SpedUp, shift: Shift, order: PlacedOrder) -> None:
    seller.shop.cancel(order.order_id, reason="Ordered by mistake")
    shift.stopped.add(order.order_id)


def _pack_one(desk: Desk, order: PlacedOrder, tracking: str) -> None:
    scans = [line.sku for line in order.lines for _ in range(line.quantity)]
    if desk.person is None:
        desk.scan(BADGE)
    for text in (order.order_id, *scans, tracking):
        verdict = desk.scan(text)
    assert verdict.code is VerdictCode.PARCEL_CLOSED, (verdict, order.order_id)


def ups_number(number: int) -> str:
    """A tracking number whose check digit is right (UPS, 1Z: letters count as in a telephone)."""
    body = f"999AA103{number:07d}"
    digits = [int(one) if one.isdigit() else (ord(one) - 63) % 10 for one in body]
    total = sum(digits[0::2]) + 2 * sum(digits[1::2])
    return f"1Z{body}{-total % 10}"


# --- what came of it -----------------------------------------------------------------------------


def _orders_in(seller: SpedUp) -> int:
    with seller.books.reading() as connection:
        return int(connection.scalar(sa.text("SELECT count(*) FROM orders")) or 0)


def _nothing_open(seller: SpedUp) -> bool:
    with seller.books.reading() as connection:
        return outbox.next_due_at(connection) is None


def _counted(seller: SpedUp, shift: Shift, back_s: float) -> Back:
    asked = [one for one in seller.amazon.requests.of("confirmShipment") if one.status != 429]
    told = _told(seller)
    back_at = seller.shop.clock.now() - timedelta(seconds=seller.passed_s() - back_s)
    times = [(package.created_at - back_at).total_seconds() for _, package in told]
    with seller.books.reading() as connection:
        rows = outbox.in_state(connection, *OutboxState)
        raised = {one.order_id for one in stopped.open_ones(connection)}
    verified = [one for one in rows if one.state is OutboxState.VERIFIED]
    held_back = {one.order_id for one in rows if one.state is OutboxState.INTERCEPTED}
    in_vain = [order_of(one) for one in asked if order_of(one) in shift.stopped]
    return Back(
        packed=len(shift.packed),
        stopped=len(shift.stopped),
        told=Counter((order_id, package.reference) for order_id, package in told),
        feeds=len(seller.amazon.requests.of("createFeed")),
        told_though_stopped=len({one for one, _ in told} & shift.stopped) or len(in_vain),
        out_of_order=out_of_order([_ship_by(seller, order_of(one)) for one in asked]),
        intercepted=len({OrderId(one) for one in shift.stopped} & raised & held_back),
        left_untold=len(shift.packed) - len(verified) - len(held_back),
        verified=len(verified),
        refused_by_amazon=sum(one.status != 204 for one in asked),
        too_quick=seller.too_quick(),
        first_told_s=min(times, default=0.0),
        last_told_s=max(times, default=0.0),
        last_verified_s=seller.passed_s() - back_s,
    )


def _told(seller: SpedUp) -> list[tuple[str, Package]]:
    """Every package Amazon was told of, as often as it was told whole.

    A feed tells it by a row for each line; until the last of them there is less in it.
    """
    return [
        (order.order_id, package)
        for order in seller.shop.orders()
        for newest in order.packages_at()
        for package in order.packages
        if (package.reference, package.contents) == (newest.reference, newest.contents)
    ]


def order_of(request: SeenRequest) -> str:
    """The order a confirmation speaks of."""
    return request.path.split("/")[-2]


def out_of_order(times: Sequence[datetime]) -> int:
    """How many come after a later one."""
    latest, late = datetime.min.replace(tzinfo=times[0].tzinfo) if times else None, 0
    for at in times:
        assert latest is not None
        late += at < latest
        latest = max(latest, at)
    return late


def _ship_by(seller: SpedUp, order_id: str) -> datetime:
    order = seller.shop.order(order_id)
    assert order is not None
    return order.ship_by.latest


def main() -> int:
    """Play the shift and say how it went; 1 when it was not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parcels", type=int, default=500)
    given = parser.parse_args()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        back = played(Path(folder), given.parcels)
    print(f"{back.words()} ({time.perf_counter() - began:.0f} s of ours)")
    return int(not back.as_promised)


if __name__ == "__main__":
    sys.exit(main())
