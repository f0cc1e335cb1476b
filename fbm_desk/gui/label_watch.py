"""Counts the seconds a label is on its way, so that waiting is seen; says nothing before 0.4 s."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services.desk_view import BenchScreen, BenchView, LabelStep

TURN_MS = 50
TURN_AFTER_S = 0.4
UNDER_WAY = frozenset({LabelStep.BUYING, LabelStep.CHECKING, LabelStep.PRINTING})
_SHOWN = frozenset({BenchScreen.FULL, BenchScreen.LABELLED})


class LabelWatch(QObject):
    """Shown a view, it ticks for as long as that view's label is under way."""

    #: The label is on its way for so many seconds.
    waited = Signal(float)

    def __init__(self, parent: QObject, still: bool) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._step: LabelStep | None = None
        self._verdict: Verdict | None = None
        self._turn = QTimer(self)
        # Without motion only the words change, once a second.
        self._turn.setInterval(1000 if still else TURN_MS)
        self._turn.timeout.connect(self._on_turn)

    def watch(self, view: BenchView) -> None:
        """Begin, go on or stop, as the view asks for; each step and each reprint begins at 0."""
        under_way = view.label is not None and view.label.step in UNDER_WAY
        step = view.label.step if view.label else None
        again = view.verdict is not None and view.verdict.code is VerdictCode.REPRINTED
        fresh = step is not self._step or (again and view.verdict != self._verdict)
        self._step, self._verdict = step, view.verdict
        if not (under_way and view.screen in _SHOWN):
            self._turn.stop()
        elif fresh or not self._turn.isActive():
            self._since.start()
            self._turn.start()

    def stop(self) -> None:
        """Tick no more."""
        self._turn.stop()

    def _on_turn(self) -> None:
        waited_s = self._since.elapsed() / 1000
        if waited_s >= TURN_AFTER_S:
            self.waited.emit(waited_s)
