"""Which reads of a still picture are believed, as small transcripts of looks."""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.devices.judging import Judged, judged
from fbm_desk.devices.seen_codes import Engine, SeenCode

EAN, OTHER = "4006381333931", "9074932437075"


def seen(text: str, kind: str = "EAN-13", at: tuple[int, int] = (0, 0), aim: str = "") -> SeenCode:
    x, y = at
    corners = ((x, y), (x + 300, y), (x + 300, y + 60), (x, y + 60))
    return SeenCode(text, kind, aim, corners, Engine.ZXING)


def texts(found: Judged) -> tuple[list[str], list[str]]:
    return [code.text for code in found.codes], [code.text for code in found.unsure]


def test_one_look_is_not_enough_for_a_retail_number() -> None:
    assert texts(judged([[seen(EAN)], []])) == ([], [EAN])


def test_two_looks_are() -> None:
    assert texts(judged([[seen(EAN)], [seen(EAN)]])) == ([EAN], [])


def test_one_look_is_enough_for_a_data_matrix() -> None:
    assert texts(judged([[seen("AZ:1", "Data Matrix")]])) == (["AZ:1"], [])


def test_where_looks_contradict_nothing_is_believed() -> None:
    assert texts(judged([[seen(EAN)], [seen(OTHER)], [seen(EAN)]])) == ([], [EAN, OTHER])


def test_a_number_seen_again_and_again_outweighs_one_slip() -> None:
    assert texts(judged([*[[seen(EAN)]] * 4, [seen(OTHER)]])) == ([EAN], [OTHER])


def test_two_labels_close_together_are_two_codes() -> None:
    look = [seen(EAN), seen("X001ABCDE9", "Code 128", at=(0, 80))]
    assert texts(judged([look, look])) == ([EAN, "X001ABCDE9"], [])


def test_two_texts_of_one_place_in_one_look_contradict() -> None:
    look = [seen(EAN), seen(OTHER, at=(5, 5))]
    assert texts(judged([look, look])) == ([], [EAN, OTHER])


def test_a_upc_and_its_ean_are_one_code() -> None:
    looks = [[seen("036000291452", "UPC-A")], [seen("0036000291452")]]
    assert texts(judged(looks)) == (["036000291452"], [])


def test_the_read_with_an_aim_identifier_is_given() -> None:
    look = [seen("X001ABCDE9", "Code 128")]
    told = [seen("X001ABCDE9", "Code 128", aim="]C0")]
    assert judged([look, told]).codes[0].aim == "]C0"


def test_a_square_code_and_bars_never_contradict() -> None:
    looks = [[seen("X001ABCDE9", "Code 128")], [seen("AZ:1", "Data Matrix")], [seen(EAN)]]
    assert texts(judged([*looks, [seen(EAN)]])) == (["X001ABCDE9", "AZ:1"], [EAN])


def test_the_same_code_twice_in_a_picture_is_one() -> None:
    look = [seen("NEXT", "Code 128"), seen("NEXT", "Code 128", at=(900, 0))]
    assert texts(judged([look])) == (["NEXT"], [])


def test_bars_that_never_agree_need_many_looks_of_both_engines() -> None:
    zxing = replace(seen(EAN), agrees=False)
    zbar = replace(zxing, engine=Engine.ZBAR)
    assert texts(judged([[zxing]] * 3)) == ([], [EAN])
    assert texts(judged([[zbar]] * 20)) == ([], [EAN])
    assert texts(judged([[zxing], *[[zbar]] * 4])) == ([EAN], [])


def test_bars_that_agree_once_need_two() -> None:
    assert texts(judged([[replace(seen(EAN), agrees=False)], [seen(EAN)]])) == ([EAN], [])
