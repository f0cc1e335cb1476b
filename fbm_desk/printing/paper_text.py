"""Text on a reportlab canvas: drawn, aligned, wrapped, cut; always as text, never as markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import Enum
from typing import Any

from fbm_desk.printing.paper_fonts import Weight, runs, width_pt

_ELLIPSIS = "…"


class Align(Enum):
    """On which side of the given x a text stands."""

    LEFT = "left"  #: begins at x
    RIGHT = "right"  #: ends at x
    CENTRE = "centre"  #: is centred on x


def draw_text(
    canvas: Any,
    x: float,
    y: float,
    text: str,
    size_pt: float,
    weight: Weight = Weight.REGULAR,
    align: Align = Align.LEFT,
) -> float:
    """Draw one cleaned line with its baseline at y in the current fill colour; gives its width."""
    pieces = runs(text, weight)
    total = sum(run.width_em for run in pieces) * size_pt
    if align is not Align.LEFT:
        x -= total if align is Align.RIGHT else total / 2
    for run in pieces:
        canvas.setFont(run.font, size_pt)
        canvas.drawString(x, y, run.text)
        x += run.width_em * size_pt
    return total


def wrap(
    text: str,
    limit_pt: float,
    size_pt: float,
    weight: Weight = Weight.REGULAR,
    max_lines: int = 1000,
) -> list[str]:
    """`text` as lines not wider than `limit_pt`; the last of too many lines ends in an ellipsis."""
    lines: list[str] = []
    line, line_width = "", 0.0
    for word in _breakable(text, limit_pt, size_pt, weight):
        word_width = width_pt(word, size_pt, weight)
        if line.strip() and line_width + width_pt(word.rstrip(), size_pt, weight) > limit_pt:
            lines.append(line.rstrip())
            if len(lines) > max_lines:
                break
            line, line_width = "", 0.0
        line += word
        line_width += word_width
    else:
        if line.strip():
            lines.append(line.rstrip())
    if len(lines) <= max_lines:
        return lines
    last = f"{lines[max_lines - 1]} {lines[max_lines]}"
    return [*lines[: max_lines - 1], _cut(last, limit_pt, size_pt, weight)]


def fit(text: str, limit_pt: float, size_pt: float, weight: Weight = Weight.REGULAR) -> str:
    """`text` as it is where it fits, else its beginning and an ellipsis."""
    if width_pt(text, size_pt, weight) <= limit_pt:
        return text
    return _cut(text, limit_pt, size_pt, weight)


def _cut(text: str, limit_pt: float, size_pt: float, weight: Weight) -> str:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_pt(text[:middle].rstrip() + _ELLIPSIS, size_pt, weight) <= limit_pt:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + _ELLIPSIS


def _breakable(text: str, limit_pt: float, size_pt: float, weight: Weight) -> Iterator[str]:
    """Pieces a line may end after: words with their blank, single ideographs, parts of a giant."""
    for word in _words(text):
        if width_pt(word.rstrip(), size_pt, weight) <= limit_pt:
            yield word
            continue
        part, part_width = "", 0.0
        for letter in _letters(word):
            letter_width = width_pt(letter, size_pt, weight)
            if part and part_width + letter_width > limit_pt:
                yield part
                part, part_width = "", 0.0
            part += letter
            part_width += letter_width
        yield part


def _letters(word: str) -> Iterator[str]:
    """Each letter with the marks that stand on it."""
    letter = ""
    for char in word:
        if letter and not unicodedata.combining(char):
            yield letter
            letter = ""
        letter += char
    yield letter


def _words(text: str) -> Iterator[str]:
    word = ""
    for char in text:
        if word and char != " " and _may_break(word[-1], char):
            yield word
            word = ""
        word += char
    if word:
        yield word


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters: after blanks, around ideographs."""
    if before == " ":
        return True
    ideograph = "W" in (unicodedata.east_asian_width(before), unicodedata.east_asian_width(after))
    return ideograph and not _sticks_to_the_line_before(after)


def _sticks_to_the_line_before(char: str) -> bool:
    """Closing marks and small kana never begin a line (the common part of the kinsoku rules)."""
    return char in "、。，．・：；？！)）」』】〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々%％"
