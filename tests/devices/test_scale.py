"""A scale at work: the pretend one over its port, told bytes, and reports through a pipe."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fbm_desk.devices.hid_scale import HidLine, usb_scales
from fbm_desk.devices.scale import FRESH_S, ScaleConnection, scale, stable_grams
from fbm_desk.devices.scale_protocols import PROTOCOLS
from fbm_desk.devices.serial_line import SerialLine
from fbm_desk.devices.states import Condition, DeviceState, DeviceTrouble
from fbm_desk.devices.weights import Reading
from fbm_desk.simulator.scale import SimulatedScale

WAIT_S = 20.0


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tray(clock: Clock) -> Iterator[SimulatedScale]:
    pretend = SimulatedScale(clock)
    pretend.start()
    yield pretend
    pretend.stop()


def turns(connection: ScaleConnection, clock: Clock, count: int = 3) -> Condition:
    """Some turns, each with a new question."""
    for _ in range(count):
        clock.now_s += 0.25
        condition = connection.turn()
    return condition


def until(connection: ScaleConnection, clock: Clock, wanted: Callable[[Reading], bool]) -> Reading:
    """Turn until a reading is as wanted, however slowly this computer answers."""
    for _ in range(400):
        clock.now_s += 0.25
        connection.turn()
        reading = connection.latest()
        if reading and wanted(reading):
            return reading
    raise AssertionError("no such reading")


@pytest.fixture
def asked(tray: SimulatedScale, clock: Clock) -> Iterator[ScaleConnection]:
    connection = ScaleConnection(SerialLine(tray.url), PROTOCOLS["sics"], clock)
    connection.open()
    yield connection
    connection.close()


def test_what_is_put_on_it_is_weighed_once_it_rests(
    asked: ScaleConnection, tray: SimulatedScale, clock: Clock
) -> None:
    tray.put(350)
    resting = until(asked, clock, lambda reading: reading.stable)
    assert (resting.grams, resting.trouble) == (350, "")
    assert stable_grams(asked) == 350


def test_a_weight_in_motion_is_no_weight(
    asked: ScaleConnection, tray: SimulatedScale, clock: Clock
) -> None:
    def moving(reading: Reading) -> bool:
        tray.put(tray_g[0] + 100)  # more and more is put on it
        tray_g[0] += 100
        return not reading.stable

    tray_g = [0]
    until(asked, clock, moving)
    assert stable_grams(asked) is None


def test_too_much_is_told(asked: ScaleConnection, tray: SimulatedScale, clock: Clock) -> None:
    tray.put(50_000)
    until(asked, clock, lambda reading: reading.trouble == "over")
    assert stable_grams(asked) is None


def test_a_weight_is_forgotten_after_a_second(asked: ScaleConnection, clock: Clock) -> None:
    until(asked, clock, lambda reading: reading.stable)
    assert stable_grams(asked) == 0
    clock.now_s += FRESH_S + 0.1
    assert asked.latest() is None


def test_without_a_scale_there_is_no_weight() -> None:
    assert stable_grams(None) is None


class Told:
    """A line that gives what a test wrote down, then nothing."""

    def __init__(self, *reads: bytes) -> None:
        self.reads = list(reads)
        self.written: list[bytes] = []

    def open(self) -> None:
        """Always there."""

    def read(self) -> bytes:
        return self.reads.pop(0) if self.reads else b""

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def close(self) -> None:
        """Nothing to close."""


def told(clock: Clock, protocol: str, *reads: bytes) -> ScaleConnection:
    connection = ScaleConnection(Told(*reads), PROTOCOLS[protocol], clock)
    connection.open()
    return connection


def test_a_reply_in_pieces_is_one(clock: Clock) -> None:
    connection = told(clock, "sics", b"S S    1", b"23.4", b" g\r", b"\n")
    turns(connection, clock, 4)
    assert stable_grams(connection) == 123


def test_one_that_does_not_answer_is_silent(clock: Clock) -> None:
    connection = told(clock, "sics", b"S S 5 g\r\n")
    assert turns(connection, clock, 2) is Condition.WORKS
    assert turns(connection, clock, 10) is Condition.SILENT
    assert connection.latest() is None


def test_another_protocol_is_told_as_such(clock: Clock) -> None:
    connection = told(clock, "sics", *[b"ST,GS,+00012.3 g\r\n"] * 6)
    assert turns(connection, clock, 6) is Condition.NOT_UNDERSTOOD


def test_it_is_asked_five_times_a_second_at_most(clock: Clock) -> None:
    line = Told()
    connection = ScaleConnection(line, PROTOCOLS["sics"], clock)
    connection.open()
    for _ in range(100):
        clock.now_s += 0.01
        connection.turn()
    assert len(line.written) <= 6


def test_a_continuous_scale_is_only_listened_to(clock: Clock) -> None:
    frame = b"\x02" + bytes([0x2D, 0x30, 0x20]) + b"  1234     0\r"
    connection = told(clock, "toledo", frame * 3)
    turns(connection, clock, 1)
    assert stable_grams(connection) == 1234


def test_it_runs_in_its_thread_tells_that_the_scale_went_and_ends() -> None:
    states: list[DeviceState] = []
    changed = threading.Event()

    def hear(state: DeviceState) -> None:
        states.append(state)
        changed.set()

    pretend = SimulatedScale()
    pretend.start()
    running = scale("Scale", "sics", pretend.url, 9_600, hear)
    running.start()
    assert changed.wait(WAIT_S)
    changed.clear()
    pretend.stop()
    assert changed.wait(WAIT_S)
    running.stop()
    conditions = [state.condition for state in states]
    assert conditions[:2] == [Condition.WORKS, Condition.LOST]
    assert conditions[-1] is Condition.STOPPED
    assert running.latest() is None


def test_a_usb_scale_gives_a_report_a_read(tmp_path: Path) -> None:
    pipe = tmp_path / "hidraw0"
    os.mkfifo(pipe)
    line = HidLine(str(pipe))
    line.open()
    with pipe.open("wb", buffering=0) as device:
        device.write(bytes([3, 4, 2, 0, 0x2C, 0x01]))
        assert line.read() == bytes([3, 4, 2, 0, 0x2C, 0x01])
        assert line.read() == b""
    with pytest.raises(DeviceTrouble) as raised:
        line.read()
    assert raised.value.condition is Condition.LOST
    line.close()


def test_a_usb_scale_is_found_among_keyboards(tmp_path: Path) -> None:
    for number, descriptor in enumerate(("05010906", "058d0920", "050d0904")):
        device = tmp_path / f"hidraw{number}" / "device"
        device.mkdir(parents=True)
        (device / "report_descriptor").write_bytes(bytes.fromhex(descriptor))
    assert usb_scales(tmp_path) == ["/dev/hidraw1"]


def test_no_usb_scale_is_told_as_missing(tmp_path: Path) -> None:
    with pytest.raises(DeviceTrouble) as raised:
        HidLine("", tmp_path).open()
    assert raised.value.condition is Condition.MISSING
