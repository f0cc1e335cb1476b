"""Reads a label before it is printed: is the tracking number in its barcode the parcel's own?

It looks at the document itself, never at what came beside it; what to do then is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from fbm_desk.domain.tracking import numbers_in, plain_tracking, reads_like_tracking
from fbm_desk.printing.documents import LabelFormat
from fbm_desk.printing.label_pictures import (
    Unreadable,
    UnreadableLabel,
    check_format,
    label_pictures,
)
from fbm_desk.printing.zpl_graphics import Graphic
from fbm_desk.printing.zpl_inspect import inspect_label
from fbm_desk.threads import scans_first

if TYPE_CHECKING:
    from PIL.Image import Image

_READ_DPI = 300
_SECOND_LOOK_DPI = 450


class LabelOutcome(Enum):
    """What reading a label's own barcodes said."""

    MATCHES = "matches"  #: the tracking number is in a barcode
    OTHER_NUMBER = "other_number"  #: barcodes read, and none holds this number
    NONE_FOUND = "none_found"  #: nothing on it reads like a tracking number
    UNREADABLE = "unreadable"  #: the document cannot be looked at


@dataclass(frozen=True, slots=True)
class LabelCheck:
    """The outcome; `other_numbers` are what the barcodes say instead, `reason` why unreadable."""

    outcome: LabelOutcome
    other_numbers: tuple[str, ...] = ()
    reason: Unreadable | None = None


def tracking_on_label(
    document: bytes, label_format: LabelFormat, tracking: str, *, patience_s: float = 15.0
) -> LabelCheck:
    """Whether `tracking` is in a barcode of the label. Never raises for what the bytes hold.

    A PDF that is not rendered within `patience_s` is UNREADABLE.
    """
    try:
        texts = read_label(document, label_format, patience_s=patience_s)
        check = compare(texts, tracking)
        if check.outcome is not LabelOutcome.MATCHES and label_format is LabelFormat.PDF:
            texts |= _read_pictures(label_pictures(document, label_format, _SECOND_LOOK_DPI))
            check = compare(texts, tracking)
        return check
    except UnreadableLabel as unreadable:
        return LabelCheck(LabelOutcome.UNREADABLE, reason=unreadable.reason)


def compare(texts: Iterable[str], tracking: str) -> LabelCheck:
    """The outcome for the barcode texts of one label."""
    wanted = plain_tracking(tracking)
    texts = list(texts)
    if wanted and any(wanted in numbers_in(text) for text in texts):
        return LabelCheck(LabelOutcome.MATCHES)
    # Matrix codes may hold names and streets: only what looks like a number is handed on.
    others = tuple(sorted({plain_tracking(text) for text in texts if reads_like_tracking(text)}))
    return LabelCheck(LabelOutcome.OTHER_NUMBER if others else LabelOutcome.NONE_FOUND, others)


def read_label(
    document: bytes, label_format: LabelFormat, *, patience_s: float = 15.0
) -> frozenset[str]:
    """The texts of all barcodes on the label. Raises `UnreadableLabel`.

    They may hold personal data (PDF417, MaxiCode): not for logs.
    """
    check_format(document, label_format)
    if label_format is not LabelFormat.ZPL:
        return _read_pictures(
            label_pictures(document, label_format, _READ_DPI, patience_s=patience_s)
        )
    findings = inspect_label(document)
    if findings.problem is not None:
        raise UnreadableLabel(Unreadable.REFUSED)
    drawn = _read_pictures(_picture(graphic) for graphic in findings.graphics)
    return drawn | {code.text for code in findings.barcodes if code.text}


def _read_pictures(pictures: Iterable[Image]) -> frozenset[str]:
    return frozenset(text for picture in pictures for text in _read_picture(picture))


def _read_picture(picture: Image) -> set[str]:
    import zxingcpp
    from PIL import ImageOps

    scans_first.let_pass()
    # Labels are often printed to the edge; readers want a quiet zone.
    framed = ImageOps.expand(picture, border=40, fill=255)
    found = zxingcpp.read_barcodes(framed, text_mode=zxingcpp.TextMode.Plain)
    texts = {str(code.text) for code in found if code.text}
    return texts or _second_opinion(framed)


def _second_opinion(picture: Image) -> set[str]:
    """What zbar reads where zxing found nothing; nothing where libzbar is not installed."""
    try:
        from pyzbar import pyzbar
    except ImportError:
        return set()
    linear = [pyzbar.ZBarSymbol.CODE128, pyzbar.ZBarSymbol.CODE39, pyzbar.ZBarSymbol.I25]
    found = pyzbar.decode(picture, symbols=[*linear, pyzbar.ZBarSymbol.QRCODE])
    return {code.data.decode("utf-8", "replace") for code in found if code.data}


def _picture(graphic: Graphic) -> Image:
    from PIL import Image, ImageOps

    size = (graphic.bytes_per_row * 8, graphic.rows)
    dots = ImageOps.invert(Image.frombytes("1", size, graphic.bits).convert("L"))
    # One dot per module is hard to read at any angle; twice the size costs little.
    return dots.resize((dots.width * 2, dots.height * 2)) if dots.width < 1300 else dots
