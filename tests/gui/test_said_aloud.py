"""Counts and refusals said aloud, where a shop wants it, beside their tones."""

from __future__ import annotations

import os
from pathlib import Path

from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui.bench_voice import BenchVoice
from fbm_desk.gui.said_aloud import said_aloud
from fbm_desk.services.desk_view import BenchScreen, BenchView
from fbm_desk.settings import FILE_NAME, Loudness, LoudnessWatch
from tests.gui.bench_world import HeardSounds

V = VerdictCode


def words(verdict: Verdict | None) -> str:
    return said_aloud(BenchView(BenchScreen.PACKING, "Bench 1", verdict=verdict))


def test_how_many_are_to_come_is_said() -> None:
    said = [words(Verdict(V.COUNTED, left=left)) for left in (3, 1, 0)]
    assert said == ["3 more", "One more", "Complete"]
    assert words(Verdict(V.ORDER_COMPLETE)) == "Order complete"


def test_that_a_unit_is_not_counted_is_said() -> None:
    dropped = Verdict(V.BOX_OPEN, box=2, dropped="asking_serial")
    assert words(dropped) == "Unit not counted. Box 2 is open"
    assert words(Verdict(V.BOX_OPEN, box=2)) == ""


def test_what_is_wrong_is_said_as_it_is_shown() -> None:
    assert words(Verdict(V.WRONG_ITEM)).startswith("Wrong item")


def test_what_needs_no_ear_is_not_said() -> None:
    assert [words(None), words(Verdict(V.NOT_NOW)), words(Verdict(V.SIGNED_IN))] == ["", "", ""]


def test_nothing_is_said_unless_it_is_wanted() -> None:
    sounds, said = HeardSounds(), list[str]()
    voice = BenchVoice(sounds)
    view = BenchView(BenchScreen.PACKING, "Bench 1", verdict=Verdict(V.COUNTED, left=2))
    voice.tell(None, view)
    voice.say_aloud = said.append
    voice.tell(view, view)
    assert (sounds.heard, said) == (["counted", "counted"], ["2 more"])


def test_another_volume_in_the_settings_holds_at_once(tmp_path: Path) -> None:
    file = tmp_path / FILE_NAME
    file.write_text("sound_volume = 80\n")
    watch = LoudnessWatch(tmp_path)
    assert watch.newer() is None
    file.write_text("sound_volume = 25\nspeak = true\n")
    os.utime(file, (1, 1))
    assert watch.newer() == Loudness(0.25, True)
    assert watch.newer() is None
    file.write_text("sound_volume = [\n")
    os.utime(file, (2, 2))
    assert watch.newer() is None
