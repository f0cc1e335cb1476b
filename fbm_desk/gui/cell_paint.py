"""Paints one cell of a table: sign, text, hairline, selection; what it says comes from `cells`."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from fbm_desk.gui import figures, fonts, theme
from fbm_desk.gui.cells import Cell, Tone
from fbm_desk.gui.glyphs import State, paint_state
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.tokens import Tokens

#: Space at a card's edges and between two columns, in px.
INSET = 18
GAP = 7
#: Side of a state sign and its distance from the word, in px at text size 100 %.
_SIGN = 15
_SIGN_GAP = 8
_FLAGS = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter


def colour(tokens: Tokens, tone: Tone) -> QColor:
    """The tone's colour in a theme."""
    return QColor(tokens.colours()[tone.value])


def text_room(rect: QRect, column: int, columns: int, right_to_left: bool) -> QRect:
    """Where a cell's content may stand: inset at the card's edges, a gap elsewhere."""
    leading = INSET if column == 0 else GAP
    trailing = INSET if column == columns - 1 else GAP
    if right_to_left:
        leading, trailing = trailing, leading
    return rect.adjusted(leading, 0, -trailing, 0)


class CellPainter(QStyledItemDelegate):
    """The delegate of every `Table`. A row with the keyboard's focus is framed in blue."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        if not isinstance(model, RowsModel):
            return
        rect = QRect(option.rect)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        room = text_room(rect, index.column(), len(model.columns), rtl)
        painter.save()
        self._paint_ground(painter, option, rect, room, index)
        paint_cell(painter, model.cell(index), room, model.columns[index.column()].trailing, rtl)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The whole text where it is elided; nothing where it can be read anyway."""
        model = index.model()
        if event.type() != QEvent.Type.ToolTip or not isinstance(model, RowsModel):
            return super().helpEvent(event, view, option, index)
        cell = model.cell(index)
        room = text_room(view.visualRect(index), index.column(), len(model.columns), False)
        wide = cell_width(cell)
        QToolTip.showText(event.globalPos(), cell.text if wide > room.width() else "", view)
        return True

    def _paint_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRect,
        room: QRect,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tokens = theme.current()
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        model = index.model()
        if isinstance(model, RowsModel) and model.doubtful(model.row(index.row())):
            painter.fillRect(rect, QColor(tokens.amberT))
        elif chosen:
            painter.fillRect(rect, QColor(tokens.blueT))
        if chosen and index.column() == 0:
            painter.fillRect(_edge(rect, option), QColor(tokens.blue))
        at_edge = (index.column() == 0, index.column() == index.model().columnCount() - 1)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        at_left, at_right = reversed(at_edge) if rtl else at_edge
        left = room.left() if at_left else rect.left()
        right = room.right() if at_right else rect.right()
        painter.fillRect(QRect(left, rect.bottom(), right - left + 1, 1), QColor(tokens.line))
        if self._focused(index):
            for y in (rect.top(), rect.bottom() - 1):
                painter.fillRect(QRect(rect.left(), y, rect.width(), 2), QColor(tokens.blue))

    def _focused(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        view = self.parent()
        return (
            isinstance(view, QAbstractItemView)
            and view.hasFocus()
            and view.currentIndex().row() == index.row()
        )


def cell_font(cell: Cell) -> QFont:
    """The font a cell is set in."""
    if cell.bold:
        return fonts.font(fonts.Role.BODY_STRONG)
    return fonts.font(fonts.Role.BODY_CODE if cell.code else fonts.Role.BODY)


def cell_width(cell: Cell) -> int:
    """How wide a cell's sign and whole text run, in px."""
    return QFontMetrics(cell_font(cell)).horizontalAdvance(cell.text) + _sign_width(cell)


def _edge(rect: QRect, option: QStyleOptionViewItem) -> QRect:
    rtl = option.direction == Qt.LayoutDirection.RightToLeft
    return QRect(rect.right() - 3 if rtl else rect.left(), rect.top(), 4, rect.height())


def _sign_width(cell: Cell) -> int:
    return fonts.px(_SIGN) + _SIGN_GAP if cell.sign else 0


def paint_cell(painter: QPainter, cell: Cell, room: QRect, trailing: bool, rtl: bool) -> None:
    """Sign and text of a cell in `room`; figures stand at the trailing end."""
    tokens = theme.current()
    if cell.sign:
        room = _paint_sign(painter, cell, cell.sign, room, rtl)
    font = cell_font(cell)
    painter.setFont(font)
    painter.setPen(colour(tokens, cell.tone))
    side = Qt.AlignmentFlag.AlignRight if trailing != rtl else Qt.AlignmentFlag.AlignLeft
    text = QFontMetrics(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, room.width())
    flags = int(_FLAGS | side | Qt.AlignmentFlag.AlignAbsolute)
    painter.drawText(room, flags, figures.isolated(text, rtl))


def _paint_sign(painter: QPainter, cell: Cell, sign: State, room: QRect, rtl: bool) -> QRect:
    tokens = theme.current()
    side = fonts.px(_SIGN)
    left = room.right() - side + 1 if rtl else room.left()
    box = QRectF(left, room.center().y() - side // 2, side, side)
    tone = cell.sign_tone or cell.tone
    paint_state(painter, sign, box, tokens.colours()[tone.value], tokens.surface)
    used = side + _SIGN_GAP
    return room.adjusted(0, 0, -used, 0) if rtl else room.adjusted(used, 0, 0, 0)
