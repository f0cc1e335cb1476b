"""The sheet that lies at a bench: commands, reasons, answers, quantities, boxes, and a badge."""

from __future__ import annotations

from collections.abc import Sequence

from fbm_desk.domain.barcodes import Command, HoldReason
from fbm_desk.domain.boxing import PackBox
from fbm_desk.domain.command_words import SCANNER_TEST, SETUP_WORD
from fbm_desk.printing.code128 import can_encode
from fbm_desk.printing.command_sheet_pdf import (
    Badge,
    CommandSheet,
    SheetCode,
    SheetPart,
    command_sheet_pdf,
)
from fbm_desk.services import bench_keys
from fbm_desk.texts import say

QUANTITIES = (2, 3, 4, 5, 6, 8, 10, 12, 20, 24)
"""What is often counted at once; every other number is typed."""
BOX_NUMBERS = range(1, 6)


def command_sheet(
    name: str = "", badge: str = "", shop: str = "", boxes: Sequence[PackBox] = ()
) -> bytes:
    """The sheet as PDF on A4; with a badge's code that badge comes on a page before it.

    `boxes` are the seller's own; those whose barcode no printer can draw are left out.
    """
    card = Badge(name, badge, shop, say("sheet.badge_how")) if badge else None
    parts = (*_parts(), *_numbers(boxes))
    return command_sheet_pdf(CommandSheet(say("sheet.title"), say("sheet.how"), parts, card))


def _numbers(boxes: Sequence[PackBox]) -> tuple[SheetPart, ...]:
    """Quantities, the boxes of an order, and the seller's kinds of boxes."""
    counts = tuple(SheetCode(f"X{n}", say("sheet.times", count=n)) for n in QUANTITIES)
    filled = tuple(SheetCode(f"PARCEL-{n}", say("sheet.box", number=n)) for n in BOX_NUMBERS)
    kinds = tuple(
        SheetCode(box.barcode, say("sheet.box_size", name=box.name, size=_size(box)))
        for box in boxes
        if can_encode(box.barcode)
    )
    parts = (
        SheetPart(say("sheet.quantities"), counts, columns=5),
        SheetPart(say("sheet.box_numbers"), filled, columns=3),
        SheetPart(say("sheet.boxes"), kinds, columns=3),
    )
    return tuple(part for part in parts if part.codes)


def _size(box: PackBox) -> str:
    return " × ".join(str(side) for side in box.inner)


def _with_key(command: Command) -> str:
    """What a command does, after the key that does the same."""
    words = say(f"sheet.command_{command.value}")
    return say("sheet.with_key", press=bench_keys.key_of(command), words=words)


def _parts() -> tuple[SheetPart, ...]:
    commands = tuple(SheetCode(one.value, _with_key(one)) for one in Command)
    reasons = tuple(
        SheetCode(one.value, say(f"bench.reason_{one.value}_hint")) for one in HoldReason
    )
    answers = tuple(SheetCode(str(digit)) for digit in range(1, 10))
    scanner = (
        SheetCode(SETUP_WORD, say("sheet.scanner_setup", press=bench_keys.SETUP_KEY)),
        SheetCode(SCANNER_TEST, say("sheet.scanner_test")),
    )
    return (
        SheetPart(say("sheet.commands"), commands, columns=3),
        SheetPart(say("sheet.reasons"), reasons, columns=4),
        SheetPart(say("sheet.answers"), answers, columns=5),
        SheetPart(say("sheet.scanner"), scanner, columns=2),
    )
