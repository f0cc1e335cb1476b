"""Says whether the day balances, names every difference and what is left over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import closeout_orphans, figures, theme
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.closeout_balance import Balance, balance
from fbm_desk.gui.dossier_cards import Hairline
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.glyphs import State, paint_state
from fbm_desk.gui.parts import Card, KeyButton, paragraph, words
from fbm_desk.gui.reflow import line_of
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.table import Memory, Table
from fbm_desk.services.office_view import Outcome
from fbm_desk.services.today_view import CarrierDay, Orphan, OrphanKind, TodayView

#: What a person may say of a parcel that must not leave.
OFFERED = (Outcome.TAKEN_OUT, Outcome.GONE, Outcome.LET_GO)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with its sign and what stands at its trailing end."""

    state: State
    tone: Tone
    sentence: str
    trailing: str = ""


def formula(day: CarrierDay) -> str:
    """`209 − 206 − 2 = 1`: labels less those on a manifest less void ones."""
    parts = (day.bought, day.manifested, day.void)
    left = balance(day).not_on_manifest
    return " − ".join(figures.number(part) for part in parts) + f" = {figures.number(left)}"


def headline(days: Sequence[CarrierDay], orphans: Sequence[Orphan] = ()) -> str:
    """Whether every carrier balances, in one sentence; one's surplus hides no other's gap."""
    missing = len(orphans) or sum(_unsettled(balance(day)) for day in days)
    if not missing:
        return texts.say("closeout.balances")
    return texts.say("closeout.missing", count=missing, number=figures.number(missing))


def left_over(today: TodayView, now: datetime, orphans: Sequence[Orphan] = ()) -> list[Line]:
    """What goes over to another day and is not named as one of the `orphans`."""
    counts = today.counts
    named = Counter(one.kind for one in orphans)
    open_orders = sum(counts.get(s, 0) for s in (Stage.WAITING, Stage.ON_BENCH, Stage.LABELLED))
    open_orders -= named[OrphanKind.NOT_CLOSED]
    lines = []
    if today.not_told > named[OrphanKind.NOT_TOLD]:
        oldest = today.oldest_not_told_at
        since = texts.say("closeout.oldest", age=figures.age(now - oldest)) if oldest else ""
        sentence = _counted("closeout.untold", today.not_told)
        lines.append(Line(State.QUEUED, Tone.SECOND, sentence, since))
    if (held := counts.get(Stage.HELD, 0) - named[OrphanKind.HELD]) > 0:
        lines.append(Line(State.HELD, Tone.DOUBT, _counted("closeout.held", held)))
    if open_orders > 0:
        lines.append(Line(State.WAITING, Tone.SECOND, _counted("closeout.open", open_orders)))
    if not lines and not orphans:
        lines.append(Line(State.CONFIRMED, Tone.GOOD, texts.say("closeout.nothing_left")))
    return lines


def gaps(days: Sequence[CarrierDay]) -> list[Line]:
    """What a manifest will not say of these parcels: their weight, or who carries them."""
    lines = []
    for day in days:
        if not day.named:
            count = day.packed or day.bought
            lines.append(Line(State.HELD, Tone.DOUBT, _counted("closeout.unnamed", count)))
        if day.unweighed:
            facts = {"number": figures.number(day.unweighed), "carrier": day.carrier}
            sentence = texts.say("closeout.unweighed", count=day.unweighed, **facts)
            lines.append(Line(State.WAITING, Tone.SECOND, sentence))
    return lines


class Sign(QWidget):
    """A state's glyph as a widget."""

    def __init__(self, state: State, tone: Tone, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state, self._tone = state, tone
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        colour = tokens.colours()[self._tone.value]
        paint_state(QPainter(self), self._state, QRectF(self.rect()), colour, tokens.surface)


class SumCard(Card):
    """The headline with its formula, a table of every box that is missing, what is left over.

    `opened` carries the order of a row a person wants to look into, `settle_wanted` the parcel
    that must not leave and what became of it.
    """

    opened = Signal(str)
    settle_wanted = Signal(object, object)

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(1, parent)
        self.model = RowsModel(closeout_orphans.columns(), identity=closeout_orphans.identity)
        self.table: Table[Orphan] = Table(self.model, "orphans", memory)
        self.table.setAccessibleName(texts.say("closeout.orphans"))
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.opened.connect(lambda name: self.opened.emit(closeout_orphans.order_of(name)))
        self.table.chosen.connect(self._say_what_settles)
        self.settles = paragraph()
        self.settles.setContentsMargins(17, 8, 17, 8)
        self.outcomes = {one: KeyButton(texts.say(f"closeout.stop_{one.value}")) for one in OFFERED}
        for outcome, button in self.outcomes.items():
            button.clicked.connect(lambda _on=False, one=outcome: self._settle(one))
        self._head, self._foot = QWidget(), QWidget()
        self.body.setSpacing(0)
        self.body.addWidget(self._head)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.settles)
        self._outcomes = QWidget()
        inset = QVBoxLayout(self._outcomes)
        inset.setContentsMargins(17, 0, 17, 6)
        inset.addWidget(line_of(*self.outcomes.values(), None))
        self.body.addWidget(self._outcomes)
        self.body.addWidget(self._foot)
        self._rest = QWidget()
        self.body.addWidget(self._rest, 1)

    def show_day(
        self,
        days: Sequence[CarrierDay],
        all_days: CarrierDay,
        orphans: Sequence[Orphan],
        lines: list[Line],
    ) -> None:
        """Show another day: sums first, then what is missing, then `lines` of what is left over."""
        balanced = all(balance(day).balanced for day in days) and not orphans
        state, tone = (State.CONFIRMED, Tone.GOOD) if balanced else (State.HELD, Tone.DOUBT)
        sentence = headline(days, orphans)
        head = _row(Sign(state, tone, 24), sentence, Role.LEAD, formula(all_days))
        self._head = self._replaced(self._head, [head])
        self.model.load(orphans)
        self.table.setVisible(bool(orphans))
        self.settles.setVisible(bool(orphans))
        self._outcomes.setVisible(False)
        if orphans and not self.table.chosen_rows():
            self.table.selectRow(0)
        self._say_what_settles()
        self._rest.setVisible(not orphans)
        rows = [
            _row(Sign(one.state, one.tone, 15), one.sentence, Role.BODY_MEDIUM, one.trailing)
            for one in lines
        ]
        self._foot = self._replaced(self._foot, rows, ruled=True)

    def _say_what_settles(self) -> None:
        rows = self.table.chosen_rows()
        self.settles.setText(rows[0].action if rows else "")
        stopped = bool(rows) and rows[0].kind is OrphanKind.MUST_NOT_LEAVE
        self._outcomes.setVisible(stopped and not self.table.isHidden())

    def _settle(self, outcome: Outcome) -> None:
        rows = self.table.chosen_rows()
        if rows and rows[0].kind is OrphanKind.MUST_NOT_LEAVE:
            self.settle_wanted.emit(rows[0], outcome)

    def _replaced(
        self, before: QWidget, rows: Sequence[QHBoxLayout], ruled: bool = False
    ) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(17, 10, 17, 10)
        column.setSpacing(8)
        if ruled and rows:
            column.addWidget(Hairline())
        for row in rows:
            column.addLayout(row)
        self.body.replaceWidget(before, content)
        before.hide()
        before.deleteLater()
        content.setVisible(bool(rows))
        return content


def _unsettled(one: Balance) -> int:
    return max(abs(one.not_on_manifest), abs(one.not_packed), abs(one.not_told))


def _counted(key: str, count: int) -> str:
    return texts.say(key, count=count, number=figures.number(count))


def _row(sign: Sign, sentence: str, role: Role, trailing: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(sign)
    row.addWidget(paragraph(sentence, role, Tone.INK), 1)
    row.addWidget(words(trailing, Role.BODY, Tone.SECOND))
    return row
