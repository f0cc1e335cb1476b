"""A real bench on which scans are typed by program and timed until their verdict is painted.

`measuring` uses it; the window does not. Beside it stands the raw limit: one widget, no program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QWindow
from PySide6.QtWidgets import QWidget

from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.desk_port import DeskPort
from fbm_desk.gui.packing_screen import PackingScreen
from fbm_desk.gui.scan_input import ScanInput
from fbm_desk.gui.shell import application
from fbm_desk.gui.sounds import Sound, Sounds
from fbm_desk.services.desk_view import BenchView
from fbm_desk.threads import Worker

SIZE = QSize(1280, 800)
PATIENCE_MS = 10_000
BEAT_MS = 5


class NotPainted(Exception):
    """A scan was typed and no answer to it was painted."""


class Quiet:
    """No loudspeaker: nobody wants to hear a thousand scans."""

    def play(self, sound: Sound) -> None:
        """Nothing sounds."""

    def settle(self) -> None:
        """Nothing to end."""

    def works(self) -> bool:
        """As far as anybody can hear."""
        return True


class MeasuredBench:
    """The bench's screen, its scanner input and its bridge to the database's thread."""

    def __init__(self, port: DeskPort, worker: Worker) -> None:
        self._app = application("light")
        self._bridge = Bridge(worker)
        self._screen = _Screen(port, self._bridge, Quiet())
        self._input = ScanInput(self._app)
        self._screen.attach(self._input, lambda: True)
        self._screen.resize(SIZE)
        self._screen.show()
        _wait(self._screen, self._screen.start)

    def scan_ms(self, code: str) -> tuple[float, BenchView]:
        """From the first key of a scan until its verdict is painted, and what is shown then."""
        took_ms = _wait(self._screen, lambda: _type(self._screen, code))
        view = self._screen.view()
        assert view is not None
        return took_ms, view

    def rest(self, rest_ms: int) -> None:
        """Let the bench be, as between two scans of a person."""
        loop = QEventLoop()
        QTimer.singleShot(rest_ms, loop.quit)
        loop.exec()

    @contextmanager
    def lags(self) -> Iterator[list[float]]:
        """How late each beat of the window came, in ms, while this lasts: one each 5 ms."""
        late_ms: list[float] = []
        last = [perf_counter()]

        def beat() -> None:
            now = perf_counter()
            late_ms.append(max(0.0, (now - last[0]) * 1000 - BEAT_MS))
            last[0] = now

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(beat)
        timer.start(BEAT_MS)
        try:
            yield late_ms
        finally:
            timer.stop()

    def close(self) -> None:
        """Take it down."""
        self._screen.stop()
        self._bridge.close()
        self._app.removeEventFilter(self._input)
        self._screen.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class RawBench(QWidget):
    """The raw limit: a widget that collects keys, has them written down, and paints a word."""

    def __init__(self, write_down: Callable[[str], None]) -> None:
        application("light")
        super().__init__()
        self._write_down, self._typed, self._words = write_down, "", ""
        self._loop = QEventLoop(self)
        self.answered = False
        self.on_painted: Callable[[], None] = _nothing
        self.resize(SIZE)
        self.show()
        self.rest(50)

    def rest(self, rest_ms: int) -> None:
        """Let it be for a while."""
        QTimer.singleShot(rest_ms, self._loop.quit)
        self._loop.exec()

    def scan_ms(self, code: str) -> float:
        """From the first key until the word is painted."""
        return _wait(self, lambda: _type(self, code))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Collect keys; Return ends a scan."""
        if event.key() != Qt.Key.Key_Return:
            self._typed += event.text()
            return
        self._write_down(self._typed)
        self._words, self._typed, self.answered = self._typed, "", True
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One colour, one word."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.setFont(QFont("Inter", 60))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
        if self.answered:
            self.on_painted()


class _Screen(PackingScreen):
    """The bench's own screen, which also notes when it has painted an answer."""

    answered = False

    def __init__(self, port: DeskPort, bridge: Bridge, sounds: Sounds) -> None:
        super().__init__(port, bridge, sounds)
        self.on_painted: Callable[[], None] = _nothing

    def show_view(self, view: BenchView) -> None:
        """Another view is there."""
        super().show_view(view)
        self.answered = True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Painted, and with an answer."""
        super().paintEvent(event)
        if self.answered:
            self.on_painted()


def _wait(bench: _Screen | RawBench, begin: Callable[[], None]) -> float:
    """Milliseconds from `begin` until an answer is painted. Raises `NotPainted`."""
    loop, painted_at = QEventLoop(), [0.0]

    def painted() -> None:
        painted_at[0] = painted_at[0] or perf_counter()
        loop.quit()

    bench.answered, bench.on_painted = False, painted
    patience = QTimer()
    patience.setSingleShot(True)
    patience.timeout.connect(loop.quit)
    patience.start(PATIENCE_MS)
    began = perf_counter()
    begin()
    loop.exec()
    bench.on_painted = _nothing
    if not painted_at[0]:
        raise NotPainted("no answer was painted")
    return (painted_at[0] - began) * 1000


def _nothing() -> None:
    """Nobody waits for a picture."""


def _type(bench: QWidget, code: str) -> None:
    """The keys of a scan and its Return, as a scanner types them: all at once."""
    window = bench.windowHandle()
    for char in code:
        _press(window, Qt.Key(ord(char.upper())), char)
    _press(window, Qt.Key.Key_Return, "\r")


def _press(window: QWindow, key: Qt.Key, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        QCoreApplication.postEvent(window, event)
