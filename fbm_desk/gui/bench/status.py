"""The status line of the bench: what is not as it should be, what is being typed, the time."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import MARGIN, Layout
from fbm_desk.gui.bench.paper import Paper, Side
from fbm_desk.gui.bench.quantities import clock
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.texts import say

MOST_ENTRIES = 3
ENTRY_GAP = 32


def paint_status(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Faults first, three entries at most; what is typed goes before all of them."""
    tokens, top = paper.tokens, layout.status_top
    paper.hairline(0, top, layout.width, tokens.line)
    now = clock(scene.now, scene.locale)
    end = layout.width - MARGIN - 4
    end -= paper.text(end, top + 39, now, Role.BENCH_STRONG, tokens.ink2, side=Side.TRAIL)
    end = _paint_keys_hint(paper, end - ENTRY_GAP, top)
    x: float = MARGIN + 6
    if scene.typed:
        x = _paint_typed(paper, x, top, end - ENTRY_GAP, scene.typed) + ENTRY_GAP
    for entry in worst_first(scene.entries):
        room = end - ENTRY_GAP - x - 32
        # What is well may go unsaid where the room ends; a fault is shortened instead.
        if room < 80:
            return
        if not entry.fault and paper.measure(entry.words, Role.BENCH) > room:
            continue
        x = _paint_entry(paper, x, top, end - ENTRY_GAP, entry) + ENTRY_GAP


def _paint_keys_hint(paper: Paper, end: float, top: float) -> float:
    """F1 and what it shows; gives where it begins."""
    tokens = paper.tokens
    end -= paper.text(end, top + 39, say("bench.keys"), Role.BENCH, tokens.ink2, side=Side.TRAIL)
    width = paper.measure("F1", Role.BENCH) + 18
    paint_key_cap(paper, end - 10 - width, top + 13, width, 34, "F1")
    return end - 10 - width


def worst_first(entries: tuple[StatusEntry, ...]) -> tuple[StatusEntry, ...]:
    """The three that matter most; faults lead, else the order is kept."""
    return tuple(sorted(entries, key=lambda entry: not entry.fault)[:MOST_ENTRIES])


def _paint_entry(paper: Paper, x: float, top: float, end: float, entry: StatusEntry) -> float:
    colour = paper.tokens.amberI if entry.fault else paper.tokens.ink2
    role = Role.BENCH_MEDIUM if entry.fault else Role.BENCH
    paper.icon(entry.icon, x - 2, top + 17, 26, colour)
    return x + 32 + paper.text(x + 32, top + 39, entry.words, role, colour, end - x - 32)


def _paint_typed(paper: Paper, x: float, top: float, end: float, typed: str) -> float:
    tokens = paper.tokens
    words = say("status.typing", text=typed)
    key_w = paper.measure("Enter", Role.BENCH) + 20
    text_w = min(paper.measure(words, Role.BENCH_MEDIUM), end - x - key_w - 46)
    paper.frame(x - 6, top + 8, text_w + key_w + 40, 44, tokens.blue, 22, 2, tokens.blueT)
    paper.text(x + 12, top + 39, words, Role.BENCH_MEDIUM, tokens.ink, text_w)
    paint_key_cap(paper, x + 12 + text_w + 12, top + 13, key_w, 34, "Enter")
    return x + text_w + key_w + 34


def paint_key_cap(paper: Paper, x: float, y: float, w: float, h: float, key: str) -> None:
    """A key as a cap with its name on it."""
    paper.frame(x, y, w, h, paper.tokens.edge, 6, 0, paper.tokens.surface)
    paper.text(x + w / 2, y + h / 2 + 8.5, key, Role.BENCH, paper.tokens.ink2, side=Side.CENTRE)
