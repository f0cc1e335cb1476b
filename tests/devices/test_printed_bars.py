"""Bars drawn again and laid over the picture: the right number agrees, others do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.devices.decoding import frame_codes
from fbm_desk.devices.printed_bars import AGREES, KINDS, agreement
from fbm_desk.devices.zbar_reader import zbar_codes
from fbm_desk.devices.zxing_reader import zxing_codes
from fbm_desk.domain.barcodes import check_digit
from tests.devices.invented_symbols import SYMBOLS, Scene, Symbol, taken

RETAIL = SYMBOLS[:4]


@pytest.mark.parametrize("angle", [0, 8, 90, 180])
@pytest.mark.parametrize("tilt", [0.0, 0.2])
@pytest.mark.parametrize("symbol", RETAIL, ids=lambda symbol: symbol.kind)
def test_the_right_number_agrees(symbol: Symbol, tilt: float, angle: float) -> None:
    grey = taken(symbol, Scene(2.4, angle, 0.9, tilt=tilt, width=640, height=360))
    (code,) = zxing_codes(grey)
    assert code.symbology in KINDS
    assert agreement(grey, code) >= AGREES


@pytest.mark.parametrize("other", ["4006381333", "9074932437", "1111111111"])
def test_another_number_with_a_right_check_digit_does_not(other: str) -> None:
    grey = taken(SYMBOLS[1], Scene(2.4, width=640, height=360))
    (code,) = zxing_codes(grey)
    body = "47" + other
    assert agreement(grey, replace(code, text=body + check_digit(body))) < AGREES


def test_what_zbar_read_upside_down_agrees_too() -> None:
    grey = taken(SYMBOLS[1], Scene(2.4, 180, width=640, height=360))
    (code,) = zbar_codes(grey)
    assert agreement(grey, code) >= AGREES


def test_half_of_a_long_code_read_on_a_slanted_line_is_told_from_a_short_code() -> None:
    long = replace(SYMBOLS[1], content="1380944856550", text="1380944856550")
    grey = taken(long, Scene(2.28, 5, 0.97, noise=5, width=560, height=320))
    short = [code for degrees in (30, 26, 34) for code in frame_codes(grey, degrees)]
    halves = [code for code in short if code.symbology == "UPC-E"]
    assert halves
    assert not any(code.agrees for code in halves)


def test_a_whole_short_code_is_no_slit() -> None:
    for symbol in (SYMBOLS[2], SYMBOLS[3]):
        (code,) = frame_codes(taken(symbol, Scene(2, 5, width=560, height=320)))
        assert code.agrees
