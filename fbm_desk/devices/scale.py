"""A scale in its own thread: asked or listened to, its newest weight at hand, its state told."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from fbm_desk.devices.attendant import Attendant
from fbm_desk.devices.hid_scale import HidLine
from fbm_desk.devices.scale_protocols import PROTOCOLS, hid_report
from fbm_desk.devices.scale_protocols import Protocol as Language
from fbm_desk.devices.serial_line import SerialLine
from fbm_desk.devices.serial_scanner import Line
from fbm_desk.devices.states import Condition, OnState
from fbm_desk.devices.weights import Reading, ScaleTrouble

ASK_S = 0.2
FRESH_S = 1.0
"""An older weight says nothing of what lies on the scale now."""
SILENT_S = 2.0
_FOREIGN = 5
"""So many replies that mean nothing in a row: another protocol is set at the scale."""
USB = "usb"


class Scale(Protocol):
    """What the bench asks of a scale."""

    def latest(self) -> Reading | None:
        """The newest weight; None when none came in the last second."""


class ScaleConnection:
    """A line to a scale, the language spoken on it, and the newest weight."""

    def __init__(
        self, line: Line, language: Language, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._line = line
        self._language = language
        self._clock = clock
        self._reading: Reading | None = None
        self._waiting = b""
        self._asked_s = self._heard_s = 0.0
        self._foreign = 0

    def latest(self) -> Reading | None:
        """The newest weight; from any thread."""
        reading = self._reading
        return reading if reading and self._clock() - reading.at_s <= FRESH_S else None

    def open(self) -> None:
        """Begin with nothing known."""
        self._reading, self._waiting, self._foreign = None, b"", 0
        self._line.open()
        self._heard_s = self._clock()
        self._asked_s = self._heard_s - ASK_S

    def turn(self) -> Condition:
        """Ask if it is time, and take in what came."""
        now_s = self._clock()
        if self._language.ask and now_s - self._asked_s >= ASK_S:
            self._line.write(self._language.ask)
            self._asked_s = now_s
        if data := self._line.read():
            self._heard_s = self._clock()
            replies, self._waiting = self._language.cut(self._waiting + data)
            for reply in replies:
                self._take(reply)
        if self._clock() - self._heard_s > SILENT_S:
            return Condition.SILENT
        return Condition.NOT_UNDERSTOOD if self._foreign >= _FOREIGN else Condition.WORKS

    def close(self) -> None:
        """Let it go; what it said last is no weight any more."""
        self._reading = None
        self._line.close()

    def _take(self, reply: bytes) -> None:
        said = self._language.meaning(reply)
        if said is None:
            self._foreign += 1
            return
        self._foreign = 0
        self._reading = Reading(said.grams, said.stable, self._clock(), said.trouble.value)


class RunningScale:
    """A scale and its thread: `start` it, ask `latest`, `stop` it in the end."""

    def __init__(self, name: str, connection: ScaleConnection, on_state: OnState) -> None:
        self.source = name
        self._connection = connection
        self._attendant = Attendant(name, connection, on_state)

    def start(self) -> None:
        """Begin."""
        self._attendant.start()

    def stop(self) -> None:
        """End."""
        self._attendant.stop()

    def latest(self) -> Reading | None:
        """The newest weight; None when none came in the last second."""
        return self._connection.latest()


def stable_grams(scale: Scale | None) -> int | None:
    """What lies on the scale now, at rest and without trouble; None without such a weight."""
    reading = scale.latest() if scale else None
    at_rest = reading and reading.stable and reading.trouble == ScaleTrouble.NONE.value
    return reading.grams if reading and at_rest else None


def scale(name: str, protocol: str, port: str, baud: int, on_state: OnState) -> RunningScale:
    """A scale in its thread, not started yet."""
    return RunningScale(name, scale_connection(protocol, port, baud), on_state)


def scale_connection(protocol: str, port: str, baud: int) -> ScaleConnection:
    """A scale by its protocol: `sics` and `toledo` on a line, `usb` without one.

    Raises `KeyError` for another protocol; the settings know which there are.
    """
    if protocol == USB:
        return ScaleConnection(HidLine(port), Language(b"", lambda data: ([data], b""), hid_report))
    return ScaleConnection(SerialLine(port, baud), PROTOCOLS[protocol])
