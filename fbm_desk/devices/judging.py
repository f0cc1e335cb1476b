"""Which reads of one still picture are believed: a right check digit alone is not enough.

Both engines return wrong retail numbers with a right check digit from blurred pictures, sometimes
the same one. A weak kind is believed when several looks at the picture agree and next to none
contradict; a strong kind when it was read at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fbm_desk.devices.seen_codes import SeenCode, may_be_one, same_place

LEAST_LOOKS = 2
UNDRAWN_LOOKS = 5
"""As many are wanted, by both engines, of a number whose bars do not agree with the picture."""
LEAD = 4
"""So many times as many looks must say it as say anything else of the same place."""
_ROOM = 0.2
"""Two reads this near are of one symbol: a linear code's place may be one thin line."""

Key = tuple[str, str]
Look = Sequence[SeenCode]


@dataclass(frozen=True, slots=True)
class Judged:
    """What is believed, and what was read but is not."""

    codes: tuple[SeenCode, ...]
    unsure: tuple[SeenCode, ...]


def judged(looks: Iterable[Look]) -> Judged:
    """Judge the reads of several looks at one picture, all in its own coordinates."""
    kept = [list(look) for look in looks]
    counts = Counter(key for look in kept for key in {code.key for code in look})
    first = _first_of_each(kept)
    sure = tuple(code for code in first if _believed(code, kept, counts))
    return Judged(sure, tuple(code for code in first if code not in sure))


def _first_of_each(looks: Iterable[Look]) -> list[SeenCode]:
    """Each code as it was read first, or first with its AIM identifier."""
    found: dict[Key, SeenCode] = {}
    for code in (code for look in looks for code in look):
        known = found.setdefault(code.key, code)
        if code.aim and not known.aim:
            found[code.key] = code
    return list(found.values())


def _believed(code: SeenCode, looks: Sequence[Look], counts: Counter[Key]) -> bool:
    mine, against = counts[code.key], _rivals(code, looks)
    reads = [one for look in looks for one in look if one.key == code.key]
    return enough(code.strong, mine, reads) and all(mine >= LEAD * counts[key] for key in against)


def _rivals(code: SeenCode, looks: Sequence[Look]) -> set[Key]:
    return {other.key for look in looks for other in look if _contradicts(code, look, other)}


def enough(strong: bool, looks: int, reads: Iterable[SeenCode]) -> bool:
    """Whether so many looks are proof: one for a strong kind, two where the bars agree once."""
    if strong:
        return looks >= 1
    kept = list(reads)
    if any(one.agrees for one in kept):
        return looks >= LEAST_LOOKS
    return looks >= UNDRAWN_LOOKS and len({one.engine for one in kept}) > 1


def _contradicts(code: SeenCode, look: Look, other: SeenCode) -> bool:
    """Codes seen at once are neighbours unless they overlap: labels carry them close together."""
    if other.key == code.key or not may_be_one(code, other):
        return False
    together = next((one for one in look if one.key == code.key), None)
    return same_place(together or code, other, 0 if together else _ROOM)
