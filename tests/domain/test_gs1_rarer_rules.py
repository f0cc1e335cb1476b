"""Rarer rules of the GS1 General Specifications: coupons, package types, devices, signatures."""

from __future__ import annotations

import pytest

from fbm_desk.domain.gs1 import checked, read_bracketed

GTIN = "09506000134352"
SSCC = "340434161094042557"
IMEI = "490154203237518"

COMPANY, OFFER, SAVED, BOUGHT = "0614141", "123456", "3150", "11" + "0" + "123"
PLAIN = COMPANY + OFFER + SAVED + BOUGHT
ANOTHER = "1" + "2" + "15" + "3" + "456" + "9"
THIRD = "2" + "15" + "9" + "789" + "2" + "12345678"


@pytest.mark.parametrize(
    "coupon",
    [
        PLAIN,
        PLAIN + ANOTHER,
        PLAIN + THIRD,
        PLAIN + ANOTHER + THIRD,
        PLAIN + "3" + "261231",
        PLAIN + "3" + "261231" + "4" + "261101",
        PLAIN + "4" + "261101",
        PLAIN + "3" + "000101" + "4" + "991231",  # over the turn of a century
        PLAIN + "5" + "0" + "123456",
        PLAIN + "6" + "1" + "0614141",
        PLAIN + "9" + "0" + "1" + "7" + "0",
        PLAIN + ANOTHER + "3" + "261231" + "5" + "3" + "123456789" + "9" + "5200",
        "6" + "123456789012" + OFFER + "5" + "99999" + "5" + "99999" + "9" + "000",
    ],
)
def test_a_coupon_is_read_by_the_lengths_it_tells(coupon: str) -> None:
    assert checked([("8110", coupon)]).trouble == ""


@pytest.mark.parametrize(
    "coupon",
    [
        "7" + PLAIN[1:],  # a company of 13 digits
        PLAIN[:-1],
        PLAIN + "7",
        PLAIN + "3" + "261301",
        PLAIN + "3" + "261200",
        PLAIN + "3" + "270229",
        PLAIN + "3" + "261101" + "4" + "261231",  # ends before it begins
        PLAIN + "4" + "261101" + "3" + "261231",  # fields in the wrong order
        PLAIN + "5" + "0" + "12345",
        PLAIN + "6" + "0" + "061414",
        PLAIN + "9" + "3" + "1" + "7" + "0",
        PLAIN + "9" + "0" + "1" + "7" + "2",
        COMPANY + OFFER + "0" + BOUGHT,
        COMPANY + OFFER + SAVED + "11" + "5" + "123",
        PLAIN + "1" + "4" + ANOTHER[2:],
    ],
)
def test_a_coupon_put_together_wrongly_is_refused(coupon: str) -> None:
    assert checked([("8110", coupon)]).trouble == "gs1_value"


@pytest.mark.parametrize(
    ("offer", "right"),
    [
        ("0" + COMPANY + OFFER + "0" + "123456", True),
        ("1" + "6" + "123456789012" + OFFER + "9" + "123456789012345", True),
        ("2" + COMPANY + OFFER + "0" + "123456", False),
        ("0" + "7" + "1234567890123" + OFFER + "0" + "123456", False),
        ("0" + COMPANY + OFFER + "0" + "12345", False),
        ("0" + COMPANY + OFFER + "0" + "1234567", False),
        ("0" + COMPANY + OFFER, False),
        ("0A" + COMPANY[1:] + OFFER + "0" + "123456", False),
    ],
)
def test_a_coupon_with_a_serial_number(offer: str, right: bool) -> None:
    assert checked([("8112", offer)]).trouble == ("" if right else "gs1_value")


@pytest.mark.parametrize(
    ("package", "trouble"),
    [("PX", ""), ("201", ""), ("8", ""), ("RB1", ""), ("QZ", "gs1_value"), ("px", "gs1_value")],
)
def test_types_of_packages_are_those_of_the_list(package: str, trouble: str) -> None:
    assert read_bracketed(f"(00){SSCC}(7041){package}").trouble == trouble


@pytest.mark.parametrize(
    ("elements", "fits"),
    [
        (f"(01){GTIN}(21)S(8040){IMEI}", True),
        (f"(01){GTIN}(8040){IMEI}", False),
        (f"(21)S(8040){IMEI}", False),
        (f"(01){GTIN}(21)S(8040){IMEI}(8041){IMEI}", True),
        (f"(01){GTIN}(21)S(8041){IMEI}", False),
        (f"(01){GTIN}(21)S(8042){'8' * 32}", False),
        (f"(01){GTIN}(21)S(8043){'8' * 18}", False),
        (f"(01){GTIN}(21)S(8040){IMEI}(8042){'8' * 32}(8043){'8' * 20}", True),
    ],
)
def test_numbers_of_mobile_devices_belong_to_one_unit(elements: str, fits: bool) -> None:
    assert read_bracketed(elements).trouble == ("" if fits else "gs1_pairs")


@pytest.mark.parametrize(
    ("signature", "trouble"),
    [
        ("aB-_", ""),
        ("aB9=", ""),
        ("aB==", ""),
        ("a===", "gs1_signs"),
        ("=aB9", "gs1_signs"),
        ("a=B9", "gs1_signs"),
    ],
)
def test_a_signature_is_padded_at_its_end_alone(signature: str, trouble: str) -> None:
    """7.11, set 64: "=" is no sign of it, it fills up the last group."""
    assert checked([("8030", signature)]).elements == (() if trouble else (("8030", signature),))
    assert checked([("8030", signature)]).trouble in (trouble, "gs1_pairs")
