"""Serial scanners over pseudo-terminals: real bytes, unplugging, two at one bench."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fbm_desk.devices.attendant import Attendant
from fbm_desk.devices.serial_line import SerialLine
from fbm_desk.devices.serial_scanner import ScannerConnection, serial_scanner
from fbm_desk.devices.states import Condition, DeviceState, DeviceTrouble
from tests.devices.pty_line import Pty

WAIT_S = 20.0


class Heard:
    """What scanners said, in the order they said it."""

    def __init__(self) -> None:
        self.scans: queue.Queue[tuple[str, str]] = queue.Queue()
        self.states: queue.Queue[DeviceState] = queue.Queue()

    def scan(self, text: str, source: str) -> None:
        self.scans.put((text, source))

    def next_scan(self) -> tuple[str, str]:
        return self.scans.get(timeout=WAIT_S)

    def wait_for(self, condition: Condition) -> None:
        while self.states.get(timeout=WAIT_S).condition is not condition:
            pass


@contextmanager
def running(name: str, port: str, heard: Heard) -> Iterator[Attendant]:
    scanner = serial_scanner(name, port, 9_600, heard.scan, heard.states.put)
    scanner.start()
    try:
        yield scanner
    finally:
        scanner.stop()


def test_what_it_sends_is_scanned() -> None:
    heard = Heard()
    with Pty() as pty, running("Scanner 1", pty.port, heard):
        heard.wait_for(Condition.WORKS)
        pty.send(b"4006381333931\r")
        assert heard.next_scan() == ("4006381333931", "Scanner 1")
        pty.send(b"MUG-1\r\nMUG-2\r\n")
        assert [heard.next_scan()[0], heard.next_scan()[0]] == ["MUG-1", "MUG-2"]


def test_two_scanners_at_one_bench_do_not_mix() -> None:
    heard = Heard()
    with (
        Pty() as left,
        Pty() as right,
        running("Left", left.port, heard),
        running("Right", right.port, heard),
    ):
        heard.wait_for(Condition.WORKS)
        heard.wait_for(Condition.WORKS)
        left.send(b"MUG-BLU-350\r")
        right.send(b"SPOON-00001\r")
        assert {heard.next_scan(), heard.next_scan()} == {
            ("MUG-BLU-350", "Left"),
            ("SPOON-00001", "Right"),
        }


def test_one_that_is_not_plugged_in_says_so_and_is_found_when_it_is(tmp_path: Path) -> None:
    heard, port = Heard(), tmp_path / "by-id"
    with running("Scanner 2", str(port), heard):
        assert heard.states.get(timeout=WAIT_S) == DeviceState("Scanner 2", Condition.MISSING)
        with Pty() as pty:
            os.symlink(pty.port, port)
            heard.wait_for(Condition.WORKS)
            pty.send(b"MUG-1\r")
            assert heard.next_scan() == ("MUG-1", "Scanner 2")


def test_one_that_is_unplugged_half_way_through_a_code_drops_it_and_comes_back(
    tmp_path: Path,
) -> None:
    heard, port = Heard(), tmp_path / "by-id"
    with Pty() as first:
        os.symlink(first.port, port)
        with running("Scanner", str(port), heard):
            heard.wait_for(Condition.WORKS)
            first.unplug()
            heard.wait_for(Condition.LOST)
            with Pty() as second:
                port.unlink()
                os.symlink(second.port, port)
                heard.wait_for(Condition.WORKS)
                second.send(b"MUG-2\r")
                assert heard.next_scan() == ("MUG-2", "Scanner")


def test_a_port_is_had_by_one_and_free_when_it_ends() -> None:
    heard = Heard()
    with Pty() as pty:
        with running("Scanner", pty.port, heard):
            heard.wait_for(Condition.WORKS)
            with pytest.raises(DeviceTrouble) as raised:
                SerialLine(pty.port).open()
            assert raised.value.condition is Condition.BUSY
        again = SerialLine(pty.port)
        again.open()
        again.close()


def test_noise_is_told_and_forgotten_with_the_next_good_code() -> None:
    heard = Heard()
    with Pty() as pty, running("Scanner", pty.port, heard):
        heard.wait_for(Condition.WORKS)
        pty.send(b"\x86\x9e\x1a\xe6\r")
        assert heard.next_scan() == ("", "Scanner")
        heard.wait_for(Condition.NOT_UNDERSTOOD)
        pty.send(b"MUG-1\r")
        assert heard.next_scan() == ("MUG-1", "Scanner")
        heard.wait_for(Condition.WORKS)


class Told:
    """A line that gives what a test wrote down: bytes, or a moment without any."""

    def __init__(self, reads: list[bytes]) -> None:
        self._reads = reads

    def open(self) -> None:
        """Always there."""

    def read(self) -> bytes:
        return self._reads.pop(0)

    def write(self, data: bytes) -> None:
        """A scanner is told nothing."""

    def close(self) -> None:
        """Nothing to close."""


def test_a_code_cut_by_a_new_connection_is_not_glued_to_the_next() -> None:
    scans: list[str] = []
    line = Told([b"400638", b"MUG-1\r"])
    connection = ScannerConnection("S", line, lambda text, _: scans.append(text), lambda: 0.0)
    for _ in range(2):
        connection.open()
        connection.turn()
    assert scans == ["MUG-1"]


def test_codes_that_come_in_byte_by_byte_at_the_same_time_do_not_mix() -> None:
    scans: list[tuple[str, str]] = []
    sent = {"Left": b"MUG-BLU-350\r", "Right": b"SPOON-00001\r"}
    connections = [
        ScannerConnection(
            name,
            Told([bytes([byte]) for byte in code]),
            lambda text, source: scans.append((text, source)),
            lambda: 0.0,
        )
        for name, code in sent.items()
    ]
    for _ in sent["Left"]:
        for connection in connections:
            connection.turn()
    assert scans == [("MUG-BLU-350", "Left"), ("SPOON-00001", "Right")]
