"""F1: the command words and the keys of this screen, in the side column."""

from __future__ import annotations

from fbm_desk.domain.barcodes import Command
from fbm_desk.gui.bench.layout import CARD_RADIUS, Box
from fbm_desk.gui.bench.paper import Paper
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.fonts import Role
from fbm_desk.texts import say

KEYS = (("Enter", "key_typing"), ("1–9", "key_choose"), ("Esc", "key_undo"))
OFFICE_KEYS = (("Ctrl O", "key_office"),)
DEMO_KEYS = (("F9", "key_demo_right"), ("F10", "key_demo_wrong"))
HEAD_H, LEAST_GAP, MOST_PITCH = 44.0, 4.0, 46.0


def paint_keys(paper: Paper, box: Box, office: bool, demonstration: bool) -> None:
    """Words that are scanned or typed, then key caps; each with what it does."""
    tokens = paper.tokens
    paper.frame(box.x, box.y, box.w, box.h, tokens.line, CARD_RADIUS, 0, tokens.surface)
    keys = (*KEYS, *(OFFICE_KEYS if office else ()), *(DEMO_KEYS if demonstration else ()))
    words = tuple((one.value, f"does_{one.value}") for one in Command)
    x, end = box.x + 24, box.right - 20
    pitch = min(MOST_PITCH, (box.h - 2 * HEAD_H - 20) / (len(keys) + len(words)))
    column = x + 14 + paper.measure(Command.REPRINT.value, Role.BENCH_STRONG)
    y = box.y + 4
    for heading, rows, caps in (("commands", words, False), ("keys", keys, True)):
        paper.text(x, y + 35, say(f"bench.{heading}"), Role.BENCH_MEDIUM, tokens.ink2, end - x)
        y += HEAD_H
        for key, told in rows:
            baseline = y + pitch / 2 + 8.5
            _paint_key(paper, x, y, pitch, key, caps)
            left = max(column, x + 10 + paper.measure(key, Role.BENCH_STRONG))
            paper.text(left, baseline, say(f"bench.{told}"), Role.BENCH, tokens.ink, end - left)
            y += pitch


def _paint_key(paper: Paper, x: float, y: float, pitch: float, key: str, cap: bool) -> None:
    if not cap:
        paper.text(x, y + pitch / 2 + 8.5, key, Role.BENCH_STRONG, paper.tokens.ink)
        return
    width = max(44, paper.measure(key, Role.BENCH) + 16)
    height = pitch - LEAST_GAP
    paint_key_cap(paper, x, y + LEAST_GAP / 2, width, height, key)
