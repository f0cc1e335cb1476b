"""Learns from three scans of one known code how a keyboard-wedge scanner types.

The sheet of commands carries the code. What comes is judged by the times between keys, by what ends
a scan, and by where the keys lie against what the computer takes them for; nothing is kept here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from statistics import median

from fbm_desk.devices.wedge import ENDERS, WedgeSettings
from fbm_desk.domain.command_words import SCANNER_TEST

TEST_CODE = SCANNER_TEST
WANTED_SCANS = 3
SLOWEST_MEDIAN_MS = 45.0
"""People type faster than this only by chance; a slower scanner cannot be told from them."""
OVER_AFTER_MS = 1_000.0
"""Whatever stands still for so long has ended."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what the computer takes it for, what lies there on an American keyboard, when."""

    text: str
    position: str
    at_ms: float


class Typing(Enum):
    """How what a scanner types fits the computer's keyboard layout."""

    SAME = "same"  #: both have the same layout
    BY_POSITION = "by_position"  #: the layouts differ; the keys' positions tell the code
    CAPS = "caps"  #: capitals and small letters are turned round: Caps Lock
    OTHER = "other"  #: neither the letters nor the positions give the code


class Trouble(Enum):
    """Why nothing can be learned."""

    DIFFERENT = "different"  #: the three scans were not of one code
    NOT_THE_CODE = "not_the_code"  #: not the test code, whatever the layout
    TOO_SLOW = "too_slow"  #: as slow as a person
    STUTTERS = "stutters"  #: it pauses so long inside a code that scans would be cut in two


@dataclass(frozen=True, slots=True)
class Learned:
    """What three scans told. `settings` are to be used from now on, unless there is a trouble."""

    settings: WedgeSettings
    typing: Typing = Typing.SAME
    ender: str = ""
    prefix: str = ""
    median_ms: float = 0.0
    longest_ms: float = 0.0
    trouble: Trouble | None = None


@dataclass(slots=True)
class Recorder:
    """Collects keys into scans, however slow: a scan ends by Enter or Tab, or by a long rest."""

    scans: list[tuple[Key, ...]] = field(default_factory=list)
    _keys: list[Key] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        """True while a scan is coming in."""
        return bool(self._keys)

    def key(self, key: Key) -> None:
        """One more key."""
        if self._keys and key.at_ms - self._keys[-1].at_ms > OVER_AFTER_MS:
            self.over()
        if key.text not in ENDERS or self._keys:  # a second Enter begins no scan
            self._keys.append(key)
        if key.text in ENDERS:
            self.over()

    def over(self) -> None:
        """Nothing more comes."""
        if self._keys:
            self.scans.append(tuple(self._keys))
        self._keys = []


def learn(scans: Sequence[Sequence[Key]], used: WedgeSettings | None = None) -> Learned:
    """What three scans of `TEST_CODE` tell of the scanner; `used` are the settings until now."""
    used = used or WedgeSettings()
    bodies = [[key for key in scan if key.text not in ENDERS] for scan in scans]
    written = {tuple((key.text, key.position) for key in body) for body in bodies}
    if len(written) != 1 or len(scans) < WANTED_SCANS or not bodies[0]:
        return Learned(used, trouble=Trouble.DIFFERENT)
    typing, prefix = _typing(bodies[0])
    if typing is Typing.OTHER:
        return Learned(used, typing, trouble=Trouble.NOT_THE_CODE)
    gaps = [b.at_ms - a.at_ms for s in scans for a, b in pairwise(s)]
    known = Learned(used, typing, _ender(scans), prefix, median(gaps), max(gaps))
    if known.median_ms > SLOWEST_MEDIAN_MS:
        return replace(known, trouble=Trouble.TOO_SLOW)
    if known.longest_ms > OVER_AFTER_MS / 4:
        return replace(known, trouble=Trouble.STUTTERS)
    return replace(known, settings=_settings(known, used))


def _typing(body: Sequence[Key]) -> tuple[Typing, str]:
    """How the code was typed, and what came before it."""
    by_text = "".join(key.text for key in body)
    by_position = "".join(key.position for key in body)
    for typing, found in (
        (Typing.SAME, by_text),
        (Typing.BY_POSITION, by_position),
        (Typing.CAPS, by_text.swapcase()),
        (Typing.CAPS, by_position.swapcase()),
    ):
        if found.endswith(TEST_CODE):
            return typing, found.removesuffix(TEST_CODE)
    return Typing.OTHER, ""


def _ender(scans: Sequence[Sequence[Key]]) -> str:
    """The key that ends every one of the scans; empty when some end without."""
    ends = {scan[-1].text if scan[-1].text in ENDERS else "" for scan in scans}
    return ends.pop() if len(ends) == 1 else ""


def _settings(known: Learned, used: WedgeSettings) -> WedgeSettings:
    """Half as much again as the slowest seen, and never stricter than what fits every scanner."""
    usual = WedgeSettings()
    hold_ms = max(usual.hold_gap_ms, 1.5 * known.longest_ms)
    return replace(
        used,
        hold_gap_ms=hold_ms,
        median_gap_ms=max(usual.median_gap_ms, 1.25 * known.median_ms),
        silence_ms=max(usual.silence_ms, hold_ms + 25),
    )
