"""A camera that scans: its frames are looked at in its own thread, its scans told as they come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from fbm_desk.devices.attendant import Attendant
from fbm_desk.devices.camera_eye import CameraEye, Preview, as_jpeg
from fbm_desk.devices.camera_sources import FrameSource
from fbm_desk.devices.states import Condition, OnScan, OnState
from fbm_desk.threads import scans_first

OnPreview = Callable[[str, Preview], None]
"""The camera's name and a small picture, ten times a second at most, in the camera's thread."""
OnProof = Callable[[str, str, bytes], None]
"""Scanned text, camera's name and the whole frame as JPEG, just before the scan itself is told."""


@dataclass(frozen=True, slots=True)
class CameraListeners:
    """Who hears of a camera. Without `on_proof` no frame is kept."""

    on_scan: OnScan
    on_state: OnState
    on_preview: OnPreview | None = None
    on_proof: OnProof | None = None


class CameraConnection:
    """A source of frames and what looks at them."""

    def __init__(
        self,
        name: str,
        source: FrameSource,
        listeners: CameraListeners,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._source = source
        self._listeners = listeners
        self._clock = clock
        self._eye = CameraEye()

    def open(self) -> None:
        """Begin with fresh eyes."""
        self._eye = CameraEye()
        self._source.open()

    def turn(self) -> Condition:
        """Look at the newest frame, once the scan under way is answered."""
        scans_first.let_pass()
        frame = self._source.frame()
        looked = self._eye.look(frame, self._clock())
        to = self._listeners
        if looked.preview and to.on_preview:
            to.on_preview(self._name, looked.preview)
        if looked.scan:
            text = looked.scan.scan
            if to.on_proof:
                to.on_proof(text, self._name, as_jpeg(frame))
            to.on_scan(text, self._name)
        return Condition.DARK if looked.dark else Condition.WORKS

    def close(self) -> None:
        """Let the camera go."""
        self._source.close()


def camera(name: str, source: FrameSource, listeners: CameraListeners) -> Attendant:
    """A camera in its thread; `start` it, and `stop` it in the end."""
    return Attendant(name, CameraConnection(name, source, listeners), listeners.on_state)
