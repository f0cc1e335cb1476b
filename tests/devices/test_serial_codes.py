"""Bytes of serial scanners as transcripts: what came when, and which codes they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.devices.serial_codes import MOST_BYTES, SILENCE_S, SerialCodes

EAN = "4006381333931"


def codes(*reads: tuple[float, bytes], until_s: float = 100.0) -> list[str]:
    """The texts of a row of reads, and of the silence after them."""
    line = SerialCodes()
    texts = [text for at_s, data in reads for text in line.received(data, at_s)]
    return texts + line.silence(until_s)


@pytest.mark.parametrize("whole", ["%s\r", "%s\n", "%s\r\n", "\x02%s\x03", "\x02%s\r\n\x03", "%s"])
def test_a_code_of_any_ending_is_one_code(whole: str) -> None:
    assert codes((0, (whole % EAN).encode())) == [EAN]


@pytest.mark.parametrize("whole", ["%s\r", "%s\n", "%s\r\n", "\x02%s\x03"])
def test_two_codes_in_one_read_are_two(whole: str) -> None:
    assert codes((0, (whole % EAN + whole % "MUG-1").encode())) == [EAN, "MUG-1"]


def test_a_code_that_comes_byte_by_byte_is_one() -> None:
    assert codes(*((n / 1000, bytes([byte])) for n, byte in enumerate(b"MUG-1\r"))) == ["MUG-1"]


def test_a_pause_longer_than_silence_ends_a_code_without_an_end() -> None:
    assert codes((0, b"MUG-1"), (SILENCE_S, b"MUG-2")) == ["MUG-1", "MUG-2"]


def test_a_pause_shorter_than_silence_does_not() -> None:
    assert codes((0, b"MUG"), (SILENCE_S / 2, b"-1\r")) == ["MUG-1"]


def test_group_separators_stay() -> None:
    assert codes((0, b"]C1010400638133393110AB\x1d21XY\r")) == ["]C1010400638133393110AB\x1d21XY"]


@pytest.mark.parametrize(
    ("raw", "text"), [("größe".encode(), "größe"), ("größe".encode("latin-1"), "größe")]
)
def test_letters_beyond_ascii_are_read(raw: bytes, text: str) -> None:
    assert codes((0, raw + b"\r")) == [text]


def test_what_plugging_in_makes_is_no_part_of_the_code() -> None:
    assert codes((0, b"\x00\xff\x00" + EAN.encode() + b"\r")) == [EAN]
    assert codes((0, b"\x00\x00\r")) == []


def test_noise_of_a_wrong_speed_is_told_as_an_empty_text() -> None:
    assert codes((0, b"\x86\x9e\x1a\xe6\x98\x00\x06\r")) == [""]


def test_a_text_longer_than_any_code_is_told_as_an_empty_text_and_the_next_one_read() -> None:
    assert codes((0, b"7" * (MOST_BYTES + 1) + b"\rMUG-1\r")) == ["", "MUG-1"]
    assert codes((0, b"7" * MOST_BYTES + b"\r")) == ["7" * MOST_BYTES]


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_no_bytes_break_it_and_the_next_code_is_read(reads: list[bytes]) -> None:
    made = codes(*((n / 1000, data) for n, data in enumerate(reads)), (5.0, b"\rMUG-1\r"))
    assert made[-1] == "MUG-1"
