"""Cleaning, choosing fonts, wrapping: what every paper's text goes through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.printing.clean_text import one_line, paragraphs
from fbm_desk.printing.paper_fonts import Weight, has_every_character, runs, width_pt
from fbm_desk.printing.paper_text import fit, wrap
from tests.printing.paper_reading import HOSTILE

ANY_TEXT = st.text(st.characters(), max_size=300)


@given(ANY_TEXT, st.integers(2, 120))
def test_a_cleaned_line_has_no_control_characters_and_keeps_its_limit(
    text: str, limit: int
) -> None:
    line = one_line(text, limit)

    assert len(line) <= limit
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Co") for char in line)
    assert not set(line) & set("\u202e\u2066\n\r\x1b")
    line.encode("utf-8")


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_becomes_one_short_line(name: str) -> None:
    assert len(one_line(HOSTILE[name], 200)) <= 200


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert one_line("a" * 50, 10) == "aaaaaaaaa…"


def test_a_message_keeps_its_lines_without_blank_ends() -> None:
    assert paragraphs("\n\nDear Nour,\r\n\r\nhello\n\n", 100) == ["Dear Nour,", "", "hello"]


def test_a_message_of_a_megabyte_is_cut() -> None:
    lines = paragraphs("x\n" * 500_000, 300)

    assert len(lines) <= 41
    assert lines[-1].endswith("…")


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("Zoë Łódź Привет αβγ", "Inter-Regular"),
        ("東京都カタカナ", "DroidSansFallback"),
        ("서울특별시", "HangulPaper-Regular"),
        ("กรุงเทพ", "NotoSansThai-Regular"),
        ("हिन्दी", "NotoSansDevanagari-Regular"),
        ("محمد علي", "NotoSansArabic-Regular"),
        ("שלום עולם", "NotoSansHebrew-Regular"),
    ],
)
def test_each_script_is_set_in_a_font_that_has_it(text: str, font: str) -> None:
    assert {run.font for run in runs(text)} - {"Inter-Regular"} in ({font}, set())
    assert font in {run.font for run in runs(text)}


def test_right_to_left_words_stand_in_visual_order_with_mirrored_brackets() -> None:
    set_line = runs("שלום (12) עולם")

    assert "".join(run.text for run in set_line).startswith("םלוע")
    middle = "".join(run.text for run in set_line if run.font == "Inter-Regular")
    assert middle.replace(" ", "") == "(12)"


def test_arabic_letters_change_their_shape_inside_a_word() -> None:
    [word] = runs("سلامة")
    apart = "".join(run.text for letter in "سلامة" for run in runs(letter))

    assert not set(word.text) <= set(apart)


def test_an_emoji_becomes_a_box_and_is_known_to_be_missing() -> None:
    assert "".join(run.text for run in runs("a 🎁 b")) == "a \u25a1 b"
    assert not has_every_character("a 🎁 b")
    assert has_every_character("Zoë 東京 서울 שלום")


@given(ANY_TEXT, st.floats(20, 300))
def test_no_wrapped_line_is_wider_than_the_paper(text: str, limit_pt: float) -> None:
    for line in wrap(one_line(text, 200), limit_pt, 11):
        assert width_pt(line, 11) <= limit_pt + 1 or len(line) <= 3


@given(st.text("abc def-ghi 東京、都。", max_size=120))
def test_wrapping_loses_no_letter(text: str) -> None:
    line = one_line(text, 400)

    assert "".join(wrap(line, 60, 11)).replace(" ", "") == line.replace(" ", "")


def test_a_word_wider_than_the_paper_is_broken() -> None:
    lines = wrap("x" * 200, 100, 12)

    assert len(lines) > 5
    assert "".join(lines) == "x" * 200


def test_a_japanese_line_never_begins_with_a_full_stop() -> None:
    lines = wrap("東京都千代田区。" * 12, 90, 12)

    assert len(lines) > 3
    assert not any(line.startswith("。") for line in lines)


def test_too_many_lines_end_in_an_ellipsis_that_fits() -> None:
    lines = wrap("word " * 80, 120, 12, max_lines=2)

    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert width_pt(lines[1], 12) <= 120


def test_a_text_that_fits_is_left_alone() -> None:
    assert fit("short", 200, 12, Weight.BOLD) == "short"
    assert fit("a rather long name", 40, 12).endswith("…")
