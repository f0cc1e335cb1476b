"""What every form of code is taken for, and what it says."""

from __future__ import annotations

from datetime import date

import pytest

from fbm_desk.domain.barcodes import (
    Code,
    CodeKind,
    Command,
    HoldReason,
    barcode_key,
    gtin14,
    read,
    upc_e_to_a,
)

EAN = "4006381333931"
KEY = "04006381333931"
GS, RS, EOT = "\x1d", "\x1e", "\x04"
K = CodeKind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", K.EMPTY),
        ("\r", K.EMPTY),
        (EAN, K.GTIN),
        ("036000291452", K.GTIN),
        ("96385074", K.GTIN),
        ("14006381333938", K.GTIN),
        ("01234505", K.GTIN),
        ("978-0-306-40615-7", K.GTIN),
        ("0306406152", K.ASIN),
        ("B08N5WRWNW", K.ASIN),
        ("b08n5wrwnw", K.ASIN),
        ("X001ABC2DE", K.FNSKU),
        ("X001ABC2D", K.PLAIN),
        ("MUG-BLUE", K.PLAIN),
        (f"]C101{KEY}10LOT", K.GS1),
        (f"01{KEY}", K.GS1),
        (f"(01){KEY}", K.GS1),
        (f"https://id.gs1.org/01/{KEY}", K.DIGITAL_LINK),
        ("https://example.com/mugs", K.PLAIN),
        (f"[)>{RS}06{GS}1PMUG{GS}SSN1{RS}{EOT}", K.DATA_FIELDS),
        (f"[)>{RS}05{GS}01{KEY}{RS}{EOT}", K.GS1),
        (f"[)>{RS}01{GS}9612345{RS}{EOT}", K.TRACKING),
        ("AZ:L1Z2H38F4C5Q6R7E5K6Z1C2K3E", K.TRANSPARENCY),
        ("1Z999AA10123456784", K.TRACKING),
        ("00340434161094042557", K.TRACKING),
        ("TOTE-17", K.TOTE),
        ("tote-a", K.TOTE),
        ("BOX-M", K.BOX),
        ("BADGE-237075E5", K.BADGE),
        ("TOTE-", K.PLAIN),
        ("305-4471926-8830217", K.ORDER),
        ("NEXT", K.COMMAND),
        ("SHORT", K.REASON),
        ("7", K.CHOICE),
    ],
)
def test_each_form_has_its_kind(text: str, kind: CodeKind) -> None:
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("01234505", "00012000003455"),  # UPC-E with number system and check digit
        ("0123450", "00012000003455"),  # without the check digit
        ("1234505", "00012000003455"),  # without the number system
        ("123450", "00012000003455"),  # the six digits alone
        ("978-0-306-40615-7", "09780306406157"),
        ("ISBN 978-0-306-40615-7", "09780306406157"),
        ("ISBN-10: 0-306-40615-2", "09780306406157"),
        ("0306406152", "09780306406157"),
        ("080442957X", "09780804429573"),
        ("0-8044-2957-x", "09780804429573"),
        ("ISSN 2049-3630", "09772049363002"),
        ("2434-561X", "09772434561006"),
        ("4 006381 333931", KEY),
    ],
)
def test_short_and_printed_forms_find_the_gtin(text: str, gtin: str) -> None:
    assert gtin14(gtin) == gtin
    assert gtin in read(text).keys


@pytest.mark.parametrize("text", ["0306406153", "978-0-306-40615-8", "2434-5611", "1234567890"])
def test_a_wrong_book_number_is_no_gtin(text: str) -> None:
    assert read(text).keys == (text.lower(),)


@pytest.mark.parametrize(
    ("scanned", "kept"),
    [
        ("012000003455", "01234505"),
        ("0012000003455", "01234505"),
        ("]E00012000003455", "01234505"),
        ("(01)00012000003455(10)LOT", "01234505"),
        ("042100005264", "04252614"),
        ("023450000079", "02345749"),
        ("023400000562", "02345632"),
        ("034560000033", "03456343"),
        ("9780306406157", "0306406152"),
        ("9780804429573", "080442957X"),
        ("(01)09780804429573", "080442957x"),
    ],
)
def test_a_catalogue_may_keep_the_short_form_of_what_is_scanned_in_full(
    scanned: str, kept: str
) -> None:
    """A book's ISBN-10 is its ASIN: an order for it names nothing else."""
    assert barcode_key(kept) in read(scanned).keys


@pytest.mark.parametrize("scanned", ["036000291452", "9791234567896", EAN, "14006381333938"])
def test_what_has_no_short_form_is_known_by_its_gtin_alone(scanned: str) -> None:
    assert read(scanned).keys == (barcode_key(scanned),)


def test_a_short_form_that_is_another_articles_gtin_is_not_taken() -> None:
    """A UPC-E that ends in 5 to 9 and its check digit is always a right GTIN-8, too."""
    both = [text for text in map("{:08d}".format, range(1_000_000, 1_020_000)) if gtin14(text)]
    full = [(text, upc_e_to_a(text)) for text in both if upc_e_to_a(text)]
    assert len(full) > 1_000
    assert not [text for text, whole in full if gtin14(text) in read(whole).keys]


def test_eight_digits_that_are_both_are_known_as_both() -> None:
    both = next(
        text
        for text in (f"{number:08d}" for number in range(1_000_000, 2_000_000))
        if gtin14(text) and len(read(text).keys) == 2
    )
    assert read(both).keys[0] == gtin14(both)


def test_an_add_on_beside_the_bars_is_not_part_of_the_number() -> None:
    assert read("]E3978030640615751299").keys == read("9780306406157").keys
    assert read("]E0" + EAN).keys == (KEY,)


@pytest.mark.parametrize(
    "text", ["4006381333932", "036000291453", "14006381333939", "]E496385075", "]E04006381333932"]
)
def test_a_wrong_check_digit_says_so_and_has_its_own_key(text: str) -> None:
    code = read(text)
    assert code.trouble == "check_digit"
    assert code.keys == (code.text,)


# --- commands ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["X5", "x5", "×5", "CMD-X5", "QUANTITY-5", "CMD-QUANTITY-5"])
def test_a_quantity_is_a_command_with_a_number(text: str) -> None:
    code = read(text)
    assert (code.command, code.quantity) == (Command.QUANTITY, 5)


@pytest.mark.parametrize("text", ["X0", "X1", "X100", "X-5", "X05", "QUANTITY-1", "QUANTITY-100"])
def test_other_numbers_are_no_quantity(text: str) -> None:
    assert read(text).command is None


def test_quantities_reach_from_two_to_ninety_nine_and_may_be_asked_for() -> None:
    assert (read("X2").quantity, read("X99").quantity) == (2, 99)
    assert (read("QUANTITY").command, read("QUANTITY").quantity) == (Command.QUANTITY, 0)


@pytest.mark.parametrize(("text", "box"), [("PARCEL", 0), ("PARCEL-2", 2), ("CMD-PARCEL-12", 12)])
def test_a_parcel_may_be_named_by_its_number(text: str, box: int) -> None:
    assert (read(text).command, read(text).box) == (Command.PARCEL, box)


def test_damaged_is_a_reason_and_broken_the_command() -> None:
    assert read("DAMAGED").reason is HoldReason.DAMAGED
    assert read("BROKEN").command is Command.DAMAGED
    words = [one.value for one in Command] + [one.value for one in HoldReason]
    assert len(set(words)) == len(words)


# --- what a code says ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("elements", "grams"),
    [
        ("(3103)001250", 1250),
        ("(3100)000002", 2000),
        ("(3105)123456", 1235),
        ("(3202)000100", 454),
        ("(3302)000100", 0),
        ("", 0),
    ],
)
def test_net_weights_are_grams(elements: str, grams: int) -> None:
    assert read(f"(01){KEY}{elements}").net_weight_g == grams


def test_dates_of_use_and_of_quality_are_told_apart() -> None:
    code = read(f"(01){KEY}(15)271130(17)280200")
    assert (code.best_before, code.expires_on) == (date(2027, 11, 30), date(2028, 2, 29))
    assert read(f"(01){KEY}(7003)2711301200").expires_on == date(2027, 11, 30)


@pytest.mark.parametrize(
    ("seen_from", "written", "year"),
    [
        (2026, "76", 2076),
        (2026, "77", 1977),
        (2049, "00", 2000),
        (2050, "00", 2100),
        (2050, "99", 2099),
        (2051, "01", 2101),
        (2099, "49", 2149),
        (2099, "50", 2050),
    ],
)
def test_the_century_slides_with_the_year(seen_from: int, written: str, year: int) -> None:
    code = read(f"(01){KEY}(17){written}0630", seen_from)
    assert code.expires_on == date(year, 6, 30)


def test_a_logistic_unit_tells_its_content_and_number() -> None:
    code = read(f"(00)340434161094042557(02){KEY}(37)24")
    assert (code.keys, code.count, code.trouble) == ((KEY,), 24, "")
    assert code.sscc == "340434161094042557"


def test_a_piece_of_an_article_is_no_article() -> None:
    assert KEY not in read(f"(8006){KEY}0102").keys


def test_data_identifiers_tell_article_serial_lot_and_date() -> None:
    code = read(f"[)>{RS}06{GS}9N110375286414{GS}1TLOT7{GS}D271130{GS}SSN-9{RS}{EOT}")
    assert code.keys == ("110375286414",)
    assert (code.lot, code.serial, code.expires_on) == ("LOT7", "SN-9", date(2027, 11, 30))
    code = read(f"[)>{RS}06{GS}8P{KEY}{GS}14D20271130{GS}Q12{RS}{EOT}")
    assert (code.keys, code.count, code.expires_on) == ((KEY,), 12, date(2027, 11, 30))


def test_macro_five_is_an_element_string() -> None:
    inside = f"01{KEY}17271130" + "10LOT7"
    enveloped = read(f"[)>{RS}05{GS}{inside}{RS}{EOT}")
    assert (enveloped.keys, enveloped.lot) == ((KEY,), "LOT7")
    assert read(f"[)>05{inside}").keys == (KEY,)


TRANSPARENT = "0100376204200301214P1OZMT7D8B81EMF4WW4"


def test_transparency_codes_are_kept_as_amazon_wants_them() -> None:
    own = "AZ:L1Z2H38F4C5Q6R7E5K6Z1C2K3E"
    assert read(own).transparency == read(own.lower()).transparency == own
    assert read(f"]d1ZA{own[2:]}").transparency == f"ZA{own[2:]}"
    code = read(TRANSPARENT)
    assert code.transparency == TRANSPARENT
    assert (code.keys[0], code.serial) == ("00376204200301", TRANSPARENT[18:])
    gtin, serial = TRANSPARENT[2:16], TRANSPARENT[18:]
    for text in (
        f"]d2{TRANSPARENT}",
        f"]d2{TRANSPARENT}{GS}",
        f"(01){gtin}(21){serial}",
        f"https://example.com/01/{gtin}/21/{serial}",
    ):
        assert read(text).transparency == TRANSPARENT
    assert read(f"(01){gtin}(10)LOT(21){serial}").transparency == ""


@pytest.mark.parametrize("text", ["AZ:L1Z2", "ZA:" + "A" * 25, "AZ:" + "A" * 27])
def test_a_transparency_code_of_another_length_says_so(text: str) -> None:
    code = read(text)
    assert (code.kind, code.transparency, code.trouble) == (K.TRANSPARENCY, "", "transparency")


def test_with_caps_lock_the_prefix_shows_it_and_the_serial_is_turned_back() -> None:
    code = read(f"]c101{KEY}21sn-Ab")
    assert (code.keys, code.serial, code.healed) == ((KEY,), "SN-aB", "caps")


def test_a_carriers_code_is_no_article_even_as_element_string() -> None:
    code = read(f"]C142010115{GS}9205590164917312751089")
    assert code.kind is K.TRACKING
    for text in ("]C100340434161094042557", "00340434161094042557", "(00)340434161094042557"):
        assert (read(text).kind, read(text).sscc) == (K.TRACKING, "340434161094042557")


def test_nothing_is_shared_with_a_code_of_an_older_recording() -> None:
    assert Code("X", choice=1).kind is K.PLAIN
