"""Orders in by Seller Central's report, confirmations out by its upload file: no credentials."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import figures, fonts
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.dossier_cards import Hairline
from fbm_desk.gui.drop_zone import DropZone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.import_result import ImportResultCard
from fbm_desk.gui.office_port import ImportResult
from fbm_desk.gui.order_report import OrderReport, refusal
from fbm_desk.gui.orders_again import WriteAgain
from fbm_desk.gui.parts import MARGIN, Card, KeyButton, paragraph, words
from fbm_desk.gui.reflow import ReflowingHeading, SideBySide, line_of
from fbm_desk.gui.surroundings import Surroundings
from fbm_desk.services import whole_file
from fbm_desk.services.today_view import TodayView
from fbm_desk.services.topics import Topic

_LOOK_MS = 100
_STEPS = 3
#: As tall as the cards beside it; files may be dropped anywhere.
_ZONE_H = 400


class OrdersScreen(QWidget):
    """Takes in order reports; writes the file that tells Amazon what was shipped."""

    imported = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._report: OrderReport | None = None
        self._build_parts()
        self._lay_out()
        self._wire()

    def refresh(self) -> None:
        """Count what Amazon is still to be told."""
        on = self._around.today()
        self._around.ask(lambda: self._around.office.day_counts(on), self.show_untold)

    def renew(self, topics: frozenset[Topic]) -> None:
        """Count again when orders changed or Amazon was told."""
        if self.isVisible() and topics & {Topic.ORDERS, Topic.SYNC}:
            self.refresh()

    def open_report(self) -> None:
        """Ask for an order report file and take it in."""
        say = texts.say
        path = self._around.files.to_open(self, say("orders.open"), say("orders.report_kinds"))
        if path is not None:
            self.take_in(path)

    def take_in(self, path: Path) -> None:
        """Take in an order report; one at a time."""
        if self._report is not None:
            self._around.say(texts.say("orders.busy"))
            return
        if trouble := refusal(path):
            self._around.tell(trouble)
            return
        report = self._report = OrderReport(path)
        self._show_busy(True)
        office = self._around.office
        take_in = functools.partial(report.take_in, office)
        self._around.ask(take_in, self._taken_in, self._done, takes_long=True)

    def write_confirmations(self, again_on: date | None = None) -> None:
        """Ask for a file and write there what Amazon is still to be told.

        With `again_on` also what the files of that day told.
        """
        say, around = texts.say, self._around
        name = f"shipping-confirmations-{again_on or around.today():%Y-%m-%d}.txt"
        path = around.files.to_save(
            self, say("orders.write"), name, say("orders.confirmation_kind")
        )
        if path is None:
            return

        def written(count: int) -> None:
            number = figures.number(count)
            around.say(say("orders.written", count=count, number=number, file=path.name))
            self.refresh()

        around.ask(lambda: around.office.export_confirmations(path, again_on), written)

    def show_untold(self, view: TodayView) -> None:
        """Say how many parcels Amazon does not know of."""
        count, say = view.not_told, texts.say
        oldest = view.oldest_not_told_at
        self.untold.setText(figures.number(count))
        self.untold_words.setText(say("orders.untold", count=count))
        age = figures.age(self._around.now() - oldest) if oldest and count else ""
        self.since.setText(say("orders.since", age=age) if age else "")
        self.tell_how.setText(say("orders.tell_how" if count else "orders.tell_none"))
        self.write.setVisible(count > 0)

    def export_refused(self) -> None:
        """Ask for a file and write the refused rows there."""
        say, around = texts.say, self._around
        name = f"refused-{around.today():%Y-%m-%d}.csv"
        path = around.files.to_save(self, say("orders.export"), name, say("table.csv_kind"))
        if path is not None:
            content = self.result.table.exported()
            done = say("orders.exported", file=path.name)
            around.ask(lambda: whole_file.write(path, content), lambda _none: around.say(done))

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this screen and what they do."""
        say = texts.say
        return (("Ctrl O", say("orders.open")), ("Ctrl C", say("table.copy")))

    def _taken_in(self, result: ImportResult) -> None:
        report = self._report
        name = report.path.name if report else ""
        stopped = report is not None and report.stopping.is_set()
        self._done()
        self.result.show_result(name, result)
        self.export.setVisible(bool(result.refused))
        self._around.say(texts.say("orders.stopped" if stopped else "orders.taken_in", file=name))
        self.imported.emit()
        self.refresh()

    def _done(self) -> None:
        self._report = None
        self._show_busy(False)

    def _show_busy(self, busy: bool) -> None:
        self.busy.setVisible(busy)
        self.zone.setVisible(not busy)
        if busy:
            self.result.hide()
            self.export.hide()
            self.bar.setRange(0, 0)
            self._look.start()
        else:
            self._look.stop()

    def _look_how_far(self) -> None:
        report = self._report
        if report is None or not report.steps[1]:
            return
        done, of = report.steps
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.how_far.setText(
            texts.say("orders.how_far", done=figures.number(done), of=figures.number(of))
        )

    def _stop(self) -> None:
        if self._report is not None:
            self._report.stop()

    def _build_parts(self) -> None:
        say = texts.say
        self.heading = ReflowingHeading(say("orders.title"))
        self.heading.second.setText(say("orders.second"))
        self.zone = DropZone()
        self.zone.setMaximumHeight(fonts.px(_ZONE_H))
        self.busy = Card(24)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("orders.taking_in"))
        self.how_far = words("", Role.BODY, Tone.SECOND)
        self.stop = KeyButton(say("orders.stop"))
        self.result = ImportResultCard(self._around.memory)
        self.export = KeyButton(say("orders.export"), icon="download")
        self.untold = words("0", Role.FACT)
        self.untold_words = words(say("orders.untold", count=0), Role.BODY, Tone.SECOND)
        self.since = words("", Role.BODY, Tone.SECOND)
        self.tell_how = paragraph(say("orders.tell_none"))
        self.write = KeyButton(say("orders.write"), icon="upload")
        self.again = WriteAgain(self._around.today)
        self._look = QTimer(self, interval=_LOOK_MS)
        for part in (self.busy, self.export, self.write):
            part.hide()

    def _lay_out(self) -> None:
        self.heading.deeds.addWidget(self.export)
        self.busy.body.addWidget(words(texts.say("orders.taking_in"), Role.LEAD))
        self.busy.body.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self.how_far)
        row.addStretch(1)
        row.addWidget(self.stop)
        self.busy.body.addLayout(row)
        first, second = QWidget(), QWidget()
        left = QVBoxLayout(first)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(16)
        left.addWidget(self.zone, 2)
        left.addWidget(self.busy)
        left.addWidget(self.result, 3)
        left.addStretch(0)
        right = QVBoxLayout(second)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(16)
        right.addWidget(self._tell_card())
        right.addWidget(_where_card())
        right.addStretch(1)
        self.panes = SideBySide(first, second, (27, 20))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(self.heading)
        column.addWidget(self.panes, 1)

    def _tell_card(self) -> Card:
        card = Card(18)
        card.body.addWidget(words(texts.say("orders.tell"), Role.BODY_STRONG))
        card.body.addWidget(line_of(self.untold, self.untold_words, None, self.since))
        card.body.addWidget(self.tell_how)
        bottom = QHBoxLayout()
        bottom.addWidget(self.write)
        bottom.addStretch(1)
        card.body.addLayout(bottom)
        card.body.addWidget(Hairline())
        card.body.addWidget(self.again)
        return card

    def _wire(self) -> None:
        self.zone.button.clicked.connect(self.open_report)
        self.stop.clicked.connect(self._stop)
        self.write.clicked.connect(lambda: self.write_confirmations())
        self.again.wanted.connect(self.write_confirmations)
        self.export.clicked.connect(self.export_refused)
        self._look.timeout.connect(self._look_how_far)
        QShortcut(QKeySequence("F5"), self).activated.connect(self.refresh)


def _where_card() -> Card:
    card = Card(18)
    card.body.addWidget(words(texts.say("orders.where"), Role.BODY_STRONG))
    for at in range(1, _STEPS + 1):
        row = QHBoxLayout()
        row.setSpacing(12)
        number = words(str(at), Role.BODY_STRONG, Tone.SECOND)
        row.addWidget(number)
        row.addWidget(paragraph(texts.say(f"orders.where_{at}"), tone=Tone.INK), 1)
        card.body.addLayout(row)
    return card
