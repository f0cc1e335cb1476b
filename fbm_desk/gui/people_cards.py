"""The two cards beside the people: somebody new, and the badge just made for them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.stages import Role as Right
from fbm_desk.gui import fonts
from fbm_desk.gui.badge_barcode import Barcode
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.chips import Chips
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import Card, KeyButton, in_order, paragraph, words
from fbm_desk.services.office_view import MOST_NAME_CHARS, Colleague, NewBadge

_BARCODE_W = 380


def right_word(right: Right) -> str:
    """A role as people call it."""
    return texts.say(f"people.role_{right.value}")


class NewPersonCard(Card):
    """A name and what the person may do. `wanted` carries (name, Right)."""

    wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(22, parent)
        say = texts.say
        self.name = QLineEdit()
        self.name.setFont(fonts.font(Role.BODY))
        self.name.setMaxLength(MOST_NAME_CHARS)
        self.name.setAccessibleName(say("people.name"))
        self.error = words("", Role.CAPTION, Tone.WRONG)
        self.error.hide()
        self.rights = Chips()
        self.rights.setAccessibleName(say("people.role"))
        self.means = paragraph("", Role.CAPTION)
        self.add = KeyButton(say("people.add"), "primary", key="Enter")
        self._lay_out()
        self.name.textChanged.connect(lambda _text: self.error.hide())
        self.name.returnPressed.connect(self._ask)
        self.add.clicked.connect(self._ask)
        self.rights.picked.connect(self._say_what_it_means)

    def offer(self, rights: Sequence[Right]) -> None:
        """Offer these roles; the first one is chosen."""
        kept = self.rights.kind
        self.rights.offer([(one.value, right_word(one), None) for one in rights])
        known = {one.value for one in rights}
        self.rights.choose(kept if kept in known else next(iter(rights)).value if rights else "")
        self.add.setEnabled(bool(rights))
        self._say_what_it_means()

    def refuse(self, sentence: str) -> None:
        """Say below the name what is wrong with it."""
        self.error.setText(f"✕ {sentence}")
        self.error.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _ask(self) -> None:
        if not self.name.text().strip():
            self.refuse(texts.say("people.name_wanted"))
        elif self.rights.kind:
            self.wanted.emit(self.name.text(), Right(self.rights.kind))

    def _say_what_it_means(self) -> None:
        kind = self.rights.kind
        self.means.setText(texts.say(f"people.means_{kind}") if kind else "")

    def _lay_out(self) -> None:
        say = texts.say
        self.body.setSpacing(6)
        self.body.addWidget(words(say("people.new"), Role.LEAD))
        self.body.addSpacing(10)
        self.body.addWidget(words(say("people.name"), Role.CAPTION, Tone.SECOND))
        self.body.addWidget(self.name)
        self.body.addWidget(self.error)
        self.body.addSpacing(10)
        self.body.addWidget(words(say("people.role"), Role.CAPTION, Tone.SECOND))
        self.body.addWidget(self.rights)
        self.body.addWidget(self.means)
        self.body.addSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        self.body.addLayout(row)
        in_order(self.name, self.add)
        self.rights.follow(self.name)


class PersonCard(Card):
    """One person: a new badge for a lost one, and the end of working here, asked in place.

    `replace_wanted` and `leave_wanted` carry the person's id.
    """

    replace_wanted = Signal(int)
    leave_wanted = Signal(int)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(22, parent)
        say = texts.say
        self.person: Colleague | None = None
        self.title = words("", Role.LEAD)
        self.right = words("", Role.BODY, Tone.SECOND)
        self.means = paragraph("")
        self.badge = KeyButton("", icon="id-card", key="Ctrl B")
        self.leave = KeyButton(say("people.let_go"), "danger", key="Del")
        self.question = paragraph(say("people.let_go_sure"), Role.BODY_STRONG, Tone.INK)
        self.yes = KeyButton(say("people.let_go_yes"), "danger")
        self.back = KeyButton(say("people.back"), "quiet", key="Esc")
        self.error = paragraph("", Role.CAPTION, Tone.WRONG)
        self._lay_out()
        self.badge.clicked.connect(self.want_badge)
        self.leave.clicked.connect(self.ask)
        self.yes.clicked.connect(self._say_yes)
        self.back.clicked.connect(self.drop)

    def show_person(self, person: Colleague, may: bool) -> None:
        """Show somebody; whoever has more rights than who is signed in is only shown."""
        say = texts.say
        self.person = person
        self.title.setText(person.name)
        bench = f" · {person.bench}" if person.bench else ""
        here = right_word(person.role) + bench
        self.right.setText(here if person.active else say("people.has_left"))
        self.means.setText(say("people.lost" if person.active else "people.left_how"))
        if not may:
            self.means.setText(say("people.not_yours"))
        self.badge.setText(say("people.replace" if person.active else "people.let_in"))
        self.badge.setAccessibleName(f"{self.badge.text()}: {person.name}")
        self.badge.updateGeometry()
        self.badge.setEnabled(may)
        self.leave.setEnabled(may)
        self.error.hide()
        self._ask(asking=False)

    def want_badge(self) -> None:
        """A new badge for the one shown."""
        if self.person is not None and self.badge.isEnabled():
            self.replace_wanted.emit(self.person.id)

    def ask(self) -> None:
        """One more step before somebody is disabled."""
        if self.person is not None and self.person.active and self.leave.isEnabled():
            self._ask(asking=True)
            self.yes.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def drop(self) -> None:
        """Back from the question, then back to somebody new."""
        if not self.question.isHidden():
            self._ask(asking=False)
        else:
            self.given_up.emit()

    def refuse(self, sentence: str) -> None:
        """Say what stands against it."""
        self._ask(asking=False)
        self.error.setText(f"✕ {sentence}")
        self.error.show()

    def _say_yes(self) -> None:
        if self.person is not None:
            self.leave_wanted.emit(self.person.id)

    def _ask(self, *, asking: bool) -> None:
        active = self.person is not None and self.person.active
        self.question.setVisible(asking)
        self.yes.setVisible(asking)
        self.badge.setVisible(not asking)
        self.leave.setVisible(active and not asking)

    def _lay_out(self) -> None:
        self.body.setSpacing(8)
        for part in (self.title, self.right, self.means, self.error):
            self.body.addWidget(part)
        self.body.addSpacing(6)
        self.body.addWidget(self.question)
        for row_of in ((self.badge,), (self.leave, self.yes, self.back)):
            row = QHBoxLayout()
            row.setSpacing(10)
            for button in row_of:
                row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)
        self.body.addStretch(1)
        self.error.hide()
        self._ask(asking=False)


class BadgeMadeCard(Card):
    """The badge, shown once: to be saved and printed, or scanned from the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(22, parent)
        say = texts.say
        self.badge: NewBadge | None = None
        self.title = words("", Role.LEAD)
        self.right = words("", Role.BODY, Tone.SECOND)
        self.barcode = Barcode(_BARCODE_W)
        self.code = words("", Role.HEADLINE)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.save = KeyButton(say("people.save_badge"), "primary", icon="download")
        self.done = KeyButton(say("people.next_person"))
        self._lay_out()

    def show_badge(self, badge: NewBadge) -> None:
        """Show whose badge it is and its code."""
        self.badge = badge
        self.title.setText(texts.say("people.badge_of", name=badge.name))
        self.right.setText(right_word(badge.role))
        self.code.setText(badge.code)
        self.barcode.show_code(badge.code)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Show it no more: its code is kept nowhere."""
        self.badge = None
        self.code.clear()
        self.barcode.show_code("")

    def _lay_out(self) -> None:
        self.body.setSpacing(6)
        self.body.addWidget(self.title)
        self.body.addWidget(self.right)
        self.body.addSpacing(10)
        shown = QVBoxLayout()
        shown.setSpacing(4)
        for one in (self.barcode, self.code):
            shown.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addLayout(shown)
        self.body.addSpacing(10)
        self.body.addWidget(paragraph(texts.say("people.badge_once")))
        self.body.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.save)
        row.addWidget(self.done)
        row.addStretch(1)
        self.body.addLayout(row)
