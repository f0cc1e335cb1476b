"""Bursts of keys as transcripts: what was typed at which pace, and who got it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.devices.wedge import Outcome, Released, Scan, ScanAssembler, WedgeSettings


def typed(assembler: ScanAssembler, text: str, gap_ms: float, start_ms: float = 0) -> list[Outcome]:
    """Send `text` with one gap between all keys, then a long silence."""
    outcomes: list[Outcome] = []
    at_ms = start_ms
    for char in text:
        outcomes += assembler.key(char, at_ms)
        at_ms += gap_ms
    return outcomes + assembler.silence(at_ms + 1000)


def keys_of(outcome: Outcome) -> int:
    """How many keys an outcome accounts for."""
    return outcome.count


@pytest.mark.parametrize("gap_ms", [0, 1, 2, 5, 20])
@pytest.mark.parametrize("end", ["\r", "\n", "\t", ""])
def test_a_scanner_of_any_pace_and_ending_makes_one_scan(gap_ms: float, end: str) -> None:
    assert typed(ScanAssembler(), "4006381333948" + end, gap_ms) == [Scan("4006381333948")]


@pytest.mark.parametrize("gap_ms", [60, 90, 140, 400])
def test_what_a_person_types_is_let_go_key_by_key(gap_ms: float) -> None:
    assert typed(ScanAssembler(), "MUG-1\r", gap_ms) == [Released(1)] * 6


def test_two_scans_in_one_breath_are_two() -> None:
    outcomes = typed(ScanAssembler(), "MUG-BLU-350\rMUG-GRN-350\r", 1)
    assert outcomes == [Scan("MUG-BLU-350"), Scan("MUG-GRN-350")]


def test_three_fast_keys_are_not_a_scan() -> None:
    assert typed(ScanAssembler(), "abc\r", 5) == [Released(4)]


def test_a_short_code_counts_with_the_scanners_prefix_and_loses_it() -> None:
    settings = WedgeSettings(prefix="~")
    assert typed(ScanAssembler(settings), "~7\r", 1) == [Scan("7")]


def test_the_prefix_alone_is_no_scan() -> None:
    assert typed(ScanAssembler(WedgeSettings(prefix="~")), "~\r", 1) == [Released(2)]


def test_a_radio_scanner_may_stutter_once() -> None:
    assembler = ScanAssembler()
    for at_ms, char in zip((0, 5, 10, 15, 20, 70, 75), "4006381", strict=True):
        assert assembler.key(char, at_ms) == []
    assert assembler.key("\r", 80) == [Scan("4006381")]


def test_a_key_typed_before_the_scan_is_not_part_of_it() -> None:
    assembler = ScanAssembler()
    assert assembler.key("x", 0) == []
    assert typed(assembler, "MUG-1\r", 2, start_ms=300) == [Released(1), Scan("MUG-1")]


def test_nothing_is_settled_before_the_silence_is_long_enough() -> None:
    assembler = ScanAssembler()
    for at_ms, char in enumerate("MUGS"):
        assembler.key(char, at_ms)
    assert assembler.silence(60) == []
    assert assembler.holding == 4
    assert assembler.silence(64) == [Scan("MUGS")]
    assert assembler.wait_ms() == 0


def test_more_than_any_code_holds_goes_to_nobody() -> None:
    assert typed(ScanAssembler(), "x" * 5000 + "\r", 1) == [Scan("")]


def test_a_group_separator_stays_in_the_scan() -> None:
    code = "]d20104006381333931" + "10A7\x1d21S0001"
    assert typed(ScanAssembler(), code + "\r", 1) == [Scan(code)]


@given(st.lists(st.tuples(st.sampled_from("aB1 \r\t"), st.floats(0, 400)), max_size=80))
def test_no_key_is_lost_or_given_twice(keys: list[tuple[str, float]]) -> None:
    assembler = ScanAssembler()
    now_ms, pressed, settled = 0.0, 0, 0
    for char, gap_ms in keys:
        now_ms += gap_ms
        pressed += 1
        settled += sum(map(keys_of, assembler.key(char, now_ms)))
        assert pressed == settled + assembler.holding
    assert pressed == settled + sum(map(keys_of, assembler.flush()))
