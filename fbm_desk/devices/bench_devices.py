"""The devices of one bench as the settings name them: made, started and stopped as one.

What is scanned, weighed and seen is told to whoever opened them, in the devices' own threads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fbm_desk.devices.attendant import Attendant
from fbm_desk.devices.camera import CameraListeners, OnPreview, OnProof, camera
from fbm_desk.devices.camera_sources import FrameSource, source_of
from fbm_desk.devices.scale import RunningScale, scale
from fbm_desk.devices.serial_scanner import serial_scanner
from fbm_desk.devices.states import OnScan, OnState
from fbm_desk.settings import Settings


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of a bench's devices. Each is called in a device's thread and must not wait.

    An empty scan means that a scanner sent something that is no code. `on_proof` is asked only
    where the settings want proof kept.
    """

    on_scan: OnScan
    on_state: OnState
    on_preview: OnPreview | None = None
    on_proof: OnProof | None = None


@dataclass(frozen=True, slots=True)
class BenchDevices:
    """What is plugged in at a bench; `scale` is None where none is set."""

    scanners: tuple[Attendant, ...] = ()
    camera: Attendant | None = None
    scale: RunningScale | None = None

    def start(self) -> None:
        """Begin; none of them is waited for."""
        for one in self._all():
            one.start()

    def stop(self) -> None:
        """End all of them."""
        for one in self._all():
            one.stop()

    def _all(self) -> tuple[Attendant | RunningScale, ...]:
        return (*self.scanners, *(one for one in (self.camera, self.scale) if one))


def bench_devices(
    here: Settings,
    to: Listeners,
    source: Callable[[str, int, int], FrameSource] = source_of,
) -> BenchDevices:
    """The devices of the settings, not started yet; none for settings without any."""
    scanners = tuple(
        serial_scanner(one.name, one.port, one.baud, to.on_scan, to.on_state)
        for one in here.serial_scanners
    )
    return BenchDevices(scanners, _camera(here, to, source), _scale(here, to.on_state))


def _camera(
    here: Settings, to: Listeners, source: Callable[[str, int, int], FrameSource]
) -> Attendant | None:
    chosen = here.camera
    if not chosen.device:
        return None
    proof = to.on_proof if chosen.proof else None
    listeners = CameraListeners(to.on_scan, to.on_state, to.on_preview, proof)
    return camera(chosen.name, source(chosen.device, chosen.width, chosen.height), listeners)


def _scale(here: Settings, on_state: OnState) -> RunningScale | None:
    chosen = here.scale
    if not chosen.protocol:
        return None
    return scale(chosen.name, chosen.protocol, chosen.port, chosen.baud, on_state)
