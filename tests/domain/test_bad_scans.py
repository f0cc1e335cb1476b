"""Bad inputs of the scan field, as an auditor tries them: each has one answer and never a crash."""

from __future__ import annotations

import sys

import pytest

from fbm_desk.domain.barcodes import MAX_LENGTH, Code, CodeKind, barcode_key, read
from fbm_desk.domain.mangled import guesses

EAN = "4006381333931"
KEY = "04006381333931"


def nothing(code: Code) -> bool:
    """It stands for no article, order, command or choice; only for itself."""
    own = code.keys == (barcode_key(code.text),)
    return own and not (code.command or code.reason or code.choice or code.order_id)


@pytest.mark.parametrize(
    "text",
    [
        *("", "\r", "\n", "\r\n", "\t", "   ", "\x00", "\ufeff", "]C1", "\xa0"),
        *("\x1d", "\x1d\x1d", "\x1e", "\x0c", "\x0b\r", "\u2003", "]d2\x1d"),
    ],
)
def test_nothing_is_empty(text: str) -> None:
    assert read(text) == Code("", kind=CodeKind.EMPTY)
    assert guesses(read(text)) == ()


@pytest.mark.parametrize("text", ["9" * 10_000, "A" * 1_000_000, "(01)" * 5_000, "é" * 100_000])
def test_too_much_is_cut_and_told(text: str) -> None:
    code = read(text)
    assert (len(code.text), code.trouble) == (MAX_LENGTH, "too_long")
    assert len(code.keys) == 1
    assert guesses(code) == ()


@pytest.mark.parametrize("text", [f"{EAN} ", f"{EAN}\t", f"{EAN}\r\n", f" {EAN}", f"\x02{EAN}\x03"])
def test_blanks_around_a_right_code_do_not_matter(text: str) -> None:
    assert read(text) == read(EAN)


@pytest.mark.parametrize(
    "text",
    [
        *("1_0", "-1", "-" + EAN, "+" + EAN, "4006381333.931", "4,006381333931e0", "0x4006381333"),
        *("' OR 1=1 --", "%", "_", "%%", "__", "<b>", "<img src=//h/x>", "{0.__class__}", "%s%n"),
        *("‮1333931836004‬", "MUG\u200d", "e\u0301\u0301", "²", "①", "Ⅷ", "𝟜𝟘𝟘𝟞"),
        *(
            "VOID",
            "OVERRIDE",
            "LOGOUT",
            "cmd-override",
            "../../etc/passwd",
            "CON",
            "=1+1",
            "@SUM(1)",
        ),
        *("\x1b[2J", "\x0f", "\x13", "\x1b", "\x7f", "\x1a", "a\x00b\x0fc"),
        *("{G1050}", "]Z9", "$%0$", "%10", "~JR^XA", "^XA^FDx^FS^XZ"),
    ],
)
def test_hostile_and_strange_texts_stand_for_themselves_only(text: str) -> None:
    assert nothing(read(text)) or not read(text).text
    guesses(read(text))


@pytest.mark.parametrize("control", [chr(n) for n in range(0x20)] + ["\x7f", "\x85"])
def test_a_control_sign_inside_never_gives_another_article(control: str) -> None:
    for text in (f"{EAN}{control}", f"{control}{EAN}", f"{EAN[:6]}{control}{EAN[6:]}"):
        keys = read(text).keys
        assert keys == (KEY,) or not any(key.isdigit() and key != KEY for key in keys)


def test_a_half_character_can_be_kept() -> None:
    code = read("MUG\ud800")
    assert code.text == "MUG?"
    code.text.encode()


@pytest.mark.parametrize("written", [EAN, "0" + EAN, f"]E0{EAN}", f"]C1010{EAN}", f"(01)0{EAN}"])
def test_the_same_article_however_long_its_number_is_written(written: str) -> None:
    assert read(written).keys == (KEY,)


def test_digits_of_other_scripts_are_only_a_guess() -> None:
    for text in ("４００６３８１３３３９３１", "٤٠٠٦٣٨١٣٣٣٩٣١"):
        assert KEY not in read(text).keys
        assert next(guess.keys for guess in guesses(read(text))) == (KEY,)


def test_a_badge_in_the_field_of_items_is_a_badge() -> None:
    assert read("BADGE-237075E5").kind is CodeKind.BADGE


def test_no_text_takes_long() -> None:
    """No pattern that backtracks without end: the steps, not the clock, are counted."""
    hostile = ("(" * 500, "(01" * 170, "1" * 511 + "x", "]C1" + "10" * 250, "01" * 250, "0-" * 250)
    for text in (*hostile, "https://" + "/01" * 160, "[)>06" + "\x1d" * 500, "978-" * 120):
        steps = 0

        def count(*_: object) -> None:
            nonlocal steps
            steps += 1

        sys.setprofile(count)
        try:
            read(text)
        finally:
            sys.setprofile(None)
        assert steps < 200_000
