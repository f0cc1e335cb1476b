"""A bench that nobody uses locks itself; an alarm and a desk screen in front keep it open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from fbm_desk.domain.scan_source import Origin, ScanSource
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui.bench.wording import spoken
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.gallery_views import NOW, PACKING, WAITING, bench_views
from fbm_desk.gui.idle_lock import IdleLock
from fbm_desk.gui.packing_screen import PackingScreen
from fbm_desk.services.desk_view import BenchScreen, BenchView
from tests.gui.bench_world import HeardSounds, ScriptedDesk

LOCKED = replace(WAITING, screen=BenchScreen.LOCKED, packer="", verdict=Verdict(VerdictCode.LOCKED))
TAKEN_OVER = replace(WAITING, verdict=Verdict(VerdictCode.TAKEN_OVER, who="Sina Maly, Bench 2"))
pytestmark = pytest.mark.usefixtures("typeface")
REST = timedelta(minutes=5)


class LeftAlone(ScriptedDesk):
    """A desk that notes being locked."""

    def lock(self) -> BenchView:
        self.now_shown = LOCKED
        return LOCKED


@pytest.fixture
def clock() -> list[datetime]:
    """The time on the wall."""
    return [NOW]


@pytest.fixture
def bench(qtbot: QtBot, bridge: Bridge, clock: list[datetime]) -> Iterator[PackingScreen]:
    desk = LeftAlone(PACKING, {"MUG": bench_views()["counted"]})
    screen = PackingScreen(desk, bridge, HeardSounds(), now=lambda: clock[0], reduced_motion=True)
    qtbot.addWidget(screen)
    screen.show()
    with qtbot.waitSignal(screen.view_shown):
        screen.start()
    yield screen
    screen.stop()


def test_a_bench_left_alone_locks_itself(
    qtbot: QtBot, bench: PackingScreen, clock: list[datetime]
) -> None:
    clock[0] += REST
    with qtbot.waitSignal(bench.view_shown, timeout=10_000):
        pass
    view = bench.view()
    assert view is not None
    assert view.screen is BenchScreen.LOCKED


def test_every_scan_begins_the_rest_anew(clock: list[datetime]) -> None:
    lock = IdleLock(lambda: clock[0])
    clock[0] += REST - timedelta(seconds=1)
    lock.used()
    clock[0] += REST - timedelta(seconds=1)
    assert not lock.due(PACKING, in_front=True)
    clock[0] += timedelta(seconds=1)
    assert lock.due(PACKING, in_front=True)
    assert not lock.due(PACKING, in_front=True)


@pytest.mark.parametrize(
    ("view", "in_front"),
    [
        (bench_views()["cancelled"], True),
        (TAKEN_OVER, True),
        (LOCKED, True),
        (PACKING, False),
    ],
)
def test_alarms_locked_benches_and_desk_screens_stay(
    clock: list[datetime], view: BenchView, in_front: bool
) -> None:
    lock = IdleLock(lambda: clock[0])
    clock[0] += 2 * REST
    assert not lock.due(view, in_front)


SEEN, SCANNED = Origin(ScanSource.CAMERA), Origin(ScanSource.WEDGE)
MINUTE = timedelta(minutes=1)


def locks_after(lock: IdleLock, clock: list[datetime], *reads: str) -> bool:
    """True when it locks although a camera reads these, one a minute."""
    due = False
    for text in reads:
        clock[0] += MINUTE
        lock.scanned(text, SEEN)
        due = due or lock.due(PACKING, in_front=True)
    return due


def test_a_label_that_lies_under_the_camera_is_nobody(clock: list[datetime]) -> None:
    lock = IdleLock(lambda: clock[0])
    assert locks_after(lock, clock, *["KP000001111PT"] * 7)


def test_two_labels_under_the_camera_are_nobody_either(clock: list[datetime]) -> None:
    lock = IdleLock(lambda: clock[0])
    assert locks_after(lock, clock, *["KP000001111PT", "4006381333931"] * 5)


def test_codes_that_are_newly_shown_keep_the_bench_open(clock: list[datetime]) -> None:
    lock = IdleLock(lambda: clock[0])
    assert not locks_after(lock, clock, *(f"KP00000{number}PT" for number in range(20)))


def test_the_same_code_is_new_after_somebody_was_here(clock: list[datetime]) -> None:
    lock = IdleLock(lambda: clock[0])
    lock.scanned("MUG", SEEN)
    clock[0] += 4 * MINUTE
    lock.scanned("MUG", SCANNED)
    assert not locks_after(lock, clock, *["MUG"] * 5)
    assert locks_after(lock, clock, "MUG")


def test_units_of_one_code_that_count_are_work(clock: list[datetime]) -> None:
    lock = IdleLock(lambda: clock[0])
    for _ in range(20):
        clock[0] += MINUTE
        lock.scanned("MUG", SEEN)
        lock.answered(bench_views()["counted"])
        assert not lock.due(PACKING, in_front=True)
    lock.answered(bench_views()["wrong"])
    assert locks_after(lock, clock, *["MUG"] * 6)


def test_the_bench_locks_while_its_camera_reads_one_label(
    qtbot: QtBot, bench: PackingScreen, clock: list[datetime]
) -> None:
    bench.take_scan("LABEL", SEEN)
    clock[0] += REST
    bench.take_scan("LABEL", SEEN)
    qtbot.waitUntil(lambda: bench.view() is not None and _locked(bench), timeout=10_000)


def _locked(bench: PackingScreen) -> bool:
    view = bench.view()
    return view is not None and view.screen is BenchScreen.LOCKED


def test_a_locked_bench_speaks_of_its_order_only_when_it_has_one() -> None:
    assert spoken(LOCKED).hint == ""
    with_order = replace(LOCKED, order=PACKING.order)
    assert spoken(with_order).hint == "The order stays on this bench"
