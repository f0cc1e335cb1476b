"""A measured figure beside its raw limit and its budget, as a line of a table or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fbm_desk import texts


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `raw` is the shortest program that does the same, None where there is none.

    `budget` holds for the product, or for product : raw where `of_raw` is set. Less is better,
    unless `more_is_better`: then the budget is the least.
    """

    name: str  # a stable code; the words are in the table [bench_command]
    unit: str  # ms, s, rows/s or MB
    product: float
    raw: float | None = None
    budget: float | None = None
    of_raw: bool = False
    more_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the raw limit's effort the product needs; None without a raw limit."""
        if not self.raw or not self.product:
            return None
        return self.raw / self.product if self.more_is_better else self.product / self.raw

    @property
    def within(self) -> bool | None:
        """Whether the budget is kept; None for a figure without one."""
        measured = self.ratio if self.of_raw else self.product
        if self.budget is None or measured is None:
            return None
        return measured >= self.budget if self.more_is_better else measured <= self.budget


def percentile(samples: Sequence[float], percent: float) -> float:
    """The sample below which this many percent lie; 0 without samples."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] if ordered else 0.0


def as_json(figure: Figure) -> dict[str, Any]:
    """A figure as the stable JSON object of `bench --json`."""
    return {
        "name": figure.name,
        "unit": figure.unit,
        "product": round(figure.product, 4),
        "raw": None if figure.raw is None else round(figure.raw, 4),
        "ratio": None if figure.ratio is None else round(figure.ratio, 3),
        "budget": figure.budget,
        "of_raw": figure.of_raw,
        "within": figure.within,
    }


_COLUMNS = ("what", "product", "raw", "ratio", "budget", "within")


def table(figures: Sequence[Figure]) -> str:
    """All figures as lines of text, the columns under each other."""
    head = [texts.say(f"bench_command.{name}") for name in _COLUMNS]
    rows = [head, *([*_cells(figure)] for figure in figures)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (
        cell.rjust(width) if at else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()


def _cells(figure: Figure) -> tuple[str, ...]:
    sign = "≥" if figure.more_is_better else "≤"
    budget = "" if figure.budget is None else f"{sign} {_number(figure.budget)}"
    unit = "×" if figure.of_raw else figure.unit
    within = {True: "yes", False: "no", None: "none"}[figure.within]
    return (
        texts.say(f"bench_command.{figure.name}"),
        f"{_number(figure.product)} {figure.unit}",
        "—" if figure.raw is None else f"{_number(figure.raw)} {figure.unit}",
        "—" if figure.ratio is None else f"{figure.ratio:.2f} ×",
        f"{budget} {unit}" if budget else "—",
        texts.say(f"bench_command.within_{within}"),
    )


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 100 else f"{value:.2f}"
