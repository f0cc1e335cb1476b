"""Words said aloud: by whichever program the system has, the newest only."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from fbm_desk.devices.speech import Speech, program_of

WAIT_S = 20.0
#: A speech program: writes down what it is to say, then takes its time.
SPEAKER = """
import pathlib, sys, time
said = pathlib.Path(sys.argv[1])
words = sys.stdin.read().strip()
with said.open("a") as file:
    file.write(words + "\\n")
time.sleep(float(sys.argv[2]))
with said.open("a") as file:
    file.write("said to its end\\n")
"""


def has(*names: str) -> Callable[[str], str | None]:
    """A system with these programs."""
    return lambda name: f"/usr/bin/{name}" if name in names else None


@pytest.mark.parametrize(
    ("platform", "programs", "first"),
    [
        ("linux", ("espeak-ng", "spd-say"), "espeak-ng"),
        ("linux", ("spd-say",), "spd-say"),
        ("linux", ("espeak-ng", "espeak"), "espeak-ng"),
        ("linux", (), ""),
        ("darwin", ("say",), "say"),
        ("win32", ("powershell",), "powershell"),
    ],
)
def test_the_systems_own_program_is_found(
    platform: str, programs: tuple[str, ...], first: str
) -> None:
    command = program_of("de", platform, has(*programs))
    assert (command or ("",))[0] == first
    if len(command) > 1:
        assert any("de" in part for part in command)


def until(said: Path, line: str) -> list[str]:
    """What was said, once this was among it."""
    pause = threading.Event()
    for _ in range(int(WAIT_S / 0.02)):
        lines = said.read_text().splitlines() if said.exists() else []
        if line in lines:
            return lines
        pause.wait(0.02)
    raise AssertionError(f"never said: {line}")


def test_new_words_cut_off_old_ones(tmp_path: Path) -> None:
    said = tmp_path / "said"
    speech = Speech((sys.executable, "-c", SPEAKER, str(said), "60"))
    speech.say("3 more")
    until(said, "3 more")
    speech.say("2 more")
    assert until(said, "2 more") == ["3 more", "2 more"]
    speech.close()


def test_words_are_said_to_their_end_when_nothing_follows(tmp_path: Path) -> None:
    said = tmp_path / "said"
    speech = Speech((sys.executable, "-c", SPEAKER, str(said), "0"))
    speech.say("One more")
    assert until(said, "said to its end") == ["One more", "said to its end"]
    speech.close()


def test_without_a_program_there_is_silence() -> None:
    speech = Speech(())
    speech.say("3 more")
    speech.close()
    assert not speech.works()


def test_a_program_that_went_away_is_no_trouble(tmp_path: Path) -> None:
    speech = Speech((str(tmp_path / "gone"),))
    speech.say("3 more")
    pause = threading.Event()
    for _ in range(int(WAIT_S / 0.02)):
        if not speech.works():
            break
        pause.wait(0.02)
    speech.close()
    assert not speech.works()
