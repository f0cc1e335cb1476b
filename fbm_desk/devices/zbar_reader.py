"""Reads barcodes by zbar through pyzbar, where both are there; without them nothing is read.

zbar has no Data Matrix and no PDF417, and guesses character sets: only ASCII is taken from it.
"""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any

from fbm_desk.devices.seen_codes import Corner, Engine, SeenCode, too_short
from fbm_desk.domain.barcodes import GS

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey

#: zbar's names, ours, and the AIM identifier where the kind alone tells it. DataBar is left out:
#: libzbar writes failed assertions to standard error for it.
_KINDS = {
    "EAN13": ("EAN-13", "]E0"),
    "EAN8": ("EAN-8", "]E4"),
    "UPCA": ("UPC-A", "]E0"),
    "UPCE": ("UPC-E", "]E0"),
    "I25": ("ITF", "]I0"),
    "CODE128": ("Code 128", ""),
    "CODE39": ("Code 39", "]A0"),
    "QRCODE": ("QR Code", ""),
}


@functools.cache
def zbar_trouble() -> str:
    """Why zbar cannot be asked, for whoever helps; empty when it can. Logged once."""
    try:
        import pyzbar.pyzbar  # noqa: F401
    except Exception as error:  # ImportError on Linux, OSError for a DLL of Windows
        logging.getLogger("fbm_desk").warning("zbar is not there (%s)", type(error).__name__)
        return type(error).__name__
    return ""


def zbar_codes(grey: Grey) -> list[SeenCode]:
    """The codes in a grey picture; none when zbar is not there."""
    if zbar_trouble():
        return []
    from pyzbar import pyzbar

    symbols = [pyzbar.ZBarSymbol[name] for name in _KINDS]
    found = pyzbar.decode(grey, symbols)
    return [code for one in found if (code := _code(one)) is not None]


def _code(found: Any) -> SeenCode | None:
    try:
        text = found.data.decode("ascii")
    except UnicodeDecodeError:
        return None
    if not text or found.type not in _KINDS or len(found.polygon) < 2:
        return None
    kind, aim = _KINDS[found.type]
    if too_short(kind, text):
        return None
    if kind == "EAN-13" and text.startswith("0"):
        kind, text = "UPC-A", text[1:]
    if kind == "Code 128" and GS in text:
        aim = "]C1"
    return SeenCode(text, kind, aim, _corners(found), Engine.ZBAR)


def _corners(found: Any) -> tuple[Corner, ...]:
    """The least box around what zbar touched, its long side first; which end is the left one zbar
    does not say."""
    import cv2
    import numpy as np

    points = np.array([(point.x, point.y) for point in found.polygon], np.float32)
    box = cv2.boxPoints(cv2.minAreaRect(points))
    if np.linalg.norm(box[1] - box[0]) < np.linalg.norm(box[2] - box[1]):
        box = np.roll(box, 1, axis=0)
    return tuple((float(x), float(y)) for x, y in box)
