"""Every text means something: GTINs of all lengths, order numbers, commands, GS1, plain codes."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fbm_desk.domain.barcodes import (
    GS,
    MAX_LENGTH,
    Code,
    CodeKind,
    Command,
    HoldReason,
    barcode_key,
    check_digit,
    gtin14,
    read,
    upc_e_to_a,
)
from fbm_desk.domain.mangled import guesses
from fbm_desk.domain.orders import OrderId

EAN = "4006381333931"
KEY = "04006381333931"

digits = st.text("0123456789", min_size=1, max_size=30)
#: All that a broken scanner, a wrong keyboard layout or a hostile label may send.
anything = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from("\x00\x1d\x1b\r\n()]0123"),
    )
)


# --- GTINs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("4006381333931", KEY),  # EAN-13
        ("04006381333931", KEY),  # the same as GTIN-14
        ("036000291452", "00036000291452"),  # UPC-A
        ("0036000291452", "00036000291452"),  # the same as EAN-13
        ("00036000291452", "00036000291452"),  # the same as GTIN-14
        ("96385074", "00000096385074"),  # EAN-8
        ("14006381333938", "14006381333938"),  # a case has a number of its own
    ],
)
def test_one_article_has_one_key_whatever_the_length_of_its_gtin(written: str, key: str) -> None:
    assert barcode_key(written) == gtin14(written) == key
    assert read(written).keys[0] == key


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("01234505", "012000003455"),  # last digit 0, 1 or 2: the manufacturer ends in it
        ("04252614", "042100005264"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("01234558", "012345000058"),
    ],
)
def test_upc_e_is_the_upc_a_it_was_shortened_from(short: str, full: str) -> None:
    assert upc_e_to_a(short) == full
    assert check_digit(full[:-1]) == full[-1]
    assert barcode_key(full) in read(short).keys


@pytest.mark.parametrize("text", ["01234506", "21234505", "0123450", "0123450x", "०१२३४५०५"])
def test_what_is_no_upc_e_is_not_expanded(text: str) -> None:
    assert upc_e_to_a(text) == ""


@pytest.mark.parametrize(
    "text", ["4006381333932", "400638133393", "40063813339", "123", "", "1_0", "4_06381333931"]
)
def test_wrong_check_digit_or_length_is_no_gtin(text: str) -> None:
    assert gtin14(text) == ""
    assert barcode_key(text) == text


@given(st.text("0123456789", min_size=7, max_size=13).filter(lambda t: len(t) in (7, 11, 12, 13)))
def test_a_single_wrong_digit_is_always_noticed(body: str) -> None:
    right = body + check_digit(body)
    assert gtin14(right)
    for at, digit in enumerate(right):
        changed = right[:at] + str((int(digit) + 1) % 10) + right[at + 1 :]
        assert gtin14(changed) == ""


@pytest.mark.parametrize(
    "text", ["٤٠٠٦٣٨١٣٣٣٩٣١", "⁴⁰⁰⁶³⁸¹³³³⁹³¹", "４００６３８１３３３９３１", "²", "①", "१"]
)
def test_digits_of_other_scripts_are_neither_numbers_nor_choices(text: str) -> None:
    code = read(text)
    assert gtin14(text) == ""
    assert (code.choice, code.order_id, code.count) == (0, None, 0)
    assert code.keys


# --- plain codes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["X-17 Blau", "x-17 blau", "  X-17 BLAU \t", "X-17 Blau\r\n", "\x02X-17 Blau\x03"]
)
def test_case_blanks_and_line_ends_do_not_matter(written: str) -> None:
    assert read(written).keys == ("x-17 blau",)


def test_the_ways_unicode_writes_a_letter_do_not_matter() -> None:
    composed, apart = "GRÖSSE", unicodedata.normalize("NFD", "GRÖSSE")
    assert composed != apart
    assert barcode_key(composed) == barcode_key(apart) == barcode_key("größe")


@given(anything)
def test_a_key_is_its_own_key(text: str) -> None:
    assert barcode_key(barcode_key(text)) == barcode_key(text)


@pytest.mark.parametrize("prefix", ["]A0", "]C0", "]E0", "]E4", "]I1", "]Q1", "]d1", "]X0"])
def test_the_prefix_by_which_a_scanner_names_the_symbol_is_taken_off(prefix: str) -> None:
    assert read(prefix + EAN).keys == (KEY,)
    assert read(f"{prefix}X17").text == "X17"


@pytest.mark.parametrize("text", ["]", "]A", "]17", "]1A", "]-0ABC"])
def test_what_only_looks_like_such_a_prefix_stays(text: str) -> None:
    assert read(text).text == text


def test_nothing_scanned_is_nothing() -> None:
    for text in ("", " ", "\r\n", "\x00", "]C1", "]E0 "):
        assert read(text) == Code("", kind=CodeKind.EMPTY)


# --- orders and commands -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["305-4471926-8830217", "30544719268830217", " 305-44719268830217", "]C030544719268830217"],
)  # fmt: skip
def test_order_number_is_read_with_and_without_dashes(text: str) -> None:
    assert read(text).order_id == OrderId("305-4471926-8830217")


@pytest.mark.parametrize(
    "text",
    ["305-4471926-883021", "3054-471926-8830217", "305--4471926-8830217", "٣٠٥-4471926-8830217"],
)
def test_what_has_another_shape_is_no_order_number(text: str) -> None:
    assert read(text).order_id is None


@pytest.mark.parametrize("command", Command)
def test_commands_are_read_with_and_without_their_prefix(command: Command) -> None:
    word = command.value
    for text in (
        word,
        word.lower(),
        f"CMD-{word}",
        f"CMD{word}",
        f"cmd-{word.lower()}",
        f"{word}\r",
    ):
        code = read(text)
        assert (code.command, code.reason) == (command, None)


@pytest.mark.parametrize("reason", HoldReason)
def test_reasons_of_a_hold_are_read_too(reason: HoldReason) -> None:
    assert read(f"CMD-{reason.value}").reason is read(reason.value.lower()).reason is reason


@pytest.mark.parametrize("text", ["NEXTT", "CMD-", "CMD", "UN DO", "ＮＥＸＴ", "ſhort"])
def test_other_words_are_plain_codes(text: str) -> None:
    code = read(text)
    assert (code.command, code.reason) == (None, None)
    assert code.keys


@pytest.mark.parametrize(("text", "choice"), [("1", 1), ("9", 9), ("0", 0), ("10", 0), ("1_0", 0)])
def test_one_digit_is_a_choice_and_may_be_an_article_too(text: str, choice: int) -> None:
    code = read(text)
    assert code.choice == choice
    assert code.keys == (text,)


# --- GS1 element strings -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f"]C101{KEY}17271130" + f"10LOT-7{GS}21SN-99{GS}3712",
        f"]d201{KEY}17271130" + f"10LOT-7{GS}21SN-99{GS}3712",
        f"]d2{GS}01{KEY}{GS}17271130{GS}10LOT-7{GS}21SN-99{GS}3712",
        f"01{KEY}10LOT-7{GS}17271130" + f"21SN-99{GS}3712",
        f"(01){KEY}(10)LOT-7(17)271130(21)SN-99(37)12",
        f"(01) {KEY} (10) LOT-7 (17) 271130 (21) SN-99 (37) 12",
    ],
)
def test_element_string_gives_article_lot_date_serial_and_count(text: str) -> None:
    code = read(text)
    assert code.keys == (KEY,)
    assert (code.lot, code.serial, code.count) == ("LOT-7", "SN-99", 12)
    assert code.expires_on == date(2027, 11, 30)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("271130", date(2027, 11, 30)),
        ("271100", date(2027, 11, 30)),  # day 00: the month's last
        ("271200", date(2027, 12, 31)),
        ("280200", date(2028, 2, 29)),
        ("760101", date(2076, 1, 1)),
        ("770101", date(1977, 1, 1)),
        ("271301", None),
        ("271300", None),
        ("270000", None),
        ("270230", None),
    ],
)
def test_dates_of_element_strings(written: str, day: date | None) -> None:
    code = read(f"(01){KEY}(17){written}")
    assert code.expires_on == day
    assert code.keys == ((KEY,) if day else (code.text,))
    assert code.trouble == ("" if day else "gs1_date")


@pytest.mark.parametrize(
    "text",
    [
        f"]C101{KEY}99",  # ends in the middle of an element
        f"]C101{KEY}1727113",
        f"]C101{KEY[:-1]}2",  # the GTIN's check digit is wrong
        f"(01){KEY}(17)27113x(21)",
        f"(01){KEY[:-1]}2",
        "(01)(21)5",
        f"({KEY})",
        "(10)LOT ONLY",
        f"(01){KEY})(",
    ],
)
def test_element_string_that_does_not_add_up_invents_nothing(text: str) -> None:
    code = read(text)
    assert not code.lot or code.keys == (KEY,)
    assert code.keys


def test_a_long_number_that_only_begins_like_an_element_string_is_a_plain_code() -> None:
    assert read("0123456789012345678").keys == ("0123456789012345678",)


# --- total ---------------------------------------------------------------------------------------


@given(anything)
@example("\ud800")
@example("9" * 10_000)
@example("(30)" + "9" * 10_000)
@example("]C1\x1d\x1d")
def test_every_text_has_a_meaning_that_can_be_kept(text: str) -> None:
    code = read(text)
    assert len(code.text) <= MAX_LENGTH
    assert bool(code.keys) == bool(code.text)
    assert 0 <= code.choice <= 9
    assert 0 <= code.count < 100_000_000
    for kept in (code.text, code.serial, code.lot, *code.keys):
        kept.encode()  # no half character, or no database takes it
        assert "\x00" not in kept  # PostgreSQL keeps none


@given(digits)
def test_digits_alone_never_give_a_command(text: str) -> None:
    code = read(text)
    assert (code.command, code.reason) == (None, None)


def test_what_is_declared_an_ean_8_is_no_upc_e() -> None:
    """04376262 is both: an EAN-8, and the UPC-E of 043762000062."""
    assert read("04376262").keys == (gtin14("04376262"), gtin14("043762000062"))
    declared = read("]E404376262")
    assert declared.keys == (gtin14("04376262"),)
    assert all(gtin14("043762000062") not in guess.keys for guess in guesses(declared))
