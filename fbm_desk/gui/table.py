"""The one kind of table of the desk: sorts, copies, keeps its place, remembers its widths."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from fbm_desk.gui import fonts, sheet
from fbm_desk.gui.cell_paint import GAP, CellPainter, cell_width
from fbm_desk.gui.cells import Column
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.table_head import TableHead

T = TypeVar("T")
#: Where column widths and the like are remembered, per person: plain text by key.
Memory = MutableMapping[str, str]
ROW_HEIGHT = 35
#: A growing column gives way down to this share of its width before the table scrolls.
_LEAST_PERCENT = 75
#: Its first rows make it wider or narrower, up to this share.
_MOST_PERCENT = 115
_MEASURED_ROWS = 60
_ARROW_ROOM = 20


class Table(QTableView, Generic[T]):
    """Rows of one kind. `opened` carries the identity of the row a person wants to look into."""

    opened = Signal(str)
    chosen = Signal()

    def __init__(
        self,
        model: RowsModel[T],
        name: str,
        memory: Memory,
        row_height: int = ROW_HEIGHT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self.rows_model = model
        self._name = name
        self._memory = memory
        self._fitting = self._measured = False
        self._kept: tuple[str, set[str], int] = ("", set(), 0)
        self._dress()
        self._wire(model)

    def chosen_rows(self) -> list[T]:
        """The selected rows in the order shown."""
        selection = self.selectionModel()
        if not selection:
            return []
        return [self.rows_model.row(at.row()) for at in _in_order(selection.selectedRows())]

    def choose(self, identity: str) -> bool:
        """Select the row with this identity; False if it is not shown."""
        at = self.rows_model.position(identity)
        if at >= 0:
            self.selectRow(at)
        return at >= 0

    def sort_by(self, column: int) -> None:
        """Sort by a column, or the other way round if it is sorted already."""
        if not 0 <= column < len(self.rows_model.columns):
            return
        at, down = self.rows_model.sorted_by
        turned = at == column and not down
        order = Qt.SortOrder.DescendingOrder if turned else Qt.SortOrder.AscendingOrder
        self.rows_model.sort(column, order)
        self._memory[self._sort_key()] = f"{column} {int(turned)}"
        self.horizontalHeader().viewport().update()

    def copied_text(self) -> str:
        """The selected rows as text for the clipboard."""
        return sheet.copied(
            [one.cell(row).text for one in self.rows_model.columns] for row in self.chosen_rows()
        )

    def exported(self) -> bytes:
        """All rows shown as a CSV file."""
        columns = self.rows_model.columns
        head = [one.plain_title or one.title for one in columns]
        rows = list(self.rows_model.rows)
        return sheet.csv_bytes(head, ([one.exported(row) for one in columns] for row in rows))

    def show_whole(self, most_rows: int) -> None:
        """Take just the height of all rows, up to so many; further ones are scrolled to."""
        rows = min(max(1, len(self.rows_model.rows)), most_rows)
        head = self.horizontalHeader().sizeHint().height()
        least = sum(self.columnWidth(at) for at in range(len(self.rows_model.columns)))
        bar = self.horizontalScrollBar().sizeHint().height() if least > self.width() else 0
        self.setFixedHeight(head + bar + rows * self.verticalHeader().defaultSectionSize())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif (column := _alt_digit(event)) is not None:
            self.sort_by(column)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard always stands on a row, so that one sees where it is."""
        super().focusInEvent(event)
        self._stand_somewhere()

    def _stand_somewhere(self) -> None:
        if self.hasFocus() and not self.currentIndex().isValid() and self.rows_model.rows:
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.rows_model.index(0, 0), flag)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._memory.get(self._width_key()):
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def _dress(self) -> None:
        self.setHorizontalHeader(TableHead(self))
        self.setItemDelegate(CellPainter(self))
        self.verticalHeader().hide()
        tall = QFontMetrics(fonts.font(fonts.Role.BODY)).height() + 14
        self.verticalHeader().setDefaultSectionSize(max(fonts.px(self._row_height), tall))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _wire(self, model: RowsModel[T]) -> None:
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._fit_first_rows)
        model.modelReset.connect(self._take_place)
        self.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.horizontalHeader().sectionResized.connect(self._remember_widths)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self._recall_widths()
        self._recall_sorting()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.rows_model.identity(self.rows_model.row(index.row())))

    def _keep_place(self) -> None:
        identity = self.rows_model.identity
        current = self.currentIndex()
        name = identity(self.rows_model.row(current.row())) if current.isValid() else ""
        y = self.rowViewportPosition(current.row()) if current.isValid() else 0
        self._kept = (name, {identity(row) for row in self.chosen_rows()}, y)

    def _take_place(self) -> None:
        name, chosen, y = self._kept
        at = self.rows_model.position(name) if name else -1
        if at >= 0:
            current = self.rows_model.index(at, 0)
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(current, flag)
            height = self.verticalHeader().defaultSectionSize()
            self.verticalScrollBar().setValue(at * height - y)
        self._choose_again(chosen)
        self._stand_somewhere()
        self.chosen.emit()

    def _choose_again(self, chosen: set[str]) -> None:
        if not chosen:
            return
        identity, selection = self.rows_model.identity, QItemSelection()
        last = len(self.rows_model.columns) - 1
        for at, row in enumerate(self.rows_model.rows):
            if identity(row) in chosen:
                line = (self.rows_model.index(at, 0), self.rows_model.index(at, last))
                selection.select(*line)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().select(selection, flag)

    def _fit(self) -> None:
        columns = self.rows_model.columns
        usual = [self._usual_width(one) for one in columns]
        spare = self.viewport().width() - sum(usual)
        # Numbers of parcels grow with the rest, but names give way before they do.
        grow = [one.grow if spare > 0 or one.grow > 1 else 0 for one in columns]
        shares = sum(grow) or 1
        wanted = (width + spare * share // shares for width, share in zip(usual, grow, strict=True))
        least = (width * _LEAST_PERCENT // 100 for width in usual)
        self._set_widths([max(pair) for pair in zip(wanted, least, strict=True)])

    def _usual_width(self, column: Column[T]) -> int:
        """A growing column takes what its first rows need: dashes leave their room to names."""
        designed = fonts.px(column.width)
        rows = self.rows_model.rows[:_MEASURED_ROWS]
        if not column.grow or not rows:
            return designed
        widest = max(cell_width(column.cell(row)) for row in rows)
        least = designed * _LEAST_PERCENT // 100
        title = QFontMetrics(fonts.font(fonts.Role.TABLE_HEAD_SORTED)).horizontalAdvance(
            column.title
        )
        needed = max(widest, title + fonts.px(_ARROW_ROOM)) + 2 * GAP + 2
        return min(max(needed, least), designed * _MOST_PERCENT // 100)

    def _fit_first_rows(self) -> None:
        """Once, when the first rows come: later ones move no column under the pointer."""
        if not self._measured and self.rows_model.rows:
            self._measured = True
            if not self._memory.get(self._width_key()):
                self._fit()

    def _set_widths(self, widths: Sequence[int]) -> None:
        self._fitting = True
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        self._fitting = False

    def _width_key(self) -> str:
        return f"widths.{self._name}"

    def _sort_key(self) -> str:
        return f"sorting.{self._name}"

    def _recall_sorting(self) -> None:
        column, _, down = self._memory.get(self._sort_key(), "").partition(" ")
        if column.isdecimal() and int(column) < len(self.rows_model.columns):
            orders = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
            self.rows_model.sort(int(column), orders[down == "1"])

    def _remember_widths(self) -> None:
        if not self._fitting:
            widths = (self.columnWidth(at) for at in range(len(self.rows_model.columns)))
            self._memory[self._width_key()] = " ".join(str(width) for width in widths)

    def _recall_widths(self) -> None:
        words = self._memory.get(self._width_key(), "").split()
        columns = len(self.rows_model.columns)
        if len(words) == columns and all(word.isascii() and word.isdigit() for word in words):
            self._set_widths([min(max(40, int(word)), 2000) for word in words])


def _in_order(indexes: Sequence[QModelIndex]) -> list[QModelIndex]:
    return sorted(indexes, key=lambda index: index.row())


def _alt_digit(event: QKeyEvent) -> int | None:
    alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
    digit = event.key() - Qt.Key.Key_1
    return digit if alt and 0 <= digit <= 8 else 9 if alt and digit == -1 else None
