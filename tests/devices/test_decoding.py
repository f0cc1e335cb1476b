"""Symbols in invented pictures: each kind is read, tilted and turned, and nothing else is."""

from __future__ import annotations

import pytest

from fbm_desk.devices.decoding import FRAME_TURNS, frame_codes, still_codes
from fbm_desk.devices.seen_codes import upc_a_to_e
from fbm_desk.devices.zbar_reader import zbar_codes, zbar_trouble
from fbm_desk.domain.barcodes import read, upc_e_to_a
from tests.devices.invented_symbols import SYMBOLS, Scene, Symbol, drawn, taken

EAN, CODE_128 = SYMBOLS[1], SYMBOLS[5]
GS1_128, MATRIX = SYMBOLS[6], SYMBOLS[9]
SMALL = Scene(width=640, height=360, module_px=2.0)
AIM = ["]E0", "]E0", "]E4", "]E0", "]I1", "]C0", "]C1", "]A0", "]Q1", "]d1", "]d2", "]L2"]


@pytest.mark.parametrize(("symbol", "aim"), list(zip(SYMBOLS, AIM, strict=True)), ids=str)
def test_each_kind_is_read_with_its_aim_identifier(symbol: Symbol, aim: str) -> None:
    (code,) = still_codes(taken(symbol, Scene())).codes
    assert (code.text, code.aim) == (symbol.text, aim)


@pytest.mark.parametrize("angle", [0, 25, 45, 90, 135, 180, 300])
@pytest.mark.parametrize("symbol", [EAN, CODE_128, MATRIX], ids=lambda symbol: symbol.kind)
def test_a_still_picture_is_read_at_any_angle(symbol: Symbol, angle: float) -> None:
    codes = still_codes(taken(symbol, Scene(module_px=3, angle=angle, tilt=0.1))).codes
    assert [code.text for code in codes] == [symbol.text]


@pytest.mark.parametrize("angle", range(0, 360, 15))
def test_one_of_the_turns_of_a_frame_reads_a_long_code(angle: float) -> None:
    grey = taken(CODE_128, Scene(module_px=2.5, angle=angle))
    texts = {code.text for degrees in FRAME_TURNS for code in frame_codes(grey, degrees)}
    assert texts == {CODE_128.text}


@pytest.mark.parametrize("angle", [10, 15, 20, 25, 35, 45, -10, -15, -45, 165, 195])
def test_a_low_code_on_a_carriers_label_is_read_however_it_is_tilted(angle: float) -> None:
    """Five times as wide as high: no level line crosses it from 11 degrees on."""
    high, wide = drawn(GS1_128).shape
    grey = taken(GS1_128, Scene(module_px=2, angle=angle, low=wide / high / 5))
    seen = {code.text for degrees in FRAME_TURNS for code in frame_codes(grey, degrees)}
    assert seen == {GS1_128.text}
    assert [code.text for code in still_codes(grey).codes] == [GS1_128.text]


def test_a_code_lies_where_it_was_laid_whichever_way_the_picture_was_turned() -> None:
    scene = Scene(module_px=3, angle=30)
    (code,) = frame_codes(taken(EAN, scene), -30)
    xs, ys = zip(*code.corners, strict=True)
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    assert middle == pytest.approx((scene.width / 2, scene.height / 2), abs=40)


def test_words_on_cardboard_are_no_codes() -> None:
    found = still_codes(taken(None, Scene()))
    assert (found.codes, found.unsure) == ((), ())


def test_group_separators_are_kept() -> None:
    (code,) = still_codes(taken(GS1_128, Scene(module_px=2))).codes
    assert code.scan == "]C1010400638133393110AB12\x1d21XY9"


def test_a_upc_comes_as_the_thirteen_digits_a_scanner_with_aim_identifiers_sends() -> None:
    upc_a, upc_e = SYMBOLS[0], SYMBOLS[3]
    (a,) = still_codes(taken(upc_a, SMALL)).codes
    (e,) = still_codes(taken(upc_e, SMALL)).codes
    assert (a.text, a.scan) == ("036000291452", "]E00036000291452")
    assert (e.text, e.scan) == ("01234565", "]E00012345000065")


@pytest.mark.parametrize("symbol", SYMBOLS[:8], ids=str)
def test_zbar_gives_the_same_code_as_zxing(symbol: Symbol) -> None:
    assert not zbar_trouble()
    grey = taken(symbol, Scene(module_px=3))
    (zbar,) = zbar_codes(grey)
    (zxing,) = frame_codes(grey)
    assert zbar.key == zxing.key
    assert zbar.text == zxing.text


@pytest.mark.parametrize("body", ["012345", "123450", "987653", "111114", "424249", "300002"])
def test_upc_e_and_upc_a_are_each_others_short_and_long(body: str) -> None:
    short = next(f"0{body}{check}" for check in range(10) if upc_e_to_a(f"0{body}{check}"))
    assert upc_e_to_a(upc_a_to_e(upc_e_to_a(short))) == upc_e_to_a(short)
    assert upc_a_to_e("036000291452") == ""


KEYS = [
    "00036000291452", "04006381333931", "00000096385074", "00012345000065", "15400141288763",
    "x001abcde9", "04006381333931", "mug-blu-350", "04006381333931",
    "az:4d4cq2xb9znt7lk3v8prw0yhsf", "04006381333931",
]  # fmt: skip


@pytest.mark.parametrize(("symbol", "key"), list(zip(SYMBOLS, KEYS, strict=False)), ids=str)
def test_what_is_scanned_is_what_the_parser_of_scans_understands(symbol: Symbol, key: str) -> None:
    (code,) = frame_codes(taken(symbol, Scene(width=900, height=420)))
    assert read(code.scan).keys[0] == key
