"""A scanner on a serial port: its own thread, its own buffer, its codes told as they come."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from fbm_desk.devices.attendant import Attendant
from fbm_desk.devices.serial_codes import SerialCodes
from fbm_desk.devices.serial_line import SerialLine
from fbm_desk.devices.states import Condition, OnScan, OnState


class Line(Protocol):
    """Bytes from and to a device; `SerialLine`."""

    def open(self) -> None:
        """Connect. Raises `DeviceTrouble`."""

    def read(self) -> bytes:
        """What has come; empty after a moment without. Raises `DeviceTrouble`."""

    def write(self, data: bytes) -> None:
        """Send. Raises `DeviceTrouble`."""

    def close(self) -> None:
        """Disconnect; also when never connected."""


class ScannerConnection:
    """A line and what is read from it. A code cut short by unplugging is dropped."""

    def __init__(
        self, name: str, line: Line, on_scan: OnScan, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name = name
        self._line = line
        self._on_scan = on_scan
        self._clock = clock
        self._codes = SerialCodes()
        self._garbled = False

    def open(self) -> None:
        """Begin with an empty buffer."""
        self._codes = SerialCodes()
        self._garbled = False
        self._line.open()

    def turn(self) -> Condition:
        """Read once, and tell what became whole. Noise is told as an empty text: nothing is lost
        in silence."""
        data, now_s = self._line.read(), self._clock()
        texts = self._codes.received(data, now_s) if data else self._codes.silence(now_s)
        for text in texts:
            self._garbled = not text
            self._on_scan(text, self._name)
        return Condition.NOT_UNDERSTOOD if self._garbled else Condition.WORKS

    def close(self) -> None:
        """Let the port go."""
        self._line.close()


def serial_scanner(
    name: str, port: str, baud: int, on_scan: OnScan, on_state: OnState
) -> Attendant:
    """A scanner in its thread; `start` it, and `stop` it in the end."""
    return Attendant(name, ScannerConnection(name, SerialLine(port, baud), on_scan), on_state)
