"""What Amazon must hear soon is red in the status line and on the Sync screen, in both themes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from fbm_desk.gui import sync_columns, theme, tokens
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.status_line import StatusLine
from fbm_desk.gui.sync_samples import work
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.services.office_view import WorkKind, WorkView
from tests.gui.desk_world import NOW

pytestmark = pytest.mark.usefixtures("british", "typeface")


def confirmations() -> WorkView:
    found = next(one for one in work(NOW) if one.kind is WorkKind.CONFIRMATIONS)
    return replace(found, waiting=12, oldest_at=NOW - timedelta(hours=3))


def test_a_late_queue_is_red_and_says_until_when() -> None:
    late = replace(confirmations(), late_at=NOW + timedelta(minutes=40))
    cell = sync_columns.state_cell(late, NOW)
    assert cell.text == "12 not yet told, oldest 3 h, ship-by in 40 min"
    assert (cell.tone, cell.bold, cell.sign_tone) == (Tone.WRONG, True, Tone.WRONG)
    overdue = replace(late, late_at=NOW - timedelta(minutes=1))
    assert sync_columns.state_words(overdue, NOW).endswith("past ship-by")


def test_the_danger_is_said_even_while_something_else_is_wrong_or_it_rests() -> None:
    late = replace(confirmations(), late_at=NOW, trouble="not reached", paused=True)
    assert sync_columns.state_cell(late, NOW).tone is Tone.WRONG


@pytest.mark.parametrize("name", ["light", "dark"])
def test_an_alarm_is_painted_red_in_both_themes(name: str, typeface: QApplication) -> None:
    before = theme.current()
    shown = tokens.LIGHT if name == "light" else tokens.DARK
    theme.apply(typeface, shown)
    try:
        line = StatusLine()
        line.resize(900, line.height())
        counts = []
        for alarm in (False, True):
            line.show_entries([StatusEntry("cloud-upload", "12 not told", True, alarm)])
            picture = line.grab().toImage()
            counts.append(
                sum(
                    picture.pixelColor(x, y).name() == shown.red.lower()
                    for x in range(picture.width() // 2)
                    for y in range(picture.height())
                )
            )
        assert counts[0] == 0
        assert counts[1] > 20
    finally:
        theme.apply(typeface, before)
