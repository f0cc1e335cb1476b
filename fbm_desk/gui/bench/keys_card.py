"""F1: the keys of this screen, in the side column."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import CARD_RADIUS, Box
from fbm_desk.gui.bench.paper import Paper, balanced
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.fonts import Role
from fbm_desk.texts import say

KEYS = (
    ("Enter", "key_typing"),
    ("1–9", "key_choose"),
    ("Esc", "key_undo"),
    ("F1", "key_keys"),
)
OFFICE_KEYS = (("Ctrl O", "key_office"),)
DEMO_KEYS = (("F9", "key_demo_right"), ("F10", "key_demo_wrong"))


def paint_keys(paper: Paper, box: Box, office: bool, demonstration: bool) -> None:
    """Key caps with what they do."""
    tokens = paper.tokens
    paper.frame(box.x, box.y, box.w, box.h, tokens.line, CARD_RADIUS, 0, tokens.surface)
    paper.text(box.x + 24, box.y + 45, say("bench.keys"), Role.BENCH_MEDIUM, tokens.ink2)
    y = box.y + 74
    column = box.x + 24 + 108
    room = box.right - 20 - column
    keys = (*KEYS, *(OFFICE_KEYS if office else ()), *(DEMO_KEYS if demonstration else ()))
    for key, name in keys:
        width = paper.measure(key, Role.BENCH) + 20
        paint_key_cap(paper, box.x + 24, y, max(44, width), 40, key)
        lines = balanced(say(f"bench.{name}"), Role.BENCH, paper.scale, room)
        for at, words in enumerate(lines):
            paper.text(column, y + 28 + at * 30, words, Role.BENCH, tokens.ink, room)
        y += 60 if len(lines) == 1 else 84
