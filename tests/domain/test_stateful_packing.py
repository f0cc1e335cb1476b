"""Two benches, a few orders and every trouble in any order, beside a model made of plain dicts.

The benches are real and so are their books (SQLite in a file), the workshop and the purchase
ledger; only who sells labels is a stand-in. In an ordinary run this is short;
`FBM_DESK_STATEFUL=long` makes it a night's work (with `-o faulthandler_timeout=0`), and a failure
then is made as short as it can be.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fbm_desk.domain.orders import AmazonStatus, OrderId
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import database, migrate, sessions
from fbm_desk.store.sealed import Seal
from fbm_desk.store.sessions import LEASE
from tests.services.clock import Clock
from tests.services.label_counter import LabelCounter, Today, Tray
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id, tracking

RULES = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")
ORDERS: dict[OrderId, dict[str, int]] = {
    order_id(1): {"MUG": 2, "SPOON": 1},
    order_id(2): {"MUG": 1},
    order_id(3): {"SPOON": 2, "LAMP": 1},
    order_id(4): {"LAMP": 1},
    order_id(5): {"SPOON": 1, "MUG": 1},
    order_id(6): {"MUG": 3},
}
BENCHES = ("Bench 1", "Bench 2")
LONG = os.environ.get("FBM_DESK_STATEFUL") == "long"

numbers = st.integers(0, 5)
days = st.sampled_from(
    [Today.WELL, Today.WELL, Today.REFUSED, Today.OFFLINE, Today.LOST_BEFORE, Today.LOST_AFTER]
)
T = TypeVar("T")


def chosen(things: Sequence[T], number: int) -> T:
    """One of these things; which is the number's business."""
    return things[number % len(things)]


@pytest.fixture(scope="module", autouse=True)
def _template(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database in which the orders wait and Mara works; every course begins with a copy."""
    folder = tmp_path_factory.mktemp("template")
    engine = database.open_database(database.sqlite_url(folder))
    migrate.upgrade(engine)
    warehouse = Warehouse(Books(engine, Seal(b"k" * 32), Clock()))
    for number, lines in enumerate(ORDERS.values(), 1):
        warehouse.take_in(order(number, *(line(sku, units) for sku, units in lines.items())))
    engine.dispose()
    Packing.template = folder / "fbm_desk.sqlite"


class Packing(RuleBasedStateMachine):
    """What can happen at two benches, and in dicts what should have become of it."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="fbm-desk-stateful-"))
        shutil.copy(self.template, self.folder)
        self.clock = Clock()
        engine = database.open_database(database.sqlite_url(self.folder))
        self.books = Books(engine, Seal(b"k" * 32), self.clock)
        self.counter, self.tray = LabelCounter(), Tray()
        self.shop = Workshop(self.books, RULES, self.tray, LabelDesk(self.books, self.counter))
        self.desks = {name: self.started(name) for name in BENCHES}
        #: Units in the box in the order they came, and where the order stands.
        self.boxes: dict[OrderId, list[str]] = {one: [] for one in ORDERS}
        self.stage: dict[OrderId, str] = dict.fromkeys(ORDERS, "waiting")
        #: Which bench has which order in hands; a bench that lost it still believes so.
        self.holds: dict[str, OrderId | None] = dict.fromkeys(BENCHES)
        self.owner: dict[OrderId, str | None] = dict.fromkeys(ORDERS)

    def started(self, name: str) -> Desk:
        desk = Desk(self.books, name, RULES, self.shop)
        desk.scan(BADGE)
        self.shop.carry_on(desk)
        return desk

    def teardown(self) -> None:
        self.books.engine.dispose()
        shutil.rmtree(self.folder)

    # --- helpers ---------------------------------------------------------------------------------

    def scan(self, bench: str, text: str) -> str:
        """Scan and give the answer's code; a bench that lost its order learns it here."""
        held = self.holds[bench]
        lost = held is not None and self.owner[held] != bench
        code = self.desks[bench].scan(text).code.value
        event(code)
        if lost:
            assert code == "order_taken", code
            self.holds[bench] = None
        return "" if lost else code

    def scan_on(self, day: Today, bench: str, text: str) -> str:
        """Scan on a day that the next purchase of a label meets."""
        self.counter.days = [day]
        code = self.scan(bench, text)
        self.counter.days = []
        return code

    def state(self, bench: str) -> State | None:
        desk = self.desks[bench]
        return desk.bench.opened.session.state if desk.bench else None

    def mine(self, bench: str) -> OrderId | None:
        """The order a bench really has."""
        held = self.holds[bench]
        return held if held is not None and self.owner[held] == bench else None

    def busy(self, *stages: str, state: State | None = None) -> list[str]:
        """The benches that have an order of these stages, in this state."""
        found = []
        for bench in BENCHES:
            one = self.mine(bench)
            if one is not None and self.stage[one] in stages and state in (None, self.state(bench)):
                found.append(bench)
        return found

    def let_go(self, bench: str, stage: str) -> None:
        held = self.holds[bench]
        assert held is not None
        self.stage[held], self.owner[held], self.holds[bench] = stage, None, None

    def the_label_came_or_it_did_not(self, bench: str) -> None:
        assert self.state(bench) in (State.LABELLED, State.LABEL_FAILED)

    # --- rules -----------------------------------------------------------------------------------

    @precondition(lambda self: None in self.holds.values())
    @rule(number=numbers, one=st.sampled_from(sorted(ORDERS)))
    def take(self, number: int, one: OrderId) -> None:
        bench = chosen([bench for bench in BENCHES if self.holds[bench] is None], number)
        stage, owner = self.stage[one], self.owner[one]
        code = self.scan(bench, one)
        if stage in ("packed", "cancelled"):
            assert code == "order_closed"
        elif owner is not None:
            assert code == "order_taken"
        else:
            assert code == {"waiting": "taken", "stopped": "cancelled"}.get(stage, "resumed"), stage
            self.holds[bench], self.owner[one] = one, bench
            self.stage[one] = "stopped" if stage == "stopped" else "on_bench"

    @precondition(lambda self: None in self.holds.values() and self.busy("on_bench", "stopped"))
    @rule()
    def take_over_what_was_left(self) -> None:
        """The other bench is silent for longer than its lease, and its order is taken."""
        (other,) = self.busy("on_bench", "stopped")
        bench, left = BENCHES[1 - BENCHES.index(other)], self.mine(other)
        assert left is not None
        self.clock.move(seconds=LEASE.total_seconds() + 1)
        code = self.scan(bench, left)
        assert code == ("cancelled" if self.stage[left] == "stopped" else "resumed")
        self.holds[bench], self.owner[left] = left, bench

    @precondition(lambda self: self.busy("on_bench", state=State.PACKING))
    @rule(number=numbers, units=st.integers(1, 3), day=days)
    def scan_the_right_items(self, number: int, units: int, day: Today) -> None:
        bench = chosen(self.busy("on_bench", state=State.PACKING), number)
        one = self.mine(bench)
        assert one is not None
        box, wanted = self.boxes[one], ORDERS[one]
        for _ in range(units):
            left = [sku for sku in wanted if box.count(sku) < wanted[sku]]
            if not left:
                break
            sku = chosen(left, number)
            code = self.scan_on(day, bench, sku)
            box.append(sku)
            full = len(box) == sum(wanted.values())
            assert code == ("order_complete" if full else "counted")
            if full:
                self.the_label_came_or_it_did_not(bench)

    @precondition(lambda self: any(self.holds.values()))
    @rule(number=numbers, sku=st.sampled_from(["MUG", "SPOON", "LAMP", "CAMERA", "X-17"]))
    def scan_something_not_wanted(self, number: int, sku: str) -> None:
        bench = chosen([bench for bench in BENCHES if self.holds[bench]], number)
        one, before = self.mine(bench), self.state(bench)
        if one is not None and before is State.PACKING and self.stage[one] != "stopped":
            box, wanted = self.boxes[one], ORDERS[one]
            if box.count(sku) < wanted.get(sku, 0):
                return
            enough = "already_enough" if sku in wanted else "wrong_item"
            assert self.scan(bench, sku) == ("unknown" if sku == "X-17" else enough)
        else:
            assert self.scan(bench, sku) in ("", "cancelled", "not_now", "wrong_label")

    @precondition(lambda self: self.busy("on_bench", state=State.LABEL_FAILED))
    @rule(number=numbers, day=days)
    def try_the_label_again(self, number: int, day: Today) -> None:
        bench = chosen(self.busy("on_bench", state=State.LABEL_FAILED), number)
        assert self.scan_on(day, bench, "FINISH") == "label_waits"
        self.the_label_came_or_it_did_not(bench)

    @precondition(lambda self: self.busy("on_bench", state=State.LABELLED))
    @rule(number=numbers, right=st.booleans())
    def scan_the_label(self, number: int, right: bool) -> None:
        bench = chosen(self.busy("on_bench", state=State.LABELLED), number)
        one = self.mine(bench)
        assert one is not None
        text = tracking(one) if right else tracking(order_id(99))
        assert self.scan(bench, text) == ("parcel_closed" if right else "wrong_label")
        if right:
            self.let_go(bench, "packed")

    @precondition(lambda self: any(self.holds.values()))
    @rule(number=numbers)
    def undo(self, number: int) -> None:
        bench = chosen([bench for bench in BENCHES if self.holds[bench]], number)
        one, before = self.mine(bench), self.desks[bench].bench
        code = self.scan(bench, "UNDO")
        if one is None or before is None:
            return
        session = before.opened.session
        if self.stage[one] == "stopped":
            assert code in ("cancelled", "not_now")  # the first scan tells the bench
        elif session.unclear or session.state is State.LABELLED:
            assert code == "not_now"
        else:
            assert code == ("undone" if self.boxes[one] else "nothing_to_undo")
            self.boxes[one] = self.boxes[one][:-1]

    @precondition(lambda self: self.busy("on_bench"))
    @rule(number=numbers, how=st.sampled_from(["HOLD", "LATER"]))
    def put_aside(self, number: int, how: str) -> None:
        bench = chosen(self.busy("on_bench"), number)
        assert self.scan(bench, how) == {"HOLD": "hold_asked", "LATER": "put_down"}[how]
        if how == "HOLD":
            assert self.scan(bench, "SHORT") == "held"
        self.let_go(bench, "resting")

    @precondition(lambda self: self.open_orders() and self.ended() < len(ORDERS) // 2)
    @rule(number=numbers)
    def cancel(self, number: int) -> None:
        one = chosen(self.open_orders(), number)
        stage = self.stage[one]
        lines = (line(sku, units) for sku, units in ORDERS[one].items())
        told = order(sorted(ORDERS).index(one) + 1, *lines, status=AmazonStatus.CANCELLED)
        order_service.take_in(self.books, [told])
        untouched = stage == "waiting" or (stage == "resting" and not self.boxes[one])
        self.stage[one] = "cancelled" if untouched else "stopped"

    def open_orders(self) -> list[OrderId]:
        return [
            one for one, stage in self.stage.items() if stage in ("waiting", "on_bench", "resting")
        ]

    def ended(self) -> int:
        return sum(stage in ("cancelled", "stopped") for stage in self.stage.values())

    @precondition(lambda self: self.busy("stopped"))
    @rule(number=numbers)
    def take_the_units_out(self, number: int) -> None:
        bench = chosen(self.busy("stopped"), number)
        one = self.mine(bench)
        assert one is not None
        self.scan(bench, "MUG")  # the bench learns that it was stopped
        assert self.scan(bench, "FINISH") == "taken_out"
        self.boxes[one] = []
        self.let_go(bench, "cancelled")

    @rule(bench=st.sampled_from(BENCHES))
    def crash(self, bench: str) -> None:
        """The process dies and starts again: the same order, the same counts."""
        one = self.mine(bench)
        self.desks[bench] = self.started(bench)
        kept = self.desks[bench].bench
        assert (kept.order.order_id if kept else None) == one
        self.holds[bench] = one

    @rule(bench=st.sampled_from(BENCHES))
    def look(self, bench: str) -> None:
        """The clock of the window: the claim is renewed, news are noticed."""
        told = self.desks[bench].refresh()
        if self.holds[bench] is not None and self.mine(bench) is None:
            assert told is not None
            assert told.code.value == "order_taken"
            self.holds[bench] = None

    @rule(day=days)
    def background_work(self, day: Today) -> None:
        """Labels that are not needed are given back."""
        self.counter.days = [day]
        self.shop.void_unneeded()
        self.counter.days = []

    # --- what always holds -----------------------------------------------------------------------

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.folder / "fbm_desk.sqlite")) as connection:
            return connection.execute(sql).fetchall()

    @invariant()
    def counts_on_disk_are_those_of_the_model(self) -> None:
        for one, sku, packed, wanted in self.rows(
            "SELECT order_id, sku, packed, quantity FROM order_lines"
        ):
            assert packed == self.boxes[OrderId(one)].count(sku) <= wanted

    @invariant()
    def every_parcel_left_once(self) -> None:
        packed = sorted(one for one, stage in self.stage.items() if stage == "packed")
        assert [one for (one,) in self.rows("SELECT order_id FROM parcels ORDER BY 1")] == packed
        assert [one for (one,) in self.rows("SELECT order_id FROM outbox ORDER BY 1")] == packed

    @invariant()
    def no_label_was_paid_twice(self) -> None:
        kept = [
            one for one, key in self.counter.paid if f"SHIP-{key}" not in self.counter.given_back
        ]
        assert len(kept) == len(set(kept))
        bodies = dict(self.counter.calls)
        assert set(self.counter.calls) == set(bodies.items())

    @invariant()
    def every_paid_label_is_known_or_asked_about(self) -> None:
        known = dict(self.rows("SELECT idempotency_key, state FROM label_purchases"))
        for _, key in self.counter.paid:
            assert known[key] in ("bought", "unclear", "void_wanted", "void"), known[key]

    @invariant()
    @precondition(lambda self: self.rows("SELECT 1 FROM pack_sessions LIMIT 1"))
    def memory_is_what_is_on_disk_and_the_chain_is_whole(self) -> None:
        with self.books.reading() as connection:
            for (session_id,) in self.rows("SELECT id FROM pack_sessions"):
                assert sessions.chain(connection, session_id)[0]
            for bench in BENCHES:
                one, here = self.mine(bench), self.desks[bench].bench
                if one is None or here is None or self.stage[one] == "stopped":
                    continue
                assert sessions.find_open(connection, one) == here.opened


TestPacking = Packing.TestCase
TestPacking.settings = settings(
    max_examples=2_000 if LONG else 25,
    stateful_step_count=200 if LONG else 40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[phase for phase in Phase if LONG or phase is not Phase.shrink],
)
