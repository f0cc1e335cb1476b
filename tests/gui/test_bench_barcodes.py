"""The barcodes painted on screen, read back by a decoder that knows nothing of us."""

from __future__ import annotations

import numpy
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from fbm_desk.domain.barcodes import Command, HoldReason
from fbm_desk.gui.barcode_paint import code128, modules, paint_code128
from fbm_desk.gui.gallery import paint, scene_of
from fbm_desk.gui.gallery_views import bench_views
from fbm_desk.gui.tokens import DARK, LIGHT, Tokens


def read(image: QImage) -> list[str]:
    """All codes found on an image."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = numpy.frombuffer(grey.constBits(), numpy.uint8).reshape(
        grey.height(), grey.bytesPerLine()
    )
    found = zxingcpp.read_barcodes(
        numpy.ascontiguousarray(rows[:, : grey.width()]),
        formats=zxingcpp.BarcodeFormat.Code128,
    )
    return sorted(code.text for code in found)


def sheet(text: str) -> QImage:
    """One barcode on white."""
    image = QImage(2 * modules(text) + 80, 120, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint_code128(painter, text, QRectF(40, 10, 2 * modules(text), 100))
    painter.end()
    return image


COMMANDS = [command.value for command in Command] + [reason.value for reason in HoldReason]


@pytest.mark.parametrize("text", [*COMMANDS, "KP48812007315PT", "12345678", "00340123450000000123"])
def test_what_is_painted_can_be_read(text: str) -> None:
    assert read(sheet(text)) == [text]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=20))
def test_every_text_is_a_whole_number_of_symbols(text: str) -> None:
    widths = code128(text)
    # Six elements of eleven modules to a symbol; the stop has one bar of two modules more.
    assert len(widths) % 6 == 1
    assert sum(widths) % 11 == 2


def test_two_digits_share_a_symbol() -> None:
    assert modules("00340123450000000123") < modules("ABCDEFGHIJKLMNOPQRST") * 0.6


@pytest.mark.usefixtures("typeface")
@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize(
    ("state", "codes"),
    [
        ("waiting", ["NEXT"]),
        ("hold", ["ADDRESS", "DAMAGED", "SHORT", "SUPERVISOR"]),
        ("cancelled", ["FINISH"]),
        ("label-failed", ["FINISH", "HOLD"]),
    ],
)
def test_the_bench_shows_barcodes_that_can_be_read(
    state: str, codes: list[str], size: tuple[int, int], tokens: Tokens
) -> None:
    picture = paint(scene_of(state, bench_views()[state]), tokens, size)
    assert read(picture.image) == codes
