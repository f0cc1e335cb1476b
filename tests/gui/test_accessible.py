"""Every screen through Qt's accessibility interface: names, roles, tables, focus, order, keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QColor,
    QKeySequence,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fbm_desk.gui import fonts, gallery
from fbm_desk.gui.bench.readable import ReadableParts
from fbm_desk.gui.gallery_views import bench_views
from fbm_desk.gui.keys_panel import KeysPanel
from fbm_desk.gui.notice import NoticeLine
from fbm_desk.gui.start_screen import StartScreen
from fbm_desk.gui.tokens import DARK, LIGHT, Tokens, contrast
from tests.gui.desk_walk import walk
from tests.gui.desk_world import FakeOffice, many, open_desk

pytestmark = pytest.mark.usefixtures("british", "typeface")
THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
R = QAccessible.Role
#: What a screen reader may call each kind of widget.
ROLES: tuple[tuple[type[QWidget], frozenset[QAccessible.Role]], ...] = (
    (QComboBox, frozenset({R.ComboBox})),
    (QLineEdit, frozenset({R.EditableText})),
    (QTableView, frozenset({R.Table})),
    (QAbstractItemView, frozenset({R.List, R.Table})),
    (QAbstractButton, frozenset({R.Button, R.RadioButton})),
)


def seen_by_reader(widget: QWidget) -> QAccessibleInterface:
    """What assistive programs are given for a widget."""
    return QAccessible.queryAccessibleInterface(widget)


def name_of(widget: QWidget) -> str:
    """Its accessible name."""
    return seen_by_reader(widget).text(QAccessible.Text.Name)


def focusable(widget: QWidget) -> bool:
    """True when Tab stops there."""
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return widget.isVisible() and widget.isEnabled() and by_tab


def chain_of(window: QWidget) -> list[QWidget]:
    """The widgets Tab goes through, in its order."""
    chain: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window and widget not in chain:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    return [one for one in chain if window.isAncestorOf(one) and focusable(one)]


def place_of(widget: QWidget, window: QWidget) -> QRect:
    """Where it stands in its window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def scrolled(widget: QWidget) -> bool:
    """True when it stands in an area that can be scrolled to show it."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above is not None


@THEMES
def test_all_that_takes_the_focus_has_a_name_a_role_and_is_seen_whole(tokens: Tokens) -> None:
    wrong: set[tuple[str, str, str]] = set()
    with walk(tokens) as steps:
        for name, window in steps:
            for widget in chain_of(window):
                kind = type(widget).__name__
                if not name_of(widget).strip():
                    wrong.add((name, kind, "no name"))
                fitting = next(roles for base, roles in ROLES if isinstance(widget, base))
                if seen_by_reader(widget).role() not in fitting:
                    wrong.add((name, kind, f"role {seen_by_reader(widget).role()}"))
                shown = widget.visibleRegion().boundingRect()
                if shown.size() != widget.size() and not scrolled(widget):
                    wrong.add((name, name_of(widget), f"{shown.size()} of {widget.size()}"))
    assert not wrong


def test_one_of_several_is_told_with_whether_it_is_chosen() -> None:
    with walk(LIGHT) as steps:
        for _name, window in steps:
            for button in window.findChildren(QAbstractButton):
                if button.isVisible() and button.isCheckable():
                    seen = seen_by_reader(button)
                    assert seen.role() == R.RadioButton, button.text()
                    assert bool(seen.state().checked) == button.isChecked()


@pytest.fixture
def reader() -> Iterator[None]:
    """A screen reader listens: only then Qt keeps what it is given in step with the models."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.mark.usefixtures("reader")
def test_tables_give_their_columns_and_every_cell() -> None:
    met: set[str] = set()
    with walk(LIGHT) as steps:
        for name, window in steps:
            for table in window.findChildren(QTableView):
                model = table.model()
                if not table.isVisible() or not model.rowCount():
                    continue
                met.add(name)
                seen, columns = seen_by_reader(table), model.columnCount()
                # Its children are the head and then the rows, each behind a (hidden) head.
                pitch = columns + 1
                assert seen.childCount() == (model.rowCount() + 1) * pitch
                told = [seen.child(at).text(QAccessible.Text.Name) for at in range(2 * pitch)]
                assert all(title.strip() for title in told[1:pitch]), (name, told)
                assert sum(bool(cell.strip()) for cell in told[pitch + 1 :]) >= columns - 1, told
    assert {"today", "closeout", "people", "sync", "exceptions", "orders-imported"} <= met


def changed_px(widget: QWidget) -> int:
    """How many px of a widget change by at least 3 : 1 when the focus comes."""
    before = QApplication.focusWidget()
    if before is not None:
        before.clearFocus()
    QApplication.processEvents()
    without = widget.grab().toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    with_it = widget.grab().toImage()
    found = 0
    for x in range(without.width()):
        for y in range(without.height()):
            one, other = without.pixel(x, y), with_it.pixel(x, y)
            if one != other and contrast(QColor(one).name(), QColor(other).name()) >= 3:
                found += 1
    if before is not None:
        before.setFocus()
    return found


@THEMES
def test_where_the_focus_is_can_always_be_seen(tokens: Tokens) -> None:
    tried: set[tuple[str, object, object]] = set()
    hidden: set[tuple[str, str, int]] = set()
    with walk(tokens) as steps:
        for name, window in steps:
            for widget in chain_of(window):
                checked = isinstance(widget, QAbstractButton) and widget.isChecked()
                kind = (type(widget).__name__, widget.property("kind"), checked)
                if kind in tried:
                    continue
                tried.add(kind)
                # As much as a line of one px along its shorter sides and half a longer one.
                least = min(widget.width(), 200)
                if (found := changed_px(widget)) < least:
                    hidden.add((name, name_of(widget), found))
    assert len(tried) >= 12
    assert not hidden


def overlays(window: QWidget) -> list[QWidget]:
    """What comes and goes over a screen: it is the first or last to be read."""
    return [*window.findChildren(NoticeLine), *window.findChildren(KeysPanel)]


def test_tab_goes_as_one_reads() -> None:
    backwards: set[tuple[str, str, str]] = set()
    with walk(LIGHT) as steps:
        for name, window in steps:
            over = overlays(window)
            chain = [one for one in chain_of(window) if not any(o.isAncestorOf(one) for o in over)]
            for one, other in pairwise(chain):
                first, then = place_of(one, window), place_of(other, window)
                # Up again is right only at the top of the next column.
                if then.bottom() <= first.top() and then.left() < first.right():
                    backwards.add((name, name_of(one), name_of(other)))
    assert not backwards


def test_tab_reaches_everything_and_comes_back() -> None:
    with walk(LIGHT) as steps:
        for name, window in steps:
            chain = chain_of(window)
            if not chain:
                continue
            chain[0].setFocus(Qt.FocusReason.TabFocusReason)
            reached = set()
            for _ in range(len(chain) + 2):
                now = QApplication.focusWidget()
                assert now is not None, name
                reached.add(now)
                QTest.keyClick(now, Qt.Key.Key_Tab)
            missed = [
                one
                for one in chain
                if one not in reached
                # Of several choices Tab takes the chosen one, arrows the others.
                and not (isinstance(one, QAbstractButton) and one.isCheckable())
            ]
            assert not missed, (name, [name_of(one) for one in missed])


@pytest.fixture
def twice() -> Iterator[None]:
    fonts.choose_text_size(200)
    yield
    fonts.choose_text_size(100)


@pytest.mark.usefixtures("twice")
def test_at_200_percent_everything_can_be_reached_and_nothing_is_cut_off() -> None:
    wrong: set[tuple[str, str, str]] = set()
    with walk(LIGHT) as steps:
        for name, window in steps:
            if window.width() > 1366 or window.height() > 768:
                wrong.add((name, "window", str(window.size())))
            for widget in chain_of(window):
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                area = widget.parentWidget()
                while area is not None:
                    if isinstance(area, QScrollArea):
                        area.ensureWidgetVisible(widget)
                    area = area.parentWidget()
                QApplication.processEvents()
                shown = widget.visibleRegion().boundingRect().size()
                # Lists scroll in themselves.
                least = 100 if isinstance(widget, QAbstractItemView) else 10_000
                high, wide = min(widget.height(), least), min(widget.width(), least)
                if shown.height() < high or shown.width() < wide:
                    wrong.add((name, name_of(widget), f"{shown} of {widget.size()}"))
    assert not wrong


class Heard:
    """Notes what a screen reader is told."""

    def __init__(self) -> None:
        self.said: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def __call__(self, event: QAccessibleAnnouncementEvent) -> None:
        self.said.append((event.message(), event.politeness()))


@pytest.mark.parametrize(
    ("state", "begins", "at_once"),
    [
        ("counted", "Counted. 1 more", False),
        ("wrong", "Wrong item. Put it back", True),
        ("enough", "Enough", True),
        ("unknown", "Unknown barcode", True),
        ("cancelled", "The buyer cancelled this order", True),
        ("packing", "Put in 2 more", False),
    ],
)
def test_verdicts_are_said_aloud_and_refusals_at_once(
    state: str, begins: str, at_once: bool
) -> None:
    heard, screen = Heard(), QWidget()
    parts = ReadableParts(screen, heard)
    parts.tell(gallery.scene_of(state, bench_views()[state]))
    parts.tell(gallery.scene_of(state, bench_views()[state]))
    assert len(heard.said) == 1  # not again while nothing changes
    words, politeness = heard.said[0]
    assert words.startswith(begins)
    assert (politeness == QAccessible.AnnouncementPoliteness.Assertive) is at_once
    assert name_of(screen) == words
    screen.deleteLater()


def test_the_bench_is_read_in_four_parts_with_the_order_s_lines() -> None:
    screen = QWidget()
    parts = ReadableParts(screen, Heard())
    parts.tell(gallery.scene_of("packing", bench_views()["packing"]))
    names = {one.objectName(): name_of(one) for one in screen.findChildren(QWidget)}
    assert "305-4471926-8830217" in names["header"]
    assert names["work"].startswith("Put in 2 more")
    assert "Gift message" in names["order"]
    assert "Beeswax candle 0 of 1" in names["order"]
    assert names["status"]
    screen.deleteLater()


def press(window: QWidget, *keys: str) -> None:
    """Press keys where the focus is, as "Ctrl+2", "Tab" or "x"."""
    for key in keys:
        at = QApplication.focusWidget() or window
        if len(key) == 1:
            QTest.keyClicks(at, key)
        else:
            QTest.keySequence(at, QKeySequence(key))
        QApplication.processEvents()


def test_every_screen_is_reached_and_left_by_keys_and_its_first_row_opened(tmp_path: Path) -> None:
    office = FakeOffice(rows=tuple(many(3)))
    with open_desk(tmp_path, office) as desk:
        window = desk.window
        for key, screen in (
            ("Ctrl+2", "orders"), ("Ctrl+3", "closeout"), ("Ctrl+5", "people"), ("Ctrl+6", "sync"),
            ("Ctrl+7", "exceptions"), ("Ctrl+1", "today"),
        ):  # fmt: skip
            press(window, key)
            desk.settle()
            assert window.open_screen == screen
            assert QApplication.focusWidget() is not None, screen
        press(window, "Down", "Return")
        desk.settle()
        assert window.open_screen == "dossier"
        press(window, "Esc")
        desk.settle()
        assert window.open_screen == "today"
        press(window, "F1")
        assert window.keys_panel.isVisible()
        press(window, "Esc")
        assert not window.keys_panel.isVisible()
        press(window, "Ctrl+K", *"305-0000002")
        desk.settle()
        assert len(window.today.model.rows) == 1


def test_a_colleague_is_added_with_keys_alone(tmp_path: Path) -> None:
    office = FakeOffice()
    with open_desk(tmp_path, office, screen="people") as desk:
        desk.window.people.new.name.setFocus()
        press(desk.window, *"Ana")
        press(desk.window, "Tab", "Right")  # the role after the first
        press(desk.window, "Space", "Tab")
        press(desk.window, "Space")
        desk.settle()
        assert "add Ana supervisor" in office.asked


def test_the_first_start_is_answered_with_keys_alone(qtbot: QtBot) -> None:
    screen = StartScreen()
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    QApplication.processEvents()
    screen.name.setFocus()
    with qtbot.waitSignal(screen.answered) as told:
        press(screen, *"Ana")
        press(screen, "Tab", "Right", "Space", "Return")
    assert told.args is not None
    assert told.args[0].name == "Ana"
    assert not told.args[0].demonstration
