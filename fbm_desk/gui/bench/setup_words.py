"""What the set-up of a scanner says: its sentence, and what the three scans told, line by line."""

from __future__ import annotations

from fbm_desk.devices.wedge_learning import Learned, Typing
from fbm_desk.domain.verdicts import Family
from fbm_desk.gui.bench.wording import Spoken
from fbm_desk.gui.glyphs import Mark
from fbm_desk.gui.scanner_setup import SetupState
from fbm_desk.texts import say


def setup_spoken(state: SetupState) -> Spoken:
    """The sentence above it."""
    if state.result is None:
        return Spoken(say("setup.scan"), Family.ASK, Mark.QUESTION)
    if state.result.trouble is not None:
        return Spoken(say("setup.not_learned"), Family.ENOUGH, Mark.BANG)
    return Spoken(say("setup.learned"), Family.GO, Mark.TICK)


def setup_lines(state: SetupState) -> tuple[tuple[str, str], ...]:
    """What was learned, or why not and what to do: a short word and a sentence each."""
    found = state.result
    if found is None:
        return ()
    if found.trouble is not None:
        slow = round(found.median_ms)
        return (
            (say("bench.happened"), say(f"setup.trouble_{found.trouble.value}", median=slow)),
            (say("bench.kept"), say("setup.as_before")),
            (say("bench.next"), say(f"setup.next_{found.trouble.value}")),
        )
    pace = say("setup.pace", median=round(found.median_ms), longest=round(found.longest_ms))
    lines = [(say("setup.speed"), pace), (say("setup.end"), _ending(found))]
    if found.prefix:
        lines.append((say("setup.prefix"), say("setup.prefix_is", prefix=found.prefix)))
    lines.append((say("setup.keyboard"), say(f"setup.typing_{found.typing.value}")))
    if found.typing is not Typing.SAME:
        lines.append((say("bench.next"), say(f"setup.remedy_{found.typing.value}")))
    if not state.kept:
        lines.append((say("bench.kept"), say("setup.not_kept")))
    return tuple(lines)


def _ending(found: Learned) -> str:
    return say(
        {"\r": "setup.ends_enter", "\n": "setup.ends_enter", "\t": "setup.ends_tab"}.get(
            found.ender, "setup.ends_without"
        )
    )
