"""A desk that answers from a script and a loudspeaker that writes down what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable

from fbm_desk.domain.scan_source import BY_WEDGE, Origin
from fbm_desk.gui.sounds import Sound
from fbm_desk.services.desk_view import BenchView


class ScriptedDesk:
    """Answers each scanned text with its view; remembers scans with their ids and threads."""

    def __init__(self, first: BenchView, answers: dict[str, BenchView] | None = None) -> None:
        self.now_shown = first
        self.answers = answers or {}
        self.scans: list[tuple[str, str]] = []
        self.pins: list[tuple[int, str]] = []
        self.threads: set[str] = set()
        self.origins: list[Origin] = []
        self.weights: list[int] = []
        self.fresh: BenchView | None = None
        self.before_answer: Callable[[], None] = lambda: None

    def view(self) -> BenchView:
        """The first view."""
        return self.now_shown

    def scan(self, text: str, scan_id: str, origin: Origin = BY_WEDGE) -> BenchView:
        """The view in the script; an unscripted text is an error."""
        self.before_answer()
        self.threads.add(threading.current_thread().name)
        self.scans.append((text, scan_id))
        self.origins.append(origin)
        self.now_shown = self.answers[text]
        return self.now_shown

    def weighed(self, grams: int) -> BenchView:
        """The view in the script for this weight, told as "1234 g"."""
        self.weights.append(grams)
        self.now_shown = self.answers[f"{grams} g"]
        return self.now_shown

    def sign_in_pin(self, person_id: int, pin: str) -> BenchView:
        """The view in the script for "PIN", whatever was typed."""
        self.pins.append((person_id, pin))
        self.now_shown = self.answers["PIN"]
        return self.now_shown

    def refresh(self) -> BenchView:
        """What others changed."""
        return self.fresh or self.now_shown

    def lock(self) -> BenchView:
        """Not part of these stories."""
        return self.now_shown

    def demo_scan(self, wrong: bool) -> str:
        """The demonstration scanner's next code."""
        return "DEMO-WRONG" if wrong else "DEMO-RIGHT"


class HeardSounds:
    """Remembers what was played; "settle" for the end of an alarm."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.audible = True

    def play(self, sound: Sound) -> None:
        """Note it."""
        self.heard.append(sound.value)

    def settle(self) -> None:
        """Note it."""
        self.heard.append("settle")

    def works(self) -> bool:
        """As the test says."""
        return self.audible
