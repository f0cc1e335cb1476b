"""Every order of the day in one table: live, searched, filtered, exported; rules are elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain import barcodes
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import fonts, today_columns
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.chips import Chips
from fbm_desk.gui.dossier_cards import ChainCard
from fbm_desk.gui.empty_state import EmptyState
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import MARGIN, Card, Heading, KeyButton, in_order, stacked, words
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.search_field import SearchField
from fbm_desk.gui.surroundings import Surroundings
from fbm_desk.gui.table import Table
from fbm_desk.gui.today_words import footer_sums, seen_words, subtitle, waiting_words
from fbm_desk.services import whole_file
from fbm_desk.services.today_view import DossierView, TodayRow, TodayView
from fbm_desk.services.topics import Topic

#: From this width on the dossier stands beside the table.
_WIDE = 1560
_DOSSIER_WIDTH = 530
_READING_MS = 400
#: A day of more orders shows its most urgent ones first and is read on aside.
_AT_ONCE = 500
_SHIP_BY = 5


class TodayScreen(QWidget):
    """The supervisor's table. `dossier_requested` carries an order's number."""

    dossier_requested = Signal(str)
    orders_requested = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._view = TodayView(rows=(), counts={}, parcels=0)
        self._loaded = self._asking = self._ask_again = self._large = self._sought = False
        self.model = _model(around)
        self.model.sort(_SHIP_BY)
        self.table: Table[TodayRow] = Table(self.model, "today", around.memory)
        self._build_parts()
        self._lay_out()
        self._wire()

    def refresh(self) -> None:
        """Read the day anew; one reading at a time, however often it is asked for."""
        if self._asking:
            self._ask_again = True
            return
        self._asking = True
        self._reading.start()
        if self._large:
            self._read_whole()
            return
        on = self._around.today()
        self._around.ask(
            lambda: _with_haystacks(self._around.office.today(on, _AT_ONCE)),
            lambda both: self._show_first(*both),
            self._done,
        )

    def _show_first(self, view: TodayView, haystacks: Sequence[str]) -> None:
        """A usual day is whole at once; of a large one the most urgent orders are seen first."""
        if view.whole:
            self.show_view(view, haystacks)
            return
        self._large = True
        if not self._loaded and self.model.sorted_by == (_SHIP_BY, False):
            self._view = view
            self.model.load(view.rows, haystacks)
            self._say_reading()
        self._read_whole()

    def _read_whole(self) -> None:
        """Aside: no scan waits until thousands of orders are read."""
        on = self._around.today()
        self._around.ask(
            lambda: _with_haystacks(self._around.office.today(on)),
            lambda both: self.show_view(*both),
            self._done,
            takes_long=True,
        )

    def renew(self, topics: frozenset[Topic]) -> None:
        """Read again when orders changed."""
        if Topic.ORDERS in topics:
            self.refresh()

    def show_view(self, view: TodayView, haystacks: Sequence[str] = ()) -> None:
        """Show a newer day: nothing moves under the pointer, new rows wait to be shown."""
        self._view = view
        self._large = len(view.rows) > _AT_ONCE
        if self._loaded and not self._may_move():
            self.model.renew(view.rows, haystacks)
        else:
            self.model.load(view.rows, haystacks)
        self._loaded = True
        self._done()
        self._say_all()
        if self._sought:
            self._sought = False
            self._into_table()

    def show_waiting(self) -> None:
        """Put in place what came meanwhile; without that, read anew."""
        if self.model.waiting:
            self.model.arrange_anew()
            self._say_all()
        else:
            self.refresh()

    def seek(self) -> None:
        """Go into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def find_scanned(self, text: str) -> None:
        """Look a scanned code up: in this day's orders, else in those of all days."""
        self.chips.choose("")
        self.search.setText(barcodes.clean(text)[0])
        self._sought = not self._loaded  # found as soon as the day is read
        if self._loaded:
            self._into_table()

    def escape(self) -> None:
        """Empty the search and go back to the table."""
        self.search.clear()
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def export_rows(self) -> None:
        """Ask for a file and write all rows shown."""
        say, count = texts.say, len(self.model.rows)
        name = f"today-{self._around.today():%Y-%m-%d}.csv"
        path = self._around.files.to_save(self, say("today.export"), name, say("table.csv_kind"))
        if path is None:
            return
        content = self.table.exported()
        done = say("today.exported", count=count, file=path.name)
        self._around.ask(
            lambda: whole_file.write(path, content), lambda _none: self._around.say(done)
        )

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this screen and what they do."""
        say = texts.say
        return (
            ("Ctrl K", say("today.search")),
            ("Enter", say("today.open")),
            ("Ctrl C", say("table.copy")),
            ("Ctrl E", say("today.export")),
            ("Alt 1–0", say("table.sort")),
            ("F5", say("today.renew")),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._beside.setVisible(self.width() >= fonts.px(_WIDE))
        self._look_beside()

    def _build_parts(self) -> None:
        say = texts.say
        self.heading = Heading(say("today.title"))
        self.search = SearchField(say("today.search_hint"), "Ctrl K")
        self.chips = Chips()
        self.waiting = KeyButton("", "quiet", key="F5")
        self.waiting.hide()
        self.export = KeyButton(say("today.export"), icon="download")
        self.seen = words("", Role.CAPTION, Tone.SECOND)
        self.sums = words("", Role.CAPTION, Tone.SECOND)
        self.empty = EmptyState("package-open")
        self.table.setAccessibleName(say("today.title"))
        self._beside = ChainCard()
        self._beside.setFixedWidth(fonts.px(_DOSSIER_WIDTH))
        self._beside.line.setText(say("today.beside"))
        self._reading = QTimer(self, singleShot=True, interval=_READING_MS)

    def _lay_out(self) -> None:
        self.heading.deeds.addWidget(self.waiting)
        self.heading.deeds.addWidget(self.search)
        chips = QHBoxLayout()
        chips.setSpacing(10)
        chips.addWidget(self.chips, 1)
        chips.addWidget(self.export)
        self.card = Card(1)
        self.card.body.setSpacing(0)
        self._stack = stacked(self.card.body, self.table, self.empty)
        footer = QHBoxLayout()
        footer.setContentsMargins(17, 8, 17, 8)
        footer.addWidget(self.seen)
        footer.addStretch(1)
        footer.addWidget(self.sums)
        self.card.body.addLayout(footer)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addLayout(chips)
        left.addWidget(self.card, 1)
        panes = QHBoxLayout()
        panes.setSpacing(16)
        panes.addLayout(left, 1)
        panes.addWidget(self._beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addLayout(panes, 1)
        in_order(self.waiting, self.search, self.export, self.table)
        self.chips.follow(self.search)

    def _wire(self) -> None:
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._into_table)
        self.chips.picked.connect(self._narrow)
        self.export.clicked.connect(self.export_rows)
        self.waiting.clicked.connect(self.show_waiting)
        self.empty.wanted.connect(self._fill)
        self.table.opened.connect(self.dossier_requested)
        self.table.chosen.connect(self._say_sums)
        self.table.chosen.connect(self._look_beside)
        self._reading.timeout.connect(self._say_reading)
        for key, deed in (
            ("Ctrl+E", self.export_rows),
            ("F5", self.show_waiting),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(deed)

    def _narrow(self) -> None:
        self.model.narrow(self.search.text(), self.chips.kind)
        if not self.table.chosen_rows():
            self.table.scrollToTop()
        self._say_all()

    def _into_table(self) -> None:
        if not self.model.rows and self.search.text().strip():
            self._look_everywhere()
            return
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.model.rows and not self.table.chosen_rows():
            self.table.selectRow(0)

    def _fill(self) -> None:
        if self.search.text().strip():
            self._look_everywhere()
        elif self._view.rows:
            self.chips.choose("")
        else:
            self.orders_requested.emit()

    def _look_everywhere(self) -> None:
        text = self.search.text().strip()
        office = self._around.office
        self._around.ask(lambda: office.search(text), lambda view: self._found(text, view))

    def _found(self, text: str, view: TodayView) -> None:
        """Show orders of any day: one is opened at once, several stand in the table."""
        if text != self.search.text().strip():
            return
        if not view.rows:
            self._around.say(texts.say("today.nowhere"))
        elif len(view.rows) == 1:
            self.dossier_requested.emit(str(view.rows[0].order_id))
        else:
            self.chips.choose("")
            self.model.show_elsewhere(view.rows)
            self._say_all()
            self._into_table()

    def _may_move(self) -> bool:
        if not self.isVisible():
            return True
        untouched = not self.table.chosen_rows() and not self.table.verticalScrollBar().value()
        return untouched and not self.table.viewport().underMouse()

    def _done(self) -> None:
        self._asking = False
        self._reading.stop()
        if self._ask_again:
            self._ask_again = False
            self.refresh()

    def _say_reading(self) -> None:
        self.heading.second.setText(texts.say("table.reading"))

    def _say_all(self) -> None:
        view, say = self._view, texts.say
        self.heading.second.setText(subtitle(view))
        entries = [("", say("today.all"), len(view.rows))]
        stages = today_columns.STAGES
        entries += [(s.value, today_columns.stage_word(s), view.counts.get(s, 0)) for s in stages]
        self.chips.offer(entries)
        self.waiting.setText(waiting_words(self.model.waiting))
        self.waiting.setAccessibleName(self.waiting.text())
        self.waiting.setVisible(bool(self.model.waiting))
        self.waiting.updateGeometry()
        kind = self.chips.kind
        stage = today_columns.stage_word(Stage(kind)) if kind else ""
        known = 0 if self.model.elsewhere else len(view.rows)
        self.seen.setText(seen_words(len(self.model.rows), known, stage))
        self._say_empty()
        self._say_sums()

    def _say_empty(self) -> None:
        say = texts.say
        if self._view.rows:
            sought = bool(self.search.text().strip())
            button = say("today.everywhere" if sought else "today.show_all")
            self.empty.say(say("today.none_found"), say("today.none_found_how"), button)
        else:
            self.empty.say(say("today.empty"), say("today.empty_how"), say("today.empty_button"))
        none = self._loaded and not self.model.rows
        for part in (self.export, self.seen, self.sums):
            part.setVisible(not none)
        self._stack.setCurrentWidget(self.empty if none else self.table)

    def _say_sums(self) -> None:
        self.sums.setText(footer_sums(self.model.rows, len(self.table.chosen_rows())))

    def _look_beside(self) -> None:
        rows = self.table.chosen_rows()
        if self._beside.isHidden() or len(rows) != 1:
            return
        order_id = rows[0].order_id
        self._around.ask(lambda: self._around.office.dossier(order_id), self._show_beside)

    def _show_beside(self, view: DossierView) -> None:
        rows = self.table.chosen_rows()
        if rows and OrderId(view.order_id) == rows[0].order_id:
            self._beside.show_dossier(view)


def _with_haystacks(view: TodayView) -> tuple[TodayView, list[str]]:
    """What the search looks through is made where the rows come from: not on this thread."""
    return view, [today_columns.searched(row) for row in view.rows]


def _model(around: Surroundings) -> RowsModel[TodayRow]:
    return RowsModel(
        today_columns.columns(around.now),
        identity=lambda row: str(row.order_id),
        searched=today_columns.searched,
        kind=lambda row: row.stage.value,
    )
