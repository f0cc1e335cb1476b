"""All a frame of the bench is painted from: the view, what is being typed, the time, the fade."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QLocale

from fbm_desk.domain.verdicts import Family, VerdictCode
from fbm_desk.gui.bench.setup_words import setup_spoken
from fbm_desk.gui.bench.wording import Spoken, passes, shown_line, spoken, spoken_locked
from fbm_desk.gui.pin_pad import PinState
from fbm_desk.gui.scanner_setup import SetupState
from fbm_desk.gui.tokens import Tokens
from fbm_desk.services.desk_view import BenchScreen, BenchView, LineView, StatusEntry
from fbm_desk.services.wording import healing

#: Screens and questions with numbered answers.
CHOOSING = frozenset(
    {
        BenchScreen.ASKING_REASON,
        BenchScreen.ASKING_WHICH,
        BenchScreen.ASKING_BOX,
        BenchScreen.ASKING_WHY,
    }
)
ANSWERED_BY_DIGIT = frozenset({VerdictCode.TEACH_ASKED, VerdictCode.WHY_ASKED})
_MANY = re.compile("[1-9][0-9]")


@dataclass(frozen=True, slots=True)
class Scene:
    """One frame. `band` is how much of a passing band's colour is left, 1 to 0."""

    view: BenchView
    now: datetime
    locale: QLocale
    status: tuple[StatusEntry, ...] = ()
    typed: str = ""
    settled: bool = False
    band: float = 1.0
    keys: bool = False  # F1: what can be scanned and pressed
    office: bool = True  # who is signed in may bring in an order report
    waited_s: float = 0.0  # how long the label is on its way
    still: bool = False  # reduced motion
    away: bool = False  # the window is not in front: scans go elsewhere
    setup: SetupState | None = None  # while the scanner is set up
    pin: PinState = field(default_factory=PinState)  # on a locked bench

    @property
    def spoken(self) -> Spoken:
        """The sentence of this frame."""
        if self.setup is not None:
            return setup_spoken(self.setup)
        if self.view.screen is BenchScreen.LOCKED:
            return spoken_locked(self.view, self.now, self.pin.chosen)
        return spoken(self.view, self.settled)

    @property
    def band_left(self) -> float:
        """How much of the band's colour is seen: only a passing verdict's own band fades."""
        verdict, now = self.view.verdict, self.spoken
        own = verdict is not None and passes(verdict) and now.family is verdict.family
        return self.band if own and self.setup is None and not self.settled else 1.0

    @property
    def entries(self) -> tuple[StatusEntry, ...]:
        """The status line: what was mended of the last scan, then everything else."""
        verdict = self.view.verdict
        mended = healing(verdict) if verdict is not None and not verdict.remedy else ""
        own = (StatusEntry("scan-barcode", mended),) if mended else ()
        return own + self.status

    @property
    def line(self) -> LineView | None:
        """The line of this frame."""
        return shown_line(self.view, self.settled)

    @property
    def digits_answer(self) -> bool:
        """True when a digit alone is an answer: it is never the beginning of a typed code."""
        verdict = self.view.verdict
        asked = verdict is not None and verdict.code in ANSWERED_BY_DIGIT
        return asked or self.view.screen in CHOOSING or bool(self.view.with_pin)

    @property
    def just_counted(self) -> bool:
        """True while the last unit's pip is green."""
        return (
            self.view.screen is BenchScreen.PACKING
            and self.spoken.family is Family.GO
            and self.line is not None
            and self.line.packed > 0
            and self.view.verdict is not None
            and self.view.verdict.sku is not None
        )


@dataclass(frozen=True, slots=True)
class Wall:
    """How a family fills its band: `fill` with `ink` on it, the card's frame in px."""

    fill: str
    ink: str
    frame: str
    thick: float
    whole: bool = False


def wall_of(family: Family | None, tokens: Tokens) -> Wall | None:
    """The wall of a family; None for the calm state."""
    walls = {
        Family.GO: Wall(tokens.goS, tokens.ongo, tokens.goS, 0),
        Family.REST: Wall(tokens.surface, tokens.ink, tokens.edge, 0),
        Family.ASK: Wall(tokens.ask, tokens.onask, tokens.ask, 3),
        Family.ENOUGH: Wall(tokens.amber, tokens.onamber, tokens.amber, 6),
        Family.BACK: Wall(tokens.redS, tokens.onred, tokens.redS, 0, whole=True),
        Family.STOP: Wall(tokens.stop, tokens.onstop, tokens.stop, 0, whole=True),
    }
    return walls[family] if family else None


def scan_of(typed: str, scene: Scene | None) -> str:
    """What a typed text is here: where QUANTITY asked how many, two digits are that number."""
    verdict = scene.view.verdict if scene else None
    asked = verdict is not None and verdict.code is VerdictCode.TIMES_ASKED
    return f"QUANTITY-{typed}" if asked and _MANY.fullmatch(typed) else typed
