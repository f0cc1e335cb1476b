"""Mangled scans: healed to exactly what was scanned, or refused; never to something else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fbm_desk.domain.barcodes import GS, Code, Command, barcode_key, check_digit, read
from fbm_desk.domain.codes import CodeKind
from fbm_desk.domain.keyboards import KEYBOARDS, US, typed_on
from fbm_desk.domain.mangled import guesses

EAN = "4006381333931"
UPC = "036000291452"
SHOP = (
    *(EAN, UPC, "96385074", "14006381333938", "X001ABC2DE", "B08N5WRWNW", "MUG-BLUE", "X-17/Z"),
    *("ZEBRA_Y.9", "Yacht (small)", "TOTE-17", "BOX-M", "CMD-NEXT", "UNDO", "305-4471926-8830217"),
    *(f"]C101{EAN.zfill(14)}10LOT7", f"(01){EAN.zfill(14)}(21)SN9", f"]E0{EAN}"),
    *(f"https://id.gs1.org/01/{EAN.zfill(14)}/21/SN9", "AZ:L1Z2H38F4C5Q6R7E5K6Z1C2K3E"),
)
KNOWN = {key for text in SHOP for key in read(text).keys}
gtins = st.sampled_from((7, 11, 12, 13)).flatmap(
    lambda n: st.text("0123456789", min_size=n, max_size=n).map(lambda b: b + check_digit(b))
)


def healed(text: str, known: set[str] | None = None) -> Code:
    """What a bench makes of a text: the plain reading, or the only guess that it knows."""
    shop = KNOWN if known is None else known
    plain = read(text)
    if shop & set(plain.keys):
        return plain
    fit = [guess for guess in guesses(plain) if shop & set(guess.keys)]
    return fit[0] if len(fit) == 1 and not fit[0].trouble else plain


# --- keyboards -----------------------------------------------------------------------------------


@pytest.mark.parametrize("country", KEYBOARDS)
def test_every_keyboard_has_a_key_where_the_american_has_one(country: str) -> None:
    keyboard = KEYBOARDS[country]
    assert len(keyboard.plain) == len(keyboard.shifted) == len(US.plain) == len(US.shifted)
    digits = {sign: typed_on(sign, US, keyboard) for sign in "0123456789"}
    assert all(sign == typed or not typed.isdecimal() for sign, typed in digits.items())


@pytest.mark.parametrize("country", KEYBOARDS)
@pytest.mark.parametrize("text", SHOP)
def test_a_scanner_and_a_computer_set_to_different_countries_are_healed_or_told(
    text: str, country: str
) -> None:
    meant = read(text)
    keyboard = KEYBOARDS[country]
    for shown in (typed_on(text, US, keyboard), typed_on(text, keyboard, US)):
        code = healed(shown)
        if KNOWN & set(code.keys):
            assert code.keys[0] == meant.keys[0]
            assert (code.serial, code.lot) == (meant.serial, meant.lot)


@pytest.mark.parametrize("text", SHOP)
def test_what_an_american_scanner_types_on_german_and_french_computers_is_healed(text: str) -> None:
    for country in ("de", "fr"):
        shown = typed_on(text, US, KEYBOARDS[country])
        assert healed(shown).keys == read(text).keys
        if shown != text and not KNOWN & set(read(shown).keys):
            assert healed(shown).healed == f"layout_{country}"


def test_a_scanner_set_to_french_at_an_american_computer_is_healed() -> None:
    shown = typed_on("MUG-BLUE", KEYBOARDS["fr"], US)
    assert (shown, healed(shown).healed) == (";UG6BLUE".replace(";", ":"), "scanner_fr")


@given(gtins, st.sampled_from(list(KEYBOARDS)), st.booleans())
def test_no_keyboard_turns_one_gtin_into_another(gtin: str, country: str, back: bool) -> None:
    keyboard = KEYBOARDS[country]
    shown = typed_on(gtin, keyboard, US) if back else typed_on(gtin, US, keyboard)
    for code in (read(shown), *guesses(read(shown))):
        if code.keys and code.keys[0].isdigit() and len(code.keys[0]) == 14:
            assert barcode_key(gtin) in code.keys or code.healed == "glued"


@given(st.text("0123456789", min_size=12, max_size=14))
@example("7000112739591")  # its last digit would be the check letter of the UPC-A before it
@example("40061004006100")  # seven digits twice are no UPC-E scanned twice
def test_a_wrong_number_is_never_mended_into_a_gtin(text: str) -> None:
    if read(text).trouble == "check_digit":
        assert all(not guess.keys[0].isdigit() for guess in guesses(read(text)))


# --- caps, signs, frames -------------------------------------------------------------------------


@pytest.mark.parametrize("country", KEYBOARDS)
@pytest.mark.parametrize("ai", ["10", "21"])
@pytest.mark.parametrize("value", ["12zY", "AB-9", "a_B/c", "Q1;W?", "M:0+X", "7'Z\"y", "LOT"])
def test_no_keyboard_gives_a_unit_another_serial_number_or_lot(
    country: str, ai: str, value: str
) -> None:
    """Of the letters several keyboards may make different ones: those are asked for."""
    for before in ("]d2", "]C1"):
        meant = read(f"{before}0104006381333931{ai}{value}")
        shown = typed_on(f"{before}0104006381333931{ai}{value}", US, KEYBOARDS[country])
        code = healed(shown)
        if code.keys[0] == "04006381333931":
            assert (code.serial, code.lot) in ((meant.serial, meant.lot), ("", ""))


@pytest.mark.parametrize("text", SHOP)
def test_with_caps_lock_the_article_is_the_same(text: str) -> None:
    assert healed(text.swapcase()).keys == read(text).keys


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("４００６３８１３３３９３１", "digits"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "digits"),
        ("४००६३८१३३३९३१", "digits"),
        ("ＭＵＧ－ＢＬＵＥ", "digits"),
        ("4006381\u200b333931", "invisible"),
        ("\u202e4006381333931\u202c", "invisible"),
        ("\u20664006381333931\u2069", "invisible"),
        ("MUG\u00ad-BLUE", "invisible"),
        ("MUG\ufeff-BLUE", "invisible"),
        ("MUG\ufe0f-BLUE", "invisible"),
        ("*X001ABC2DE*", "stars"),
        ("*MUG-BLUE*", "stars"),
        ("36000291452", "zero_lost"),
        (EAN * 2, "doubled"),
        (EAN * 3, "doubled"),
        ("MUG-BLUEMUG-BLUE", "doubled"),
    ],
)
def test_what_is_mended_and_how(text: str, how: str) -> None:
    code = healed(text)
    assert code.healed == how
    assert KNOWN & set(code.keys)


@pytest.mark.parametrize(
    "text", [f"\ufeff{EAN}", f"\xa0{EAN}\xa0", f" {EAN}\t\r\n", f"\x02{EAN}\x03"]
)
def test_what_stands_around_a_code_needs_no_healing(text: str) -> None:
    assert (read(text).keys, read(text).healed) == ((EAN.zfill(14),), "")


def test_a_check_letter_is_taken_off_only_where_it_is_right() -> None:
    right = next(
        text
        for text in (
            f"X001ABC2DE{letter}" for letter in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.$/+%"
        )
        if any(guess.healed == "check_letter" for guess in guesses(read(text)))
    )
    assert healed(right).keys == ("x001abc2de",)
    wrong = [f"X001ABC2DE{letter}" for letter in "0A9Z" if f"X001ABC2DE{letter}" != right]
    assert all(healed(text).healed == "" for text in wrong)
    assert not any(guess.healed == "check_letter" for guess in guesses(read("MUG-BLUEB")))


@pytest.mark.parametrize(
    "text", ["⁴⁰⁰⁶³⁸¹³³³⁹³¹", "1_0", "-4006381333931", "4006381333932", "MUG-BLU"]
)
def test_what_is_nothing_stays_nothing(text: str) -> None:
    assert not KNOWN & set(healed(text).keys)


# --- codes that ran together ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (EAN + UPC, [EAN, UPC]),
        (UPC + EAN, [UPC, EAN]),
        (f"{EAN}X001ABC2DE", [EAN, "X001ABC2DE"]),
        (f"X001ABC2DE{EAN}", ["X001ABC2DE", EAN]),
        (f"{EAN}\rMUG-BLUE", [EAN, "MUG-BLUE"]),
        (f"{EAN}\r\n\r\nMUG-BLUE", [EAN, "MUG-BLUE"]),
        (f"{EAN}]E0{UPC}", [EAN, UPC]),
        (f"MUG-BLUE]C101{EAN.zfill(14)}", ["MUG-BLUE", f"01{EAN.zfill(14)}"]),
    ],
)
def test_two_codes_that_ran_together_are_told_and_not_counted(text: str, parts: list[str]) -> None:
    glued = [guess for guess in guesses(read(text)) if guess.healed == "glued"]
    assert [guess.text for guess in glued] == parts
    assert all(guess.trouble == "glued" for guess in glued)
    assert not KNOWN & set(healed(text).keys)


def test_a_carriers_long_number_is_not_taken_for_two_codes() -> None:
    assert not any(g.healed == "glued" for g in guesses(read("00340434161094042557")))


# --- total ---------------------------------------------------------------------------------------


@given(st.text(max_size=140))
def test_guesses_never_fail_and_never_repeat_the_plain_reading(text: str) -> None:
    plain = read(text)
    for guess in guesses(plain):
        assert guess.healed
        assert guess.text
        assert guess.healed == "glued" or guess.keys != plain.keys


@given(st.sampled_from(SHOP), st.text("0123456789ABC-\x1d ", max_size=6))
def test_with_something_behind_it_a_code_is_never_another_article(text: str, more: str) -> None:
    code = healed(text + more)
    if KNOWN & set(code.keys):
        assert set(code.keys) & set(read(text).keys)


def test_a_group_separator_passes_every_keyboard() -> None:
    assert typed_on(GS, US, KEYBOARDS["de"]) == GS
    assert healed("UNDO").command is Command.UNDO


def test_keyboards_that_make_two_numbers_of_one_scan_heal_none() -> None:
    """Thirteen times the key of 0 on a Czech keyboard is thirteen times that of 2 on a French."""
    assert [one for one in guesses(read("é" * 13)) if one.kind is CodeKind.GTIN] == []
