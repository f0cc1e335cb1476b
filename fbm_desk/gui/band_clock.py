"""How long a passing verdict keeps its band: it holds, fades, and then the screen goes on."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from fbm_desk.domain.verdicts import Family, Verdict
from fbm_desk.gui.bench.wording import passes

HOLD_MS, REST_HOLD_MS, FADE_MS = 900, 3000, 200
FRAME_MS = 16


class BandClock(QObject):
    """Started with each verdict; the next verdict cuts it short."""

    #: The band lost some of its colour: what is left, 1 to 0.
    faded = Signal(float)
    #: The band is gone; the calm sentence is due.
    settled = Signal()

    def __init__(self, parent: QObject, still: bool) -> None:
        super().__init__(parent)
        self.still = still  # reduced motion: no fading
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.timeout.connect(self._begin_fading)
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._fade)
        self._since = QElapsedTimer()

    def start(self, verdict: Verdict | None) -> None:
        """Hold the band of a verdict that passes; leave all others alone."""
        self._hold.stop()
        self._frames.stop()
        if verdict is not None and passes(verdict):
            self._hold.start(HOLD_MS if verdict.family is Family.GO else REST_HOLD_MS)

    def _begin_fading(self) -> None:
        if self.still:
            self.settled.emit()
            return
        self._since.start()
        self._frames.start()

    def _fade(self) -> None:
        left = 1.0 - self._since.elapsed() / FADE_MS
        if left > 0:
            self.faded.emit(left)
            return
        self._frames.stop()
        self.settled.emit()
