"""An article, and a line of an order, as a packer knows them: plain values for screens."""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.domain.orders import Sku


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article as the packer knows it. `picture` is a file's path or empty."""

    sku: Sku
    title: str
    name: str = ""  # short name for lists; falls back to the title
    detail: str = ""  # "350 ml"
    place: str = ""
    picture: str = ""
    note: str = ""  # packaging instruction
    fragile: bool = False
    upright: bool = False
    own_box: bool = False  # it leaves in its own packaging
    hazardous: str = ""  # "UN3481, PI 967 Section II"

    @property
    def short(self) -> str:
        """The name that fits a list."""
        return self.name or self.title


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the order with its counts in units; `may_count` may be told by a number.

    `asks` is what each of its units has to show: "serial", "lot", "transparency". As a choice it
    counts `units`.
    """

    article: ArticleView
    packed: int
    wanted: int
    may_count: int = 0
    asks: tuple[str, ...] = ()
    units: int = 1

    @property
    def complete(self) -> bool:
        """True when no unit is missing."""
        return self.packed >= self.wanted
