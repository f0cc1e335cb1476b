"""The manifest beside the sums: its pages on paper, to be printed or saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import theme
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.flow_row import FlowRow
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.manifest_paper import ManifestPaper, Page, draw_page
from fbm_desk.gui.parts import KeyButton, paragraph, words
from fbm_desk.gui.surroundings import Surroundings


class ManifestPane(QWidget):
    """Shows a PDF page by page; printing and saving are asked for, not done."""

    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say = texts.say
        self._around = around
        self._pdf = b""
        self._number, self._pages = 1, 0
        self.title = paragraph(say("closeout.manifest"), Role.BODY_STRONG, Tone.INK)
        self.page_words = words("", Role.BODY, Tone.SECOND)
        self.paper = ManifestPaper()
        self.before = _turner("arrow-left", say("closeout.page_before"))
        self.after = _turner("arrow-right", say("closeout.page_after"))
        self.print = KeyButton(say("closeout.print"), "primary", "printer", "Ctrl P")
        self.save = KeyButton(say("closeout.save"), icon="download")
        self._lay_out()
        self._wire()
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show an empty sheet and nothing to print."""
        self._pdf, self._pages = b"", 0
        self.title.setText(texts.say("closeout.manifest"))
        self.paper.show_page(None)
        self._say_page()

    def show_pdf(self, carrier: str, pdf: bytes) -> None:
        """Show a carrier's manifest from its first page."""
        self._pdf = pdf
        self.title.setText(texts.say("closeout.manifest_of", carrier=carrier))
        self.turn_to(1)

    def turn_to(self, number: int) -> None:
        """Draw another page of it."""
        pdf = self._pdf
        if pdf:
            self._around.ask(lambda: draw_page(pdf, number), lambda page: self._show(pdf, page))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().sunken))
        painter.drawRoundedRect(self.rect(), 12, 12)

    def _show(self, pdf: bytes, page: Page) -> None:
        if pdf is not self._pdf:
            return
        self._number, self._pages = page.number, page.pages
        self.paper.show_page(page)
        self._say_page()

    def _say_page(self) -> None:
        there = self._pages > 0
        page = texts.say("closeout.page", number=self._number, pages=self._pages) if there else ""
        self.page_words.setText(page)
        self.before.setEnabled(self._number > 1)
        self.after.setEnabled(self._number < self._pages)
        for button in (self.before, self.after):
            button.setVisible(self._pages > 1)
        for button in (self.print, self.save):
            button.setVisible(there)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.setSpacing(4)
        for part in (self.page_words, self.before, self.after):
            top.addWidget(part)
        buttons = QWidget()
        foot = FlowRow(buttons, 10)
        foot.addWidget(self.print)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 18, 26, 18)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self.paper, 1)
        column.addWidget(buttons)

    def _wire(self) -> None:
        self.print.clicked.connect(self.print_requested)
        self.save.clicked.connect(self.save_requested)
        self.before.clicked.connect(lambda: self.turn_to(self._number - 1))
        self.after.clicked.connect(lambda: self.turn_to(self._number + 1))


def _turner(icon: str, name: str) -> KeyButton:
    made = KeyButton("", "quiet", icon)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
