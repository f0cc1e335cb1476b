"""A day at a bench with a scanner at a port of its own and a scale: real bytes, the real window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fbm_desk.commands.demo_house import open_demo_house
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.desk_view import BenchScreen, BenchView
from fbm_desk.services.packing import Desk
from fbm_desk.settings import SerialScannerSettings
from fbm_desk.simulator.demo_hand import code_of, next_scan
from fbm_desk.simulator.demo_tray import hand_at, on_the_tray
from fbm_desk.simulator.demonstration import Demonstration
from fbm_desk.simulator.scale import SimulatedScale
from fbm_desk.window import Window
from tests.devices.pty_line import Pty
from tests.journeys.packer import WAIT_MS, Ear, Packer, close_window

ORDER = "113-4162259-9828607"
"""Two cream mugs and a packet of tea."""
MUG, TEA = "MUG-CRM-350", "TEA-MTN-250"


class Bench:
    """A packer whose scanner is on a port and whose box stands on a scale."""

    def __init__(self, window: Window, qtbot: QtBot, port: Pty, tray: SimulatedScale) -> None:
        self.window, self.qtbot, self.port, self.tray = window, qtbot, port, tray
        self.person = Packer(window, qtbot)
        self.put_in = hand_at(tray)

    def scan(self, code: str) -> BenchView:
        """Hold a code before the scanner; its answer."""
        return self.sends(f"{code}\r", 1)

    def sends(self, text: str, codes: int) -> BenchView:
        """The scanner sends so many codes; the answer to the last."""
        answers = [self.person.view().verdict]
        bench = self.window.shell.bench

        def answered(view: BenchView) -> None:
            if view.verdict is not answers[-1]:
                answers.append(view.verdict)

        bench.view_shown.connect(answered)
        self.port.send(text.encode())
        self.qtbot.waitUntil(lambda: len(answers) > codes, timeout=WAIT_MS)
        bench.view_shown.disconnect(answered)
        return self.person.view()

    def put(self) -> None:
        """What was counted is put into the box, and the scale comes to rest."""
        self.put_in(self.desk)
        self.rests_at(on_the_tray(self.desk))

    def rests_at(self, grams: int) -> None:
        """Wait until the scale shows this."""
        instruments = self.window.shell.instruments
        assert instruments is not None
        self.qtbot.waitUntil(lambda: instruments.grams() == grams, timeout=WAIT_MS)

    @property
    def desk(self) -> Desk:
        """The bench's own desk."""
        return self.window.works().bench.desk

    @property
    def session(self) -> Session:
        """The order in hand."""
        assert self.desk.bench is not None
        return self.desk.bench.opened.session


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    with Pty() as port, Demonstration(tmp_path, orders=12, seed=11, with_scale=True) as demo:
        house = open_demo_house(tmp_path, demo)
        scanners = (SerialScannerSettings(port.port, "Left hand"),)
        house = replace(house, settings=replace(house.settings, serial_scanners=scanners))
        window = Window(lambda: house, house.settings, hand=next_scan, sounds=Ear())
        window.shell.show()
        qtbot.waitExposed(window.shell.window)
        qtbot.waitUntil(lambda: window.shell.bench.view() is not None, timeout=WAIT_MS)
        assert demo.scale is not None
        person = Bench(window, qtbot, port, demo.scale)
        person.rests_at(0)
        yield person
        close_window(window)


def at_the_order(bench: Bench) -> None:
    """Sign in and take the order; the empty box stands on the scale."""
    bench.scan(bench.person.next_code())
    bench.scan(ORDER)
    bench.put()


def weighed_counts(bench: Bench) -> list[int | None]:
    """What lay on the scale as each unit was scanned."""
    return [count.scale_g for count in bench.session.counts]


def test_an_order_is_packed_weighed_and_closed_without_a_key(bench: Bench) -> None:
    at_the_order(bench)
    for code in (MUG, MUG, TEA):
        verdict = bench.scan(code_of(code)).verdict
        assert verdict is not None
        assert verdict.code in (VerdictCode.COUNTED, VerdictCode.WEIGHT_WANTED)
        bench.put()
    assert weighed_counts(bench) == [240, 410, 580]  # the box LONG first, which is suggested
    bench.person.wait_for(BenchScreen.LABELLED)
    assert [(one.box, one.grams) for one in bench.session.weights] == [(1, 945)]
    bench.scan(bench.session.tracking)
    assert bench.person.view().screen is BenchScreen.WAITING


def test_the_same_unit_scanned_twice_is_caught_by_its_weight(bench: Bench) -> None:
    at_the_order(bench)
    bench.scan(code_of(MUG))
    bench.qtbot.wait(400)  # a hand takes longer than a trigger that is held
    again = bench.scan(code_of(MUG)).verdict
    assert again is not None
    assert again.code is VerdictCode.NOT_IN_BOX
    assert bench.session.packed_units == 1
    bench.put()
    counted = bench.scan(code_of(MUG)).verdict
    assert counted is not None
    assert (counted.code, bench.session.packed_units) == (VerdictCode.COUNTED, 2)


def test_a_unit_that_is_missing_when_the_box_is_full_is_named(bench: Bench) -> None:
    at_the_order(bench)
    for code in (TEA, MUG):
        bench.scan(code_of(code))
        bench.put()
    bench.scan(code_of(MUG))  # and stays in the hand
    view = bench.person.wait_for(BenchScreen.WEIGHT_OFF)
    assert view.verdict is not None
    assert (view.verdict.came, view.verdict.grams) == (MUG, -170)
    bench.put()
    bench.person.wait_for(BenchScreen.LABELLED)


def test_a_trigger_that_is_held_counts_once(bench: Bench) -> None:
    at_the_order(bench)
    bench.sends(f"{code_of(MUG)}\r" * 5, 1)
    bench.put()
    bench.scan(code_of(TEA))
    assert bench.session.packed_units == 2


def test_a_scanner_that_is_unplugged_is_named_and_packing_goes_on(bench: Bench) -> None:
    at_the_order(bench)
    bench.port.unplug()
    screen = bench.window.shell.bench
    bench.qtbot.waitUntil(lambda: "Left hand" in screen.status_words(), timeout=WAIT_MS)
    bench.person.scan(code_of(MUG))
    assert bench.session.packed_units == 1


def test_without_an_answer_from_the_scale_nothing_is_weighed(bench: Bench) -> None:
    at_the_order(bench)
    bench.tray.put(40_000)  # more than it can weigh
    instruments = bench.window.shell.instruments
    assert instruments is not None
    bench.qtbot.waitUntil(lambda: instruments.grams() is None, timeout=WAIT_MS)
    for code in (MUG, MUG, TEA):
        bench.person.scan(code_of(code))
    bench.person.wait_for(BenchScreen.LABELLED)
    assert bench.session.state is State.LABELLED
    assert bench.session.weights == ()
