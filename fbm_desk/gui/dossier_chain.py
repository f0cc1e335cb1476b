"""The history of one order as a chain of steps with its hash ends; what happened is the view's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fbm_desk import texts
from fbm_desk.domain.verdicts import Family
from fbm_desk.gui import figures, fonts, glyphs, icons, theme
from fbm_desk.gui.fonts import Role
from fbm_desk.services.today_view import HistoryStep, Mark

ROW = 52
_INSET = 4
_TIME = 74
_DISC = 29
_ICON = 16
ICONS: dict[Mark, str] = {
    Mark.CAME: "cloud-download",
    Mark.TAKEN: "hand-helping",
    Mark.SCANNED: "scan-barcode",
    Mark.REFUSED: "x",
    Mark.HELD: "triangle-alert",
    Mark.LABEL: "receipt",
    Mark.PRINTED: "printer",
    Mark.CLOSED: "scan-line",
    Mark.TOLD: "cloud-upload",
    Mark.VAN: "truck",
}
_Index = QModelIndex | QPersistentModelIndex
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine


def second_line(step: HistoryStep) -> str:
    """Details and, where the words do not name them, who did it."""
    named = step.who and step.who not in step.words and step.who not in step.details
    return " · ".join(part for part in (step.details, step.who if named else "") if part)


def step_text(step: HistoryStep) -> str:
    """The step in one line, for the clipboard and for those who listen."""
    words = ", ".join(part for part in (step.words, second_line(step)) if part)
    at = figures.local(step.at)
    return f"{at:%Y-%m-%d %H:%M:%S}\t{words}\t{step.chain}".rstrip()


class StepsModel(QAbstractListModel):
    """The steps in the order they happened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: Sequence[HistoryStep] = ()

    def load(self, steps: Sequence[HistoryStep]) -> None:
        """Show other steps."""
        self.beginResetModel()
        self.steps = steps
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.steps)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        step = self.steps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return step_text(step)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{texts.say(f'mark.{step.mark.value}')}: {step_text(step)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (step.words, second_line(step)) if part)
        return None

    def begins_day(self, at: int) -> bool:
        """True for the first step of a day in a history of several days."""
        days = [figures.local(self.steps[one].at).date() for one in (at, max(0, at - 1))]
        several = figures.local(self.steps[-1].at).date() != figures.local(self.steps[0].at).date()
        return several and (at == 0 or days[0] != days[1])


class StepPainter(QStyledItemDelegate):
    """Time, sign on its chain, words, hash end. Refusals and holds keep their own shapes."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        lines = QFontMetrics(fonts.font(Role.BODY)).height() * 2 + 12
        return QSize(200, max(fonts.px(ROW), lines))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, StepsModel):
            return
        step, rect = model.steps[index.row()], QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        self._paint_time(painter, model, index.row(), rect, rtl)
        self._paint_chain(painter, rect, index.row() > 0, index.row() < len(model.steps) - 1, rtl)
        _paint_sign(painter, step.mark, _disc(rect, rtl), step.quiet)
        self._paint_words(painter, step, rect, rtl)
        painter.restore()

    def _paint_time(
        self, painter: QPainter, model: StepsModel, at: int, rect: QRect, rtl: bool
    ) -> None:
        tokens, step = theme.current(), model.steps[at]
        box = _lead(rect, _INSET, fonts.px(_TIME), rtl)
        text: list[str] = [figures.clock_s(step.at)]
        if model.begins_day(at):
            text.insert(0, figures.short_day(figures.local(step.at).date()))
        painter.setFont(fonts.font(Role.BODY))
        painter.setPen(QColor(tokens.ink2))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), "\n".join(text))

    def _paint_chain(
        self, painter: QPainter, rect: QRect, before: bool, after: bool, rtl: bool
    ) -> None:
        disc = _disc(rect, rtl)
        painter.setPen(QPen(QColor(theme.current().line), 2))
        x = disc.center().x()
        if before:
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, disc.top()))
        if after:
            painter.drawLine(QPointF(x, disc.bottom()), QPointF(x, rect.bottom() + 1))

    def _paint_words(self, painter: QPainter, step: HistoryStep, rect: QRect, rtl: bool) -> None:
        tokens = theme.current()
        code = fonts.font(Role.BODY_CODE)
        end = QFontMetrics(code).horizontalAdvance(step.chain) + 14 if step.chain else 0
        lead = _INSET + fonts.px(_TIME) + 16 + _DISC + 14
        room = _lead(rect, lead, rect.width() - lead - end - _INSET, rtl)
        details = second_line(step)
        half = room.height() // 2
        top = room.adjusted(0, 5, 0, -half) if details else room
        tone = {Mark.REFUSED: tokens.red, Mark.HELD: tokens.amberI}.get(step.mark, tokens.ink)
        # What changed nothing is evidence, and not what one looks for.
        face = Role.BODY if step.quiet else Role.BODY_STRONG
        words = tokens.ink3 if step.quiet else tone
        _draw(painter, step.words, top, fonts.font(face), words)
        if details:
            below = room.adjusted(0, half, 0, -5)
            second = tokens.ink3 if step.quiet else tokens.ink2
            _draw(painter, details, below, fonts.font(Role.CAPTION), second)
        if step.chain:
            edge = _lead(rect, rect.width() - end - _INSET + 12, end, rtl)
            _draw(painter, step.chain, edge, code, tokens.ink3)


class ChainView(QListView):
    """The steps under each other; the arrows read on, Ctrl C copies the whole history."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps_model = StepsModel(self)
        self.setModel(self.steps_model)
        self.setItemDelegate(StepPainter(self))
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def copied_text(self) -> str:
        """Every step on its own line."""
        return "\n".join(step_text(step) for step in self.steps_model.steps)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(theme.current().blue), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied_text())
        else:
            super().keyPressEvent(event)


def _paint_sign(painter: QPainter, mark: Mark, disc: QRectF, quiet: bool = False) -> None:
    tokens = theme.current()
    if mark is Mark.REFUSED and not quiet:
        box, fill = disc.adjusted(-1, -1, 1, 1), tokens.redS
        glyphs.paint_glyph(painter, Family.BACK, glyphs.Mark.CROSS, box, fill, tokens.onred)
        return
    if mark is Mark.HELD and not quiet:
        box = disc.adjusted(1, 1, -1, -1)
        bang = glyphs.Mark.BANG
        glyphs.paint_glyph(painter, Family.ENOUGH, bang, box, tokens.amberI, tokens.surface)
        return
    painter.setPen(QPen(QColor(tokens.line if quiet else tokens.edge), 1))
    painter.setBrush(QColor(tokens.tile if not tokens.dark else tokens.surface))
    painter.drawEllipse(disc.adjusted(0.5, 0.5, -0.5, -0.5))
    ratio = painter.device().devicePixelRatioF()
    drawn = icons.icon_pixmap(ICONS[mark], tokens.ink3 if quiet else tokens.ink, _ICON, ratio)
    corner = disc.center() - QPointF(_ICON / 2, _ICON / 2)
    painter.drawPixmap(corner, drawn)


def _disc(rect: QRect, rtl: bool) -> QRectF:
    box = _lead(rect, _INSET + fonts.px(_TIME) + 16, _DISC, rtl)
    y = rect.top() + (rect.height() - _DISC) // 2
    return QRectF(box.left(), y, _DISC, _DISC)


def _lead(rect: QRect, x: int, wide: int, rtl: bool) -> QRect:
    left = rect.right() + 1 - x - wide if rtl else rect.left() + x
    return QRect(left, rect.top(), max(0, wide), rect.height())


def _draw(painter: QPainter, text: str, room: QRect, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    rtl = painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
    flags = int(_MIDDLE | Qt.AlignmentFlag.AlignLeading)
    painter.drawText(room, flags, figures.isolated(fitting, rtl))
