"""A bought label as a picture for a screen; only what the carrier sold is shown, never a redrawing.

A label that exists as printer commands alone has no picture, unless the commands themselves hold
one: what a label printer makes of them is not guessed here.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 150
#: A picture in printer commands is the label when it is at least this wide and high, in dots.
_WHOLE_LABEL_DOTS = 400


def label_picture(documents: Mapping[str, bytes]) -> bytes:
    """A PNG of the label from its documents by format ("PDF", "PNG", "ZPL"); empty without one."""
    from fbm_desk.printing.documents import LabelFormat
    from fbm_desk.printing.label_pictures import UnreadableLabel, label_pictures

    for form in (LabelFormat.PNG, LabelFormat.PDF):
        if document := documents.get(form.value):
            try:
                return _as_png(label_pictures(document, form, _DPI)[0])
            except UnreadableLabel:
                continue
    return _from_commands(documents.get("ZPL", b""))


def _from_commands(document: bytes) -> bytes:
    from fbm_desk.printing.zpl_inspect import inspect_label, printable

    whole = [
        graphic
        for graphic in inspect_label(printable(document)).graphics
        if min(graphic.bytes_per_row * 8, graphic.rows) >= _WHOLE_LABEL_DOTS
    ]
    if not whole:
        return b""
    from PIL import Image, ImageOps

    largest = max(whole, key=lambda graphic: graphic.bytes_per_row * graphic.rows)
    size = (largest.bytes_per_row * 8, largest.rows)
    return _as_png(ImageOps.invert(Image.frombytes("1", size, largest.bits).convert("L")))


def _as_png(picture: Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
