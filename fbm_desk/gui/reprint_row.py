"""Asks in place why paper is wanted once more: a digit or a click answers, Esc lets it be."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.office_port import Paper, ReprintReason
from fbm_desk.gui.parts import Card, KeyButton, words
from fbm_desk.gui.reflow import line_of


class ReprintRow(QWidget):
    """Hidden until asked. `answered` carries (Paper, ReprintReason)."""

    answered = Signal(object, object)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paper = Paper.LABEL
        self._question = words("", Role.BODY_STRONG)
        self.reasons = {reason: _button(at, reason) for at, reason in enumerate(ReprintReason)}
        self._never_mind = KeyButton(texts.say("dossier.never_mind"), "quiet", key="Esc")
        self._never_mind.clicked.connect(self.drop)
        for reason, button in self.reasons.items():
            button.clicked.connect(lambda _on=False, reason=reason: self._answer(reason))
        self._lay_out()
        self.hide()

    def ask(self, paper: Paper) -> None:
        """Ask why this paper is wanted."""
        self._paper = paper
        self._question.setText(texts.say(f"dossier.why_{paper.value}"))
        self.show()
        next(iter(self.reasons.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = event.key() - Qt.Key.Key_1
        if 0 <= at < len(self.reasons) and not event.modifiers():
            self._answer(list(self.reasons)[at])
        else:
            super().keyPressEvent(event)

    def _answer(self, reason: ReprintReason) -> None:
        self.hide()
        self.answered.emit(self._paper, reason)

    def drop(self) -> None:
        """Let it be."""
        self.hide()
        self.dropped.emit()

    def _lay_out(self) -> None:
        self._question.setMinimumHeight(self._never_mind.sizeHint().height())
        self._question.setIndent(8)
        card = Card(12)
        card.body.addWidget(line_of(self._question, None, *self.reasons.values(), self._never_mind))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.addWidget(card)


def _button(at: int, reason: ReprintReason) -> KeyButton:
    return KeyButton(texts.say(f"dossier.reason_{reason.value}"), key=str(at + 1))
