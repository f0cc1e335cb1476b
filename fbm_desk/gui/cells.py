"""What one cell of a table says and how it is toned, as plain values; `cell_paint` paints them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from fbm_desk.gui.figures import MISSING
from fbm_desk.gui.glyphs import State
from fbm_desk.gui.rows_index import Key

T = TypeVar("T")


class Tone(Enum):
    """The colour of a text, by its token's name."""

    INK = "ink"  #: what one looks for
    SECOND = "ink2"  #: what one reads after that
    DIM = "ink3"  #: nothing there
    GOOD = "green"  #: done
    NOW = "blue"  #: you, now
    DOUBT = "amberI"  #: wants attention
    WRONG = "red"  #: is lost or refused


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `code` is set in figures that cannot be confused (tracking, SKU)."""

    text: str
    tone: Tone = Tone.INK
    bold: bool = False
    sign: State | None = None
    sign_tone: Tone | None = None
    code: bool = False


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: what its cells say, sort by and export; widths are pixels at text size 100 %.

    `grow` is its share of the width left over; `plain` is the exported text (`text` if None).
    """

    name: str
    title: str
    cell: Callable[[T], Cell]
    key: Callable[[T], Key]
    width: int
    grow: int = 0
    trailing: bool = False
    plain: Callable[[T], str] | None = None
    plain_title: str = ""

    def exported(self, row: T) -> str:
        """The cell's text for a file: empty where the screen shows a dash."""
        text = self.plain(row) if self.plain else self.cell(row).text
        return "" if text == MISSING else text


def said(text: str, tone: Tone = Tone.INK, code: bool = False) -> Cell:
    """A cell with `text`, or with the dash of a missing one."""
    return Cell(text, tone, code=code) if text else Cell(MISSING, Tone.DIM)
