"""First start: three questions on one calm screen, then the badge that opens the bench."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fbm_desk import texts
from fbm_desk.gui import fonts
from fbm_desk.gui.badge_barcode import Barcode
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.choice import Choice
from fbm_desk.gui.choice_tile import ChoiceTile
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import Card, KeyButton, paragraph, words
from fbm_desk.gui.roomy_page import page_of

_WIDTH = 720
#: What the smallest screen has beside margins and a scroll bar.
_WIDEST = 1210


@dataclass(frozen=True, slots=True)
class FirstStart:
    """The answers. A printer is a destination as printing knows it, "" for a folder of papers."""

    name: str = field(repr=False)
    demonstration: bool
    bench: str
    label_printer: str
    slip_printer: str


class StartScreen(QWidget):
    """`answered` carries `FirstStart`; `started` comes when the badge was seen.

    `printers` are (destination, words) of the printers found; none is always offered.
    """

    answered = Signal(object)
    started = Signal()
    #: The sheet with the badge is to be kept as a file.
    sheet_requested = Signal()

    def __init__(
        self, printers: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._build_fields(printers)
        self.badge = BadgeCard()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(page_of(self._centred(self._questions())))
        self._stack.addWidget(page_of(self._centred(self.badge)))
        self.go_on.clicked.connect(self._answer)
        self.badge.start.clicked.connect(self.started)
        self.badge.sheet.clicked.connect(self.sheet_requested)
        for one in (self.name, self.bench):
            one.textChanged.connect(self._forgive)

    def show_badge(self, name: str, code: str) -> None:
        """Show the person's badge: the code in words and as a barcode."""
        self.badge.show_badge(name, code)
        self._stack.setCurrentIndex(1)
        self.badge.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on from wherever the focus is."""
        questions = self._stack.currentIndex() == 0
        if questions and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._answer()
        else:
            super().keyPressEvent(event)

    def answers(self) -> FirstStart:
        """What is filled in now."""
        return FirstStart(
            name=" ".join(self.name.text().split()),
            demonstration=self.demonstration.isChecked(),
            bench=" ".join(self.bench.text().split()),
            label_printer=str(self.label_printer.currentData() or ""),
            slip_printer=str(self.slip_printer.currentData() or ""),
        )

    def _answer(self) -> None:
        answers = self.answers()
        for value, one, error in (
            (answers.name, self.name, self.name_error),
            (answers.bench, self.bench, self.bench_error),
        ):
            if not value:
                error.show()
                one.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.answered.emit(answers)

    def _forgive(self) -> None:
        self.name_error.hide()
        self.bench_error.hide()

    def _build_fields(self, printers: Sequence[tuple[str, str]]) -> None:
        say = texts.say
        self.name = _field(say("start.name"))
        self.name_error = words(f"✕ {say('start.name_wanted')}", Role.CAPTION, Tone.WRONG)
        self.bench = _field(say("start.bench"), say("start.bench_first"))
        self.bench_error = words(f"✕ {say('start.bench_wanted')}", Role.CAPTION, Tone.WRONG)
        self.demonstration = ChoiceTile(say("start.demo"), say("start.demo_how"))
        self.own = ChoiceTile(say("start.own"), say("start.own_how"))
        self.shops = QButtonGroup(self)
        for tile in (self.demonstration, self.own):
            self.shops.addButton(tile)
        self.demonstration.setChecked(True)
        self.label_printer = _printers(say("start.label_printer"), printers)
        self.slip_printer = _printers(say("start.slip_printer"), printers)
        self.go_on = KeyButton(say("start.go_on"), "primary", key="Enter")
        for error in (self.name_error, self.bench_error):
            error.hide()

    def _questions(self) -> Card:
        say = texts.say
        card = Card(32)
        card.body.setSpacing(8)
        card.body.addWidget(words(say("start.title"), Role.TITLE))
        card.body.addWidget(paragraph(say("start.second")))
        card.body.addSpacing(16)
        card.body.addWidget(_question(1, say("start.who")))
        card.body.addWidget(self.name)
        card.body.addWidget(self.name_error)
        card.body.addSpacing(14)
        card.body.addWidget(_question(2, say("start.which")))
        shops = QHBoxLayout()
        shops.setSpacing(12)
        shops.addWidget(self.demonstration)
        shops.addWidget(self.own)
        card.body.addLayout(shops)
        card.body.addSpacing(14)
        card.body.addWidget(_question(3, say("start.where")))
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for label, one in (
            (say("start.bench"), self.bench),
            (say("start.label_printer"), self.label_printer),
            (say("start.slip_printer"), self.slip_printer),
        ):
            fields.addLayout(_labelled(label, one), 1)
        card.body.addLayout(fields)
        card.body.addWidget(self.bench_error)
        card.body.addWidget(paragraph(say("start.folder"), Role.CAPTION))
        card.body.addSpacing(16)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(self.go_on)
        card.body.addLayout(bottom)
        return card

    def _centred(self, card: QWidget) -> QWidget:
        page = QWidget()
        card.setFixedWidth(min(fonts.px(_WIDTH), _WIDEST))
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.addStretch(1)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page


class BadgeCard(Card):
    """The badge just made: to be scanned from the screen or typed, and to be printed later."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(32, parent)
        say = texts.say
        self.title = words("", Role.TITLE)
        self.code = words("", Role.HEADLINE)
        self.barcode = Barcode()
        self.start = KeyButton(say("start.start"), "primary", key="Enter")
        self.sheet = KeyButton(say("start.sheet"), icon="download")
        self.kept = words("", Role.BODY, Tone.SECOND)
        self.body.addWidget(self.title)
        self.body.addWidget(paragraph(say("start.badge_how")))
        self.body.addSpacing(12)
        for one in (self.barcode, self.code):
            self.body.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.sheet)
        row.addWidget(self.kept)
        row.addStretch(1)
        row.addWidget(self.start)
        self.body.addLayout(row)

    def show_badge(self, name: str, code: str) -> None:
        """Show whose badge it is and its code."""
        self.title.setText(texts.say("start.badge", name=name))
        self.code.setText(code)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.barcode.show_code(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.start.click()
        else:
            super().keyPressEvent(event)


def _field(name: str, text: str = "") -> QLineEdit:
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setFont(fonts.font(Role.BODY))
    made.setMaxLength(60)
    return made


def _printers(name: str, printers: Sequence[tuple[str, str]]) -> Choice:
    made = Choice()
    made.setAccessibleName(name)
    made.setFont(fonts.font(Role.BODY))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.addItem(texts.say("start.no_printer"), "")
    for destination, said in printers:
        made.addItem(said, destination)
    return made


def _question(number: int, sentence: str) -> QWidget:
    return words(f"{number}  {sentence}", Role.LEAD)


def _labelled(label: str, one: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(words(label, Role.CAPTION, Tone.SECOND))
    column.addWidget(one)
    return column
