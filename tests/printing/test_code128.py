"""Code 128 as our own encoder makes it, read by an independent reader."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fbm_desk.printing.code128 import bar_widths, can_encode


def picture(text: str) -> Image.Image:
    row: list[int] = [255] * 20
    for place, width in enumerate(bar_widths(text)):
        row += [255 if place % 2 else 0] * width
    row += [255] * 20
    strip = Image.new("L", (len(row), 1))
    strip.putdata(row)
    return strip.resize((len(row) * 3, 60), Image.Resampling.NEAREST)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_every_ascii_text_is_read_back(text: str) -> None:
    found = zxingcpp.read_barcodes(
        picture(text), formats=zxingcpp.Code128, text_mode=zxingcpp.TextMode.Plain
    )

    assert [code.text for code in found] == [text]


def test_an_order_id_is_shorter_with_pairs_of_digits() -> None:
    letters = sum(bar_widths("abc-defghij-klmnopq"))

    assert sum(bar_widths("305-4471926-8830217")) < letters


@pytest.mark.parametrize("text", ["", "Łódź", "a\x1bb", "x" * 81, "日本"])
def test_what_bars_cannot_say_is_refused(text: str) -> None:
    assert not can_encode(text)
    with pytest.raises(ValueError, match="Code 128"):
        bar_widths(text)
