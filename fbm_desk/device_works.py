"""The devices of a bench at work: opened as the settings name them, heard by the window.

What they tell is the window's to show; this room only tells whose word it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fbm_desk.devices.states import Condition, DeviceKind, DeviceState
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.services.parcel_view import ScaleView
from fbm_desk.settings import Settings

if TYPE_CHECKING:
    from fbm_desk.devices.camera_eye import Preview


class Ear(Protocol):
    """Who hears the devices, in their threads."""

    def scanned(self, text: str, device: str, source: ScanSource, picture: bytes = b"") -> None:
        """A device read this; an empty text is noise."""

    def said(self, kind: DeviceKind, device: str, condition: Condition) -> None:
        """How a device is from now on."""

    def seen(self, device: str, picture: Preview) -> None:
        """What a camera sees."""


class Running(Protocol):
    """What is open."""

    def reading(self) -> ScaleView | None:
        """What the scale shows now."""

    def stop(self) -> None:
        """End it."""


@dataclass(frozen=True, slots=True)
class DeviceWorks:
    """Devices that run."""

    _reading: Callable[[], ScaleView | None]
    _stop: Callable[[], None]

    def reading(self) -> ScaleView | None:
        """What the scale shows now; None without a scale, or while it is silent."""
        return self._reading()

    def stop(self) -> None:
        """End all of them."""
        self._stop()


def open_devices(here: Settings, ear: Ear) -> Running:
    """Start what the settings name; none of it is waited for."""
    if not (here.serial_scanners or here.camera.device or here.scale.protocol):
        return DeviceWorks(lambda: None, lambda: None)
    from fbm_desk.devices.bench_devices import Listeners, bench_devices

    frames: dict[str, bytes] = {}  # of the scan that its camera is about to tell

    def scanned(text: str, device: str) -> None:
        by_camera = device == here.camera.name and bool(here.camera.device)
        source = ScanSource.CAMERA if by_camera else ScanSource.SERIAL
        ear.scanned(text, device, source, frames.pop(device, b""))

    def proven(_text: str, device: str, jpeg: bytes) -> None:
        frames[device] = jpeg

    kinds = _kinds(here)

    def said(state: DeviceState) -> None:
        ear.said(kinds[state.source], state.source, state.condition)

    devices = bench_devices(here, Listeners(scanned, said, ear.seen, proven))
    devices.start()

    def reading() -> ScaleView | None:
        shown = devices.scale.latest() if devices.scale else None
        return ScaleView(shown.grams, shown.stable, shown.trouble) if shown else None

    return DeviceWorks(reading, devices.stop)


def _kinds(here: Settings) -> dict[str, DeviceKind]:
    """What each device is, by its name; the settings see to it that names differ."""
    kinds = {one.name: DeviceKind.SCANNER for one in here.serial_scanners}
    if here.scale.protocol:
        kinds[here.scale.name] = DeviceKind.SCALE
    if here.camera.device:
        kinds[here.camera.name] = DeviceKind.CAMERA
    return kinds
