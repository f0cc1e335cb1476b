"""The end of a day: one line per carrier, what balances and what does not, the paper to sign."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import closeout_columns, figures, fonts
from fbm_desk.gui.closeout_balance import balance, together
from fbm_desk.gui.closeout_sum import SumCard, gaps, left_over
from fbm_desk.gui.empty_state import EmptyState
from fbm_desk.gui.manifest_pane import ManifestPane
from fbm_desk.gui.parts import MARGIN, Card, KeyButton, stacked
from fbm_desk.gui.reflow import ReflowingHeading, SideBySide
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.surroundings import Surroundings
from fbm_desk.gui.table import Table
from fbm_desk.gui.table_foot import TableFoot
from fbm_desk.services.office_view import Outcome
from fbm_desk.services.today_view import CarrierDay, Orphan, TodayView
from fbm_desk.services.topics import Topic

_ROW = 40
_MOST_ROWS = 6
#: All columns, the carriers' names as narrow as they get.
_LEAST_WIDTH = 622


class CloseoutScreen(QWidget):
    """End of day, of today or of an earlier day. `dossier_requested` carries an order's number."""

    dossier_requested = Signal(str)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self.on = around.today()
        self.model = RowsModel(
            closeout_columns.columns(),
            identity=lambda day: day.carrier,
            doubtful=lambda day: not balance(day).balanced,
        )
        self.table: Table[CarrierDay] = Table(self.model, "closeout", around.memory, _ROW)
        self._build_parts()
        self._lay_out()
        self._wire()

    def refresh(self) -> None:
        """Read the day anew."""
        on = self.on
        office = self._around.office
        self._around.ask(
            lambda: (office.carriers(on), office.day_counts(on), office.orphans(on)),
            lambda read: self.show_day(on, *read),
        )

    def renew(self, topics: frozenset[Topic]) -> None:
        """Read again when orders changed."""
        if Topic.ORDERS in topics and self.isVisible():
            self.refresh()

    def show_day(
        self,
        on: date,
        days: tuple[CarrierDay, ...],
        today: TodayView,
        orphans: tuple[Orphan, ...],
    ) -> None:
        """Show the carriers of a day and what is left over of it."""
        if on != self.on:
            return
        self.model.load(days)
        self.table.show_whole(_MOST_ROWS)
        all_days = together(days, texts.say("closeout.together"))
        self.foot.show_sums(closeout_columns.sums(all_days))
        lines = [*gaps(days), *left_over(today, self._around.now(), orphans)]
        self.sum.show_day(days, all_days, orphans, lines)
        self._say_day(bool(days or orphans))
        if days and not self.table.chosen_rows():
            self.table.selectRow(0)
        self._show_manifest()

    def move_day(self, days: int) -> None:
        """Look at a day earlier or later, never later than today."""
        self.on = min(self.on + timedelta(days=days), self._around.today())
        self.refresh()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this screen and what they do."""
        say = texts.say
        return (
            ("Ctrl P", say("closeout.print")),
            ("Ctrl E", say("closeout.save")),
            ("Enter", say("closeout.open_order")),
            ("Ctrl C", say("table.copy")),
            ("Alt 1–7", say("table.sort")),
            ("Alt ←", say("closeout.earlier")),
            ("Alt →", say("closeout.later")),
        )

    def settle(self, parcel: Orphan, outcome: Outcome) -> None:
        """Write down what became of a parcel that must not leave."""
        office = self._around.office

        def deed() -> None:
            for one in office.to_stop():
                if (one.order_id, one.tracking) == (parcel.order_id, parcel.tracking):
                    office.settle(one.id, outcome)

        def told(_none: None) -> None:
            key = f"closeout.stopped_{outcome.value}"
            self._around.say(texts.say(key, order=parcel.order_id))
            self.refresh()

        self._around.ask(deed, told)

    def print_manifest(self) -> None:
        """Print the chosen carrier's manifest."""
        if carrier := self._carrier():
            self._write(carrier, None, texts.say("closeout.printing", carrier=carrier))

    def save_manifest(self) -> None:
        """Ask for a file and write the chosen carrier's manifest there."""
        if not (carrier := self._carrier()):
            return
        say = texts.say
        name = f"manifest-{self.on:%Y-%m-%d}-{_safe(carrier)}.pdf"
        kinds = say("closeout.pdf_kind")
        path = self._around.files.to_save(self, say("closeout.save"), name, kinds)
        if path is not None:
            self._write(carrier, path, say("closeout.saved", file=path.name))

    def _write(self, carrier: str, path: Path | None, done: str) -> None:
        on, office = self.on, self._around.office

        def written(pdf: bytes) -> None:
            self._around.say(done)
            self.pane.show_pdf(carrier, pdf)
            self.refresh()

        self._around.ask(lambda: office.print_manifest(carrier, on, path), written)

    def _carrier(self) -> str:
        rows = self.table.chosen_rows()
        return rows[0].carrier if rows else ""

    def _show_manifest(self) -> None:
        carrier, on, office = self._carrier(), self.on, self._around.office
        if not carrier:
            self.pane.show_nothing()
            return
        self._around.ask(
            lambda: office.preview_manifest(carrier, on),
            lambda pdf: self.pane.show_pdf(carrier, pdf) if carrier == self._carrier() else None,
        )

    def _say_day(self, any_carrier: bool) -> None:
        say, today = texts.say, self._around.today()
        day = figures.weekday(self.on)
        self.heading.second.setText(day if self.on.year == today.year else f"{day} {self.on.year}")
        self.later.setVisible(self.on < today)
        self.empty.say(say("closeout.empty", day=day), say("closeout.empty_how"))
        self._stack.setCurrentWidget(self._content if any_carrier else self.empty)

    def _build_parts(self) -> None:
        say = texts.say
        self.heading = ReflowingHeading(say("closeout.title"))
        self.earlier = KeyButton(say("closeout.earlier"), icon="arrow-left")
        self.later = KeyButton(say("closeout.later"), icon="arrow-right")
        self.foot: TableFoot[CarrierDay] = TableFoot(self.table)
        self.sum = SumCard(self._around.memory)
        self.pane = ManifestPane(self._around)
        self.empty = EmptyState("clipboard-check")
        self.table.setAccessibleName(say("closeout.title"))
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)

    def _lay_out(self) -> None:
        self.heading.deeds.addWidget(self.earlier)
        self.heading.deeds.addWidget(self.later)
        carriers = Card(1)
        carriers.body.setSpacing(0)
        carriers.body.addWidget(self.table)
        carriers.body.addWidget(self.foot)
        beside = QWidget()
        left = QVBoxLayout(beside)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(16)
        left.addWidget(carriers)
        left.addWidget(self.sum, 1)
        self._content = SideBySide(beside, self.pane, (69, 42))
        self.table.setMinimumWidth(fonts.px(_LEAST_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(self.heading)
        self._stack = stacked(column, self._content, self.empty)

    def _wire(self) -> None:
        self.table.chosen.connect(self._show_manifest)
        self.sum.opened.connect(self.dossier_requested)
        self.sum.settle_wanted.connect(self.settle)
        self.earlier.clicked.connect(lambda: self.move_day(-1))
        self.later.clicked.connect(lambda: self.move_day(1))
        self.pane.print_requested.connect(self.print_manifest)
        self.pane.save_requested.connect(self.save_manifest)
        for key, deed in (
            ("Ctrl+P", self.print_manifest),
            ("Ctrl+E", self.save_manifest),
            ("Alt+Left", lambda: self.move_day(-1)),
            ("Alt+Right", lambda: self.move_day(1)),
            ("F5", self.refresh),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(deed)


def _safe(name: str) -> str:
    """A carrier's name as part of a file name."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name)[:40]
