"""Tables as a person left them: remembered over a restart, and no trouble when that fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fbm_desk.gui.kept_memory import KeptMemory
from tests.gui.desk_world import FakeOffice, many, open_desk

pytestmark = pytest.mark.usefixtures("british", "typeface")
ALT = Qt.KeyboardModifier.AltModifier


def test_what_is_remembered_is_there_after_a_restart(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "config" / "tables.json"
    before = KeptMemory(path)
    before["widths.today"] = "120 200"
    qtbot.waitUntil(path.is_file)
    assert dict(KeptMemory(path)) == {"widths.today": "120 200"}


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff\xfe", b'{"widths.today": 3}'])
def test_a_spoilt_file_is_nobodys_trouble(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tables.json"
    path.write_bytes(content)
    assert dict(KeptMemory(path)) == {}


def test_a_place_that_takes_no_file_is_nobodys_trouble(tmp_path: Path) -> None:
    (tmp_path / "config").write_bytes(b"a file where a folder should be")
    memory = KeptMemory(tmp_path / "config" / "tables.json")
    memory["sorting.today"] = "1 0"
    memory.write()
    assert memory["sorting.today"] == "1 0"


def test_today_opens_sorted_and_as_wide_as_it_was_left(tmp_path: Path) -> None:
    memory: dict[str, str] = {}
    office = FakeOffice(rows=tuple(many(3)))
    with open_desk(tmp_path, office, memory=memory) as desk:
        table = desk.window.today.table
        table.setFocus()
        desk.press(Qt.Key.Key_2, ALT)
        desk.press(Qt.Key.Key_2, ALT)
        table.horizontalHeader().resizeSection(2, 333)
    with open_desk(tmp_path, office, memory=memory) as desk:
        table = desk.window.today.table
        assert table.rows_model.sorted_by == (1, True)
        assert table.columnWidth(2) == 333


def test_a_sorting_of_columns_that_are_gone_is_forgotten(tmp_path: Path) -> None:
    for kept in ("99 0", "x 1", "", "-1 0"):
        with open_desk(tmp_path, FakeOffice(), memory={"sorting.today": kept}) as desk:
            assert desk.window.today.model.sorted_by == (5, False)
