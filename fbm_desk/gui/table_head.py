"""A table's head: column names, the sorted one stronger with its arrow; sorting is the model's."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from fbm_desk.gui import fonts, icons, theme
from fbm_desk.gui.cell_paint import text_room
from fbm_desk.gui.rows_model import RowsModel

HEIGHT = 38
_ARROW = 16
_PLAIN, _SORTED = fonts.Role.TABLE_HEAD, fonts.Role.TABLE_HEAD_SORTED


class TableHead(QHeaderView):
    """The horizontal head of a `Table`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)
        self.setMinimumSectionSize(40)

    def sizeHint(self) -> QSize:
        tall = QFontMetrics(fonts.font(_PLAIN)).height() + 20
        return QSize(super().sizeHint().width(), max(HEIGHT, tall))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        model = self.model()
        if not isinstance(model, RowsModel) or not rect.isValid():
            return
        tokens = theme.current()
        column, (at, down) = model.columns[logical], model.sorted_by
        is_sorted = at == logical
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        room = text_room(rect, logical, len(model.columns), rtl)
        painter.save()
        painter.setFont(fonts.font(_SORTED if is_sorted else _PLAIN))
        painter.setPen(QColor(tokens.ink if is_sorted else tokens.ink2))
        to_right = column.trailing != rtl
        self._paint_name(painter, column.title, room, to_right)
        if is_sorted:
            self._paint_arrow(painter, column.title, room, to_right, down)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(tokens.edge))
        painter.restore()

    def _paint_name(self, painter: QPainter, title: str, room: QRect, to_right: bool) -> None:
        side = Qt.AlignmentFlag.AlignRight if to_right else Qt.AlignmentFlag.AlignLeft
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | side
        text = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(flags), text)

    def _paint_arrow(
        self, painter: QPainter, title: str, room: QRect, to_right: bool, down: bool
    ) -> None:
        wide, side = painter.fontMetrics().horizontalAdvance(title) + 4, fonts.px(_ARROW)
        x = room.right() - wide - side + 1 if to_right else room.left() + wide
        name = "arrow-down" if down else "arrow-up"
        arrow = icons.icon_pixmap(name, theme.current().ink, side, self.devicePixelRatioF())
        painter.drawPixmap(x, room.center().y() - side // 2 + 1, arrow)
