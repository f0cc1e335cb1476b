"""Exceptions at the keyboard: chosen, asked about, settled, and counted on the rail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from fbm_desk.domain.errors import NotAllowed
from fbm_desk.domain.stages import Role
from fbm_desk.gui.exceptions_samples import ORDERS, matters
from fbm_desk.gui.main_window import RIGHTS
from fbm_desk.services.exceptions_view import Deed, Matter
from fbm_desk.services.topics import Topic
from tests.gui.desk_world import NOW, Desk, FakeOffice, open_desk, said

pytestmark = pytest.mark.usefixtures("british", "typeface")
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    office = FakeOffice(open_matters=list(matters(NOW)))
    with open_desk(tmp_path, office, screen="exceptions") as one:
        one.waits_long = True
        yield one


def titles(desk: Desk) -> list[str]:
    return [one.title for one in desk.window.exceptions.model.rows]


def choose(desk: Desk, key: str) -> None:
    desk.window.exceptions.table.choose(key)
    desk.window.exceptions.table.setFocus()
    desk.settle()


def done(desk: Desk) -> list[str]:
    return [asked for asked in desk.office.asked if asked.startswith("do ")]


def test_the_gravest_stands_first_and_is_told_in_full(desk: Desk) -> None:
    assert titles(desk)[:3] == [
        "Other quantity after packing",
        "Paid label cannot be used",
        "Label perhaps paid",
    ]
    told = said(desk.window.exceptions.detail)
    assert "It gets onto no manifest" in told
    assert "Enamel mug, blue: 3 → 1" in told
    assert "9 open, 4 of them money or tonight · oldest 1 h 35 min" in said(desk.window)


def test_ctrl_7_opens_it_and_the_rail_counts_it_in_red(desk: Desk) -> None:
    entry = desk.window.rail._entries["exceptions"]
    assert entry.accessibleName() == "Exceptions: 9 open, money or tonight is concerned"
    desk.window.open("people")
    desk.press(Qt.Key.Key_7, CTRL)
    assert desk.window.open_screen == "exceptions"
    assert desk.window.exceptions.table.hasFocus()


def test_packers_have_no_exceptions_screen() -> None:
    assert "exceptions" not in RIGHTS[Role.PACKER]
    assert all("exceptions" in RIGHTS[one] for one in (Role.SUPERVISOR, Role.OFFICE, Role.ADMIN))


def test_enter_does_the_one_deed_that_settles_it(desk: Desk) -> None:
    choose(desk, "work:orders")
    desk.press(Qt.Key.Key_Return)
    assert done(desk) == ["do work:orders sync_now"]
    assert "Orders in: trouble" not in titles(desk)
    assert desk.window.exceptions.table.hasFocus()


def test_what_cannot_be_taken_back_is_asked_about_and_esc_lets_it_be(desk: Desk) -> None:
    choose(desk, "parcel:4")
    desk.press(Qt.Key.Key_Return)
    assert done(desk) == []
    assert "The parcel is unpacked, its units are on their shelves?" in said(desk.window)
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.exceptions.detail.question.isHidden()
    desk.press(Qt.Key.Key_3)
    assert "The parcel leaves all the same" in said(desk.window)
    desk.press(Qt.Key.Key_Space)
    assert done(desk) == ["do parcel:4 let_go"]


def test_the_number_of_a_bought_label_is_typed_and_checked_in_place(desk: Desk) -> None:
    choose(desk, "number:77")
    desk.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_Return)
    question = desk.window.exceptions.detail.question
    assert question.error.text() == "✕ Scan or type the tracking number"
    desk.type("12")
    desk.press(Qt.Key.Key_Return)
    assert question.error.text() == "✕ That is no tracking number"
    desk.type("1Z999AA10123456784")
    desk.press(Qt.Key.Key_Return)
    assert done(desk)[-1] == "do number:77 number 1Z999AA10123456784"
    assert "No tracking number" not in titles(desk)


def test_digits_in_the_number_are_typed_and_press_no_button(desk: Desk) -> None:
    choose(desk, "label:12")
    desk.press(Qt.Key.Key_2)
    desk.type("23")
    assert desk.window.exceptions.detail.question.field.text() == "23"
    assert desk.window.exceptions.detail.question.deed is Deed.BOUGHT


def test_a_scan_answers_while_a_number_is_wanted_and_is_sought_otherwise(desk: Desk) -> None:
    choose(desk, "number:77")
    desk.press(Qt.Key.Key_Return)
    desk.window.take_scan("1Z999AA10123456784")
    desk.settle()
    assert desk.window.open_screen == "exceptions"
    assert desk.window.exceptions.detail.question.field.text() == "1Z999AA10123456784"
    desk.press(Qt.Key.Key_Space)
    assert done(desk) == ["do number:77 number 1Z999AA10123456784"]
    desk.window.take_scan("1Z999AA10123456784")
    desk.settle()
    assert desk.window.open_screen == "today"


class SlowOffice(FakeOffice):
    """Amazon answers when it is let to."""

    answers = threading.Event()
    thread = ""

    def do(self, key: str, deed: Deed, text: str = "") -> str:
        del key, deed, text
        self.thread = threading.current_thread().name
        self.answers.wait(20)
        return "still_unclear"


def test_asking_amazon_holds_up_nobody(tmp_path: Path, typeface: QApplication) -> None:
    assert typeface
    office = SlowOffice(open_matters=list(matters(NOW)))
    with open_desk(tmp_path, office, screen="exceptions") as desk:
        choose(desk, "label:12")
        desk.press(Qt.Key.Key_Return)
        detail = desk.window.exceptions.detail
        assert detail.said.text() == "Asking Amazon…"
        assert detail.deed_at(0) is None
        office.answers.set()
        desk.waits_long = True
        desk.settle()
        assert office.thread == "long work"
        assert "Amazon still does not say" in desk.window.notice.text
        assert detail.deed_at(0) is Deed.ASK_AGAIN


def test_the_office_sees_why_a_button_is_not_for_it(desk: Desk) -> None:
    desk.window.role_changed(Role.OFFICE)
    choose(desk, f"hold:{ORDERS[2]}")
    assert "A supervisor settles this" in said(desk.window)
    desk.press(Qt.Key.Key_Return)
    assert done(desk) == []
    choose(desk, "print:31")
    assert "A supervisor settles this" not in said(desk.window)
    desk.press(Qt.Key.Key_Return)
    assert done(desk) == ["do print:31 came_out"]


def test_a_refusal_says_what_happened_what_was_kept_and_what_next(desk: Desk) -> None:
    choose(desk, "print:31")
    desk.office.failure = NotAllowed("supervisor_only")
    desk.press(Qt.Key.Key_Return)
    assert "Only a supervisor may decide that" in desk.window.notice.text
    assert "Nothing was changed" in desk.window.notice.text


def test_kinds_and_words_narrow_the_list_and_esc_shows_all(desk: Desk) -> None:
    screen = desk.window.exceptions
    screen.chips.choose("money")
    desk.settle()
    assert titles(desk) == ["Paid label cannot be used", "Label perhaps paid"]
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("5590217 paid")
    assert titles(desk) == ["Label perhaps paid"]
    desk.type("nobody")
    assert "Nothing of this kind is open" in said(screen)
    screen.search.clear()
    desk.window._escape()
    desk.settle()
    assert len(titles(desk)) == 9


def test_new_ones_wait_behind_a_button_and_settled_ones_go(desk: Desk) -> None:
    every = list(matters(NOW))
    desk.office.open_matters = every[2:]
    desk.bridge.announce(frozenset({Topic.ORDERS}))
    desk.settle()
    assert len(titles(desk)) == 7
    desk.office.open_matters = every[1:]
    desk.bridge.announce(frozenset({Topic.ORDERS}))
    desk.settle()
    assert len(titles(desk)) == 7
    assert desk.window.exceptions.waiting.text() == "1 new, show"
    desk.press(Qt.Key.Key_F5)
    assert len(titles(desk)) == 8


def test_ctrl_d_opens_the_dossier(desk: Desk) -> None:
    choose(desk, "label:12")
    desk.press(Qt.Key.Key_D, CTRL)
    assert desk.window.open_screen == "dossier"
    assert f"dossier {ORDERS[1]}" in desk.office.asked


def test_rows_are_copied_and_exported_whole(desk: Desk) -> None:
    choose(desk, "label:12")
    desk.press(Qt.Key.Key_C, CTRL)
    assert desk.clipboard().split("\t")[0] == "Label perhaps paid"
    desk.press(Qt.Key.Key_E, CTRL)
    text = (desk.files.folder / "exceptions-2026-11-23.csv").read_text("utf-8-sig")
    assert len(text.splitlines()) == 10
    assert "Take parcel LP 4881 2007 266 NO out" in text


def test_an_empty_screen_says_what_will_appear(tmp_path: Path, typeface: QApplication) -> None:
    assert typeface
    with open_desk(tmp_path, FakeOffice(), screen="exceptions") as desk:
        assert "Nothing waits for you" in said(desk.window.exceptions)
        assert "will appear here" in said(desk.window.exceptions)
        assert desk.window.rail._entries["exceptions"].accessibleName() == "Exceptions"


def test_every_deed_of_every_sample_has_a_key(desk: Desk) -> None:
    def keys(one: Matter) -> list[str]:
        choose(desk, one.key)
        return [button.key for button in desk.window.exceptions.detail.buttons]

    for one in matters(NOW):
        assert keys(one) == ["Enter", "2", "3", "4"][: len(keys(one))]
    assert QKeySequence("Ctrl+D").count() == 1
