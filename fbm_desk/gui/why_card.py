"""Why is this order not here? A number, its reason in a sentence, and the order asked for now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from fbm_desk import texts
from fbm_desk.domain import barcodes
from fbm_desk.gui import fonts
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.office_port import Why
from fbm_desk.gui.parts import Card, KeyButton, paragraph, words


class WhyCard(Card):
    """`asked` carries what was typed, `fetch` an order to be asked for, `open_order` one here."""

    asked = Signal(str)
    fetch = Signal(str)
    open_order = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(18, parent)
        say = texts.say
        self.field = QLineEdit()
        self.field.setFont(fonts.font(Role.BODY_CODE))
        self.field.setPlaceholderText(say("sync.why_hint"))
        self.field.setAccessibleName(say("sync.why_field"))
        self.ask = KeyButton(say("sync.why_ask"), key="Enter")
        self.answer = paragraph(say("sync.why_how"))
        self.fetch_now = KeyButton(say("sync.fetch_order"), "quiet", icon="refresh-cw")
        self.open_it = KeyButton(say("closeout.open_order"), "quiet")
        self._lay_out()
        self.field.returnPressed.connect(self._ask)
        self.field.textChanged.connect(lambda _text: self._say_how())
        self.ask.clicked.connect(self._ask)
        self.fetch_now.clicked.connect(lambda: self.fetch.emit(self.field.text().strip()))
        self.open_it.clicked.connect(lambda: self.open_order.emit(self._number()))

    def show_answer(self, text: str, why: Why) -> None:
        """Show why, if this is what is asked for still."""
        if text != self.field.text().strip():
            return
        self.answer.setText(why.words)
        self.answer.setAccessibleName(why.words)
        self.ask.setEnabled(True)
        number = bool(self._number())
        self.open_it.setVisible(why.is_here and number)
        self.fetch_now.setVisible(number)

    def give_up(self) -> None:
        """There came no answer; it can be asked again."""
        self._say_how()

    def _ask(self) -> None:
        if text := self.field.text().strip():
            self.answer.setText(texts.say("sync.why_asking"))
            self.ask.setEnabled(False)
            self.asked.emit(text)

    def _say_how(self) -> None:
        self.answer.setText(texts.say("sync.why_how"))
        self.ask.setEnabled(True)
        self.open_it.hide()
        self.fetch_now.hide()

    def _number(self) -> str:
        return str(barcodes.read(self.field.text().strip()).order_id or "")

    def _lay_out(self) -> None:
        self.body.addWidget(words(texts.say("sync.why"), Role.LEAD))
        self.body.addWidget(self.field)
        self.body.addWidget(self.answer)
        deeds = QHBoxLayout()
        deeds.setSpacing(4)
        deeds.addWidget(self.ask)
        for button in (self.open_it, self.fetch_now):
            deeds.addWidget(button)
            button.hide()
        deeds.addStretch(1)
        self.body.addLayout(deeds)
        self.answer.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)


class AccountCard(Card):
    """The account that is connected: never its keys, only how long the secret lasts."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(18, parent)
        say = texts.say
        self.facts = [(words("", Role.BODY, Tone.SECOND), words()) for _ in range(4)]
        self.warning = paragraph("", Role.BODY, Tone.DOUBT)
        self.renew = KeyButton(say("sync.connect_again"), icon="key-round")
        self.renew.clicked.connect(self.again)
        self.body.setSpacing(8)
        self.body.addWidget(words(say("sync.account"), Role.LEAD))
        told = QGridLayout()
        told.setVerticalSpacing(8)
        told.setColumnMinimumWidth(0, fonts.px(112))
        told.setColumnStretch(1, 1)
        for at, (label, value) in enumerate(self.facts):
            value.setWordWrap(True)
            told.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            told.addWidget(value, at, 1)
        self.body.addLayout(told)
        self.body.addWidget(self.warning)
        deeds = QHBoxLayout()
        deeds.addWidget(self.renew)
        deeds.addStretch(1)
        self.body.addLayout(deeds)

    def show_facts(self, facts: tuple[tuple[str, str], ...], warning: str, may: bool) -> None:
        """Show label and value of each fact, and what is to be done soon."""
        for (label, value), (name, text) in zip(self.facts, facts, strict=True):
            label.setText(name)
            value.setText(text)
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self.renew.setVisible(may)
