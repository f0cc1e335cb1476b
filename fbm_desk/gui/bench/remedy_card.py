"""Every scan has to be mended: what to do about it once, and the barcode that begins to do it."""

from __future__ import annotations

from fbm_desk.domain.command_words import SETUP_WORD
from fbm_desk.domain.verdicts import Verdict
from fbm_desk.gui.bench.layout import CARD_RADIUS, Box
from fbm_desk.gui.bench.paper import Paper, Side, balanced
from fbm_desk.gui.bench.tiles import paint_barcode
from fbm_desk.gui.fonts import Role
from fbm_desk.services.wording import healing
from fbm_desk.texts import say

CODE_H = 150.0
#: In less room the status line alone says it.
LEAST_H = 480.0


def paint_remedy(paper: Paper, box: Box, verdict: Verdict) -> None:
    """The side column for as long as scans come mangled; the work goes on beside it."""
    tokens = paper.tokens
    paper.frame(box.x, box.y, box.w, box.h, tokens.blue, CARD_RADIUS, 3, tokens.surface)
    x, room = box.x + 24, box.w - 48
    paper.icon("scan-barcode", x, box.y + 22, 36, tokens.blue)
    paper.text(x + 50, box.y + 50, say("bench.remedy"), Role.STEP_STRONG, tokens.ink, room - 50)
    lines = balanced(healing(verdict), Role.STEP, paper.scale, room, 7)
    for at, part in enumerate(lines):
        paper.text(x, box.y + 106 + at * 38, part, Role.STEP, tokens.ink, room)
    y = box.bottom - 24 - CODE_H
    paper.frame(x, y, room, CODE_H, tokens.line, 12, 2, "#FFFFFF")
    paint_barcode(paper, SETUP_WORD, x + 8, y + 18, room - 16, 84)
    words = say("bench.remedy_scan")
    role = paper.fitting(room - 16, (words,), Role.BENCH_BOLD, Role.BENCH)
    middle = x + room / 2
    paper.text(middle, y + 134, words, role, "#191B1D", room - 16, Side.CENTRE)
