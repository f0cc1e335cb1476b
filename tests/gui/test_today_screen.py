"""Today at the keyboard: found, sorted, filtered, copied, exported, and never moved by itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Event, current_thread

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fbm_desk.domain.stages import Stage
from fbm_desk.services.today_view import TodayView
from fbm_desk.services.topics import Topic
from tests.gui.desk_world import Desk, FakeOffice, many, open_desk, row, said

pytestmark = pytest.mark.usefixtures("british", "typeface")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ROWS = (
    row(1, "Zoë Ångström", stage=Stage.CONFIRMED, tracking="LP 1111 2222 333", weight_g=1284),
    row(2, "高橋 さくら", units=3),
    row(3, "Amira Haddad", stage=Stage.HELD, reason="ADDRESS"),
    row(4, "=cmd|' /C calc'!A0", packer="Petra Lind", bench="2"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, FakeOffice(rows=ROWS)) as one:
        yield one


def buyers(desk: Desk) -> list[str]:
    return [one.buyer for one in desk.window.today.model.rows]


def test_orders_stand_by_ship_by_and_are_counted(desk: Desk) -> None:
    assert [one.order_id for one in desk.window.today.model.rows] == [r.order_id for r in ROWS]
    assert "4 orders · 4 parcels" in said(desk.window.today)
    assert desk.window.today.seen.text() == "4 of 4 orders"
    assert desk.window.today.sums.text() == "6 units · 1.3 kg"


def test_ctrl_k_and_typing_find_a_buyer_without_accents(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    desk.type("zoe angs")
    assert buyers(desk) == ["Zoë Ångström"]
    assert desk.window.today.seen.text() == "1 of 4 orders"


def test_a_tracking_number_is_found_without_its_blanks(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    desk.type("lp11112222333")
    assert buyers(desk) == ["Zoë Ångström"]


def test_esc_empties_the_search_and_goes_back_to_the_table(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    desk.type("haddad")
    desk.press(Qt.Key.Key_Escape)
    assert len(buyers(desk)) == 4
    assert desk.window.today.table.hasFocus()


def test_enter_in_the_search_goes_to_the_first_row_found(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    desk.type("haddad")
    desk.press(Qt.Key.Key_Return)
    assert desk.window.today.table.hasFocus()
    assert [one.buyer for one in desk.window.today.table.chosen_rows()] == ["Amira Haddad"]


def test_alt_and_a_digit_sort_and_sort_back(desk: Desk) -> None:
    table = desk.window.today.table
    desk.press(Qt.Key.Key_5, ALT, at=table)
    assert [one.units for one in desk.window.today.model.rows] == [1, 1, 1, 3]
    desk.press(Qt.Key.Key_5, ALT, at=table)
    assert [one.units for one in desk.window.today.model.rows] == [3, 1, 1, 1]


def test_missing_weights_stand_last_both_ways(desk: Desk) -> None:
    table = desk.window.today.table
    desk.press(Qt.Key.Key_0, ALT, at=table)
    first = [one.weight_g for one in desk.window.today.model.rows]
    desk.press(Qt.Key.Key_0, ALT, at=table)
    assert first == [one.weight_g for one in desk.window.today.model.rows] == [1284, 0, 0, 0]


def test_a_chip_shows_one_stage_and_says_so(desk: Desk) -> None:
    desk.window.today.chips.choose("held")
    assert buyers(desk) == ["Amira Haddad"]
    assert desk.window.today.seen.text() == "1 of 4 orders: held"


def test_a_held_order_says_why_in_words(desk: Desk) -> None:
    model = desk.window.today.model
    column = [one.name for one in model.columns].index("tracking")
    assert model.index(2, column).data() == "address doubtful"


def test_ctrl_c_copies_the_chosen_rows_unarmed(desk: Desk) -> None:
    table = desk.window.today.table
    table.selectRow(3)
    desk.press(Qt.Key.Key_C, CTRL, at=table)
    cells = desk.clipboard().split("\t")
    assert cells[1] == ROWS[3].order_id
    assert cells[2] == "'=cmd|' /C calc'!A0"


def test_ctrl_e_writes_all_rows_shown(desk: Desk, tmp_path: Path) -> None:
    desk.press(Qt.Key.Key_E, CTRL, at=desk.window.today.table)
    written = tmp_path / "today-2026-11-23.csv"
    lines = list(csv.reader(written.read_text(encoding="utf-8-sig").splitlines()))
    assert lines[0][0] == "State"
    assert lines[0][-1] == "Weight (g)"
    assert len(lines) == 5
    assert lines[1][-1] == "1284"
    assert lines[4][2].startswith("'=")
    assert "4 orders written" in desk.window.notice.text


def test_a_place_that_refuses_the_file_is_told_in_three_lines(desk: Desk, tmp_path: Path) -> None:
    desk.files.chosen = tmp_path / "away" / "today.csv"
    desk.press(Qt.Key.Key_E, CTRL, at=desk.window.today.table)
    assert len(desk.window.notice.text.splitlines()) == 3
    assert not desk.files.chosen.exists()


def test_enter_opens_the_dossier_and_esc_comes_back_to_the_row(desk: Desk) -> None:
    table = desk.window.today.table
    table.selectRow(1)
    desk.press(Qt.Key.Key_Return, at=table)
    assert desk.window.open_screen == "dossier"
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.open_screen == "today"
    assert [one.buyer for one in table.chosen_rows()] == ["高橋 さくら"]


def test_new_orders_wait_while_a_row_is_chosen(desk: Desk) -> None:
    today = desk.window.today
    today.table.selectRow(1)
    desk.office.rows = (row(0, "Early Bird"), *ROWS)
    desk.bridge.announce(frozenset({Topic.ORDERS}))
    desk.settle()
    assert buyers(desk) == [one.buyer for one in ROWS]
    assert today.waiting.text() == "1 new, show"
    desk.press(Qt.Key.Key_F5)
    assert buyers(desk)[0] == "Early Bird"
    assert [one.buyer for one in today.table.chosen_rows()] == ["高橋 さくら"]
    assert today.waiting.isHidden()


def test_a_shown_order_changes_in_its_place(desk: Desk) -> None:
    today = desk.window.today
    today.table.selectRow(0)
    packed = replace(ROWS[1], stage=Stage.PACKED)
    desk.office.rows = (ROWS[0], packed, *ROWS[2:])
    desk.bridge.announce(frozenset({Topic.ORDERS}))
    desk.settle()
    assert today.model.index(1, 0).data() == "Packed"
    assert not today.model.waiting


def test_an_order_that_left_the_filter_stays_until_asked(desk: Desk) -> None:
    today = desk.window.today
    today.chips.choose("waiting")
    today.table.selectRow(0)
    desk.office.rows = (ROWS[0], replace(ROWS[1], stage=Stage.ON_BENCH), *ROWS[2:])
    desk.bridge.announce(frozenset({Topic.ORDERS}))
    desk.settle()
    assert len(today.model.rows) == 2
    assert today.waiting.text() == "Order changed, show"


def test_the_place_is_kept_while_scrolled_down(tmp_path: Path) -> None:
    with open_desk(tmp_path, FakeOffice(rows=tuple(many(300)))) as desk:
        table = desk.window.today.table
        table.selectRow(150)
        table.scrollTo(table.currentIndex())
        y = table.rowViewportPosition(150)
        desk.office.rows = (row(-5, "Earliest"), *desk.office.rows)
        desk.bridge.announce(frozenset({Topic.ORDERS}))
        desk.settle()
        desk.window.today.show_waiting()
        assert table.currentIndex().row() == 151
        assert table.rowViewportPosition(151) == y


def test_an_untouched_table_shows_new_orders_at_once(desk: Desk) -> None:
    desk.office.rows = (*ROWS, row(9, "Late Riser"))
    desk.window.open("orders")
    desk.bridge.announce(frozenset({Topic.ORDERS}))
    desk.settle()
    desk.window.open("today")
    desk.settle()
    assert buyers(desk)[-1] == "Late Riser"


def test_no_order_yet_says_what_will_appear_and_how(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        assert "No orders yet" in said(desk.window.today)
        desk.click(desk.window.today.empty.button)
        desk.settle()
        assert desk.window.open_screen == "orders"


def test_an_empty_stage_offers_to_show_all(desk: Desk) -> None:
    today = desk.window.today
    today.chips.choose("held")
    desk.office.rows = (ROWS[0],)
    desk.window.open("orders")
    desk.window.open("today")
    desk.settle()
    today.show_waiting()
    assert "No order fits" in said(today)
    desk.click(today.empty.button)
    assert buyers(desk) == ["Zoë Ångström"]


def test_what_today_does_not_have_is_sought_in_all_days(desk: Desk) -> None:
    desk.office.older = (row(801, "Old Friend", units=2), row(802, "Old Friend"))
    desk.press(Qt.Key.Key_K, CTRL)
    desk.type("mug-gr")
    assert "No order fits" in said(desk.window.today)
    desk.press(Qt.Key.Key_Return)
    assert "search mug-gr" in desk.office.asked
    assert desk.window.today.seen.text() == "2 orders of all days"
    desk.press(Qt.Key.Key_5, ALT)
    assert [one.units for one in desk.window.today.model.rows] == [1, 2]
    desk.press(Qt.Key.Key_Escape)
    assert len(buyers(desk)) == 4


def test_the_only_order_found_in_all_days_is_opened(desk: Desk) -> None:
    desk.office.older = (row(801, "Old Friend"),)
    desk.press(Qt.Key.Key_K, CTRL)
    desk.type("serial 77")
    desk.click(desk.window.today.empty.button)
    assert desk.window.open_screen == "dossier"
    assert f"dossier {desk.office.older[0].order_id}" in desk.office.asked


def test_what_is_nowhere_is_said(desk: Desk) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    desk.type("nowhere")
    desk.press(Qt.Key.Key_Return)
    assert desk.window.notice.text == "No order of any day fits"


def test_column_widths_are_remembered(tmp_path: Path) -> None:
    memory: dict[str, str] = {}
    with open_desk(tmp_path, FakeOffice(rows=ROWS), memory=memory) as desk:
        desk.window.today.table.setColumnWidth(2, 222)
    with open_desk(tmp_path, FakeOffice(rows=ROWS), memory=memory) as desk:
        assert desk.window.today.table.columnWidth(2) == 222


def test_nonsense_in_the_memory_is_no_width(tmp_path: Path) -> None:
    memory = {"widths.today": "1 2 ٣ x"}
    with open_desk(tmp_path, FakeOffice(rows=ROWS), memory=memory) as desk:
        assert desk.window.today.table.columnWidth(0) >= 40


def test_the_dossier_stands_beside_the_table_on_a_wide_screen(tmp_path: Path) -> None:
    with open_desk(tmp_path, FakeOffice(rows=ROWS), size=(1920, 1080)) as desk:
        desk.window.today.table.selectRow(1)
        desk.settle()
        assert f"dossier {ROWS[1].order_id}" in desk.office.asked
        assert ROWS[1].order_id in said(desk.window.today)
        assert desk.window.open_screen == "today"


def test_a_failed_reading_is_told_and_leaves_the_old_rows(desk: Desk) -> None:
    desk.office.failure = RuntimeError("the database is away")
    desk.bridge.announce(frozenset({Topic.ORDERS}))
    desk.settle()
    assert len(desk.window.notice.text.splitlines()) == 3
    assert "database" not in desk.window.notice.text
    assert len(buyers(desk)) == 4
    desk.office.failure = None
    desk.press(Qt.Key.Key_F5)
    assert desk.office.asked[-1].startswith("today")


def test_names_take_the_room_that_dashes_leave(tmp_path: Path) -> None:
    long = row(1, "Agnieszka Żółkowska-Lindqvist", city="Llanfairpwllgwyngyll")
    packed = row(1, "Ana", packer="Wiebke Sörensen", tracking="1Z999AA10123456784")
    widths = []
    for one in (long, packed):
        with open_desk(tmp_path, FakeOffice(rows=(one,))) as desk:
            widths.append([desk.window.today.table.columnWidth(at) for at in range(10)])
    names, packers = 2, 6
    assert widths[0][names] > widths[1][names]
    assert widths[0][packers] < widths[1][packers]


def test_rows_that_come_later_move_no_column(desk: Desk) -> None:
    table = desk.window.today.table
    before = [table.columnWidth(at) for at in range(10)]
    desk.office.rows = (*ROWS, row(9, "Agnieszka Żółkowska-Lindqvist of Somewhere"))
    desk.window.today.refresh()
    desk.settle()
    assert [table.columnWidth(at) for at in range(10)] == before


def test_a_large_day_shows_its_most_urgent_orders_at_once_and_is_read_on_aside(
    tmp_path: Path, qtbot: QtBot
) -> None:
    office = SlowOffice(rows=tuple(many(1200)))
    with open_desk(tmp_path, office) as desk:
        today = desk.window.today
        qtbot.waitUntil(lambda: len(today.model.rows) == 500)
        assert today.model.rows[0].order_id == office.rows[0].order_id
        today.table.selectRow(7)
        office.may_go_on.set()
        qtbot.waitUntil(lambda: len(today.model.rows) == 1200)
        assert [one.order_id for one in today.table.chosen_rows()] == [office.rows[7].order_id]
        assert today.seen.text() == "1,200 of 1,200 orders"
        assert office.readers == {"desk under test", "long work"}


@dataclass
class SlowOffice(FakeOffice):
    """Reads a whole day only when it is allowed to, and notes on which threads days are read."""

    may_go_on: Event = field(default_factory=Event)
    readers: set[str] = field(default_factory=set)

    def today(self, on: date, most: int | None = None) -> TodayView:
        self.readers.add(current_thread().name)
        if most is None:
            self.may_go_on.wait(20)
        return super().today(on, most)
