"""The window: who sees which screens, which keys go where, and that all of it can be heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.stages import Role
from fbm_desk.gui.desk_gallery import manifest_pdf
from fbm_desk.gui.main_window import RIGHTS
from fbm_desk.gui.notice import LASTS_MS, NoticeLine, Trouble, explain
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.services.today_view import CarrierDay
from fbm_desk.services.topics import Topic
from tests.gui.desk_world import Desk, FakeOffice, open_desk, row, said

pytestmark = pytest.mark.usefixtures("british", "typeface")
CTRL = Qt.KeyboardModifier.ControlModifier
SCREENS = ("today", "orders", "closeout", "people", "sync", "dossier")


def office() -> FakeOffice:
    days = (CarrierDay("Lantern Post", 62, 62, 62, 62, 0, 48_310),)
    return FakeOffice((row(1), row(2, "<b>Bob</b>")), days, manifest_pdf(), not_told=1)


@pytest.fixture
def desk(tmp_path: Path, typeface: QApplication) -> Iterator[Desk]:
    assert typeface
    with open_desk(tmp_path, office()) as one:
        yield one


def test_the_window_starts_on_the_bench_alone(tmp_path: Path) -> None:
    with open_desk(tmp_path, role=None, screen="bench") as desk:
        assert desk.window.open_screen == "bench"
        assert desk.window.rail.isHidden()
        assert desk.window.status.isHidden()
        assert desk.window.bench.width() == desk.window.width()
        assert desk.window.windowTitle() == "FBM Desk"


@pytest.mark.parametrize("role", [None, Role.PACKER])
def test_a_packer_reaches_no_desk_screen(tmp_path: Path, role: Role | None) -> None:
    with open_desk(tmp_path, role=role, screen="bench") as desk:
        desk.press(Qt.Key.Key_1, CTRL)
        desk.press(Qt.Key.Key_O, CTRL)
        desk.window.open("today")
        desk.window.open("dossier")
        assert desk.window.open_screen == "bench"
        assert not any(asked.startswith("today") for asked in desk.office.asked)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OFFICE, Role.ADMIN])
def test_others_switch_by_ctrl_and_digit(tmp_path: Path, role: Role) -> None:
    with open_desk(tmp_path, role=role, screen="bench") as desk:
        for key, name in ((1, "today"), (2, "orders"), (3, "closeout"), (4, "bench")):
            desk.press(Qt.Key(Qt.Key.Key_0 + key), CTRL)
            assert desk.window.open_screen == name


def test_signing_out_goes_back_to_the_bench(desk: Desk) -> None:
    desk.window.role_changed(None)
    assert desk.window.open_screen == "bench"
    assert desk.window.rail.isHidden()


def test_at_the_bench_no_key_changes_anything(desk: Desk) -> None:
    desk.window.open("bench")
    before = list(desk.office.asked)
    for key in (Qt.Key.Key_K, Qt.Key.Key_E, Qt.Key.Key_P):
        desk.press(key, CTRL, at=desk.window.bench)
    desk.press(Qt.Key.Key_F1, at=desk.window.bench)
    assert desk.window.open_screen == "bench"
    assert desk.window.keys_panel.isHidden()
    assert desk.office.asked == before


def test_the_bench_opens_an_order_report_as_it_says(desk: Desk, tmp_path: Path) -> None:
    desk.window.open("bench")
    desk.files.chosen = tmp_path / "none.txt"
    desk.press(Qt.Key.Key_O, CTRL, at=desk.window.bench)
    assert desk.window.open_screen == "orders"


def test_at_a_packers_bench_no_key_opens_an_order_report(tmp_path: Path) -> None:
    with open_desk(tmp_path, role=Role.PACKER, screen="bench") as desk:
        desk.press(Qt.Key.Key_O, CTRL, at=desk.window.bench)
        assert desk.window.open_screen == "bench"


def test_a_packer_cannot_drop_a_report(tmp_path: Path) -> None:
    with open_desk(tmp_path, role=Role.PACKER, screen="bench") as desk:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "x.txt"))])
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, left, none)
        event.setAccepted(False)
        QApplication.sendEvent(desk.window, event)
        assert not event.isAccepted()
        desk.window.take_in(tmp_path / "x.txt")
        assert desk.window.open_screen == "bench"


def test_ctrl_k_searches_from_every_screen(desk: Desk) -> None:
    desk.window.open("closeout")
    desk.press(Qt.Key.Key_K, CTRL)
    assert desk.window.open_screen == "today"
    assert desk.window.today.search.hasFocus()


def test_f1_lists_the_keys_and_esc_puts_them_away(desk: Desk) -> None:
    width = desk.window.width()
    desk.press(Qt.Key.Key_F1)
    shown = said(desk.window.keys_panel)
    assert "Sort by a column" in shown
    assert "Close-out" in shown
    desk.window.open("orders")
    assert "Sort by a column" not in said(desk.window.keys_panel)
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.keys_panel.isHidden()
    assert desk.window.width() == width


@pytest.mark.parametrize(("width", "rail"), [(1280, 64), (1366, 196), (1920, 196)])
def test_the_rail_narrows_on_a_narrow_window(tmp_path: Path, width: int, rail: int) -> None:
    with open_desk(tmp_path, office(), size=(width, 800)) as desk:
        assert desk.window.rail.width() == rail
        assert desk.window.width() == width


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_pushes_the_window_beyond_1280(tmp_path: Path, screen: str) -> None:
    with open_desk(tmp_path, office(), size=(1280, 800)) as desk:
        desk.window.open_dossier("305-0000001-0000001")
        desk.window.open(screen)
        desk.settle()
        assert desk.window.minimumSizeHint().width() <= 1280
        assert desk.window.minimumSizeHint().height() <= 768


def test_the_status_line_says_faults_first_and_three_entries_at_most(desk: Desk) -> None:
    fault = StatusEntry("triangle-alert", "The label printer does not answer", fault=True)
    calm = tuple(StatusEntry("check", f"all is well {number}") for number in range(3))
    desk.office.entries = (*calm, fault)
    desk.window.open("orders")
    desk.window.open("bench")
    desk.window.open("today")
    desk.settle()
    said_now = desk.window.status.text
    assert said_now.startswith("The label printer does not answer. all is well 0. all is well 1.")
    assert "all is well 2" not in said_now
    assert "Petra Lind, supervisor" in said_now


def test_a_result_goes_after_eight_seconds_and_a_trouble_stays(desk: Desk) -> None:
    usual = NoticeLine(desk.window, desk.window.content, desk.window.status)
    assert (usual.timer.interval(), LASTS_MS) == (8000, 8000)
    desk.window.notice.say("Done")
    assert desk.window.notice.timer.isActive()
    desk.window.notice.timer.timeout.emit()
    assert desk.window.notice.text == ""
    desk.window.notice.tell(explain(RuntimeError("secret street 5")))
    assert not desk.window.notice.timer.isActive()
    assert "secret" not in desk.window.notice.text
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.notice.text == ""


def test_a_refusal_says_what_happened_what_was_kept_and_what_to_do() -> None:
    trouble = explain(Unavailable("disk_full"))
    assert trouble.happened == "The disk is full"
    assert trouble.kept == "Nothing of this was saved"
    assert trouble.next.startswith("make room")


def test_a_refusal_without_words_is_still_told_in_three_lines() -> None:
    trouble = explain(Unavailable("no_such_code_in_the_catalogue"))
    assert all((trouble.happened, trouble.kept, trouble.next))


def _on_screen(widget: QWidget) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())


def test_a_result_stands_on_the_status_line_and_pushes_nothing(desk: Desk) -> None:
    before = desk.window.today.table.geometry()
    desk.window.notice.say("Done")
    desk.settle()
    assert desk.window.today.table.geometry() == before
    assert _on_screen(desk.window.notice) == _on_screen(desk.window.status)


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_notice_covers_no_button(tmp_path: Path, screen: str, size: tuple[int, int]) -> None:
    with open_desk(tmp_path, office(), size=size) as desk:
        desk.window.open_dossier("305-0000001-0000001")
        desk.window.open(screen)
        for trouble in (None, Trouble("This", "That", "So " * 40)):
            if trouble is None:
                desk.window.notice.say("Done")
            else:
                desk.window.notice.tell(trouble)
            desk.settle()
            taken = _on_screen(desk.window.notice)
            for button in desk.window.findChildren(QAbstractButton):
                under = button.parentWidget()
                if under and button.isVisible() and not desk.window.notice.isAncestorOf(button):
                    seen = _on_screen(button).intersected(_on_screen(under))
                    assert not taken.intersects(seen), button.text()
        desk.window.notice.clear()
        desk.settle()
        layout = desk.window.content.layout()
        assert layout is not None
        assert layout.contentsMargins().bottom() == 0


@pytest.mark.parametrize("screen", SCREENS)
def test_whatever_takes_the_focus_has_a_name(tmp_path: Path, screen: str) -> None:
    with open_desk(tmp_path, office()) as desk:
        desk.window.open_dossier("305-0000001-0000001")
        desk.window.open(screen)
        desk.window.dossier.reprint.show()
        desk.window.turn_keys()
        desk.settle()
        nameless = [one for one in _focusable(desk.window) if not _spoken(one)]
        assert nameless == []


@pytest.mark.parametrize("screen", SCREENS)
def test_tab_goes_round_every_focusable_part(tmp_path: Path, screen: str) -> None:
    with open_desk(tmp_path, office()) as desk:
        desk.window.open_dossier("305-0000001-0000001")
        desk.window.open(screen)
        desk.settle()
        wanted = {one for one in _focusable(desk.window) if _stops_tab(one)}
        reached: set[QWidget] = set()
        for _ in range(3 * len(wanted) + 10):
            desk.press(Qt.Key.Key_Tab)
            widget = QApplication.focusWidget()
            assert widget is not None
            reached.add(widget)
        missed = wanted - reached
        assert not {one for one in missed if not _one_of_a_group(one, reached)}


def test_no_label_takes_its_text_for_markup(desk: Desk) -> None:
    for label in desk.window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


def test_screens_look_out_for_changes_only_when_their_person_is_there(desk: Desk) -> None:
    desk.window.role_changed(Role.PACKER)
    desk.settle()
    before = list(desk.office.asked)
    desk.bridge.announce(frozenset(Topic))
    desk.settle()
    assert desk.office.asked == before


def test_every_role_has_its_screens() -> None:
    assert set(RIGHTS) == {None, *Role}


def _focusable(window: QWidget) -> list[QWidget]:
    policy = Qt.FocusPolicy.NoFocus
    widgets = window.findChildren(QWidget)
    return [one for one in widgets if one.isVisible() and one.focusPolicy() != policy]


def _stops_tab(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus.value
    return bool(widget.focusPolicy().value & tab) and widget.isEnabled()


def _one_of_a_group(widget: QWidget, reached: set[QWidget]) -> bool:
    """Entries of one exclusive group share one stop; the arrows go on from there."""
    group = getattr(widget, "group", None)
    button_group = group() if callable(group) else None
    return button_group is not None and bool(reached.intersection(button_group.buttons()))


def _spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""
