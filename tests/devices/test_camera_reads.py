"""Reads of a camera's frames as transcripts: what was seen when, and what became a scan."""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.devices.camera_reads import CameraReads
from fbm_desk.devices.seen_codes import Engine, SeenCode

EAN, WRONG = "4006381333931", "9074932437075"
MIDDLE = (640.0, 360.0)


def seen(text: str, kind: str = "EAN-13", at: tuple[float, float] = MIDDLE) -> SeenCode:
    x, y = at
    corners = ((x - 150, y - 30), (x + 150, y - 30), (x + 150, y + 30), (x - 150, y + 30))
    return SeenCode(text, kind, "]E0", corners, Engine.ZXING)


def scans(*frames: tuple[float, list[SeenCode]]) -> list[tuple[float, str]]:
    """The scans of a row of frames, each with the time of the frame that made it one."""
    reads = CameraReads()
    made = [(at_s, reads.frame(codes, at_s, MIDDLE)) for at_s, codes in frames]
    return [(at_s, code.text) for at_s, code in made if code]


def test_one_read_is_no_scan() -> None:
    assert scans((0, [seen(EAN)]), (0.04, [])) == []


def test_two_equal_reads_are_one() -> None:
    assert scans((0, [seen(EAN)]), (0.12, [seen(EAN)])) == [(0.12, EAN)]


def test_two_reads_half_a_minute_apart_are_none() -> None:
    assert scans((0, [seen(EAN)]), (30, [seen(EAN)])) == []


def test_two_reads_more_than_half_a_second_apart_wait_for_a_third() -> None:
    frames = [(0.0, [seen(EAN)]), (0.6, [seen(EAN)]), (0.8, [seen(EAN)])]
    assert scans(*frames) == [(0.8, EAN)]


def test_a_code_that_stays_is_scanned_once() -> None:
    assert scans(*((0.04 * n, [seen(EAN)]) for n in range(500))) == [(0.04, EAN)]


def test_a_code_read_in_every_tenth_frame_has_not_left() -> None:
    frames = [(0.04 * n, [seen(EAN)] if n < 2 or n % 10 == 0 else []) for n in range(200)]
    assert scans(*frames) == [(0.04, EAN)]


def test_a_code_that_left_for_a_second_is_scanned_again() -> None:
    frames = [(0.0, [seen(EAN)]), (0.1, [seen(EAN)]), (1.2, [seen(EAN)]), (1.3, [seen(EAN)])]
    assert scans(*frames) == [(0.1, EAN), (1.3, EAN)]


def test_the_same_frame_told_twice_is_one_read() -> None:
    assert scans((0, [seen(EAN), seen(EAN)])) == []


def test_two_numbers_in_one_place_are_none() -> None:
    frames = [(0.04 * n, [seen(EAN if n % 2 else WRONG)]) for n in range(40)]
    assert scans(*frames) == []


def test_a_wrong_read_delays_the_right_one_half_a_second() -> None:
    frames = [(0.0, [seen(WRONG)])] + [(0.1 * n, [seen(EAN)]) for n in range(1, 10)]
    assert [(round(at_s, 2), text) for at_s, text in scans(*frames)] == [(0.6, EAN)]


def test_of_a_sheet_of_codes_the_one_in_the_middle_is_taken_and_the_others_passed_over() -> None:
    sheet = [seen("UNDO", "Code 128", (640, 100)), seen("NEXT", "Code 128", (640, 340))]
    assert scans(*((0.04 * n, sheet) for n in range(100))) == [(0.04, "NEXT")]


def test_the_second_code_of_an_article_is_not_a_second_unit() -> None:
    both = [seen(EAN, at=(600, 300)), seen("X001ABCDE9", "Code 128", (700, 600))]
    frames = [(0.04 * n, both) for n in range(50)]
    frames += [(2.0 + 0.04 * n, both[1:]) for n in range(20)]
    assert scans(*frames) == [(0.04, EAN)]


def test_the_next_article_is_scanned_while_the_last_one_is_still_there() -> None:
    mug, spoon = seen(EAN), seen("SPOON-1", "Code 128", (200, 600))
    frames = [(0.04 * n, [mug]) for n in range(10)]
    frames += [(0.4 + 0.04 * n, [mug, spoon]) for n in range(10)]
    assert [text for _, text in scans(*frames)] == [EAN, "SPOON-1"]


def test_a_number_whose_bars_do_not_agree_is_never_scanned_by_one_engine() -> None:
    unlike = replace(seen(EAN), agrees=False)
    assert scans(*((0.04 * n, [unlike]) for n in range(100))) == []
    assert scans((0, [unlike]), (0.1, [seen(EAN)])) == [(0.1, EAN)]


def test_where_a_scan_lies_nothing_else_is_scanned() -> None:
    frames = [(0.04 * n, [seen(EAN)]) for n in range(3)]
    frames += [(0.12 + 0.04 * n, [seen(WRONG)]) for n in range(20)]
    assert scans(*frames) == [(0.04, EAN)]
