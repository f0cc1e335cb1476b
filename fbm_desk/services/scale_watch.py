"""When a full box on the scale is weighed: once it stands still, and the packer let go of it.

Which weight is right is the domain's to say. Here is only when to ask: a packer who scanned the
last unit is still putting it in, and must not be told that it is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

REST_S = 0.4
"""So long the same weight is shown before it is taken for the box's."""
PATIENCE_S = 2.5
"""A weight that never moved and is not the expected one is told after this."""
EMPTY_G = 5
"""Less is no box."""
_SAME_G = 2
_NEAR_G, _NEAR_PART = 5, 33


@dataclass(slots=True)
class ScaleWatch:
    """Readings of one scale in, weights to be judged out. Not for two threads."""

    _box: int = 0
    _began_s: float = 0.0
    _began_g: int | None = None
    _told_g: int | None = None
    _still_g: int | None = None
    _still_s: float = 0.0

    def nobody_waits(self) -> None:
        """No box has to be weighed now."""
        self._box = 0

    def shown(self, box: int, expected_g: int, grams: int | None, at_s: float) -> int | None:
        """What the scale shows at rest while this box waits for it; the weight to judge, or None.

        Each weight is told once. `grams` is None while the scale moves or says nothing.
        """
        if box != self._box:
            self._box, self._began_s, self._began_g, self._told_g = box, at_s, grams, None
        if grams is None or self._still_g is None or abs(grams - self._still_g) > _SAME_G:
            self._still_g, self._still_s = grams, at_s
        if grams is None or grams <= EMPTY_G or at_s - self._still_s < REST_S:
            return None
        if self._told_g is not None and abs(grams - self._told_g) <= _SAME_G:
            return None
        waited = at_s - self._began_s >= PATIENCE_S
        if not (waited or self._moved(grams) or _near(grams, expected_g)):
            return None
        self._told_g = grams
        return grams

    def _moved(self, grams: int) -> bool:
        """Whether something was put in or taken out since the box had its turn."""
        before = self._told_g if self._told_g is not None else self._began_g
        return before is None or abs(grams - before) > EMPTY_G


def _near(grams: int, expected_g: int) -> bool:
    return abs(grams - expected_g) <= max(_NEAR_G, expected_g // _NEAR_PART)
