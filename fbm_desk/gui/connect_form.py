"""Connecting a seller account, step by step: what is typed is tried before anything is kept.

Secrets are typed or pasted unseen, leave the form with the answer and are never shown again.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.selling import Participation
from fbm_desk.gui import fonts
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.chips import Chips
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import Card, KeyButton, paragraph, words
from fbm_desk.services.office_view import NewAccount

REGIONS = ("na", "eu", "fe")
FIELDS = ("seller_id", "lwa_app_id", "lwa_client_secret", "refresh_token")
_SECRET = frozenset({"lwa_client_secret", "refresh_token"})
_WIDE = 640


class ConnectForm(Card):
    """`wanted` carries a `NewAccount`; `given_up` that nobody wants to connect one now."""

    wanted = Signal(object)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(24, parent)
        say = texts.say
        self.setMaximumWidth(fonts.px(_WIDE))
        self.regions = Chips()
        self.regions.setAccessibleName(say("sync.region"))
        self.regions.offer([(one, say(f"sync.region_{one}"), None) for one in REGIONS])
        self.regions.choose(REGIONS[0])
        self.fields = {name: self._field(name) for name in FIELDS}
        self.error = paragraph("", Role.BODY, Tone.WRONG)
        self.error.hide()
        self.test = KeyButton(say("sync.test"), "primary", key="Enter")
        self.back = KeyButton(say("sync.back"), "quiet", key="Esc")
        self._lay_out()
        self.test.clicked.connect(self._ask)
        self.back.clicked.connect(self.given_up)

    def begin(self, region: str, seller_id: str) -> None:
        """Empty fields but for what is known and no secret."""
        self.forget()
        self.regions.choose(region if region in REGIONS else REGIONS[0])
        self.fields["seller_id"].setText(seller_id)
        self.say_wrong("")
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QLineEdit:
        """The first field that is empty."""
        return next((one for one in self.fields.values() if not one.text()), self.fields[FIELDS[0]])

    def forget(self) -> None:
        """What was typed is on the screen no more."""
        for field in self.fields.values():
            field.clear()

    def say_wrong(self, sentence: str, field: str = "") -> None:
        """Say what is wrong; the fields stay as they are, to be corrected."""
        self.error.setText(f"✕ {sentence}" if sentence else "")
        self.error.setAccessibleName(sentence)
        self.error.setVisible(bool(sentence))
        self._wait(False)
        if field in self.fields:
            self.fields[field].setFocus(Qt.FocusReason.OtherFocusReason)
            self.fields[field].selectAll()

    def _ask(self) -> None:
        missing = next((name for name in FIELDS if not self.fields[name].text().strip()), "")
        if missing:
            named = texts.say(f"sync.field_{missing}")
            sentence = texts.say("error.connect_field", field=named).partition(". ")[0]
            self.say_wrong(sentence, missing)
            return
        self.say_wrong("")
        self._wait(True)
        typed = {name: self.fields[name].text() for name in FIELDS}
        self.wanted.emit(NewAccount(self.regions.kind, **typed))

    def _wait(self, waits: bool) -> None:
        self.test.setEnabled(not waits)
        self.test.setText(texts.say("sync.testing" if waits else "sync.test"))
        self.test.updateGeometry()

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setFont(fonts.font(Role.BODY))
        field.setAccessibleName(texts.say(f"sync.field_{name}"))
        field.setPlaceholderText(texts.say(f"sync.hint_{name}"))
        field.setMaxLength(4096)
        if name in _SECRET:
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        field.returnPressed.connect(self._ask)
        return field

    def _lay_out(self) -> None:
        say = texts.say
        self.body.setSpacing(6)
        self.body.addWidget(words(say("sync.form"), Role.HEADLINE))
        self.body.addWidget(paragraph(say("sync.form_how")))
        self.body.addSpacing(8)
        self.body.addWidget(words(say("sync.region"), Role.CAPTION, Tone.SECOND))
        self.body.addWidget(self.regions)
        for name, field in self.fields.items():
            self.body.addSpacing(6)
            self.body.addWidget(words(say(f"sync.field_{name}"), Role.CAPTION, Tone.SECOND))
            self.body.addWidget(field)
        self.body.addWidget(self.error)
        self.body.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.test)
        row.addWidget(self.back)
        row.addStretch(1)
        self.body.addLayout(row)


class ConnectedCard(Card):
    """What the test found: where the account sells, and when it begins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(24, parent)
        self.setMaximumWidth(fonts.px(_WIDE))
        self.title = words("", Role.HEADLINE)
        self.places = paragraph("", Role.BODY, Tone.INK)
        self.done = KeyButton(texts.say("sync.back"), "primary", key="Esc")
        self.body.setSpacing(10)
        for one in (
            self.title,
            words(texts.say("sync.done_places"), Role.CAPTION, Tone.SECOND),
            self.places,
            paragraph(texts.say("sync.done_next")),
        ):
            self.body.addWidget(one)
        row = QHBoxLayout()
        row.addWidget(self.done)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_account(self, seller_id: str, places: Sequence[Participation]) -> None:
        """Name the account and its marketplaces."""
        self.title.setText(texts.say("sync.done", seller=seller_id))
        self.places.setText("\n".join(f"{one.name} ({one.country})" for one in places))
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)


def centred(*cards: QWidget) -> QWidget:
    """Cards in the middle of a page, as wide as they want to be."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    column = QVBoxLayout()
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    row.addStretch(1)
    row.addLayout(column, 8)
    row.addStretch(1)
    return page
