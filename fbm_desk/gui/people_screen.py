"""Who works here: a table, and beside it somebody new or the badge just made; no dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.stages import Role as Right
from fbm_desk.gui import figures, fonts
from fbm_desk.gui.cells import Cell, Column, Tone, said
from fbm_desk.gui.glyphs import State
from fbm_desk.gui.parts import MARGIN, Card, Heading
from fbm_desk.gui.people_cards import BadgeMadeCard, NewPersonCard, right_word
from fbm_desk.gui.rows_index import folded
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.surroundings import Surroundings
from fbm_desk.gui.table import Table
from fbm_desk.services import whole_file
from fbm_desk.services.office_view import Colleague, NewBadge
from fbm_desk.services.topics import Topic

_BESIDE_W = 440


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
        self._lay_out()
        self.new.wanted.connect(self.add)
        self.made.save.clicked.connect(self.save_badge)
        self.made.done.clicked.connect(self.start_anew)
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
        self._beside.setCurrentWidget(self.new)
        if focus:
            self.new.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this screen and what they do."""
        say = texts.say
        return (("Enter", say("people.add")), ("Ctrl C", say("table.copy")))

    def _show(self, both: tuple[tuple[Colleague, ...], tuple[Right, ...]]) -> None:
        people, rights = both
        self.model.load(people)
        self.new.offer(rights)
        say, count = texts.say, len(people)
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
        self._beside.setFixedWidth(fonts.px(_BESIDE_W))
        beside = QVBoxLayout()
        beside.addWidget(self._beside)
        beside.addStretch(1)
        panes = QHBoxLayout()
        panes.setSpacing(16)
        panes.addWidget(self.card, 1)
        panes.addLayout(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addLayout(panes, 1)


def _columns() -> tuple[Column[Colleague], ...]:
    say = texts.say
    ranks = {right: float(rank) for rank, right in enumerate(Right)}
    return (
        Column("name", say("people.name"), _name, lambda one: folded(one.name), 220, grow=2),
        Column(
            "role",
            say("people.role"),
            lambda one: Cell(right_word(one.role), Tone.SECOND),
            lambda one: ranks[one.role],
            140,
            grow=1,
        ),
        Column("bench", say("people.bench"), _bench, lambda one: folded(one.bench) or None, 140),
        Column("badge", say("people.badge"), _badge, lambda one: float(one.has_badge), 130),
    )


def _name(one: Colleague) -> Cell:
    return Cell(one.name, bold=True)


def _bench(one: Colleague) -> Cell:
    if not one.bench:
        return said("")
    return Cell(one.bench, Tone.INK, sign=State.ON_BENCH, sign_tone=Tone.NOW)


def _badge(one: Colleague) -> Cell:
    if one.has_badge:
        return Cell(texts.say("people.has_badge"), Tone.SECOND)
    return Cell(texts.say("people.no_badge"), Tone.DOUBT, sign=State.HELD, sign_tone=Tone.DOUBT)
