"""What an order report brought: counts as large figures, and every refused row with its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import figures
from fbm_desk.gui.cells import Cell, Column, Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.office_port import ImportResult
from fbm_desk.gui.parts import Card, retone, words
from fbm_desk.gui.rows_model import RowsModel
from fbm_desk.gui.table import Memory, Table

Refused = tuple[int, str]
_FIGURES = ("new", "updated", "unchanged", "refused")


class ImportResultCard(Card):
    """Hidden until there is a result."""

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(18, parent)
        self.file = words("", Role.BODY_STRONG)
        self.what = words("", Role.BODY, Tone.SECOND)
        self.figures: dict[str, QLabel] = {name: words("", Role.FACT) for name in _FIGURES}
        self.model = RowsModel(_columns(), identity=lambda one: f"{one[0]} {one[1]}")
        self.table: Table[Refused] = Table(self.model, "refused", memory)
        self.table.setAccessibleName(texts.say("orders.refused_rows"))
        self.refused_title = words(texts.say("orders.refused_rows"), Role.BODY_STRONG)
        self._lay_out()
        self.hide()

    def show_result(self, name: str, result: ImportResult) -> None:
        """Show what the file `name` brought."""
        say = texts.say
        counts = (result.new, result.updated, result.unchanged, len(result.refused))
        for label, count in zip(self.figures.values(), counts, strict=True):
            label.setText(figures.number(count))
        retone(self.figures["refused"], Tone.DOUBT if result.refused else Tone.INK)
        self.file.setText(name)
        orders = say("orders.orders_count", count=result.orders, number=_grouped(result.orders))
        lines = say("orders.lines_count", count=result.lines, number=_grouped(result.lines))
        self.what.setText(f"{orders} · {lines}")
        self.model.load(result.refused)
        for part in (self.refused_title, self.table):
            part.setVisible(bool(result.refused))
        self.show()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.file)
        top.addStretch(1)
        top.addWidget(self.what)
        counts = QHBoxLayout()
        counts.setSpacing(48)
        for name, label in self.figures.items():
            one = QVBoxLayout()
            one.setSpacing(0)
            one.addWidget(label)
            one.addWidget(words(texts.say(f"orders.{name}"), Role.BODY, Tone.SECOND))
            counts.addLayout(one)
        counts.addStretch(1)
        self.body.addLayout(top)
        self.body.addLayout(counts)
        self.body.addWidget(self.refused_title)
        self.body.addWidget(self.table, 1)


def _grouped(count: int) -> str:
    return figures.number(count)


def _reason(one: Refused) -> str:
    return one[1]


def _columns() -> tuple[Column[Refused], ...]:
    say = texts.say
    return (
        Column(
            "row",
            say("orders.row"),
            lambda one: Cell(_grouped(one[0])),
            lambda one: float(one[0]),
            80,
            trailing=True,
            plain=lambda one: str(one[0]),
        ),
        Column(
            "reason", say("orders.reason"), lambda one: Cell(one[1]), lambda one: one[1], 320, 1
        ),
    )
