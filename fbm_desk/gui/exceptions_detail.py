"""One matter in full: what happened, what was kept, what to do, all that is known, the deeds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fbm_desk import texts
from fbm_desk.gui import figures, fonts
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.dossier_cards import Hairline
from fbm_desk.gui.exceptions_ask import ASKED, DeedQuestion
from fbm_desk.gui.exceptions_list import MatterSign, apart
from fbm_desk.gui.flow_row import FlowRow
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import Card, KeyButton, paragraph, words
from fbm_desk.services.exceptions_view import SUPERVISORS, Changed, Deed, Matter

_SIGN = 40
_LABEL_W = 146
_INSET = 22


class MatterDetail(Card):
    """`wanted` carries the deed a person chose, before any question about it."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_INSET, parent)
        say = texts.say
        self.matter: Matter | None = None
        self._decides = True
        self.sign = MatterSign(_SIGN)
        self.title = paragraph("", Role.HEADLINE, Tone.INK)
        self.where = paragraph("", Role.PLAIN)
        self.dossier = KeyButton(say("exceptions.deed_dossier"), "quiet", key="Ctrl D")
        self.happened = paragraph("", Role.BODY, Tone.INK)
        self.kept = paragraph("", Role.BODY, Tone.INK)
        self.do = paragraph("", Role.BODY_STRONG, Tone.INK)
        self.question = DeedQuestion()
        self.said = paragraph("", Role.BODY_MEDIUM, Tone.SECOND)
        self.barred = paragraph(say("exceptions.only_supervisor"), Role.CAPTION)
        self.buttons: list[KeyButton] = []
        self._facts, self._deeds = QWidget(), QWidget()
        self._lay_out()
        self.dossier.clicked.connect(lambda: self.wanted.emit(Deed.DOSSIER))
        self.question.dropped.connect(self._show_deeds)

    def show_matter(self, matter: Matter) -> None:
        """Show another one, or the same as it is now; a question about it stays."""
        same = self.matter is not None and self.matter.key == matter.key
        before, self.matter = self.matter, matter
        self.sign.show_gravity(matter.gravity)
        self.title.setText(matter.title)
        self.where.setText(apart(matter.where))
        self.happened.setText(matter.happened)
        self.kept.setText(matter.kept)
        self.do.setText(matter.do)
        self.dossier.setVisible(Deed.DOSSIER in matter.deeds[1:])
        if not same or before != matter:
            self._show_facts(matter)
        if not same:
            self.say("")
            self.question.hide()
        if not same or (before is not None and before.deeds != matter.deeds):
            self._offer(matter)
        self._show_deeds()

    def let_decide(self, decides: bool) -> None:
        """Whether who is signed in is a supervisor; if not, the buttons say so."""
        self._decides = decides
        self._show_deeds()

    def ask(self, deed: Deed) -> None:
        """One more step before it is done."""
        if self.matter is not None:
            self._deeds.hide()
            self.question.ask(deed, self.matter.proposed)

    def say(self, sentence: str) -> None:
        """What is under way."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def busy(self, sentence: str) -> None:
        """Something is being asked: no second deed meanwhile; empty when it is over."""
        self._deeds.setEnabled(not sentence)
        self.say(sentence)

    def deed_at(self, place: int) -> Deed | None:
        """The deed of the button at a place, 0 is the main one; None where it is not offered."""
        shown = not self._deeds.isHidden() and self._deeds.isEnabled()
        if not shown or not 0 <= place < len(self.buttons):
            return None
        return self._offered()[place] if self.buttons[place].isEnabled() else None

    def _offered(self) -> tuple[Deed, ...]:
        deeds = self.matter.deeds if self.matter else ()
        return deeds[:1] + tuple(one for one in deeds[1:] if one is not Deed.DOSSIER)

    def _offer(self, _matter: Matter) -> None:
        self._deeds = self._replaced(self.body, self._deeds, QWidget())
        row = FlowRow(self._deeds)
        self.buttons = []
        for at, deed in enumerate(self._offered()):
            button = _button(deed, at)
            button.clicked.connect(lambda _on=False, deed=deed: self.wanted.emit(deed))
            row.addWidget(button)
            self.buttons.append(button)

    def _show_deeds(self) -> None:
        asking = not self.question.isHidden()
        self._deeds.setVisible(not asking)
        barred = False
        for deed, button in zip(self._offered(), self.buttons, strict=False):
            may = self._decides or deed not in SUPERVISORS
            button.setEnabled(may)
            barred = barred or not may
        self.barred.setVisible(barred and not asking)

    def _show_facts(self, matter: Matter) -> None:
        changed = [
            (texts.say("exceptions.changed") if at == 0 else "", _changed_words(one))
            for at, one in enumerate(matter.changed)
        ]
        facts = QWidget()
        grid = QGridLayout(facts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, fonts.px(_LABEL_W))
        grid.setColumnStretch(1, 1)
        _fill(grid, [*changed, *matter.facts])
        self._facts = self._replaced(self._told, self._facts, facts)

    def _replaced(self, holder: QLayout, before: QWidget, after: QWidget) -> QWidget:
        holder.replaceWidget(before, after)
        before.hide()
        before.deleteLater()
        after.show()
        return after

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(self.title)
        names.addWidget(self.where)
        head.addLayout(names, 1)
        head.addWidget(self.dossier, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(14)
        self.body.addLayout(head)
        self.body.addWidget(Hairline())
        self.body.addWidget(self._story(), 1)
        self.body.addWidget(Hairline())
        self.body.addWidget(self.said)
        self.body.addWidget(self.barred)
        self.body.addWidget(self.question)
        self.body.addWidget(self._deeds)
        self.said.hide()
        self.barred.hide()

    def _story(self) -> QScrollArea:
        """What is read, scrolled where it is longer than the pane; the deeds never are."""
        story = QWidget()
        story.setProperty("plain", True)
        column = QVBoxLayout(story)
        self._told = column
        column.setContentsMargins(0, 0, 16, 0)
        column.setSpacing(14)
        told = QGridLayout()
        told.setHorizontalSpacing(16)
        told.setVerticalSpacing(12)
        told.setColumnMinimumWidth(0, fonts.px(_LABEL_W))
        told.setColumnStretch(1, 1)
        for at, name in enumerate(("happened", "kept", "do")):
            label = words(texts.say(f"exceptions.{name}"), Role.BODY_MEDIUM, Tone.SECOND)
            told.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            told.addWidget(getattr(self, name), at, 1)
        column.addLayout(told)
        column.addWidget(Hairline())
        column.addWidget(self._facts)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(story)
        area.viewport().setAutoFillBackground(False)
        story.setAutoFillBackground(False)
        return area


def _button(deed: Deed, at: int) -> KeyButton:
    word = texts.say(f"exceptions.deed_{deed.value}")
    face = texts.say("exceptions.next_step", deed=word) if deed in ASKED else word
    return KeyButton(face, "" if at else "primary", key=str(at + 1) if at else "Enter")


def _changed_words(one: Changed) -> str:
    facts = {"name": one.name, "was": figures.number(one.was), "now": figures.number(one.now)}
    return texts.say("exceptions.changed_line", **facts)


def _fill(grid: QGridLayout, facts: Sequence[tuple[str, str]]) -> None:
    for at, (label, value) in enumerate(facts):
        grid.addWidget(words(label, Role.PLAIN, Tone.SECOND), at, 0, Qt.AlignmentFlag.AlignTop)
        shown = paragraph(value, Role.PLAIN, Tone.INK)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(shown, at, 1)
