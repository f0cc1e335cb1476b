"""The window: bench for packers, rail and desk screens for the others; it composes, nothing more.

A desk screen is made when somebody first opens it: no bench waits for what its packer never sees.

Keys that change something work on desk screens only: at a bench every key belongs to the scanner,
but for the one that looks for an order report.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain import barcodes
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.scan_source import Origin, ScanSource
from fbm_desk.domain.stages import Role
from fbm_desk.gui import fonts, surroundings
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.desk_port import DeskPort
from fbm_desk.gui.drop_zone import dropped_files
from fbm_desk.gui.kept_memory import KeptMemory, file_of_account
from fbm_desk.gui.keys_panel import KeysPanel
from fbm_desk.gui.notice import Explain, NoticeLine, explain
from fbm_desk.gui.office_port import OfficePort
from fbm_desk.gui.packing_screen import PackingScreen
from fbm_desk.gui.rail import Rail, Room
from fbm_desk.gui.roomy_page import page_of
from fbm_desk.gui.status_line import StatusLine
from fbm_desk.gui.stop_bar import StopBar
from fbm_desk.gui.surroundings import Files, Surroundings, SystemFiles
from fbm_desk.gui.table import Memory
from fbm_desk.services.desk_view import BenchView
from fbm_desk.services.topics import Topic

if TYPE_CHECKING:
    from fbm_desk.gui.closeout_screen import CloseoutScreen
    from fbm_desk.gui.dossier_screen import DossierScreen
    from fbm_desk.gui.exceptions_screen import ExceptionsScreen
    from fbm_desk.gui.orders_screen import OrdersScreen
    from fbm_desk.gui.people_screen import PeopleScreen
    from fbm_desk.gui.sync_screen import SyncScreen
    from fbm_desk.gui.today_screen import TodayScreen

    DeskScreen = (
        CloseoutScreen
        | DossierScreen
        | ExceptionsScreen
        | OrdersScreen
        | PeopleScreen
        | SyncScreen
        | TodayScreen
    )
    Screen = TypeVar("Screen", bound=DeskScreen)

TODAY, ORDERS, CLOSEOUT, PEOPLE = "today", "orders", "closeout", "people"
SYNC, EXCEPTIONS = "sync", "exceptions"
BENCH, DOSSIER = "bench", "dossier"
ROOMS = (
    Room(TODAY, "list", "Ctrl+1"),
    Room(ORDERS, "package", "Ctrl+2"),
    Room(CLOSEOUT, "clipboard-check", "Ctrl+3"),
    Room(BENCH, "scan-barcode", "Ctrl+4"),
    Room(PEOPLE, "users", "Ctrl+5"),
    Room(SYNC, "refresh-cw", "Ctrl+6"),
    Room(EXCEPTIONS, "triangle-alert", "Ctrl+7"),
)
_ALL = frozenset(room.name for room in ROOMS)
#: Who sees which screens; a packer's bench fills the window.
RIGHTS: dict[Role | None, frozenset[str]] = {
    None: frozenset({BENCH}),
    Role.PACKER: frozenset({BENCH}),
    Role.SUPERVISOR: _ALL,
    Role.OFFICE: _ALL,
    Role.ADMIN: _ALL,
}
#: Up to this width the rail shows icons only.
_NARROW = 1320
_STATUS_MS = 10_000


class MainWindow(QWidget):
    """`role_changed` is told who signed in; the window starts on the bench."""

    screen_opened = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        desk: DeskPort,
        office: OfficePort,
        bench_screen_factory: Callable[[], QWidget],
        memory: Memory | None = None,
        files: Files | None = None,
        explain: Explain = explain,
        now: Callable[[], datetime] = surroundings.now,
    ) -> None:
        super().__init__()
        self._bridge, self._desk, self._office = bridge, desk, office
        self._role: Role | None = None
        self._before = TODAY
        self.content = QWidget()
        self.status = StatusLine()
        self.notice = NoticeLine(self, self.content, self.status)
        self.around = Surroundings(
            bridge=bridge,
            office=office,
            memory=KeptMemory(file_of_account()) if memory is None else memory,
            files=files or SystemFiles(),
            say=self.notice.say,
            tell=self.notice.tell,
            explain=explain,
            now=now,
        )
        self.bench = bench_screen_factory()
        self._desk_screens: dict[str, DeskScreen] = {}
        self.rail = Rail(ROOMS)
        self.rail.show_rooms(RIGHTS[None])
        self.stop_bar = StopBar(next(room.key for room in ROOMS if room.name == BENCH))
        self.keys_panel = KeysPanel(self.content)
        self._lay_out()
        self._wire()
        self.open(BENCH)

    @property
    def open_screen(self) -> str:
        """The name of the screen that is open."""
        shown = self._stack.currentWidget()
        return next(name for name, one in self._pages.items() if one is shown)

    def role_changed(self, role: Role | None) -> None:
        """Show what this person may use; nobody and packers get the bench alone."""
        self._role = role
        self.rail.show_rooms(RIGHTS[role])
        if EXCEPTIONS in self._desk_screens:
            self.exceptions.role_changed(role)
        if self.open_screen != BENCH and role in (None, Role.PACKER):
            self.open(BENCH)
        self._dress_for(self.open_screen)
        self._ask_person()

    def open(self, name: str) -> None:
        """Open a screen the person has the right to."""
        allowed = RIGHTS[self._role]
        if name not in allowed and not (name == DOSSIER and TODAY in allowed):
            return
        if self.open_screen != DOSSIER:
            self._before = self.open_screen
        screen = getattr(self, name)  # made by now, and its page
        self._stack.setCurrentWidget(self._pages[name])
        self.rail.mark(TODAY if name == DOSSIER else name)
        self._dress_for(name)
        if PEOPLE in self._desk_screens:
            self.people.leave()
        if SYNC in self._desk_screens:
            self.sync.leave()
        if name not in (BENCH, DOSSIER):
            screen.refresh()
        if self.keys_panel.isVisible():
            self._show_keys()
        self._first_on(name).setFocus(Qt.FocusReason.OtherFocusReason)
        self.screen_opened.emit(name)

    def open_dossier(self, order_id: str) -> None:
        """Open the dossier of an order."""
        self.dossier.open(OrderId(order_id))
        self.open(DOSSIER)

    def take_scan(self, text: str, origin: Origin | None = None, scan_id: str = "") -> None:
        """A scan made on a desk screen: a badge or a command is for the bench, the rest is sought.

        Nothing is packed out of sight: what the bench answers, it answers in front. What a camera
        happens to see moves nobody from a screen.
        """
        if origin is not None and origin.source is ScanSource.CAMERA:
            return
        if EXCEPTIONS in self._desk_screens and self.exceptions.wants_number():
            self.exceptions.take_number(text)
            return
        if barcodes.read(text).command is not None:
            self._scan_at_bench(text, origin, scan_id)
            return

        def known(badge: bool) -> None:
            if badge:
                self._scan_at_bench(text, origin, scan_id)
            else:
                self.open(TODAY)
                self.today.find_scanned(text)

        self.around.ask(lambda: self._office.is_badge(text), known)

    def _scan_at_bench(self, text: str, origin: Origin | None, scan_id: str) -> None:
        self.open(BENCH)
        if isinstance(self.bench, PackingScreen):
            self.bench.take_scan(text, origin, scan_id)

    def take_in(self, path: Path) -> None:
        """Take in an order report, dropped anywhere or named at the start."""
        if ORDERS in RIGHTS[self._role]:
            self.open(ORDERS)
            self.orders.take_in(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if ORDERS in RIGHTS[self._role] and dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.orders.zone.show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.orders.zone.show_over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.orders.zone.show_over(False)
        if files := dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.take_in(Path(files[0]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress_for(self.open_screen)

    @cached_property
    def today(self) -> TodayScreen:
        """The orders of the day."""
        from fbm_desk.gui.today_screen import TodayScreen

        screen = self._made(TODAY, TodayScreen(self.around))
        screen.dossier_requested.connect(self.open_dossier)
        screen.orders_requested.connect(lambda: self.open(ORDERS))
        return screen

    @cached_property
    def orders(self) -> OrdersScreen:
        """Order reports, taken in."""
        from fbm_desk.gui.orders_screen import OrdersScreen

        return self._made(ORDERS, OrdersScreen(self.around))

    @cached_property
    def closeout(self) -> CloseoutScreen:
        """The day's end."""
        from fbm_desk.gui.closeout_screen import CloseoutScreen

        screen = self._made(CLOSEOUT, CloseoutScreen(self.around))
        screen.dossier_requested.connect(self.open_dossier)
        return screen

    @cached_property
    def people(self) -> PeopleScreen:
        """Who works here."""
        from fbm_desk.gui.people_screen import PeopleScreen

        return self._made(PEOPLE, PeopleScreen(self.around))

    @cached_property
    def sync(self) -> SyncScreen:
        """How far we are in step with Amazon."""
        from fbm_desk.gui.sync_screen import SyncScreen

        screen = self._made(SYNC, SyncScreen(self.around))
        screen.dossier_requested.connect(self.open_dossier)
        return screen

    @cached_property
    def exceptions(self) -> ExceptionsScreen:
        """What a person has to settle."""
        from fbm_desk.gui.exceptions_screen import ExceptionsScreen

        screen = self._made(EXCEPTIONS, ExceptionsScreen(self.around))
        screen.role_changed(self._role)
        screen.dossier_requested.connect(self.open_dossier)
        screen.orders_requested.connect(lambda: self.open(ORDERS))
        screen.counted.connect(lambda *counts: self.rail.count(EXCEPTIONS, *counts))
        return screen

    @cached_property
    def dossier(self) -> DossierScreen:
        """All that is known of an order."""
        from fbm_desk.gui.dossier_screen import DossierScreen

        screen = self._made(DOSSIER, DossierScreen(self.around))
        screen.back_requested.connect(lambda: self.open(self._before))
        return screen

    def _made(self, name: str, screen: Screen) -> Screen:
        self._desk_screens[name] = screen
        self._pages[name] = page_of(screen)
        self._stack.addWidget(self._pages[name])
        return screen

    def _first_on(self, name: str) -> QWidget:
        """What has the focus when a screen opens. No focus proxies: they break the tab order."""
        first: dict[str, Callable[[], QWidget]] = {
            TODAY: lambda: self.today.table,
            ORDERS: lambda: self.orders.zone.button,
            CLOSEOUT: lambda: self.closeout.table,
            PEOPLE: lambda: self.people.new.name,
            SYNC: lambda: self.sync.first(),
            EXCEPTIONS: lambda: self.exceptions.table,
            BENCH: lambda: self.bench,
            DOSSIER: lambda: self.dossier.chain.chain,
        }
        return first[name]()

    def _lay_out(self) -> None:
        self.setWindowTitle(texts.say("rail.name"))
        self.setAcceptDrops(True)
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {BENCH: self.bench}  # it finds room for itself
        self._stack.addWidget(self.bench)
        middle = QVBoxLayout(self.content)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.stop_bar)
        middle.addWidget(self._stack, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addWidget(self.content, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.status)
        self.notice.raise_()

    def _wire(self) -> None:
        self.rail.asked.connect(self.open)
        self.keys_panel.closed.connect(self.keys_panel.hide)
        self._bridge.changed.connect(self._renew)
        if isinstance(self.bench, PackingScreen):
            self.bench.scanned_behind.connect(self.take_scan)
            self.bench.view_shown.connect(self._watch_bench)
        self.stop_bar.stopped.connect(lambda: self.open(BENCH))
        self.stop_bar.bench_requested.connect(lambda: self.open(BENCH))
        self.notice.room_wanted.connect(self._make_room)
        self._room_keys = [self._key(room.key, self._opener(room.name)) for room in ROOMS]
        self._desk_keys = [
            self._key("F1", self.turn_keys),
            self._key("Ctrl+K", self._seek),
            self._key("Esc", self._escape),
        ]
        self._report_key = self._key("Ctrl+O", self._open_report)
        self._status_ticker = QTimer(self, interval=_STATUS_MS)
        self._status_ticker.timeout.connect(self._ask_status)

    def _key(self, key: str, deed: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(deed)
        return shortcut

    def _opener(self, name: str) -> Callable[[], None]:
        return lambda: self.open(name)

    def _escape(self) -> None:
        if self.notice.isVisible():
            self.notice.clear()
        elif self.keys_panel.isVisible():
            self.keys_panel.hide()
        elif self.open_screen == TODAY:
            self.today.escape()
        elif self.open_screen == DOSSIER:
            self.dossier.escape()
        elif self.open_screen == SYNC:
            self.sync.escape()
        elif self.open_screen == PEOPLE:
            self.people.escape()
        elif self.open_screen == EXCEPTIONS:
            self.exceptions.escape()

    def _open_report(self) -> None:
        self.open(ORDERS)
        self.orders.open_report()

    def _seek(self) -> None:
        self.open(TODAY)
        self.today.seek()

    def turn_keys(self) -> None:
        """Show or hide the keys of this screen."""
        self.keys_panel.setVisible(self.keys_panel.isHidden())
        self._show_keys()

    def _show_keys(self) -> None:
        open_one = self._desk_screens.get(self.open_screen)
        here = open_one.keys() if open_one else ()
        everywhere = [(room.key.replace("+", " "), room.word) for room in ROOMS]
        everywhere += [("Ctrl O", texts.say("orders.open")), ("Ctrl K", texts.say("today.search"))]
        self.keys_panel.show_keys(here, everywhere)

    def _make_room(self, height: int) -> None:
        """What a trouble covers is kept free of the screens' buttons."""
        layout = self.content.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, height)

    def _watch_bench(self, view: BenchView) -> None:
        """An order that has to stop brings its bench in front; who leaves it is reminded."""
        self.stop_bar.show_bench(view, self.open_screen == BENCH)

    def _dress_for(self, name: str) -> None:
        alone = RIGHTS[self._role] == frozenset({BENCH})
        at_bench = name == BENCH
        self.rail.setVisible(not alone)
        self.rail.set_narrow(at_bench or self.width() <= fonts.px(_NARROW))
        self.status.setVisible(not at_bench)
        self.stop_bar.dress(at_bench)
        for key in (*self._room_keys, self._report_key):
            key.setEnabled(not alone)
        for key in self._desk_keys:
            key.setEnabled(not at_bench)
        if at_bench:
            self.notice.clear()
            self.keys_panel.hide()
            self._status_ticker.stop()
        elif not self._status_ticker.isActive():
            self._status_ticker.start()
            self._ask_status()
            self.exceptions.count()

    def _renew(self, topics: frozenset[Topic]) -> None:
        for screen in self._desk_screens.values():
            if self._role not in (None, Role.PACKER):
                screen.renew(topics)
        if self.open_screen != BENCH:
            self._ask_status()
        if topics & {Topic.PEOPLE, Topic.SESSION}:
            self._ask_person()

    def _ask_status(self) -> None:
        self._bridge.ask(self._office.status, self.status.show_entries, lambda _error: None)

    def _ask_person(self) -> None:
        self._bridge.ask(self._desk.view, self._show_person, lambda _error: None)

    def _show_person(self, view: BenchView) -> None:
        role = texts.say(f"rail.role_{self._role.value}") if self._role else ""
        say = texts.say
        person = say("rail.person", name=view.packer, role=role) if view.packer and role else ""
        self.status.show_person(person)
