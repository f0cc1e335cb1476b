"""The bench's devices as the window hears them: scans, weights, pictures, and how each device is.

They are opened once the window is shown, on a thread of their own. What they tell in their threads
crosses by the bridge; what a scan means is not decided here.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from fbm_desk.devices.states import Condition, DeviceKind
from fbm_desk.domain.scan_source import Origin, ScanSource
from fbm_desk.gui.bridge import Bridge
from fbm_desk.services.desk_view import BenchScreen, BenchView, StatusEntry
from fbm_desk.services.parcel_view import ScaleView
from fbm_desk.services.scale_watch import ScaleWatch
from fbm_desk.texts import say
from fbm_desk.threads import ScanPart, scans_first

if TYPE_CHECKING:
    from fbm_desk.devices.camera_eye import Preview

POLL_MS = 100
REPEAT_S = 0.3
"""A scanner whose trigger is held sends the same code again sooner than a hand changes units."""
_ICONS = {
    DeviceKind.SCANNER: "scan-barcode",
    DeviceKind.CAMERA: "camera",
    DeviceKind.SCALE: "scale",
}
_WELL = frozenset({Condition.WORKS, Condition.STOPPED})
_ON_THE_SCALE = frozenset({BenchScreen.WEIGHING, BenchScreen.WEIGHT_OFF})


class Bench(Protocol):
    """What the devices are told to: the bench's screen."""

    def hear(self, text: str, origin: Origin, scan_id: str = "") -> None:
        """Have a scan answered, wherever the window is."""

    def unreadable(self) -> None:
        """A scanner sent what is no code."""

    def view(self) -> BenchView | None:
        """What the bench shows now."""

    def watch_scale(self, scale_g: Callable[[], int | None]) -> None:
        """Know from now on what lies on the scale when a scan is made."""

    def take_weight(self, grams: int) -> None:
        """Have the full box judged."""

    def show_weight(self, shown: ScaleView | None) -> None:
        """Show what the scale says."""

    def show_devices(self, entries: tuple[StatusEntry, ...], heard: bool) -> None:
        """Say which devices are not as they should be, and whether one that scans is heard."""

    def show_picture(self, camera: str, picture: Preview | None) -> None:
        """Show what the camera sees; None when it sees nothing any more."""


class OpenDevices(Protocol):
    """Devices that run; any thread may ask them."""

    def reading(self) -> ScaleView | None:
        """What the scale shows now; None without a scale, or while it is silent."""

    def stop(self) -> None:
        """End all of them."""


class Instruments(QObject):
    """Opens the devices, hears them, and lets them go. `open_all` is called on another thread.

    `scanned`, `said` and `seen` are for the devices' own threads.
    """

    def __init__(
        self,
        open_all: Callable[[Instruments], OpenDevices],
        bridge: Bridge,
        bench: Bench,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._open_all, self._bridge, self._bench, self._clock = open_all, bridge, bench, clock
        self._lock = threading.Lock()
        self._devices: OpenDevices | None = None
        self._closed = False
        self._conditions: dict[str, tuple[DeviceKind, Condition]] = {}
        self._last: dict[str, tuple[str, float, str]] = {}
        self._picture: tuple[str, Preview] | None = None
        self._watch = ScaleWatch()
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._look_at_scale)

    def start(self) -> None:
        """Open the devices; nobody waits for it."""
        self._bridge.ask_aside(self._open, self._opened, _not_opened)

    def stop(self) -> None:
        """Let the devices go, also those that are just being opened."""
        self._poll.stop()
        with self._lock:
            self._closed = True
            devices, self._devices = self._devices, None
        if devices is not None:
            devices.stop()

    def _open(self) -> None:
        devices = self._open_all(self)
        with self._lock:
            closed = self._closed
            self._devices = None if closed else devices
        if closed:
            devices.stop()

    def _opened(self, _nothing: None) -> None:
        self._bench.watch_scale(self.grams)
        self._poll.start()

    # --- told in the devices' threads -------------------------------------------------------------

    def scanned(self, text: str, device: str, source: ScanSource, picture: bytes = b"") -> None:
        """A device read this; an empty text is noise."""
        if not text:
            self._bridge.tell(self._bench.unreadable)
            return
        scans_first.begins(ScanPart.ANSWERING)
        origin = Origin(source, self.grams(), picture)
        self._bridge.tell(partial(self._bench.hear, text, origin, self._id_of(text, device)))

    def said(self, kind: DeviceKind, device: str, condition: Condition) -> None:
        """How a device is from now on."""
        self._bridge.tell(partial(self._note, kind, device, condition))

    def seen(self, device: str, picture: Preview) -> None:
        """What a camera sees. A window that is slow gets the newest picture only."""
        with self._lock:
            on_its_way = self._picture is not None
            self._picture = (device, picture)
        if not on_its_way:
            self._bridge.tell(self._show_picture)

    def grams(self) -> int | None:
        """What lies on the scale, at rest and without trouble; None without such a weight."""
        shown = self._reading()
        at_rest = shown is not None and shown.stable and not shown.trouble
        return shown.grams if shown is not None and at_rest else None

    def _reading(self) -> ScaleView | None:
        devices = self._devices
        return devices.reading() if devices is not None else None

    def _id_of(self, text: str, device: str) -> str:
        """An id for the scan; that of the scan before when a device only repeats itself."""
        before, now_s = self._last.get(device), self._clock()
        again = before is not None and before[0] == text and now_s - before[1] < REPEAT_S
        scan_id = before[2] if before is not None and again else uuid.uuid4().hex
        self._last[device] = (text, now_s, scan_id)
        return scan_id

    # --- on the interface's thread ----------------------------------------------------------------

    def _note(self, kind: DeviceKind, device: str, condition: Condition) -> None:
        self._conditions[device] = (kind, condition)
        if kind is DeviceKind.CAMERA and condition is not Condition.WORKS:
            self._bench.show_picture(device, None)
        heard = any(
            kind is not DeviceKind.SCALE and condition is Condition.WORKS
            for kind, condition in self._conditions.values()
        )
        self._bench.show_devices(tuple(self._entries()), heard)

    def _entries(self) -> list[StatusEntry]:
        return [
            StatusEntry(_ICONS[kind], say(f"device.{condition.value}", name=name), fault=True)
            for name, (kind, condition) in self._conditions.items()
            if condition not in _WELL
        ]

    def _show_picture(self) -> None:
        with self._lock:
            newest, self._picture = self._picture, None
        if newest is not None:
            self._bench.show_picture(*newest)

    def _look_at_scale(self) -> None:
        shown = self._reading()
        self._bench.show_weight(shown)
        view = self._bench.view()
        weighing = view.weighing if view and view.screen in _ON_THE_SCALE else None
        if weighing is None or shown is None:
            self._watch.nobody_waits()
            return
        at_rest = shown.grams if shown.stable and not shown.trouble else None
        grams = self._watch.shown(weighing.box, weighing.expected_g, at_rest, self._clock())
        if grams is not None:
            self._bench.take_weight(grams)


def _not_opened(error: BaseException) -> None:
    """A mistake of ours; the bench goes on without its devices."""
    logging.getLogger("fbm_desk").error("the devices were not opened", exc_info=error)
