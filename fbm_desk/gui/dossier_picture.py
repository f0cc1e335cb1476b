"""The dossier's card with what the bench's camera saw as the units were counted."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import figures
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import Card, paragraph, words
from fbm_desk.services.today_view import DossierView, ProofPicture

_SIZE = QSize(208, 117)


class Frame(QWidget):
    """One frame, as large as it fits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(_SIZE)
        self._picture = QPixmap()

    def show_frame(self, jpeg: bytes, name: str) -> None:
        """Show another one."""
        self._picture = QPixmap()
        self._picture.loadFromData(jpeg)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._picture.isNull():
            size = self._picture.size().scaled(_SIZE, Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawPixmap(0, 0, size.width(), size.height(), self._picture)


class PictureCard(Card):
    """The newest frame, and a button for the one before it; hidden where none was kept."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(18, parent)
        self.frame_shown = Frame()
        self.which = paragraph("", Role.BODY, Tone.SECOND)
        self.before = QPushButton(texts.say("dossier.picture_before"))
        self.before.clicked.connect(self._go_back)
        self._pictures: tuple[ProofPicture, ...] = ()
        self._at = 0
        beside = QVBoxLayout()
        beside.addWidget(words(texts.say("dossier.picture"), Role.BODY_STRONG))
        beside.addWidget(self.which)
        beside.addStretch(1)
        beside.addWidget(self.before, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout()
        row.setSpacing(22)
        row.addWidget(self.frame_shown, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        self.body.addLayout(row)

    def show_dossier(self, view: DossierView) -> None:
        """Show what was seen of another order."""
        self._pictures = view.pictures
        self._at = len(view.pictures) - 1
        self.setVisible(bool(view.pictures))
        self.before.setVisible(len(view.pictures) > 1)
        self._show()

    def _go_back(self) -> None:
        """The one before; before the first comes the last."""
        self._at = (self._at - 1) % len(self._pictures)
        self._show()

    def _show(self) -> None:
        if not self._pictures:
            return
        seen = self._pictures[self._at]
        facts = {"number": self._at + 1, "count": len(self._pictures), "article": seen.sku}
        told = texts.say("dossier.picture_of", **facts, at=figures.clock_s(seen.at))
        self.which.setText(told)
        self.frame_shown.show_frame(seen.jpeg, told)
