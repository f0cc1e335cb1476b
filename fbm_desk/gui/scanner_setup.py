"""Setting up the scanner: three scans of one known code tell how it types, and that is kept.

What the keys tell is learned in `devices.wedge_learning`; where it is kept is others' affair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from fbm_desk.devices.wedge import WedgeSettings
from fbm_desk.devices.wedge_learning import (
    OVER_AFTER_MS,
    WANTED_SCANS,
    Key,
    Learned,
    Recorder,
    learn,
)
from fbm_desk.gui.scan_input import ScanInput

#: Told whether it could be kept.
Kept = Callable[[bool], None]
Keep = Callable[[WedgeSettings, Kept], None]


@dataclass(frozen=True, slots=True)
class SetupState:
    """How far it is. `kept` is False when it holds only until the program ends."""

    scans: int = 0
    result: Learned | None = None
    kept: bool = True


def keep_nothing(_settings: WedgeSettings, told: Kept) -> None:
    """Without a place for it, it holds until the program ends."""
    told(False)


class ScannerSetup(QObject):
    """One window's. While it listens every key is a scanner's."""

    #: Another state; None when it is over.
    changed = Signal(object)

    def __init__(self, scan_input: ScanInput, parent: QObject) -> None:
        super().__init__(parent)
        self.keep: Keep = keep_nothing
        self.state: SetupState | None = None
        self._input = scan_input
        self._recorder = Recorder()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(int(OVER_AFTER_MS))
        self._rest.timeout.connect(self._on_rest)

    def begin(self) -> None:
        """Listen to the next three scans."""
        self._recorder = Recorder()
        self._input.forget_typed()
        self._input.recorder = self._heard
        self._show(SetupState())

    def end(self) -> None:
        """Back to work, with what was learned or without."""
        self._rest.stop()
        self._input.recorder = None
        if self.state is not None:
            self._show(None)

    def _heard(self, key: Key | None) -> None:
        if key is None:
            self.end()
            return
        self._recorder.key(key)
        self._rest.start()
        self._count()

    def _on_rest(self) -> None:
        self._recorder.over()
        self._count()

    def _count(self) -> None:
        scans = self._recorder.scans
        if self.state is None or len(scans) == self.state.scans:
            return
        if len(scans) < WANTED_SCANS:
            self._show(SetupState(len(scans)))
            return
        self._rest.stop()
        self._input.recorder = None
        result = learn(scans, self._input.settings)
        self._show(SetupState(len(scans), result))
        if result.trouble is None:
            self._input.use(result.settings)
            self.keep(result.settings, self._on_kept)

    def _on_kept(self, kept: bool) -> None:
        if self.state is not None and self.state.kept is not kept:
            self._show(replace(self.state, kept=kept))

    def _show(self, state: SetupState | None) -> None:
        self.state = state
        self.changed.emit(state)
