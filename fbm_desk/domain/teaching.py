"""Which unknown barcodes may be taught to an article, and what is doubtful about those that may.

Rules of GS1 (General Specifications, 1.4 and 2.1.11: prefixes for restricted circulation) and of
this program's own codes. Whose barcode it is already is looked up by others.
"""

from __future__ import annotations

from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.gs1_facts import is_a_way
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.domain.tracking import Check, recognise

MOST_CHARS = 80
"""A longer text is an address label or a web page, and no article's barcode."""
FEWEST_CHARS = 3
CAMERA_LOOKS = 2
"""How often a camera must have read a code before it may be taught."""

_OWN = frozenset(
    {
        CodeKind.COMMAND,
        CodeKind.REASON,
        CodeKind.CHOICE,
        CodeKind.ORDER,
        CodeKind.TRACKING,
        CodeKind.BADGE,
        CodeKind.TOTE,
        CodeKind.BOX,
        CodeKind.TRANSPARENCY,
    }
)


def refusal(code: Code, source: ScanSource, looks: int) -> str:
    """Why this code must not be taught, as a stable code; empty when it may be."""
    if code.kind in _OWN:
        return code.kind.value
    if code.sscc:
        return "sscc"
    if code.trouble:
        return "check_digit" if code.trouble == "check_digit" else "mangled"
    if source is ScanSource.CAMERA and looks < CAMERA_LOOKS:
        return "one_look"
    if len(code.text) > MOST_CHARS or "\n" in code.text:
        return "too_long"
    if len(code.text) < FEWEST_CHARS:
        return "too_short"
    return "tracking" if _is_carriers(code) else ""


def _is_carriers(code: Code) -> bool:
    """True of a number whose form no article's barcode has, its check digit right, and of the
    barcode beside it that says where the parcel goes."""
    if is_a_way(code):
        return True
    return any(one.unmistakable and one.checked is not Check.WRONG for one in recognise(code.text))


def doubt(code: Code, units: int) -> str:
    """What a supervisor should know of a code that was taught: a stable code, mostly empty."""
    gtin = next((key for key in code.keys if len(key) == 14 and key.isdigit()), "")
    if not gtin:
        return ""
    if restricted(gtin):
        return "restricted"
    return "case" if gtin[0] != "0" and units == 1 else ""


def restricted(gtin: str) -> bool:
    """True of a GTIN-14 whose prefix every company may use inside its own walls.

    GS1 prefixes 02, 04 and 20 to 29; of a GTIN-8 those that begin with 0 or 2.
    """
    body = gtin[1:]
    if body.startswith("00000"):
        return body[5] in "02"
    return body[:2] in ("02", "04") or body[0] == "2"
