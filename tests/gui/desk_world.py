"""A desk to try out: window, bridge and a small real office that answers from lists."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from fbm_desk.domain.errors import Invalid, Refusal
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.scan_source import BY_WEDGE, Origin
from fbm_desk.domain.selling import Participation
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.gui import theme
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.main_window import MainWindow
from fbm_desk.gui.office_port import Paper, Progress, ReprintReason
from fbm_desk.gui.tokens import LIGHT
from fbm_desk.services.desk_view import BenchScreen, BenchView, StatusEntry
from fbm_desk.services.exceptions_view import Deed, Matter
from fbm_desk.services.office_view import (
    AccountView,
    Colleague,
    Interception,
    NewAccount,
    NewBadge,
    Outcome,
    WorkView,
)
from fbm_desk.services.today_view import (
    CarrierDay,
    DossierView,
    HistoryStep,
    Mark,
    Orphan,
    OrphanKind,
    TodayRow,
    TodayView,
)
from fbm_desk.services.why_not_here import Why
from fbm_desk.threads import Worker

NOW = datetime(2026, 11, 23, 15, 18, tzinfo=UTC)


def row(number: int, buyer: str = "Runa Halvorsen", **facts: object) -> TodayRow:
    """One order: waiting, one unit, ship-by in `number` minutes, unless told otherwise."""
    values: dict[str, object] = {
        "order_id": OrderId(f"305-{number:07d}-0000001"),
        "stage": Stage.WAITING,
        "buyer": buyer,
        "city": "Bergen",
        "country": "NO",
        "units": 1,
        "packed": 0,
        "ship_by": NOW + timedelta(minutes=60 + number),
        "packer": "",
        "bench": "",
        "tracking": "",
        "carrier": "",
        "weight_g": 0,
    }
    return TodayRow(**(values | facts))  # type: ignore[arg-type]


def dossier(order_id: OrderId, **facts: object) -> DossierView:
    """The history of one order: came, refused one scan, has its label."""
    begun = NOW - timedelta(hours=1)
    values: dict[str, object] = {
        "order_id": order_id,
        "stage": Stage.LABELLED,
        "buyer": "Runa <b>Halvorsen</b>",
        "city": "Bergen",
        "country": "NO",
        "units": 2,
        "steps": (
            HistoryStep(begun, Mark.CAME, "Order came from Amazon", "by report", chain="a1b2"),
            HistoryStep(
                begun + timedelta(minutes=9),
                Mark.REFUSED,
                "Refused: wrong item",
                "Enamel mug",
                "Petra Lind",
                "c3d4",
            ),
        ),
        "facts": (("Carrier", "Lantern Post"), ("Packer", "Petra Lind")),
        "chain_intact": True,
        "events": 2,
        "tracking": "LP 4881 2007 266 NO",
        "weight_g": 1284,
        "address_lines": ("Runa <b>Halvorsen</b>", "12 Example Lane", "00123 Bergen"),
        "address_until": date(2026, 12, 23),
    }
    return DossierView(**(values | facts))  # type: ignore[arg-type]


@dataclass
class Imported:
    """What a fake import brings."""

    orders: int = 2
    lines: int = 3
    new: int = 1
    updated: int = 1
    unchanged: int = 0
    refused: tuple[tuple[int, str], ...] = ()


@dataclass
class FakeOffice:
    """Answers from its fields and notes what was asked of it."""

    rows: tuple[TodayRow, ...] = ()
    days: tuple[CarrierDay, ...] = ()
    pdf: bytes = b""
    imported: Imported = field(default_factory=Imported)
    not_told: int = 0
    older: tuple[TodayRow, ...] = ()
    lost: tuple[Orphan, ...] = ()
    stops: tuple[Interception, ...] = ()
    works: tuple[WorkView, ...] = ()
    open_matters: list[Matter] = field(default_factory=list)
    why: Why = field(default_factory=lambda: Why("not_found", "Amazon has no such order."))
    seller: AccountView = field(default_factory=lambda: AccountView(may_connect=True))
    typed: list[NewAccount] = field(default_factory=list)
    refusal: Refusal | None = None
    at_once: bool = True
    colleagues: list[Colleague] = field(
        default_factory=lambda: [
            Colleague("Petra Lind", Role.SUPERVISOR, has_badge=True, bench="Bench 1", id=1),
            Colleague("Yusuf Aydın", Role.PACKER, has_badge=False, id=2),
        ]
    )
    dossier_facts: dict[str, object] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failure: BaseException | None = None
    entries: tuple[StatusEntry, ...] = (StatusEntry("check", "In step with Amazon, 20 s ago"),)

    def today(self, on: date, most: int | None = None) -> TodayView:
        self._note(f"today {on}")
        rows = self.rows if most is None else self.rows[:most]
        view = self._day()
        return replace(view, rows=rows, whole=len(rows) == len(self.rows))

    def day_counts(self, on: date) -> TodayView:
        self._note(f"counts {on}")
        return replace(self._day(), rows=(), whole=False)

    def _day(self) -> TodayView:
        counts = dict.fromkeys(Stage, 0)
        for one in self.rows:
            counts[one.stage] += 1
        oldest = NOW - timedelta(seconds=40) if self.not_told else None
        return TodayView(self.rows, counts, len(self.rows), self.not_told, oldest)

    def search(self, text: str) -> TodayView:
        self._note(f"search {text}")
        counts = {stage: sum(one.stage is stage for one in self.older) for stage in Stage}
        return TodayView(self.older, counts, len(self.older))

    def dossier(self, order_id: OrderId) -> DossierView:
        self._note(f"dossier {order_id}")
        return dossier(order_id, **self.dossier_facts)

    def expedite(self, order_id: OrderId) -> None:
        self._note(f"expedite {order_id}")
        if self.refusal is not None:
            raise self.refusal
        self.dossier_facts["first"] = True

    def as_usual(self, order_id: OrderId) -> None:
        self._note(f"as usual {order_id}")
        self.dossier_facts["first"] = False

    def substitutes(self, order_id: OrderId, allowed: bool) -> bool:
        self._note(f"substitutes {order_id} {allowed}")
        if self.refusal is not None:
            raise self.refusal
        self.dossier_facts["substitutes"] = allowed
        return self.at_once

    def carriers(self, on: date) -> tuple[CarrierDay, ...]:
        self._note(f"carriers {on}")
        return self.days

    def orphans(self, on: date) -> tuple[Orphan, ...]:
        self._note(f"orphans {on}")
        return self.lost

    def to_stop(self) -> tuple[Interception, ...]:
        return self.stops

    def settle(self, interception_id: int, outcome: Outcome) -> None:
        self._note(f"settle {interception_id} {outcome.value}")
        self.stops = tuple(one for one in self.stops if one.id != interception_id)
        self.lost = tuple(one for one in self.lost if one.kind is not OrphanKind.MUST_NOT_LEAVE)

    def matters(self) -> tuple[Matter, ...]:
        return tuple(self.open_matters)

    def do(self, key: str, deed: Deed, text: str = "") -> str:
        self._note(f"do {key} {deed.value} {text}".strip())
        if deed is Deed.NUMBER and len(text) < 8:
            raise Invalid("no_tracking")
        self.open_matters = [one for one in self.open_matters if one.key != key]
        return "done"

    def preview_manifest(self, carrier: str, on: date) -> bytes:
        self._note(f"preview {carrier} {on}")
        return self.pdf

    def print_manifest(self, carrier: str, on: date, destination: Path | None) -> bytes:
        self._note(f"print {carrier} {on} {destination.name if destination else '-'}")
        if destination:
            destination.write_bytes(self.pdf)
        return self.pdf

    def import_orders(self, data: bytes, name: str, progress: Progress) -> Imported:
        self._note(f"import {name} {len(data)}")
        for done in range(1, 4):
            if not progress(done, 3):
                self.asked.append(f"stopped at {done}")
                break
        return self.imported

    def export_confirmations(self, path: Path, again_on: date | None = None) -> int:
        self._note(f"confirmations {path.name}" + (f" again {again_on}" if again_on else ""))
        path.write_bytes(b"order-id\n")
        told, self.not_told = self.not_told, 0
        return told

    def status(self) -> tuple[StatusEntry, ...]:
        return self.entries

    def people(self) -> tuple[Colleague, ...]:
        return tuple(self.colleagues)

    def roles_to_give(self) -> tuple[Role, ...]:
        return (Role.PACKER, Role.SUPERVISOR)

    def add_person(self, name: str, role: Role) -> NewBadge:
        self._note(f"add {name} {role.value}")
        if any(one.name == name for one in self.colleagues):
            raise Invalid("name_taken")
        self.colleagues.append(Colleague(name, role, has_badge=True))
        return NewBadge(name, "BADGE-00C0FFEE", role)

    def replace_badge(self, user_id: int) -> NewBadge:
        self._note(f"replace {user_id}")
        one = next(one for one in self.colleagues if one.id == user_id)
        return NewBadge(one.name, "BADGE-0DECADE0", one.role)

    def let_go(self, user_id: int) -> None:
        self._note(f"let go {user_id}")
        if user_id == 1:
            raise Invalid("last_supervisor")
        self.colleagues = [
            replace(one, active=False, has_badge=False, bench="") if one.id == user_id else one
            for one in self.colleagues
        ]

    def badge_sheet(self, badge: NewBadge) -> bytes:
        return badge.code.encode()

    def is_badge(self, text: str) -> bool:
        return text.startswith("BADGE-")

    def reprint(self, order_id: OrderId, paper: Paper, reason: ReprintReason) -> None:
        self._note(f"reprint {order_id} {paper.value} {reason.value}")

    def work(self) -> tuple[WorkView, ...]:
        return self.works

    def sync_now(self, text: str = "") -> None:
        self._note(f"now {text}")

    def rest(self, kind: str, rests: bool) -> None:
        self._note(f"rest {kind} {rests}")
        self.works = tuple(
            replace(one, paused=rests) if one.kind.value == kind else one for one in self.works
        )

    def why_not_here(self, text: str) -> Why:
        self._note(f"why {text}")
        return self.why

    def account(self) -> AccountView:
        return self.seller

    def connect(self, wanted: NewAccount) -> tuple[Participation, ...]:
        self._note(f"connect {wanted.region} {wanted.seller_id}")
        self.typed.append(wanted)
        if self.refusal is not None:
            raise self.refusal
        self.seller = replace(self.seller, seller_id=wanted.seller_id, region=wanted.region)
        return (
            Participation("A1F83G8C2ARO7P", "Amazon.co.uk", "GB", "GBP", active=True),
            Participation("A1PA6795UKMFR9", "Amazon.de", "DE", "EUR", active=True),
        )

    def _note(self, asked: str) -> None:
        self.asked.append(asked)
        if self.failure is not None:
            raise self.failure


@dataclass
class FakeFiles:
    """Answers every question for a file with a place below `folder`, or with a given path."""

    folder: Path
    chosen: Path | None = None
    gives_up: bool = False

    def to_save(self, _parent: QWidget, _title: str, name: str, _kinds: str) -> Path | None:
        return None if self.gives_up else self.chosen or self.folder / name

    def to_open(self, _parent: QWidget, _title: str, _kinds: str) -> Path | None:
        return None if self.gives_up else self.chosen


class FakeDesk:
    """A bench at which Petra is signed in."""

    def view(self) -> BenchView:
        return BenchView(BenchScreen.WAITING, "Bench 1", packer="Petra Lind")

    def scan(self, text: str, scan_id: str, origin: Origin = BY_WEDGE) -> BenchView:
        return self.view()

    def weighed(self, grams: int) -> BenchView:
        return self.view()

    def refresh(self) -> BenchView:
        return self.view()

    def sign_in_pin(self, _person_id: int, _pin: str) -> BenchView:
        """Not part of these stories."""
        return self.view()

    def lock(self) -> BenchView:
        return self.view()

    def demo_scan(self, wrong: bool) -> str:
        return ""


class BenchStandIn(QWidget):
    """Takes the keys that reach the bench."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Bench")


@dataclass
class Desk:
    """The window with what it was given."""

    window: MainWindow
    office: FakeOffice
    files: FakeFiles
    bridge: Bridge
    worker: Worker
    waits_long: bool = False  # for work on threads of its own, too

    def settle(self) -> None:
        """Let everything asked for be answered and shown."""
        for _ in range(4):
            for thread in threading.enumerate():
                if self.waits_long and thread.name == "long work":
                    thread.join(timeout=20)
            self.worker.ask(lambda: None).result(timeout=20)
            QApplication.processEvents()

    def press(
        self, key: Qt.Key, *modifiers: Qt.KeyboardModifier, at: QWidget | None = None
    ) -> None:
        """Press a key where the focus is."""
        held = Qt.KeyboardModifier.NoModifier
        for one in modifiers:
            held |= one
        QTest.keyClick(at or QApplication.focusWidget() or self.window, key, held)
        self.settle()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

        self.settle()

    def click(self, button: QWidget) -> None:
        """Click in the middle of a button."""
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def clipboard(self) -> str:
        """What was copied."""
        return QApplication.clipboard().text()


@contextmanager
def open_desk(
    folder: Path,
    office: FakeOffice | None = None,
    role: Role | None = Role.SUPERVISOR,
    screen: str = "today",
    size: tuple[int, int] = (1366, 768),
    memory: dict[str, str] | None = None,
) -> Iterator[Desk]:
    """A window on the screen, with the focus, its first answers shown."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, LIGHT)
    office = office or FakeOffice()
    files = FakeFiles(folder)
    worker = Worker("desk under test")
    bridge = Bridge(worker)
    kept = {} if memory is None else memory
    window = MainWindow(bridge, FakeDesk(), office, BenchStandIn, kept, files, now=lambda: NOW)
    # What is said stays until it was read: a busy machine takes longer than a person.
    window.notice.timer.setInterval(600_000)
    desk = Desk(window, office, files, bridge, worker)
    window.resize(*size)
    try:
        window.show()
        window.activateWindow()
        window.role_changed(role)
        window.open(screen)
        desk.settle()
        yield desk
    finally:
        worker.stop()
        bridge.close()
        window.close()
        window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def said(widget: QWidget) -> str:
    """All visible labels below a widget, in one text."""
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def many(count: int) -> Sequence[TodayRow]:
    """So many waiting orders."""
    return [row(number) for number in range(count)]
