"""A bench that nobody uses locks itself; an alarm and a desk screen in front keep it open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

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


def test_a_locked_bench_speaks_of_its_order_only_when_it_has_one() -> None:
    assert spoken(LOCKED).hint == ""
    with_order = replace(LOCKED, order=PACKING.order)
    assert spoken(with_order).hint == "The order stays on this bench"
