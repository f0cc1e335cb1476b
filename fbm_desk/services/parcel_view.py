"""What a bench shows of boxes, tasks, proofs and weights: plain values, painted by screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from fbm_desk.domain.deeds import TaskKind
from fbm_desk.services.article_view import ArticleView, LineView

Sides = tuple[int, int, int]
"""Length, width and height, or a place: all millimetres."""


class BoxState(Enum):
    """How far a box of the order is."""

    OPEN = "open"  #: units lie in it, another one is filled
    FILLING = "filling"  #: what is scanned goes into it
    TURN = "turn"  #: it is being weighed or labelled
    CLOSED = "closed"  #: its label is on it


@dataclass(frozen=True, slots=True)
class UnitsView:
    """Some units of one article."""

    article: ArticleView
    units: int


@dataclass(frozen=True, slots=True)
class BoxView:
    """One box. `weight_g` is measured, or computed and `weighed` False; 0 when nobody knows."""

    number: int
    state: BoxState
    contents: tuple[UnitsView, ...] = ()
    name: str = ""  # which of the seller's boxes it is
    weight_g: int = 0
    weighed: bool = False
    tracking: str = ""

    @property
    def units(self) -> int:
        """Units in it."""
        return sum(one.units for one in self.contents)


def highest(boxes: Sequence[BoxView]) -> int:
    """The number of the last box: the packer wrote numbers on them, empty ones too."""
    return max((box.number for box in boxes), default=1)


@dataclass(frozen=True, slots=True)
class TaskView:
    """What is to be done before the label. `text` are a buyer's words, `links` lead to
    them: for the screen only."""

    kind: TaskKind
    number: int  # which of `count` tasks it is, from 1 on
    count: int
    article: ArticleView | None = None
    units: int = 0
    text: str = field(default="", repr=False)
    links: tuple[str, ...] = field(default=(), repr=False)  # where Amazon gives no words


@dataclass(frozen=True, slots=True)
class WeighView:
    """The box on the scale: what it should weigh, what it does; 0 when nobody knows.

    `came` is the article of which `units` more or less would explain the difference.
    """

    box: int
    expected_g: int
    measured_g: int = 0
    came: ArticleView | None = None
    units: int = 1

    @property
    def difference_g(self) -> int:
        """How much too heavy it is; too light is below 0."""
        return self.measured_g - self.expected_g if self.measured_g else 0


@dataclass(frozen=True, slots=True)
class ScaleView:
    """What the scale shows now. `trouble` is a stable code, its sentence stands in [scale]."""

    grams: int = 0
    stable: bool = True
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a supervisor is asked to let pass, and the reasons there are for it."""

    about: str  # "short_ship" or "weight"
    reasons: tuple[str, ...] = ()
    missing: tuple[LineView, ...] = ()


@dataclass(frozen=True, slots=True)
class ProofView:
    """What the unit counted last showed, and the lot that should have been taken instead."""

    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    earlier_lot: str = ""
    earlier_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlacedView:
    """One unit in the drawing of a packed box. `kind` counts the order's articles from 0 on."""

    at: Sides
    sides: Sides
    kind: int = 0


@dataclass(frozen=True, slots=True)
class PlanView:
    """The box to take. Without a `name` a unit leaves in its own packaging.

    `placed` is empty where only the volume was looked at. `chosen` says that the packer took it.
    """

    name: str
    inner: Sides = (0, 0, 0)
    placed: tuple[PlacedView, ...] = ()
    fill_percent: int = 0
    boxes: int = 1  # how many boxes the order needs
    chosen: bool = False
