"""Who works here: a table, and beside it somebody new or the badge just made; no dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.errors import Invalid, Refusal
from fbm_desk.domain.stages import Role as Right
from fbm_desk.gui import figures, fonts
from fbm_desk.gui.cells import Cell, Column, Tone, said
from fbm_desk.gui.glyphs import State
from fbm_desk.gui.office_port import OfficePort
from fbm_desk.gui.parts import MARGIN, Card, Heading
from fbm_desk.gui.people_cards import BadgeMadeCard, NewPersonCard, PersonCard, right_word
from fbm_desk.gui.reflow import SideBySide
from fbm_desk.gui.roomy_page import is_scrolled
from fbm_desk.gui.rows_index import folded
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.surroundings import Surroundings
from fbm_desk.gui.table import Table
from fbm_desk.services import whole_file
from fbm_desk.services.office_view import Colleague, NewBadge
from fbm_desk.services.topics import Topic

_BESIDE_W = 440
_TABLE_W = 520


class PeopleScreen(QWidget):
    """Adds people and makes their badges; who may give which role is the services' affair."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self.heading = Heading(texts.say("people.title"))
        self.model = RowsModel(_columns(), identity=lambda one: one.name)
        self.table: Table[Colleague] = Table(self.model, "people", around.memory)
        self.table.setAccessibleName(texts.say("people.title"))
        self.new = NewPersonCard()
        self.made = BadgeMadeCard()
        self.person = PersonCard()
        self._rights: tuple[Right, ...] = ()
        self._lay_out()
        self.new.wanted.connect(self.add)
        self.made.save.clicked.connect(self.save_badge)
        self.made.done.clicked.connect(self.start_anew)
        self.table.chosen.connect(self._show_chosen)
        self.person.replace_wanted.connect(self.replace_badge)
        self.person.leave_wanted.connect(self.let_go)
        self.person.given_up.connect(self.start_anew)
        for key, deed in (("Ctrl+B", self._key_badge), ("Del", self._key_leave)):
            QShortcut(QKeySequence(key), self).activated.connect(deed)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.refresh)

    def refresh(self) -> None:
        """Read anew who is here and what may be given."""
        office = self._around.office
        self._around.ask(lambda: (office.people(), office.roles_to_give()), self._show)

    def renew(self, topics: frozenset[Topic]) -> None:
        """Read again when somebody came or sat down elsewhere."""
        if self.isVisible() and topics & {Topic.PEOPLE, Topic.SESSION}:
            self.refresh()

    def leave(self) -> None:
        """A badge is not left standing on a screen that others open."""
        self.start_anew(focus=False)

    def add(self, name: str, right: Right) -> None:
        """Add a person; what is wrong with the name is said below it."""
        office = self._around.office

        def tried() -> NewBadge | Invalid:
            try:
                return office.add_person(name, right)
            except Invalid as problem:
                return problem

        self._around.ask(tried, self._added)

    def replace_badge(self, user_id: int) -> None:
        """A new badge for a lost one: shown once, as for somebody new."""
        self._try(lambda office: office.replace_badge(user_id), self._replaced)

    def let_go(self, user_id: int) -> None:
        """Nobody signs in as this person any more."""
        self._try(lambda office: office.let_go(user_id), self._gone)

    def escape(self) -> None:
        """Back from a question, then to somebody new."""
        if self._beside.currentWidget() is self.person:
            self.person.drop()

    def _try(self, deed: Callable[[OfficePort], object], then: Callable[[object], None]) -> None:
        """Do something about the person shown; a refusal is said on the card."""
        office = self._around.office

        def tried() -> object:
            try:
                return deed(office)
            except Refusal as refusal:
                return refusal

        def answered(answer: object) -> None:
            if isinstance(answer, Refusal):
                sentence = texts.say(f"error.{answer.code}", **answer.facts)
                self.person.refuse(sentence.partition(". ")[0])
            else:
                then(answer)

        self._around.ask(tried, answered)

    def _replaced(self, badge: object) -> None:
        assert isinstance(badge, NewBadge)
        self._added(badge)

    def _gone(self, _none: object) -> None:
        name = self.person.person.name if self.person.person else ""
        self._around.say(texts.say("people.let_go_done", name=name))
        self.start_anew(focus=False)
        self.refresh()

    def _show_chosen(self) -> None:
        """Somebody was chosen in the table: what can be done about them."""
        rows = self.table.chosen_rows()
        if rows and self._beside.currentWidget() is not self.made:
            self.person.show_person(rows[0], rows[0].role in self._rights)
            self._beside.setCurrentWidget(self.person)

    def _key_badge(self) -> None:
        if self._beside.currentWidget() is self.person:
            self.person.want_badge()

    def _key_leave(self) -> None:
        if self._beside.currentWidget() is self.person:
            self.person.ask()

    def save_badge(self) -> None:
        """Ask for a file and write the badge and the command sheet there, to be printed."""
        say, around, badge = texts.say, self._around, self.made.badge
        if badge is None:
            return
        # No name of a person in a file's name.
        path = around.files.to_save(
            self, say("people.save_badge"), "badge.pdf", say("closeout.pdf_kind")
        )
        if path is None:
            return
        done = say("people.saved_badge", file=path.name)
        around.ask(
            lambda: whole_file.write(path, around.office.badge_sheet(badge)),
            lambda _none: around.say(done),
        )

    def start_anew(self, *_clicked: object, focus: bool = True) -> None:
        """Put the badge away; the next person's name is typed."""
        self.made.forget()
        self.table.clearSelection()
        self._beside.setCurrentWidget(self.new)
        if focus:
            self.new.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this screen and what they do."""
        say = texts.say
        return (
            ("Enter", say("people.add")),
            ("Ctrl B", say("people.replace")),
            ("Del", say("people.let_go")),
            ("Ctrl C", say("table.copy")),
        )

    def _show(self, both: tuple[tuple[Colleague, ...], tuple[Right, ...]]) -> None:
        people, self._rights = both
        self.model.load(people)
        self.new.offer(self._rights)
        say, count = texts.say, sum(one.active for one in people)
        here = sum(1 for one in people if one.bench)
        parts = [say("people.count", count=count, number=figures.number(count))]
        if here:
            parts.append(say("people.at_benches", count=here, number=figures.number(here)))
        self.heading.second.setText(" · ".join(parts))

    def _added(self, answer: NewBadge | Invalid) -> None:
        if isinstance(answer, Invalid):
            sentence = texts.say(f"error.{answer.code}", **answer.facts)
            self.new.refuse(sentence.partition(". ")[0])
            return
        self.new.name.clear()
        self._beside.setCurrentWidget(self.made)
        self.made.show_badge(answer)
        self.refresh()

    def _lay_out(self) -> None:
        self.card = Card(1)
        self.card.body.setSpacing(0)
        self.card.body.addWidget(self.table, 1)
        self._beside = QStackedWidget()
        self._beside.addWidget(self.new)
        self._beside.addWidget(self.made)
        self._beside.addWidget(self.person)
        self._beside.setFixedWidth(fonts.px(_BESIDE_W))
        second = QWidget()
        beside = QVBoxLayout(second)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._beside)
        beside.addStretch(1)
        if is_scrolled():  # narrower than this the table would be scrolled within the page
            self.card.setMinimumWidth(fonts.px(_TABLE_W))
        panes = SideBySide(self.card, second, (1, 0))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(panes, 1)


def _columns() -> tuple[Column[Colleague], ...]:
    say = texts.say
    ranks = {right: float(rank) for rank, right in enumerate(Right)}
    return (
        Column("name", say("people.name"), _name, lambda one: folded(one.name), 220, grow=2),
        Column(
            "role",
            say("people.role"),
            _role,
            lambda one: ranks[one.role],
            140,
            grow=1,
        ),
        Column("bench", say("people.bench"), _bench, lambda one: folded(one.bench) or None, 140),
        Column("badge", say("people.badge"), _badge, lambda one: float(one.has_badge), 130),
    )


def _name(one: Colleague) -> Cell:
    return Cell(one.name, bold=True) if one.active else Cell(one.name, Tone.DIM)


def _role(one: Colleague) -> Cell:
    return Cell(right_word(one.role), Tone.SECOND if one.active else Tone.DIM)


def _bench(one: Colleague) -> Cell:
    if not one.bench:
        return said("")
    return Cell(one.bench, Tone.INK, sign=State.ON_BENCH, sign_tone=Tone.NOW)


def _badge(one: Colleague) -> Cell:
    if not one.active:
        return Cell(texts.say("people.has_left"), Tone.DIM)
    if one.has_badge:
        return Cell(texts.say("people.has_badge"), Tone.SECOND)
    return Cell(texts.say("people.no_badge"), Tone.DOUBT, sign=State.HELD, sign_tone=Tone.DOUBT)
