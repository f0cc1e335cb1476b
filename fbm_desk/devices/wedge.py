"""Tells a scanner that types from a person who types; knows characters and times, no keyboard.

Measured: scanners leave 0-23 ms between keys by the system's time stamps, people 60 ms and more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

ENDERS = "\r\n\t"


@dataclass(frozen=True, slots=True)
class WedgeSettings:
    """When a burst of keys is a scan. Times in ms, by the clock that stamped the keys."""

    hold_gap_ms: float = 35  # keys this close together are held back
    median_gap_ms: float = 25  # a scan's typical gap is at most this; the slowest leave 23
    silence_ms: float = 60  # a scan without an end key is over after this
    least_length: int = 4
    most_length: int = 512
    prefix: str = ""  # what this scanner sends first, if it was set up so


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanner sent this with its `count` keys, which are nobody else's.

    The text is empty when it was longer than any code.
    """

    text: str
    count: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Released:
    """A person typed the `count` oldest keys held back: let them go where they were meant to."""

    count: int


Outcome = Scan | Released


@dataclass(slots=True)
class ScanAssembler:
    """Keys in, scans and released keys out; what is not settled yet is held back."""

    settings: WedgeSettings = field(default_factory=WedgeSettings)
    _text: str = ""
    _times_ms: list[float] = field(default_factory=list)
    _overlong: bool = False
    _keys: int = 0

    @property
    def holding(self) -> int:
        """How many keys are held back."""
        return self._keys

    def key(self, char: str, at_ms: float, keys: int = 1) -> list[Outcome]:
        """One printable character, Enter or Tab (as in `ENDERS`), stamped `at_ms`.

        `keys` is 0 for one that was typed by keys counted before, by `silent_key`.
        """
        outcomes = self._end_of_burst(at_ms)
        if outcomes and not keys:
            return outcomes  # so late that its own keys are settled
        self._keys += keys  # an end key goes where the others go
        if char in ENDERS:
            return [*outcomes, self._outcome()]
        self._hold(char, at_ms)
        return outcomes

    def silent_key(self, at_ms: float) -> list[Outcome]:
        """A key that is only part of a sign, stamped `at_ms`: the burst's, if one goes on.

        The time that a sign's keys take is no gap between two signs.
        """
        outcomes = self._end_of_burst(at_ms)
        if self._times_ms:
            self._keys += 1
            late_ms = at_ms - self._times_ms[-1]
            self._times_ms = [one_ms + late_ms for one_ms in self._times_ms]
        return outcomes

    def silence(self, now_ms: float) -> list[Outcome]:
        """No key until `now_ms`: settle what is held back if that is long enough."""
        if not self._times_ms:
            return []
        quiet_ms = now_ms - self._times_ms[-1]
        wait_ms = self.settings.silence_ms if self._like_a_scan() else self.settings.hold_gap_ms
        return self.flush() if quiet_ms >= wait_ms else []

    def wait_ms(self) -> float:
        """How long after the newest key `silence` settles something; 0 when nothing is held."""
        if not self._times_ms:
            return 0
        return self.settings.silence_ms if self._like_a_scan() else self.settings.hold_gap_ms

    def flush(self) -> list[Outcome]:
        """Settle what is held back now."""
        if not self._times_ms:
            return []
        return [self._outcome()]

    def _end_of_burst(self, at_ms: float) -> list[Outcome]:
        if not self._times_ms:
            return []
        gap_ms = at_ms - self._times_ms[-1]
        # A radio scanner may stutter: what looks like a scan already may wait for its silence.
        allowed_ms = self.settings.silence_ms if self._like_a_scan() else self.settings.hold_gap_ms
        return self.flush() if gap_ms > allowed_ms else []

    def _outcome(self) -> Outcome:
        like = self._like_a_scan()
        outcome: Outcome = Scan(self._scanned(), self._keys) if like else Released(self._keys)
        self._forget()
        return outcome

    def _hold(self, char: str, at_ms: float) -> None:
        self._times_ms.append(at_ms)
        self._text += char
        if len(self._text) > self.settings.most_length or self._overlong:
            # No code is this long: a pasted text, a broken cable. Nobody gets it.
            self._overlong = True
            self._text = ""
            del self._times_ms[:-1]

    def _like_a_scan(self) -> bool:
        if self._overlong:
            return True
        prefix = self.settings.prefix
        if prefix and self._text.startswith(prefix) and len(self._text) > len(prefix):
            return True
        return len(self._text) >= self.settings.least_length and self._fast()

    def _fast(self) -> bool:
        gaps = [b - a for a, b in zip(self._times_ms, self._times_ms[1:], strict=False)]
        return not gaps or median(gaps) <= self.settings.median_gap_ms

    def _scanned(self) -> str:
        return "" if self._overlong else self._text.removeprefix(self.settings.prefix)

    def _forget(self) -> None:
        self._text = ""
        self._times_ms = []
        self._overlong = False
        self._keys = 0
