"""What waits for a person, the gravest first; each with the one deed that settles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.stages import MAY_DECIDE, Role
from fbm_desk.gui import exceptions_list, figures
from fbm_desk.gui.chips import Chips
from fbm_desk.gui.empty_state import EmptyState
from fbm_desk.gui.exceptions_ask import ASKED
from fbm_desk.gui.exceptions_detail import MatterDetail
from fbm_desk.gui.exceptions_list import MattersTable
from fbm_desk.gui.parts import MARGIN, Card, Heading, KeyButton, in_order, stacked
from fbm_desk.gui.search_field import SearchField
from fbm_desk.gui.surroundings import Surroundings
from fbm_desk.gui.today_words import waiting_words
from fbm_desk.services import whole_file
from fbm_desk.services.exceptions_view import Deed, Matter, MatterKind
from fbm_desk.services.topics import Topic

_RENEW_MS = 10_000
_MOST_DEEDS = 5


class ExceptionsScreen(QWidget):
    """`dossier_requested` carries an order's number; `counted` how many are open, and urgent."""

    dossier_requested = Signal(str)
    orders_requested = Signal()
    counted = Signal(int, int)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._matters: Sequence[Matter] = ()
        self._asking = False
        self.model = exceptions_list.model_of(around.now)
        self.table = MattersTable(self.model, around.memory)
        self._build_parts()
        self._lay_out()
        self._wire()

    # --- reading -----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read anew and show everything in its place."""
        self._around.ask(self._around.office.matters, lambda read: self._show(read, anew=True))

    def count(self) -> None:
        """Read anew; rows that are shown keep their places."""
        if not self._asking:
            self._asking = True
            office = self._around.office
            self._around.ask(office.matters, self._counted, self._not_counted)

    def renew(self, topics: frozenset[Topic]) -> None:
        """Read again whatever changed: nearly everything may settle or raise a matter."""
        if topics:
            self.count()

    def role_changed(self, role: Role | None) -> None:
        """A supervisor signed in, or somebody else."""
        self.detail.let_decide(role in MAY_DECIDE)

    def _counted(self, matters: tuple[Matter, ...]) -> None:
        self._asking = False
        self._show(matters, anew=not self.isVisible())

    def _not_counted(self) -> None:
        self._asking = False

    def _show(self, matters: Sequence[Matter], *, anew: bool) -> None:
        self._matters = matters
        keys = {one.key for one in matters}
        if anew or any(one.key not in keys for one in self.model.rows):
            self.model.load(matters)
        else:
            self.model.renew(matters)
        self._say_counts(matters)
        self._say_waiting()
        self._choose_one()
        self.counted.emit(len(matters), sum(one.urgent for one in matters))

    def _say_counts(self, matters: Sequence[Matter]) -> None:
        say = texts.say
        counts = Counter(one.kind for one in matters)
        kinds = [
            (one.value, say(f"exceptions.kind_{one.value}"), counts[one]) for one in MatterKind
        ]
        self.chips.offer([("", say("exceptions.all"), len(matters)), *kinds])
        if not matters:
            self.heading.second.setText("")
            return
        urgent = sum(one.urgent for one in matters)
        oldest = figures.age(self._around.now() - min(one.since for one in matters))
        key = "exceptions.second_urgent" if urgent else "exceptions.second"
        numbers = {"number": figures.number(len(matters)), "urgent": figures.number(urgent)}
        self.heading.second.setText(say(key, age=oldest, **numbers))

    def _say_waiting(self) -> None:
        self.waiting.setText(waiting_words(self.model.waiting))
        self.waiting.setAccessibleName(self.waiting.text())
        self.waiting.setVisible(bool(self.model.waiting))
        self.waiting.updateGeometry()

    def _choose_one(self) -> None:
        if self.model.rows and not self.table.chosen_rows():
            self.table.selectRow(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        rows, say = self.table.chosen_rows(), texts.say
        self.export.setEnabled(bool(self.model.rows))
        self.chips.setVisible(bool(self._matters))
        self.search.setVisible(bool(self._matters))
        self.export.setVisible(bool(self._matters))
        if not self.model.rows:
            key = "none_found" if self._matters else "empty"
            self.empty.say(say(f"exceptions.{key}"), say(f"exceptions.{key}_how"))
            self._stack.setCurrentWidget(self.empty)
            return
        self._stack.setCurrentWidget(self._panes)
        if rows:
            self.detail.show_matter(rows[0])

    # --- narrowing ---------------------------------------------------------------------------

    def show_waiting(self) -> None:
        """Show what came meanwhile, in its place."""
        self.refresh()

    def narrow(self) -> None:
        """Show one kind, or what a search finds."""
        self.model.narrow(self.search.text(), self.chips.kind)
        self._say_waiting()
        self._choose_one()

    def escape(self) -> None:
        """Let a question be, then show all again."""
        if not self.detail.question.isHidden():
            self.detail.question.drop()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.search.text() or self.chips.kind:
            self.search.clear()
            self.chips.choose("")
            self.narrow()

    def write_export(self) -> None:
        """Ask for a file and write the rows shown there."""
        say, around = texts.say, self._around
        name = f"exceptions-{around.today():%Y-%m-%d}.csv"
        path = around.files.to_save(self, say("exceptions.export"), name, say("table.csv_kind"))
        if path is not None:
            content, count = self.table.exported(), len(self.model.rows)
            done = say("exceptions.exported", count=count, file=path.name)
            around.ask(lambda: whole_file.write(path, content), lambda _none: around.say(done))

    # --- deeds -------------------------------------------------------------------------------

    def want(self, deed: Deed) -> None:
        """Somebody chose a deed: go there, ask about it, or do it."""
        matter = self.detail.matter
        if matter is None:
            return
        if deed is Deed.DOSSIER:
            if matter.order_id is not None:
                self.dossier_requested.emit(str(matter.order_id))
        elif deed is Deed.WRITE_FILE:
            self.orders_requested.emit()
        elif deed in ASKED:
            self.detail.ask(deed)
        else:
            self.do(deed)

    def do(self, deed: Deed, text: str = "") -> None:
        """Do it. What is wrong with a number is said below it; Amazon is asked aside."""
        matter, office = self.detail.matter, self._around.office
        if matter is None:
            return

        def tried() -> str | Invalid:
            try:
                return office.do(matter.key, deed, text)
            except Invalid as problem:
                if self.detail.question.wants_number and problem.code != "matter_settled":
                    return problem
                raise

        asks_amazon = deed is Deed.ASK_AGAIN
        self.detail.busy(texts.say("exceptions.working") if asks_amazon else "")
        self._around.ask(tried, self._done, self._failed, takes_long=asks_amazon)

    def wants_number(self) -> bool:
        """True while a scan is the answer to a question here."""
        return self.isVisible() and self.detail.question.wants_number

    def take_number(self, text: str) -> None:
        """A scan while a tracking number is wanted."""
        self.detail.question.take_number(text)

    def _done(self, told: str | Invalid) -> None:
        self.detail.busy("")
        if isinstance(told, Invalid):
            sentence = texts.say(f"error.{told.code}", **told.facts)
            self.detail.question.refuse(sentence.partition(". ")[0])
            return
        self.detail.question.drop()
        self._around.say(texts.say(f"exceptions.told_{told}"))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def _failed(self) -> None:
        self.detail.busy("")
        self.detail.question.drop()
        self.refresh()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this screen and what they do."""
        say = texts.say
        return (
            ("Enter", say("exceptions.do")),
            ("2–5", say("exceptions.other_deeds")),
            ("Ctrl D", say("exceptions.deed_dossier")),
            ("Ctrl F", say("exceptions.search")),
            ("Ctrl E", say("exceptions.export")),
            ("Ctrl C", say("table.copy")),
            ("Alt 1–2", say("table.sort")),
            ("F5", say("exceptions.refresh")),
        )

    def first(self) -> QWidget:
        """What has the focus when the screen opens."""
        return self.table

    def _press(self, place: int) -> None:
        deed = self.detail.deed_at(place)
        if deed is not None:
            self.want(deed)

    def _build_parts(self) -> None:
        say = texts.say
        self.heading = Heading(say("exceptions.title"))
        self.waiting = KeyButton("", "quiet", key="F5")
        self.waiting.hide()
        self.search = SearchField(say("exceptions.search"), "Ctrl F")
        self.export = KeyButton(say("exceptions.export"), icon="download", key="Ctrl E")
        self.chips = Chips()
        self.chips.setAccessibleName(say("exceptions.kind"))
        self.table.setAccessibleName(say("exceptions.title"))
        self.detail = MatterDetail()
        self.empty = EmptyState("check")
        self._renewing = QTimer(self, interval=_RENEW_MS)

    def _lay_out(self) -> None:
        for part in (self.waiting, self.search, self.export):
            self.heading.deeds.addWidget(part)
        card = Card(1)
        card.body.setSpacing(0)
        card.body.addWidget(self.table, 1)
        self._panes = QWidget()
        panes = QHBoxLayout(self._panes)
        panes.setContentsMargins(0, 0, 0, 0)
        panes.setSpacing(16)
        panes.addWidget(card, 38)
        panes.addWidget(self.detail, 62)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.chips)
        column.addSpacing(12)
        self._stack = stacked(column, self._panes, self.empty)
        in_order(self.waiting, self.search, self.export, self.table)
        self.chips.follow(self.export)

    def _wire(self) -> None:
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(lambda _key: self._press(0))
        self.chips.picked.connect(lambda _kind: self.narrow())
        self.search.textChanged.connect(lambda _text: self.narrow())
        self.search.returnPressed.connect(self.table.setFocus)
        self.waiting.clicked.connect(self.show_waiting)
        self.export.clicked.connect(self.write_export)
        self.detail.wanted.connect(self.want)
        self.detail.question.answered.connect(self.do)
        self._renewing.timeout.connect(lambda: self.count() if self.isVisible() else None)
        self._renewing.start()
        for key, deed in (
            ("F5", self.refresh),
            ("Ctrl+F", self.search.setFocus),
            ("Ctrl+E", self.write_export),
            ("Ctrl+D", lambda: self.want(Deed.DOSSIER)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(deed)
        for place in range(1, _MOST_DEEDS):
            digit = QShortcut(QKeySequence(str(place + 1)), self)
            digit.activated.connect(lambda place=place: self._press(place))
