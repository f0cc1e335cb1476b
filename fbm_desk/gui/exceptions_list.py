"""The list of what waits for a person: a sign, what happened, which order and bench, since when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QWidget

from fbm_desk import texts
from fbm_desk.domain.verdicts import Family
from fbm_desk.gui import figures, fonts, sheet, theme
from fbm_desk.gui.cell_paint import CellPainter, text_room
from fbm_desk.gui.cells import Cell, Column, Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.glyphs import Mark, paint_glyph
from fbm_desk.gui.rows_index import haystack
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.table import Memory, Table
from fbm_desk.services.exceptions_view import Gravity, Matter

ROW = 64
_SIGN = 26
_SIGN_GAP = 14
_DOT = " · "
#: Shape, mark and colour of a sign: the worse the news, the darker the wall.
SIGNS: dict[Gravity, tuple[Family, Mark, Tone]] = {
    Gravity.STOP: (Family.STOP, Mark.BAR, Tone.WRONG),
    Gravity.MONEY: (Family.BACK, Mark.CROSS, Tone.WRONG),
    Gravity.DECIDE: (Family.ASK, Mark.QUESTION, Tone.NOW),
    Gravity.FAULT: (Family.ENOUGH, Mark.BANG, Tone.DOUBT),
    Gravity.WAITS: (Family.REST, Mark.BAR, Tone.SECOND),
}
_RANKS = {gravity: rank for rank, gravity in enumerate(Gravity)}
_ONE_LINE = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter


def columns(now: Callable[[], datetime]) -> tuple[Column[Matter], ...]:
    """What happened, the gravest first; since when."""
    say = texts.say
    return (
        Column("what", say("exceptions.what"), lambda one: Cell(one.title), _rank, 300, grow=2),
        Column(
            "since",
            say("exceptions.since"),
            lambda one: Cell(figures.age(now() - one.since), Tone.SECOND),
            lambda one: one.since.timestamp(),
            112,
            trailing=True,
        ),
    )


def apart(where: str) -> str:
    """Each part of a place with its own direction of writing: a name turns no number round."""
    return _DOT.join(f"\u2068{part}\u2069" for part in where.split(_DOT))


def _rank(one: Matter) -> str:
    since_s = int(one.since.timestamp())
    return f"{_RANKS[one.gravity]} {int(not one.urgent)} {since_s:012d} {one.key}"


def found_by(one: Matter) -> str:
    """Everything a search may find."""
    values = (value for _, value in one.facts)
    return haystack(one.title, one.where, one.happened, *values)


def paint_sign(painter: QPainter, gravity: Gravity, box: QRectF) -> None:
    """The sign of how bad it is."""
    tokens = theme.current()
    family, mark, tone = SIGNS[gravity]
    paint_glyph(painter, family, mark, box, tokens.colours()[tone.value], tokens.surface)


class MatterSign(QWidget):
    """The same as a widget."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gravity = Gravity.WAITS
        self.setFixedSize(side, side)

    def show_gravity(self, gravity: Gravity) -> None:
        """Show another sign."""
        self._gravity = gravity
        self.update()

    def paintEvent(self, _event: object) -> None:
        paint_sign(QPainter(self), self._gravity, QRectF(self.rect()))


class MatterPainter(CellPainter):
    """Two lines in a row: what happened, and below it where."""

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
        one = model.row(index.row())
        if index.column() == 0:
            _paint_what(painter, one, room, rtl)
        else:
            upper = _halves(room)[0]
            _draw(painter, model.cell(index).text, upper, Role.BODY, Tone.SECOND, not rtl)
        # The second line runs below both columns; each of them paints its own part.
        painter.setClipRect(rect)
        whole = text_room(_whole_row(option, rect), 0, 1, rtl)
        _paint_where(painter, one, whole, rtl)
        painter.restore()


class MattersTable(Table[Matter]):
    """Copies and exports also what its rows say only in the detail."""

    def __init__(self, model: RowsModel[Matter], memory: Memory) -> None:
        super().__init__(model, "exceptions", memory, ROW)
        self.setItemDelegate(MatterPainter(self))
        self.setSelectionMode(Table.SelectionMode.SingleSelection)
        lines = QFontMetrics(fonts.font(Role.BODY_STRONG)).height() * 2 + 20
        self.verticalHeader().setDefaultSectionSize(max(fonts.px(ROW), lines))

    def copied_text(self) -> str:
        return sheet.copied([one.title, one.where, one.happened] for one in self.chosen_rows())

    def exported(self) -> bytes:
        say = texts.say
        names = ("what", "where", "kind", "since", "happened", "do")
        return sheet.csv_bytes(
            [say(f"exceptions.{name}") for name in names],
            [
                [
                    one.title,
                    one.where,
                    say(f"exceptions.kind_{one.kind.value}"),
                    f"{figures.local(one.since):%Y-%m-%d %H:%M}",
                    one.happened,
                    one.do,
                ]
                for one in self.rows_model.rows
            ],
        )


def model_of(now: Callable[[], datetime]) -> RowsModel[Matter]:
    """The rows; the urgent ones are named so to those who listen."""
    return RowsModel(
        columns(now),
        identity=lambda one: one.key,
        searched=found_by,
        kind=lambda one: one.kind.value,
    )


def _halves(room: QRect) -> tuple[QRect, QRect]:
    half = room.height() // 2
    return room.adjusted(0, 8, 0, -half), room.adjusted(0, half, 0, -8)


def _paint_what(painter: QPainter, one: Matter, room: QRect, rtl: bool) -> None:
    upper = _halves(room)[0]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = room.right() - _SIGN + 1 if rtl else room.left()
    box = QRectF(left, upper.center().y() - _SIGN / 2 + 1, _SIGN, _SIGN)
    paint_sign(painter, one.gravity, box)
    used = _SIGN + _SIGN_GAP
    cut = (0, 0, -used, 0) if rtl else (used, 0, 0, 0)
    _draw(painter, one.title, upper.adjusted(*cut), Role.BODY_STRONG, Tone.INK, rtl)


def _paint_where(painter: QPainter, one: Matter, room: QRect, rtl: bool) -> None:
    used = _SIGN + _SIGN_GAP
    lower = _halves(room)[1].adjusted(*((0, 0, -used, 0) if rtl else (used, 0, 0, 0)))
    _draw(painter, apart(one.where), lower, Role.PLAIN, Tone.SECOND, rtl)


def _whole_row(option: QStyleOptionViewItem, cell: QRect) -> QRect:
    """The row from edge to edge of what is seen."""
    view = option.widget
    wide = view.viewport().width() if isinstance(view, QAbstractItemView) else cell.width()
    return QRect(0, cell.top(), wide, cell.height())


def _draw(
    painter: QPainter, text: str, room: QRect, role: Role, tone: Tone, at_right: bool
) -> None:
    font: QFont = fonts.font(role)
    painter.setFont(font)
    painter.setPen(QColor(theme.current().colours()[tone.value]))
    fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    flags = int(_ONE_LINE | side | Qt.AlignmentFlag.AlignAbsolute)
    rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    painter.drawText(room, flags, figures.isolated(fitting, rtl))
