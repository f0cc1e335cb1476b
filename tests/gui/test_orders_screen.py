"""Orders in by file, confirmations out by file: result, refused lines, stopping, telling."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from fbm_desk.gui.order_report import MOST_BYTES, OrderReport, refusal
from tests.gui.desk_world import Desk, FakeOffice, Imported, open_desk, said

pytestmark = pytest.mark.usefixtures("british", "typeface")
CTRL = Qt.KeyboardModifier.ControlModifier
REFUSED = ((17, "quantity is not a number"), (4, "=no such date"))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "unshipped.txt"
    path.write_bytes(b"order-id\tsku\n")
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    office = FakeOffice(not_told=3, imported=Imported(212, 318, 198, 9, 5, REFUSED))
    with open_desk(tmp_path, office, screen="orders") as one:
        one.waits_long = True
        yield one


def drop(desk: Desk, path: Path) -> None:
    """Drag a file over the window and let it go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(50, 50), copy, mime, left, none)
    QApplication.sendEvent(desk.window, over)
    assert over.isAccepted()
    QApplication.sendEvent(desk.window, QDropEvent(QPointF(50, 50), copy, mime, left, none))
    desk.settle()


def test_ctrl_o_takes_a_report_in_and_shows_what_it_brought(desk: Desk, report: Path) -> None:
    desk.files.chosen = report
    desk.press(Qt.Key.Key_O, CTRL)
    assert "import unshipped.txt 13" in desk.office.asked
    shown = said(desk.window.orders)
    for words in ("unshipped.txt", "212 orders · 318 lines", "198\nnew", "2\nlines refused"):
        assert words in shown
    assert "unshipped.txt is taken in" in desk.window.notice.text


def test_refused_lines_are_listed_by_line_and_copied(desk: Desk, report: Path) -> None:
    desk.window.take_in(report)
    desk.settle()
    table = desk.window.orders.result.table
    assert [one[0] for one in table.rows_model.rows] == [4, 17]
    table.selectAll()
    desk.press(Qt.Key.Key_C, CTRL, at=table)
    assert desk.clipboard() == "4\t'=no such date\n17\tquantity is not a number"


def test_refused_lines_are_exported(desk: Desk, report: Path, tmp_path: Path) -> None:
    desk.window.take_in(report)
    desk.settle()
    desk.click(desk.window.orders.export)
    written = (tmp_path / "refused-2026-11-23.csv").read_text(encoding="utf-8-sig")
    assert written.splitlines() == [
        "Line,Reason",
        "4,'=no such date",
        "17,quantity is not a number",
    ]


def test_a_clean_report_shows_no_refused_lines(desk: Desk, report: Path) -> None:
    desk.office.imported = Imported()
    desk.window.take_in(report)
    desk.settle()
    assert desk.window.orders.result.table.isHidden()
    assert desk.window.orders.export.isHidden()


@pytest.mark.parametrize("screen", ["today", "closeout", "orders"])
def test_a_report_dropped_on_any_screen_is_taken_in(desk: Desk, report: Path, screen: str) -> None:
    desk.window.open(screen)
    drop(desk, report)
    assert desk.window.open_screen == "orders"
    assert "import unshipped.txt 13" in desk.office.asked


def test_what_is_no_file_is_refused_before_it_is_opened(desk: Desk, tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    for path in (tmp_path, tmp_path / "away.txt", fifo):
        desk.window.take_in(path)
        desk.settle()
        assert desk.window.notice.text.splitlines()[0] == "That is no file"
    assert not any(asked.startswith("import") for asked in desk.office.asked)


def test_a_monstrous_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    trouble = refusal(path)
    assert trouble is not None
    assert "too large" in trouble.happened


def test_stopping_is_heard_at_the_next_row(report: Path) -> None:
    office = FakeOffice()
    one = OrderReport(report)
    one.stop()
    one.take_in(office)
    assert office.asked[-1] == "stopped at 1"
    assert one.steps == (1, 3)


def test_a_failed_import_is_told_and_the_next_one_works(desk: Desk, report: Path) -> None:
    desk.office.failure = RuntimeError("bang")
    desk.window.take_in(report)
    desk.settle()
    assert len(desk.window.notice.text.splitlines()) == 3
    assert desk.window.orders.zone.isVisible()
    desk.office.failure = None
    desk.window.take_in(report)
    desk.settle()
    assert "198" in said(desk.window.orders)


def test_confirmations_are_written_and_counted_down(desk: Desk, tmp_path: Path) -> None:
    orders = desk.window.orders
    assert "3\nparcels Amazon does not know of yet\noldest 40 s" in said(orders)
    desk.click(orders.write)
    assert (tmp_path / "shipping-confirmations-2026-11-23.txt").read_bytes() == b"order-id\n"
    assert desk.window.notice.text.startswith("3 confirmations written to")
    assert orders.untold.text() == "0"
    assert orders.write.isHidden()


def test_it_says_where_the_report_is_in_seller_central(desk: Desk) -> None:
    assert "In Seller Central open Orders" in said(desk.window.orders)


def test_a_lost_file_of_a_day_is_written_again(desk: Desk) -> None:
    again = desk.window.orders.again
    assert not again.later.isEnabled()
    desk.click(again.earlier)
    assert again.day.text() == "Sunday 22 November"
    again.write.setFocus()
    desk.press(Qt.Key.Key_Space)
    told = "confirmations shipping-confirmations-2026-11-22.txt again 2026-11-22"
    assert told in desk.office.asked
