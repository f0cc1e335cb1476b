"""Scans in the order they came: one is answered on the database's thread, the next waits."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from fbm_desk.domain.scan_source import Origin, ScanSource
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.desk_port import DeskPort
from fbm_desk.services.desk_view import BenchView
from fbm_desk.threads import ScanPart, scans_first


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
        #: Grams at rest on the bench's scale now; None without one. Asked the moment a scan comes.
        self.scale_g: Callable[[], int | None] = lambda: None

    @property
    def busy(self) -> bool:
        """True while an answer is awaited."""
        return self._busy

    def put(self, text: str, origin: Origin | None = None, scan_id: str = "") -> None:
        """Queue a scan; without an origin it was typed by a scanner just now."""
        known = origin or self.origin_now(ScanSource.WEDGE)
        one = scan_id or uuid.uuid4().hex
        self._put(lambda: self._port.scan(text, one, known))

    def put_weight(self, grams: int) -> None:
        """Queue what the full box weighs."""
        self._put(lambda: self._port.weighed(grams))

    def origin_now(self, source: ScanSource) -> Origin:
        """What is known of a scan that is made at this moment."""
        return Origin(source, self.scale_g())

    def put_pin(self, person_id: int, pin: str) -> None:
        """Queue a PIN."""
        self._put(lambda: self._port.sign_in_pin(person_id, pin))

    def put_demo(self, wrong: bool) -> None:
        """Queue what the demonstration scanner sends at that moment."""
        scan_id, origin = uuid.uuid4().hex, self.origin_now(ScanSource.WEDGE)
        self._put(lambda: self._demo(wrong, scan_id, origin))

    def _demo(self, wrong: bool, scan_id: str, origin: Origin) -> BenchView:
        text = self._port.demo_scan(wrong)
        return self._port.scan(text, scan_id, origin) if text else self._port.view()

    def painted(self) -> None:
        """The bench was just painted; what was painted has still to reach the screen."""
        if scans_first.under_way and not self._busy:
            QTimer.singleShot(0, self._let_others_go_on)

    def _let_others_go_on(self) -> None:
        if not self._busy:
            scans_first.is_over(ScanPart.ANSWERING)

    def _put(self, work: Callable[[], BenchView]) -> None:
        scans_first.begins(ScanPart.ANSWERING)
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
