"""The sheet that lies at a bench: every command, reason and answer as a barcode, and a badge."""

from __future__ import annotations

from fbm_desk.domain.barcodes import Command, HoldReason
from fbm_desk.printing.command_sheet_pdf import (
    Badge,
    CommandSheet,
    SheetCode,
    SheetPart,
    command_sheet_pdf,
)
from fbm_desk.texts import say


def command_sheet(name: str = "", badge: str = "", shop: str = "") -> bytes:
    """The sheet as PDF on A4; with a badge's code that badge comes on a page before it."""
    card = Badge(name, badge, shop, say("sheet.badge_how")) if badge else None
    return command_sheet_pdf(CommandSheet(say("sheet.title"), say("sheet.how"), _parts(), card))


def _parts() -> tuple[SheetPart, ...]:
    commands = tuple(SheetCode(one.value, say(f"sheet.command_{one.value}")) for one in Command)
    reasons = tuple(
        SheetCode(one.value, say(f"bench.reason_{one.value}_hint")) for one in HoldReason
    )
    answers = tuple(SheetCode(str(digit)) for digit in range(1, 10))
    return (
        SheetPart(say("sheet.commands"), commands, columns=3),
        SheetPart(say("sheet.reasons"), reasons, columns=4),
        SheetPart(say("sheet.answers"), answers, columns=5),
    )
