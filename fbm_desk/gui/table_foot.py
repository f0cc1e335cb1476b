"""The sums under a table, each below its column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fbm_desk.gui import fonts, theme
from fbm_desk.gui.cell_paint import paint_cell, text_room
from fbm_desk.gui.cells import Cell
from fbm_desk.gui.table import Table

T = TypeVar("T")
HEIGHT = 48


class TableFoot(QWidget, Generic[T]):
    """Follows the table's columns when they are moved or resized."""

    def __init__(self, table: Table[T], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._cells: Sequence[Cell] = ()
        self.setFixedHeight(fonts.px(HEIGHT))
        table.horizontalHeader().sectionResized.connect(self.update)
        table.horizontalScrollBar().valueChanged.connect(self.update)

    def show_sums(self, cells: Sequence[Cell]) -> None:
        """Show one cell per column."""
        self._cells = cells
        self.setAccessibleName(" ".join(cell.text for cell in cells if cell.text))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        columns = self._table.rows_model.columns
        top = QRect(0, 0, self.width(), 1)
        painter.fillRect(top, QColor(theme.current().edge))
        for at, cell in enumerate(self._cells):
            x, wide = self._table.columnViewportPosition(at), self._table.columnWidth(at)
            room = text_room(QRect(x, 1, wide, self.height() - 1), at, len(columns), rtl)
            paint_cell(painter, cell, room, columns[at].trailing, rtl)
