"""Scans in the order they came: one is answered on the database's thread, the next waits."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.desk_port import DeskPort
from fbm_desk.services.desk_view import BenchView


class ScanQueue(QObject):
    """Hands scans to the desk one by one, each with an id of its own."""

    #: The view that answers a scan.
    answered = Signal(object)
    #: A scan could not be answered; the exception. It was not counted.
    failed = Signal(object)

    def __init__(self, port: DeskPort, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._port = port
        self._bridge = bridge
        self._waiting: deque[Callable[[], BenchView]] = deque()
        self._busy = False

    @property
    def busy(self) -> bool:
        """True while an answer is awaited."""
        return self._busy

    def put(self, text: str) -> None:
        """Queue a scan."""
        scan_id = uuid.uuid4().hex
        self._put(lambda: self._port.scan(text, scan_id))

    def put_demo(self, wrong: bool) -> None:
        """Queue what the demonstration scanner sends at that moment."""
        scan_id = uuid.uuid4().hex
        self._put(lambda: self._demo(wrong, scan_id))

    def _demo(self, wrong: bool, scan_id: str) -> BenchView:
        text = self._port.demo_scan(wrong)
        return self._port.scan(text, scan_id) if text else self._port.view()

    def _put(self, work: Callable[[], BenchView]) -> None:
        self._waiting.append(work)
        self._next()

    def _next(self) -> None:
        if not self._busy and self._waiting:
            self._busy = True
            self._bridge.ask(self._waiting.popleft(), self._answer, self._fail)

    def _answer(self, view: BenchView) -> None:
        self._busy = False
        self.answered.emit(view)
        self._next()

    def _fail(self, error: BaseException) -> None:
        self._busy = False
        self.failed.emit(error)
        self._next()
