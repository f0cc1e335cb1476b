"""The one more step of a deed that cannot be taken back: asked in place, Esc lets it be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import fonts
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import KeyButton, paragraph, words
from fbm_desk.services.exceptions_view import Deed

#: These want the number on the box.
NUMBERED = frozenset({Deed.BOUGHT, Deed.NUMBER})
#: These keep why, in the supervisor's own words.
EXPLAINED = frozenset({Deed.NOT_BOUGHT, Deed.VOID, Deed.SEEN})
#: Everything that is asked about before it is done.
ASKED = (
    NUMBERED
    | EXPLAINED
    | {Deed.TAKEN_OUT, Deed.GONE, Deed.LET_GO, Deed.PACK, Deed.CANCEL_AGAIN, Deed.TOLD_ELSEWHERE}
    | {Deed.SEEN_TO}
)
_MOST_CHARS = 120


class DeedQuestion(QWidget):
    """Hidden until asked. `answered` carries (Deed, text)."""

    answered = Signal(object, str)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.deed = Deed.NUMBER
        self.question = paragraph("", Role.BODY_STRONG, Tone.INK)
        self.field = QLineEdit()
        self.field.setMaxLength(_MOST_CHARS)
        self.error = words("", Role.CAPTION, Tone.WRONG)
        self.yes = KeyButton("", "primary", key="Enter")
        self.no = KeyButton(texts.say("exceptions.never_mind"), "quiet", key="Esc")
        self._lay_out()
        self.field.returnPressed.connect(self._answer)
        self.field.textChanged.connect(lambda _text: self.error.hide())
        self.yes.clicked.connect(self._answer)
        self.no.clicked.connect(self.drop)
        self.hide()

    @property
    def wants_number(self) -> bool:
        """True while a tracking number is wanted: a scan answers."""
        return not self.isHidden() and self.deed in NUMBERED

    def ask(self, deed: Deed, proposed: str = "") -> None:
        """Ask about a deed; `proposed` is the number it is likely about."""
        say = texts.say
        self.deed = deed
        self.question.setText(say(f"exceptions.ask_{deed.value}"))
        numbered = deed in NUMBERED
        hint = say("exceptions.tracking_field" if numbered else "exceptions.why")
        self.field.setFont(fonts.font(Role.BODY_CODE if numbered else Role.BODY))
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.setText(proposed if numbered else "")
        self.field.setVisible(deed in NUMBERED | EXPLAINED)
        self.error.hide()
        self.yes.setText(say(f"exceptions.deed_{deed.value}"))
        self.yes.setAccessibleName(self.yes.text())
        self.yes.updateGeometry()
        self.show()
        first = self.yes if self.field.isHidden() else self.field
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_number(self, text: str) -> None:
        """A scan while the number is wanted."""
        self.field.setText(text)
        self.yes.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say below the field what is wrong with it."""
        self.error.setText(f"✕ {sentence}")
        self.error.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def drop(self) -> None:
        """Let it be."""
        if not self.isHidden():
            self.hide()
            self.dropped.emit()

    def _answer(self) -> None:
        text = self.field.text().strip()
        if self.deed in NUMBERED and not text:
            self.refuse(texts.say("exceptions.tracking_wanted"))
            return
        self.answered.emit(self.deed, text)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.question, self.field, self.error):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        column.addLayout(row)
