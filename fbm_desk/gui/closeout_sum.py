"""Says whether the day balances, names every difference and what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import figures, theme
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.closeout_balance import Balance, balance
from fbm_desk.gui.dossier_cards import Hairline
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.glyphs import State, paint_state
from fbm_desk.gui.parts import Card, words
from fbm_desk.services.today_view import CarrierDay, TodayView


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


def headline(days: Sequence[CarrierDay]) -> str:
    """Whether every carrier balances, in one sentence; one's surplus hides no other's gap."""
    missing = sum(_unsettled(balance(day)) for day in days)
    if not missing:
        return texts.say("closeout.balances")
    return texts.say("closeout.missing", count=missing, number=figures.number(missing))


def differences(days: Sequence[CarrierDay]) -> list[Line]:
    """Every carrier's differences, by name."""
    lines = []
    for day in days:
        one = balance(day)
        for name in ("not_packed", "not_told", "not_on_manifest"):
            if count := getattr(one, name):
                sentence = _counted(f"closeout.{name}", count)
                lines.append(Line(State.HELD, Tone.DOUBT, sentence, day.carrier))
    return lines


def left_over(today: TodayView, now: datetime) -> list[Line]:
    """What goes over to another day."""
    counts = today.counts
    open_orders = sum(counts.get(s, 0) for s in (Stage.WAITING, Stage.ON_BENCH, Stage.LABELLED))
    lines = []
    if today.not_told:
        oldest = today.oldest_not_told_at
        since = texts.say("closeout.oldest", age=figures.age(now - oldest)) if oldest else ""
        sentence = _counted("closeout.untold", today.not_told)
        lines.append(Line(State.QUEUED, Tone.SECOND, sentence, since))
    if held := counts.get(Stage.HELD, 0):
        lines.append(Line(State.HELD, Tone.DOUBT, _counted("closeout.held", held)))
    if open_orders:
        lines.append(Line(State.WAITING, Tone.SECOND, _counted("closeout.open", open_orders)))
    if not lines:
        lines.append(Line(State.CONFIRMED, Tone.GOOD, texts.say("closeout.nothing_left")))
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
    """The headline with its formula, the differences, what is left over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(18, parent)
        self._content = QWidget()
        self.body.addWidget(self._content)
        self.body.addStretch(1)

    def show_day(self, days: Sequence[CarrierDay], all_days: CarrierDay, lines: list[Line]) -> None:
        """Show another day: sums first, then `lines` of what is left over."""
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        balanced = all(balance(day).balanced for day in days)
        state, tone = (State.CONFIRMED, Tone.GOOD) if balanced else (State.HELD, Tone.DOUBT)
        sentence = headline(days)
        column.addLayout(_row(Sign(state, tone, 24), sentence, Role.LEAD, formula(all_days)))
        column.addWidget(Hairline())
        for line in (*differences(days), *lines):
            sign = Sign(line.state, line.tone, 15)
            column.addLayout(_row(sign, line.sentence, Role.BODY_MEDIUM, line.trailing))
        self.body.replaceWidget(self._content, content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content


def _unsettled(one: Balance) -> int:
    return max(abs(one.not_on_manifest), abs(one.not_packed), abs(one.not_told))


def _counted(key: str, count: int) -> str:
    return texts.say(key, count=count, number=figures.number(count))


def _row(sign: Sign, sentence: str, role: Role, trailing: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(sign)
    row.addWidget(words(sentence, role), 1)
    row.addWidget(words(trailing, Role.BODY, Tone.SECOND))
    return row
