"""Which reads of a camera's frames are scans: two equal ones, once for as long as the code stays.

A check digit does not make a camera read true; whether the code belongs to the order is asked
later, and no barcode is ever taught from one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fbm_desk.devices.judging import UNDRAWN_LOOKS, enough
from fbm_desk.devices.seen_codes import SeenCode, may_be_one, same_place

AGREE_S = 0.5
"""Two equal reads must come within this time."""
GONE_S = 1.0
"""A code not seen for this long has left the picture and may be scanned again."""
_ROOM = 0.3

Key = tuple[str, str]


@dataclass(slots=True)
class _Present:
    """A code in the picture: where and when it was seen last, and when before that."""

    code: SeenCode
    at_s: float
    before_s: float = -1e9
    settled: bool = False
    reads: list[SeenCode] = field(default_factory=list)


@dataclass(slots=True)
class CameraReads:
    """Codes of frames in, scans out. Times in seconds of one clock that never goes back."""

    _present: dict[Key, _Present] = field(default_factory=dict)

    def frame(
        self, codes: Sequence[SeenCode], at_s: float, middle: tuple[float, float]
    ) -> SeenCode | None:
        """The code that became a scan by this frame: of several, the one nearest the middle.

        The others in the picture are passed over until they left: an article may carry two codes,
        a sheet of commands many.
        """
        self._forget_gone(at_s)
        for code in codes:
            self._see(code, at_s)
        ready = [one for one in self._present.values() if self._agreed(one, at_s)]
        if not ready:
            return None
        for one in self._present.values():
            one.settled = True
        return min(ready, key=lambda one: _distance(one.code, middle)).code

    def fresh(self, codes: Sequence[SeenCode]) -> list[SeenCode]:
        """Those of the frame's codes that are no scan yet: they are worth another look."""
        return [code for code in codes if not self._present[code.key].settled]

    def _forget_gone(self, at_s: float) -> None:
        gone = [key for key, one in self._present.items() if at_s - one.at_s > GONE_S]
        for key in gone:
            del self._present[key]

    def _see(self, code: SeenCode, at_s: float) -> None:
        known = self._present.get(code.key)
        if known is None:
            self._present[code.key] = _Present(code, at_s, reads=[code])
        elif known.at_s != at_s:
            aim = code if code.aim or not known.code.aim else known.code.moved(code.corners)
            known.code, known.before_s, known.at_s = aim, known.at_s, at_s
            known.reads = [*known.reads, code][-UNDRAWN_LOOKS:]

    def _agreed(self, one: _Present, at_s: float) -> bool:
        if one.settled or one.at_s != at_s or at_s - one.before_s > AGREE_S:
            return False
        if not enough(one.code.strong, len(one.reads), one.reads):
            return False
        return not any(self._contradicts(one, other, at_s) for other in self._present.values())

    def _contradicts(self, one: _Present, other: _Present, at_s: float) -> bool:
        """Another text in the same place: neither is believed until one is gone, and none that
        comes up where a scan lies already."""
        if other is one or one.code.strong or not may_be_one(one.code, other.code):
            return False
        if not other.settled and at_s - other.at_s > AGREE_S:
            return False
        return same_place(one.code, other.code, _ROOM if other.at_s != at_s else 0)


def _distance(code: SeenCode, middle: tuple[float, float]) -> float:
    x, y = code.middle
    return abs(x - middle[0]) + abs(y - middle[1])
