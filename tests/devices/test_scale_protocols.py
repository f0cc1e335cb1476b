"""Replies of scales, whole and damaged, as tables: what came, and what it weighs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.devices.scale_protocols import frames, hid_report, is_scale, lines, sics, toledo
from fbm_desk.devices.weights import MOST_G, ScaleTrouble, Weight

OVER, UNDER = ScaleTrouble.OVER, ScaleTrouble.UNDER
NOT_READY, FAULT = ScaleTrouble.NOT_READY, ScaleTrouble.FAULT


@pytest.mark.parametrize(
    ("reply", "weight"),
    [
        ("S S     123.45 g", Weight(123, True)),
        ("S S      99.50 g", Weight(100, True)),
        ("S D     123.45 g", Weight(123, False)),
        ("S S     1.2345 kg", Weight(1234, True)),
        ("S S      2.000 lb", Weight(907, True)),
        ("S S      16.00 oz", Weight(454, True)),
        ("S S          0 g", Weight(0, True)),
        ("S S      -0.30 g", Weight(0, True)),
        ("S S     - 3.00 g", Weight(-3, True)),
        ("S S     -50.00 g", Weight(-50, True, UNDER)),
        ("S S       100. g", Weight(100, True)),
        ("S S     123.45 g\r\n", Weight(123, True)),
        ("S +", Weight(0, False, OVER)),
        ("S -", Weight(0, False, UNDER)),
        ("S I", Weight(0, False, NOT_READY)),
        ("SI  I", Weight(0, False, NOT_READY)),
        ("ES", None),
        ('I4 A "B021002593"', None),
        ("S S     123.45", None),
        ("S S     123.45 gg", None),
        ("S S     12 3.45 g", None),
        ("S S     123,45 g", None),
        ("S      123.45 g", None),
        ("S S     9999999999999 kg", None),
        ("S S     1001 kg", None),
        ("SS S S     5 g", None),
        ("", None),
        ("\x00\xff", None),
    ],
)
def test_sics(reply: str, weight: Weight | None) -> None:
    assert sics(reply.encode("latin-1")) == weight


def frame(
    a: int, b: int, c: int, shown: str, tare: str = "     0", checksum: bool = False
) -> bytes:
    body = bytes([a, b, c]) + shown.encode() + tare.encode() + b"\r"
    return body + (bytes([-(2 + sum(body)) & 0x7F]) if checksum else b"")


GRAMS, KILOS = 0x20 | 1, 0x20
A2, A3 = 0x28 | 4, 0x28 | 5  # two and three digits behind the point


@pytest.mark.parametrize(
    ("reply", "weight"),
    [
        (frame(0x2A, 0x20, GRAMS, "  1234"), Weight(1234, True)),
        (frame(A3, 0x30, KILOS, "  1234"), Weight(1234, True)),
        (frame(A2, 0x20, KILOS, "   200"), Weight(907, True)),  # pounds
        (frame(A2, 0x20, 0x23, "  1600"), Weight(454, True)),  # ounces
        (frame(A3, 0x38, KILOS, "  1234"), Weight(1234, False)),
        (frame(A3, 0x31, KILOS, "  1000", "   234"), Weight(1000, True)),  # net
        (frame(A3, 0x32, KILOS, "    50"), Weight(-50, True, UNDER)),
        (frame(A3, 0x34, KILOS, "999999"), Weight(0, False, OVER)),
        (frame(A3, 0x36, KILOS, "999999"), Weight(0, False, UNDER)),
        (frame(A3, 0x70, KILOS, "     0"), Weight(0, False, NOT_READY)),
        (frame(0x29, 0x30, KILOS, "    12"), Weight(120_000, True)),
        (frame(A3, 0x30, KILOS, "  1234", checksum=True), Weight(1234, True)),
        (frame(A3, 0x30, KILOS, "  1234") + b"\x55", None),  # its checksum is wrong
        (frame(A3, 0x30, KILOS, "  1234")[:-3], None),
        (frame(A3, 0x30, KILOS, " 12 34"), None),
        (frame(A3, 0x30, KILOS, "  ----"), None),
        (frame(A3, 0x10, KILOS, "  1234"), None),  # the bit that is always set is not
        (frame(A3, 0x30, 0x26, "  1234"), None),  # short tons
        (frame(0x2A, 0x30, KILOS, "123456"), None),  # 123 tons
        (b"", None),
    ],
)
def test_toledo_continuous(reply: bytes, weight: Weight | None) -> None:
    assert toledo(reply) == weight


def test_toledo_with_even_parity_in_the_eighth_bit() -> None:
    plain = frame(A3, 0x30, KILOS, "  1234")
    even = bytes(byte | (0x80 if byte.bit_count() % 2 else 0) for byte in plain)
    assert toledo(even) == Weight(1234, True)


@pytest.mark.parametrize(
    ("report", "weight"),
    [
        ([3, 4, 2, 0, 0x2C, 0x01], Weight(300, True)),
        ([3, 3, 2, 0, 0x2C, 0x01], Weight(300, False)),
        ([3, 2, 2, 0, 0, 0], Weight(0, True)),
        ([3, 4, 11, 0xFF, 0x9F, 0x00], Weight(451, True)),  # 15.9 ounces
        ([3, 4, 12, 0xFE, 0xC8, 0x00], Weight(907, True)),  # 2.00 pounds
        ([3, 4, 3, 0xFD, 0xD2, 0x04], Weight(1234, True)),
        ([3, 5, 2, 0, 0x2C, 0x01], Weight(0, False, UNDER)),
        ([3, 6, 2, 0, 0xFF, 0xFF], Weight(0, False, OVER)),
        ([3, 1, 2, 0, 0, 0], Weight(0, False, FAULT)),
        ([3, 7, 2, 0, 0, 0], Weight(0, False, FAULT)),
        ([3, 8, 2, 0, 0, 0], Weight(0, False, NOT_READY)),
        ([3, 4, 2, 0, 0x2C, 0x01, 0, 0], Weight(300, True)),  # padded
        ([3, 4, 5, 0, 1, 0], None),  # taels
        ([3, 4, 2, 100, 1, 0], None),
        ([3, 9, 2, 0, 1, 0], None),
        ([4, 4, 2, 0, 1, 0], None),  # the report of its limits
        ([3, 4, 2, 0, 1], None),
        ([], None),
    ],
)
def test_usb_report(report: list[int], weight: Weight | None) -> None:
    assert hid_report(bytes(report)) == weight


def test_a_scale_is_told_from_a_keyboard() -> None:
    assert is_scale(bytes.fromhex("05 8d 09 20 a1 01"))
    assert not is_scale(bytes.fromhex("05 01 09 06 a1 01"))
    assert not is_scale(b"")


def test_lines_wait_for_their_end() -> None:
    assert lines(b"S S 1 g\r\nS D") == ([b"S S 1 g"], b"S D")
    assert lines(b"\r\n\r\nS S 1 g\r") == ([b"S S 1 g"], b"")


def test_a_line_that_never_ends_is_not_kept() -> None:
    assert len(lines(b"x" * 10_000)[1]) < 1_000


def test_frames_are_cut_wherever_reading_begins() -> None:
    one = frame(A3, 0x30, KILOS, "  1234")
    replies, rest = frames(one[5:] + b"\x02" + one + b"\x02" + one)
    assert [toledo(reply) for reply in replies] == [Weight(1234, True)]
    assert frames(rest + b"\x02")[0] == [one]


@given(st.binary(max_size=64))
def test_no_bytes_break_a_protocol_or_weigh_tons(data: bytes) -> None:
    said = [sics(data), toledo(data), hid_report(data)]
    said += [toledo(reply) for reply in frames(data)[0]]
    assert all(one is None or abs(one.grams) <= MOST_G for one in said)


@given(st.lists(st.binary(max_size=30), max_size=20))
def test_cutting_keeps_little(reads: list[bytes]) -> None:
    rest = b""
    for data in reads:
        rest = frames(rest + data)[1]
        assert len(rest) < 600
