"""Bars and squares of the codes on a label, one bit per module, made by zxing."""

from __future__ import annotations

import functools


@functools.lru_cache(maxsize=256)
def code128_modules(text: str) -> tuple[bool, ...]:
    """Code 128 without quiet zones; True is black."""
    return _rows(text, "Code128")[0]


@functools.lru_cache(maxsize=256)
def qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """QR code without quiet zone, rows from the top; True is black."""
    return _rows(text, "QRCode")


def _rows(text: str, format_name: str) -> tuple[tuple[bool, ...], ...]:
    import zxingcpp

    code_format = zxingcpp.barcode_format_from_str(format_name)
    barcode = zxingcpp.create_barcode(text, code_format)
    image = barcode.to_image(scale=1, add_quiet_zones=False)
    pixels = memoryview(image)
    rows, columns = pixels.shape or (0, 0)
    return tuple(
        tuple(pixels[row, column] < 128 for column in range(columns)) for row in range(rows)
    )
