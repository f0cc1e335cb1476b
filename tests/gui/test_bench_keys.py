"""Every command has its key, the same on F1, at the window's door and on the printed sheet."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from fbm_desk.domain.codes import Command
from fbm_desk.gui.gallery import SIZES, paint, scene_of
from fbm_desk.gui.gallery_views import PACKING, bench_views
from fbm_desk.gui.key_names import name_of
from fbm_desk.gui.tokens import LIGHT
from fbm_desk.services import bench_keys

pytestmark = pytest.mark.usefixtures("british", "typeface")
WINDOWS = (*SIZES, (1216, 800), (1302, 768))


def pressed(key: Qt.Key, held: Qt.KeyboardModifier) -> str:
    """The bench's name of a key."""
    return name_of(QKeyEvent(QEvent.Type.KeyPress, key, held))


def test_every_command_has_a_key_and_no_key_two_commands() -> None:
    assert set(bench_keys.KEYS) == set(Command)
    named = list(itertools.chain(*bench_keys.KEYS.values()))
    assert len(named) == len(set(named))
    for command, keys in bench_keys.KEYS.items():
        assert [bench_keys.command_of(key) for key in keys] == [command] * len(keys)


def test_keys_are_called_by_what_stands_on_them() -> None:
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    assert pressed(Qt.Key.Key_F2, none) == "F2"
    assert pressed(Qt.Key.Key_F6, shift) == "Shift F6"
    assert pressed(Qt.Key.Key_Escape, none) == "Esc"
    assert pressed(Qt.Key.Key_Z, control) == "Ctrl Z"
    assert pressed(Qt.Key.Key_F4, alt) == ""
    assert pressed(Qt.Key.Key_F1, shift) == ""
    assert pressed(Qt.Key.Key_Backspace, none) == ""


@pytest.mark.parametrize("size", WINDOWS)
def test_f1_names_what_can_be_scanned_and_pressed_now_and_nothing_else(
    size: tuple[int, int],
) -> None:
    picture = paint(scene_of("packing-keys", bench_views()["packing-keys"]), LIGHT, size)
    told = {run.words for run in picture.runs}
    for command in Command:
        here = command in PACKING.commands and command is not Command.HELP
        assert (command.value in told) is here
        assert (bench_keys.cap(bench_keys.key_of(command)) in told) is (
            here or command is Command.HELP  # whose key the status line names
        )
    assert not [run for run in picture.runs if run.elided]


def test_all_commands_at_once_would_have_room() -> None:
    view = replace(PACKING, commands=tuple(Command), demonstration=True)
    runs = paint(scene_of("packing-keys", view), LIGHT, (1216, 800)).runs
    caps = [bench_keys.cap(bench_keys.key_of(one)) for one in Command]
    assert set(caps) <= {run.words for run in runs}


@pytest.mark.parametrize("text", ["SCANNER", "scanner", "SCQNNER"])
def test_the_setup_is_asked_for_by_a_scanner_that_mangles_what_it_types(text: str) -> None:
    assert bench_keys.asks_for_setup(text)


def test_other_words_open_no_setup() -> None:
    assert not bench_keys.asks_for_setup("SCANNERS")
    assert not bench_keys.asks_for_setup("NEXT")
