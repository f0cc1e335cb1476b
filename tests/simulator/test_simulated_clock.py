"""The simulator's time runs as fast as it is told, and never backwards."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from fbm_desk.simulator.clock import Clock
from tests.simulator.seller import NOW


class WallClock:
    """Real seconds that a test lets pass."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_time_passes_as_fast_as_its_speed() -> None:
    wall = WallClock()
    clock = Clock(NOW, speed=60, real_seconds=wall)
    wall.seconds += 2
    assert clock.now() == NOW + timedelta(minutes=2)


def test_a_new_speed_does_not_change_what_has_passed() -> None:
    wall = WallClock()
    clock = Clock(NOW, real_seconds=wall)
    wall.seconds += 10
    clock.speed = 0
    wall.seconds += 10
    assert clock.seconds() == 10


def test_time_that_stands_still_can_be_moved_by_hand() -> None:
    clock = Clock(NOW, speed=0)
    clock.advance(90)
    assert clock.now() == NOW + timedelta(seconds=90)


def test_time_does_not_run_backwards() -> None:
    clock = Clock(NOW)
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="backwards"):
        clock.speed = -1


def test_a_clock_needs_to_know_its_offset() -> None:
    with pytest.raises(ValueError, match="aware"):
        Clock(datetime(2026, 11, 12))  # noqa: DTZ001
