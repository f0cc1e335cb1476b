"""People at the keyboard: added with a badge that is shown once, saved, and put away again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from fbm_desk.domain.stages import Role
from tests.gui.desk_world import Desk, FakeOffice, open_desk, said

pytestmark = pytest.mark.usefixtures("british", "typeface")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, FakeOffice(), screen="people") as one:
        yield one


def names(desk: Desk) -> list[str]:
    return [one.name for one in desk.window.people.model.rows]


def test_everybody_stands_in_the_table_with_role_bench_and_badge(desk: Desk) -> None:
    model = desk.window.people.model
    cells = [[model.index(0, at).data() for at in range(4)], model.index(1, 3).data()]
    assert cells == [["Petra Lind", "Supervisor", "Bench 1", "has one"], "none"]
    assert desk.window.people.heading.second.text() == "2 people · 1 at a bench"


def test_a_name_and_enter_add_a_packer_and_show_the_badge_once(desk: Desk) -> None:
    assert desk.window.people.new.name.hasFocus()
    desk.type("Ana Simunic")
    desk.press(Qt.Key.Key_Return)
    assert "add Ana Simunic packer" in desk.office.asked
    assert names(desk) == ["Ana Simunic", "Petra Lind", "Yusuf Aydın"]
    assert "The badge of Ana Simunic" in said(desk.window.people)
    assert "BADGE-00C0FFEE" in said(desk.window.people)
    desk.click(desk.window.people.made.done)
    assert "BADGE-00C0FFEE" not in said(desk.window.people)
    assert desk.window.people.new.name.hasFocus()
    assert desk.window.people.new.name.text() == ""


def test_another_role_is_given_by_its_chip(desk: Desk) -> None:
    desk.window.people.new.rights.choose(Role.SUPERVISOR.value)
    assert "closes the day" in said(desk.window.people)
    desk.type("Runa")
    desk.press(Qt.Key.Key_Return)
    assert "add Runa supervisor" in desk.office.asked


def test_a_taken_name_is_refused_below_the_field_and_stays_to_be_corrected(desk: Desk) -> None:
    desk.type("Petra Lind")
    desk.press(Qt.Key.Key_Return)
    assert "✕ This name or this badge is taken already" in said(desk.window.people)
    assert desk.window.people.new.name.text() == "Petra Lind"
    desk.type("a")
    assert not desk.window.people.new.error.isVisible()


def test_no_name_is_asked_for(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Return)
    assert "✕ Type the name" in said(desk.window.people)
    assert not any(asked.startswith("add") for asked in desk.office.asked)


def test_the_badge_is_saved_without_a_name_in_the_file_s_name(desk: Desk) -> None:
    desk.type("Runa")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Space)  # the button has the focus
    assert (desk.files.folder / "badge.pdf").read_bytes() == b"BADGE-00C0FFEE"
    assert "badge.pdf" in said(desk.window.notice)


def test_a_badge_does_not_stay_on_a_screen_that_was_left(desk: Desk) -> None:
    desk.type("Runa")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_1, CTRL)
    desk.press(Qt.Key.Key_5, CTRL)
    assert "BADGE-00C0FFEE" not in said(desk.window.people)
    assert desk.window.people.made.badge is None


def test_a_packer_does_not_come_here(tmp_path: Path) -> None:
    with open_desk(tmp_path, FakeOffice(), role=Role.PACKER, screen="people") as desk:
        assert desk.window.open_screen == "bench"


def choose(desk: Desk, name: str) -> None:
    desk.window.people.table.choose(name)
    desk.window.people.table.setFocus()
    desk.settle()


def test_a_lost_badge_is_replaced_and_shown_once(desk: Desk) -> None:
    choose(desk, "Yusuf Aydın")
    desk.press(Qt.Key.Key_B, CTRL)
    assert "replace 2" in desk.office.asked
    assert "BADGE-0DECADE0" in said(desk.window.people)
    desk.click(desk.window.people.made.done)
    assert "BADGE-0DECADE0" not in said(desk.window.people)


def test_disabling_is_asked_about_and_the_person_stays_in_the_table(desk: Desk) -> None:
    choose(desk, "Yusuf Aydın")
    desk.press(Qt.Key.Key_Delete)
    assert "Nobody signs in as this person any more" in said(desk.window.people)
    desk.press(Qt.Key.Key_Escape)
    assert not any(asked.startswith("let go") for asked in desk.office.asked)
    choose(desk, "Yusuf Aydın")
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_Space)
    assert "let go 2" in desk.office.asked
    model = desk.window.people.model
    assert model.index(1, 3).data() == "disabled"
    assert desk.window.people.heading.second.text().startswith("1 person")
    choose(desk, "Yusuf Aydın")
    assert "Let in again" in desk.window.people.person.badge.text()


def test_the_last_supervisor_is_refused_on_the_card(desk: Desk) -> None:
    choose(desk, "Petra Lind")
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_Space)
    assert "✕ This is the last supervisor with a badge" in said(desk.window.people)


def test_esc_goes_back_to_somebody_new(desk: Desk) -> None:
    choose(desk, "Petra Lind")
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.people.new.name.hasFocus()
    assert desk.window.people.table.chosen_rows() == []
