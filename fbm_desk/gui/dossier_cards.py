"""The cards of a dossier: its chain, its label with the facts, its address. They only show."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import figures, fonts, glyphs, theme
from fbm_desk.gui.barcode_paint import paint_code128
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.dossier_chain import ChainView
from fbm_desk.gui.dossier_evidence import chain_words
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import Card, paragraph, retone, words
from fbm_desk.services.today_view import DossierView

_LABEL_WIDTH = 172
_LABEL_HEIGHT = 250
_DISC = 20
_LEAST_STEPS = 180
#: Packed without a label of ours: it was made somewhere else.
_LABELLED_ELSEWHERE = frozenset({Stage.PACKED, Stage.CONFIRMED, Stage.SHIPPED})


class Hairline(QWidget):
    """A line that only parts what stands above from what stands below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(theme.current().line))


class ChainSign(QWidget):
    """Tick disc or octagon beside the words on the chain; nothing when there are no events."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_DISC, _DISC)
        self._intact: bool | None = None

    def show_intact(self, intact: bool | None) -> None:
        """Paint the other sign."""
        self._intact = intact
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._intact is None:
            return
        tokens, box = theme.current(), QRectF(self.rect())
        state = glyphs.State.CONFIRMED if self._intact else glyphs.State.CANCELLED
        colour = tokens.green if self._intact else tokens.red
        glyphs.paint_state(QPainter(self), state, box, colour, tokens.surface)


class ChainCard(Card):
    """The order's number, whether its chain is whole, and every step of its history."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(22, parent)
        self.order = words("", Role.LEAD)
        self.sign = ChainSign()
        self.chain_words = words("", Role.BODY_STRONG)
        self.line = paragraph("", Role.BODY, Tone.SECOND)
        self.chain = ChainView(texts.say("dossier.history"))
        self.chain.setMinimumHeight(fonts.px(_LEAST_STEPS))
        self.order.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()

    def show_dossier(self, view: DossierView) -> None:
        """Show another dossier from its first step."""
        self.order.setText(str(view.order_id))
        self.sign.show_intact(view.chain_intact)
        self.chain_words.setText(chain_words(view))
        retone(self.chain_words, Tone.WRONG if view.chain_intact is False else Tone.INK)
        self.line.setText(summary(view))
        self.chain.steps_model.load(view.steps)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.order)
        top.addStretch(1)
        top.addWidget(self.sign)
        top.addWidget(self.chain_words)
        self.body.setSpacing(4)
        self.body.addLayout(top)
        self.body.addWidget(self.line)
        self.body.addSpacing(8)
        self.body.addWidget(Hairline())
        self.body.addSpacing(6)
        self.body.addWidget(self.chain, 1)


class LabelPicture(QWidget):
    """The label as it was printed, on white paper in both themes.

    A label that went to the printer as commands has no picture: its number stands there instead.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_LABEL_WIDTH, _LABEL_HEIGHT)
        self.setAccessibleName(texts.say("dossier.label"))
        self._picture = QPixmap()
        self._tracking = ""
        self._instead = ""

    @property
    def has_picture(self) -> bool:
        """True when a picture of the label is shown."""
        return not self._picture.isNull()

    def show_label(self, png: bytes, tracking: str, instead: str) -> None:
        """Show a PNG; what cannot be read is shown by its number, without one by words."""
        self._picture = QPixmap()
        if png:
            self._picture.loadFromData(png)
        self._tracking, self._instead = tracking, instead
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_LABEL_WIDTH, _LABEL_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._picture.isNull() and not self._tracking:
            painter.setPen(QPen(QColor(tokens.edge), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor(tokens.ink3))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 0, -16, 0), flags, self._instead)
            return
        painter.setPen(QPen(QColor(tokens.edge), 1))
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(box, 4, 4)
        if self._picture.isNull():
            self._paint_number(painter)
            return
        room = self.rect().adjusted(6, 6, -6, -6)
        size = self._picture.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        x = room.left() + (room.width() - size.width()) // 2
        y = room.top() + (room.height() - size.height()) // 2
        painter.drawPixmap(x, y, size.width(), size.height(), self._picture)

    def _paint_number(self, painter: QPainter) -> None:
        """The barcode's place and the number below it; the rest of the sheet is not guessed."""
        ink, grey = QColor("#191B1D"), QColor("#BDB8AC")
        for at, width in enumerate((80, 62, 74, 48)):
            painter.fillRect(14, 18 + at * 12, width, 6, grey)
        painter.fillRect(14, 78, _LABEL_WIDTH - 28, 1, ink)
        if all(" " <= sign <= "~" for sign in self._tracking):
            painter.save()
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            bars = QRectF(8 * ratio, 92 * ratio, (_LABEL_WIDTH - 16) * ratio, 72 * ratio)
            painter.setClipRect(bars)
            paint_code128(painter, self._tracking.replace(" ", ""), bars)
            painter.restore()
        painter.setPen(ink)
        painter.setFont(fonts.font(Role.CAPTION_STRONG))
        number, half = self._tracking, (len(self._tracking) + 1) // 2
        if painter.fontMetrics().horizontalAdvance(number) > _LABEL_WIDTH - 16:
            number = f"{number[:half].rstrip()}\n{number[half:].lstrip()}"
        below = QRectF(8, 170, _LABEL_WIDTH - 16, 40)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, number)
        painter.fillRect(14, 214, _LABEL_WIDTH - 28, 1, ink)


class LabelCard(Card):
    """The label's picture beside the facts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(18, parent)
        self.picture = LabelPicture()
        self.title = words(texts.say("dossier.label"), Role.BODY_STRONG)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(20)
        self._facts.setVerticalSpacing(13)
        self._facts.setColumnStretch(1, 1)
        self.body.addWidget(self.title)
        row = QHBoxLayout()
        row.setSpacing(22)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addLayout(self._facts)
        column.addStretch(1)
        row.addLayout(column, 1)
        self.body.addLayout(row)

    def show_dossier(self, view: DossierView) -> None:
        """Show another label and other facts."""
        settled = view.stage in _LABELLED_ELSEWHERE
        instead = texts.say("dossier.label_elsewhere" if settled else "dossier.no_label")
        self.picture.show_label(view.label_picture, view.tracking, instead)
        drawn = bool(view.tracking) and not self.picture.has_picture
        self.title.setText(texts.say("dossier.label_number" if drawn else "dossier.label"))
        _empty(self._facts)
        for at, (label, value) in enumerate(view.facts):
            name = words(label, Role.PLAIN, Tone.SECOND)
            self._facts.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(_fact(value), at, 1)


class AddressCard(Card):
    """Where the parcel goes and how long that is kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(18, parent)
        self.until = words("", Role.BODY, Tone.SECOND)
        self.lines = paragraph("", Role.BODY, Tone.INK)
        top = QHBoxLayout()
        top.addWidget(words(texts.say("dossier.address"), Role.BODY_STRONG))
        top.addStretch(1)
        top.addWidget(self.until)
        self.body.addLayout(top)
        self.body.addWidget(self.lines)

    def show_dossier(self, view: DossierView, today: date) -> None:
        """Show another address, or say that it is gone."""
        lines = "\n".join(view.address_lines)
        self.lines.setText(lines or texts.say("dossier.address_gone"))
        retone(self.lines, Tone.INK if lines else Tone.SECOND)
        kept = view.address_until is not None and bool(lines)
        self.until.setVisible(kept)
        if view.address_until is not None:
            on = figures.day(view.address_until, today)
            self.until.setText(texts.say("dossier.address_until", on=on))


def summary(view: DossierView) -> str:
    """Buyer, place, units and weight in one line."""
    where = ", ".join(part for part in (view.buyer, view.city, view.country) if part)
    units = texts.say("dossier.units_count", count=view.units)
    weight = figures.weight(view.weight_g) if view.weight_g else ""
    return " · ".join(part for part in (where, units, weight) if part)


def _fact(value: str) -> QLabel:
    made = paragraph(value, Role.BODY_MEDIUM, Tone.INK)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _empty(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
