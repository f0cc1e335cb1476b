"""Reads barcodes by zxing-cpp; whether a read is believed is decided by `judging`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fbm_desk.devices.seen_codes import Engine, SeenCode, too_short, upc_a_to_e

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey

#: What lies on a bench. PDF417 and the rest cost a third more time per frame.
BENCH = ("EAN13", "EAN8", "UPCA", "UPCE", "ITF", "Code128", "Code39", "QRCode", "DataMatrix")
#: What a picture is asked for. Codabar and its like have no check and read things that are not.
EVERYTHING = (*BENCH, "PDF417", "Aztec", "Code93", "DataBarOmni", "DataBarStk", "DataBarStkOmni",
              "DataBarLtd", "DataBarExp", "DataBarExpStk")  # fmt: skip


def zxing_codes(
    grey: Grey, formats: tuple[str, ...] = BENCH, *, thorough: bool = False, globally: bool = False
) -> list[SeenCode]:
    """The codes in a grey picture. `thorough` looks at smaller and inverted pictures as well,
    `globally` takes one threshold for black in the whole picture."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        grey,
        formats=[getattr(zxingcpp.BarcodeFormat, name) for name in formats],
        try_downscale=thorough,
        try_invert=thorough,
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=zxingcpp.Binarizer.GlobalHistogram
        if globally
        else zxingcpp.Binarizer.LocalAverage,
    )
    return [code for one in found if (code := _code(one)) is not None]


def _code(found: Any) -> SeenCode | None:
    kind, text = str(found.format), found.text
    if not text or too_short(kind, text):
        return None
    at = found.position
    corners = tuple(
        (float(point.x), float(point.y))
        for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    )
    return SeenCode(*_printed(kind, text), found.symbology_identifier, corners, Engine.ZXING)


def _printed(kind: str, text: str) -> tuple[str, str]:
    """The text as it stands under the bars, and the kind: zxing writes each UPC as an EAN-13."""
    if kind == "UPC-E":
        return (upc_a_to_e(text[1:]), kind) if upc_a_to_e(text[1:]) else (text[1:], "UPC-A")
    if kind in ("EAN-13", "UPC-A") and len(text) == 13 and text.startswith("0"):
        return text[1:], "UPC-A"
    return text, kind
