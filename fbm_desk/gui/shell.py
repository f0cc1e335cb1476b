"""Opens the window and keeps it running: application, threads, bridge, scanner, sounds, theme.

What the screens ask for is handed in; this room wires Qt and decides nothing.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from fbm_desk import texts
from fbm_desk.devices.wedge import WedgeSettings
from fbm_desk.domain.stages import Role
from fbm_desk.gui import fonts, language, theme
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.closed_books import ClosedBooks
from fbm_desk.gui.desk_port import DeskPort
from fbm_desk.gui.instruments import Instruments, OpenDevices
from fbm_desk.gui.main_window import MainWindow
from fbm_desk.gui.office_port import OfficePort
from fbm_desk.gui.packing_screen import LEAST_H, LEAST_W, PackingScreen
from fbm_desk.gui.scan_input import ScanInput
from fbm_desk.gui.sounds import Sounds, Speaker, Voice
from fbm_desk.gui.tokens import Tokens
from fbm_desk.services.desk_view import BenchView, StatusEntry
from fbm_desk.services.topics import Topic
from fbm_desk.settings import Loudness
from fbm_desk.threads import Worker, give_way, keep_what_is_here

STATUS_MS = 5_000
SETTLED_MS = 3_000
"""Until all is there that stays until the program ends."""


class BenchDesk(DeskPort, Protocol):
    """A bench that also says who sits at it."""

    def role(self) -> Role | None:
        """The role of who is signed in."""
        ...


def no_words(_error: Exception) -> None:
    """Nothing is known about an error but that it is one."""


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the window shows: the bench's and the office's services, and the words between them."""

    desk: BenchDesk
    office: OfficePort
    language: str = "en"
    theme: str = "system"
    volume: float = 0.8
    size: tuple[int, int] = (1366, 768)
    wedge: WedgeSettings = field(default_factory=WedgeSettings)
    #: Keeps how the scanner types; called on the books' thread. Raises `OSError`.
    keep_wedge: Callable[[WedgeSettings], None] | None = None
    devices: Callable[[Instruments], OpenDevices] | None = None  # of this bench; none without
    voice: Voice | None = None
    speak: bool = False
    louder: Callable[[], Loudness | None] | None = None  # what the settings say anew


@dataclass
class Shell:
    """One running window. `books` is the database's thread; `announce` may come from any thread."""

    rooms: Rooms
    books: Worker
    sounds: Sounds | None = None
    in_words: Callable[[Exception], str | None] = no_words
    bridge: Bridge = field(init=False)
    window: MainWindow = field(init=False)
    bench: PackingScreen = field(init=False)
    scan_input: ScanInput = field(init=False)
    closed_books: ClosedBooks = field(init=False)
    instruments: Instruments | None = field(init=False, default=None)
    _status: QTimer = field(init=False)

    def __post_init__(self) -> None:
        app = application(self.rooms.theme)
        language.wear(app, self.rooms.language)
        self.bridge = Bridge(self.books)
        self.sounds = self.sounds or Speaker(self.rooms.volume)
        self.bench = PackingScreen(self.rooms.desk, self.bridge, self.sounds)
        self.window = MainWindow(
            self.bridge, self.rooms.desk, self.rooms.office, self._bench_screen
        )
        self.closed_books = ClosedBooks(self.window)
        self.scan_input = ScanInput(app, self.rooms.wedge)
        self.bench.attach(self.scan_input, self._bench_in_front)
        if self.bench.setup is not None:
            self.bench.setup.keep = self._keep_wedge
        self.bench.set_office(False)
        self._status = QTimer(self.window)
        self._status.setInterval(STATUS_MS)
        self._connect()

    def _bench_screen(self) -> QWidget:
        return self.bench

    def _bench_in_front(self) -> bool:
        covered = self.closed_books.isVisible()
        return self.bench.isVisible() and self.window.isActiveWindow() and not covered

    def _keep_wedge(self, settings: WedgeSettings, told: Callable[[bool], None]) -> None:
        keep = self.rooms.keep_wedge
        if keep is None:
            told(False)
            return

        def failed(error: BaseException) -> None:
            logging.getLogger("fbm_desk").error("the scanner was not kept", exc_info=error)
            told(False)

        self.bridge.ask(lambda: keep(settings), lambda _nothing: told(True), failed)

    def _connect(self) -> None:
        self.closed_books.again_requested.connect(self._ask_first)
        self.bench.view_shown.connect(self._ask_role)
        self.bench.files_dropped.connect(lambda paths: self.window.take_in(paths[0]))
        self.bench.scan_failed.connect(_log_failure)
        self.bridge.changed.connect(self._ask_status_on_change)
        self._status.timeout.connect(self._ask_status)
        self._status.timeout.connect(self._ask_loudness)
        self._be_as_loud(Loudness(self.rooms.volume, self.rooms.speak))

    def show(self) -> None:
        """Show the window; the first view comes as soon as the books are open."""
        self._fill_screen()
        self._ask_first()

    def _ask_first(self) -> None:
        self.bridge.ask(self.rooms.desk.view, self._opened, self._did_not_open)

    def _opened(self, first: BenchView) -> None:
        self.closed_books.hide()
        self.bench.start(first)
        self._status.start()
        self._ask_status()
        self._open_devices()

    def _open_devices(self) -> None:
        if self.rooms.devices is not None and self.instruments is None:
            self.instruments = Instruments(self.rooms.devices, self.bridge, self.bench)
            self.instruments.start()

    def _did_not_open(self, error: BaseException) -> None:
        """Say so in the bench's place; to ask again helps where a server was not there."""
        said = self.in_words(error) if isinstance(error, Exception) else None
        log = logging.getLogger("fbm_desk")
        log.error("the books cannot be opened", exc_info=None if said else error)
        self.closed_books.tell(said or texts.say("closed.our_mistake"))

    def _fill_screen(self) -> None:
        """A bench has its screen for itself; one too small to hold it gets the usual size."""
        room = self.window.screen().availableGeometry()
        if room.width() < LEAST_W or room.height() < LEAST_H:
            self.window.resize(*self.rooms.size)
            self.window.show()
            return
        self.window.setGeometry(room)
        self.window.showMaximized()

    def close(self) -> None:
        """End timers and sounds; answers that still come are dropped."""
        self._status.stop()
        if self.instruments is not None:
            self.instruments.stop()
        self.bench.stop()
        self.bridge.close()
        application(self.rooms.theme).removeEventFilter(self.scan_input)
        close = getattr(self.sounds, "close", None)
        if close is not None:
            close()

    def _ask_role(self, _view: BenchView) -> None:
        self.bridge.ask(self.rooms.desk.role, self._role_known)

    _role: Role | None = None

    def _role_known(self, role: Role | None) -> None:
        if role is not self._role:
            self._role = role
            self.window.role_changed(role)
            self.bench.set_office(role not in (None, Role.PACKER))

    def _ask_status_on_change(self, topics: frozenset[Topic]) -> None:
        if topics & {Topic.SYNC, Topic.PRINTING, Topic.ORDERS}:
            self._ask_status()

    def _ask_loudness(self) -> None:
        if self.rooms.louder is not None:
            self.bridge.ask(self.rooms.louder, self._be_as_loud)

    def _be_as_loud(self, wanted: Loudness | None) -> None:
        """Sound and speak as the settings say, from now on."""
        if wanted is None:
            return
        if isinstance(self.sounds, Speaker):
            self.sounds.volume = wanted.volume
        voice = self.rooms.voice
        self.bench.voice.say_aloud = voice.say if voice is not None and wanted.speak else None

    def _ask_status(self) -> None:
        self.bridge.ask(self.rooms.office.status, self._status_known)

    def _status_known(self, entries: tuple[StatusEntry, ...]) -> None:
        self.bench.set_status(entries)


def application(theme_name: str = "system", arguments: list[str] | None = None) -> QApplication:
    """The one application object, dressed."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(arguments or sys.argv[:1])
    app.setApplicationName("FBM Desk")
    app.setStyle("Fusion")
    if QLocale().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    fonts.load()
    tokens: Tokens = theme.by_name(app, theme_name)
    theme.apply(app, tokens)
    if theme_name == "system":
        theme.follow_system(app)
    return app


def run(shell: Shell, before_end: Callable[[], None] = lambda: None) -> int:
    """Show the window until it is closed; a bug of ours is logged and the bench goes on."""
    app = application(shell.rooms.theme)
    before = sys.excepthook
    sys.excepthook = _keep_working
    give_way()
    try:
        shell.show()
        QTimer.singleShot(SETTLED_MS, app, keep_what_is_here)
        code = int(app.exec())
    finally:
        gc.unfreeze()
        sys.excepthook = before
        shell.close()
        before_end()
    return code


def _keep_working(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    logging.getLogger("fbm_desk").error("unexpected", exc_info=(kind, error, trace))


def _log_failure(error: BaseException) -> None:
    logging.getLogger("fbm_desk").error("a scan failed", exc_info=error)
