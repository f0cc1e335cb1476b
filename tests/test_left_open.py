"""The guards of all tests are themselves tested: what is left open or goes outside is found."""

from __future__ import annotations

import socket
import threading

import pytest
from sqlalchemy import create_engine

from tests import left_open, outside_world


def test_a_thread_that_still_waits_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_open, "ENDING_S", 0.01)
    before = left_open.now()
    release = threading.Event()
    waiting = threading.Thread(target=release.wait, name="forgotten printer", daemon=True)
    waiting.start()
    assert left_open.since(before) == ["thread forgotten printer"]
    release.set()
    waiting.join()
    assert left_open.since(before) == []


def test_a_connection_that_was_not_given_back_is_counted() -> None:
    engine = create_engine("sqlite://")
    before = left_open.now()
    connection = engine.connect()
    assert left_open.since(before) == ["1 database connection(s)"]
    connection.close()
    assert left_open.since(before) == []
    engine.dispose()


@pytest.mark.parametrize("address", [("203.0.113.7", 443), ("example.org", 80), ("2001:db8::1", 9)])
def test_an_address_outside_is_refused(address: tuple[str, int]) -> None:
    with pytest.raises(ConnectionRefusedError, match="loopback only"):
        outside_world.watch("socket.connect", (None, address))
    assert outside_world.attempts.pop() == str(address)


@pytest.mark.parametrize("address", [("127.0.0.1", 9100), ("localhost", 80), ("::1", 9), "/tmp/x"])
def test_this_machine_may_be_spoken_to(address: object) -> None:
    outside_world.watch("socket.connect", (None, address))
    assert not outside_world.attempts


def test_the_watch_is_on_duty() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line,
        pytest.raises(ConnectionRefusedError, match="loopback only"),
    ):
        line.connect(("203.0.113.7", 9))
    assert outside_world.attempts.pop().startswith("('203.0.113.7'")
