"""Whose a scanned number is, and whether it was read right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.domain.tracking import (
    Check,
    Fit,
    carrier_told,
    is_another,
    judged,
    number_on_label,
    recognise,
)
from fbm_desk.domain.tracking_forms import FORMS, Carrier, carriers_called

C = Carrier
#: What stands on a label, the number in it, and everybody whose check digit it proves.
LABELS = [
    ("1Z 999 AA1 01 2345 6784", "1Z999AA10123456784", {C.UPS}),
    ("1z5R89390357567127", "1Z5R89390357567127", {C.UPS}),
    ("1ZXX3150YW44070023", "1ZXX3150YW44070023", {C.UPS}),  # a service told by letters
    ("9405511899223197428490", "9405511899223197428490", {C.USPS}),
    ("420941079405511899223197428490", "9405511899223197428490", {C.USPS}),
    ("4209410745679405511899223197428490", "9405511899223197428490", {C.USPS}),
    ("92748931507708513018050063", "92748931507708513018050063", {C.USPS}),
    ("4201002392748931507708513018050063", "92748931507708513018050063", {C.USPS}),
    ("7112 3456 7891 2345 6787", "71123456789123456787", {C.USPS}),
    ("71969010756003077385", "71969010756003077385", {C.USPS}),
    ("LZ473124829US", "LZ473124829US", {C.USPS}),
    ("986578788855", "986578788855", {C.FEDEX}),
    ("1001921334250001000300779017972697", "779017972697", {C.FEDEX}),
    ("9622001900000000000000776632517510", "776632517510", {C.FEDEX}),
    ("0414 4176 0228 964", "041441760228964", {C.FEDEX}),
    ("9611020987654312345672", "987654312345672", {C.FEDEX}),
    ("61299998820821171811", "61299998820821171811", {C.FEDEX}),
    ("9261292700768711948021", "9261292700768711948021", {C.FEDEX, C.USPS}),
    ("3318810025", "3318810025", {C.DHL}),
    ("428001369716", "428001369716", {C.DHL, C.DEUTSCHE_POST}),
    ("00340433836442636597", "00340433836442636597", {C.DHL, C.DEUTSCHE_POST}),
    ("RR473124829DE", "RR473124829DE", {C.DHL, C.DEUTSCHE_POST}),
    ("RB 4731 2482 9GB", "RB473124829GB", {C.ROYAL_MAIL}),
    ("008182709980000020033350276C", "09980000020033", {C.DPD}),
    ("%008182709980000020045327276N", "09980000020045", {C.DPD}),
    ("01015026003653c", "01015026003653", {C.DPD}),
    ("123456789011", "123456789011", {C.GLS}),
    ("12345678903", "12345678903", {C.JAPAN_POST}),
    ("EN473124829JP", "EN473124829JP", {C.JAPAN_POST}),
    ("1234-5678-9013", "123456789013", {C.JAPAN_POST, C.YAMATO, C.SAGAWA}),
    ("A123456789013A", "123456789013", {C.JAPAN_POST, C.YAMATO, C.SAGAWA}),
    ("RA473124829FR", "RA473124829FR", {C.OTHER_POST}),
]


@pytest.mark.parametrize(("label", "number", "carriers"), LABELS)
def test_a_label_tells_its_number_and_whose_it_is(
    label: str, number: str, carriers: set[Carrier]
) -> None:
    right = [one for one in recognise(label) if one.checked is Check.RIGHT]
    assert {one.carrier for one in right} == carriers
    assert {one.number for one in right} == {number}
    assert recognise(label)[: len(right)] == tuple(right)  # what is proved comes first
    assert number_on_label(label) in (number, label)


NO_CHECK_DIGIT = [
    ("JJD1410302937991", C.DHL),
    ("JVGL0999999990", C.DHL),
    ("JD014600002135692134", C.DHL),
    ("GM2951173225174494", C.DHL),
    ("01030E092806011E001E", C.DEUTSCHE_POST),
    ("32048648500000C1FBBF8", C.ROYAL_MAIL),
    ("01015026003653", C.DPD),
    ("%007110001505400084721327276", C.DPD),
]


@pytest.mark.parametrize(("label", "carrier"), NO_CHECK_DIGIT)
def test_forms_without_a_check_digit_are_known_by_their_shape(label: str, carrier: Carrier) -> None:
    assert Check.NONE in {one.checked for one in recognise(label) if one.carrier is carrier}


def slips(number: str) -> list[str]:
    """Every way to get one digit wrong."""
    return [
        number[:at] + digit + number[at + 1 :]
        for at, right in enumerate(number)
        if right.isdigit()
        for digit in "0123456789"
        if digit != right
    ]


#: How many in a hundred single wrong digits a carrier's own rule must let pass at most.
PASSED = [
    ("9405511899223197428490", "USPS", 0),
    ("041441760228964", "FedEx", 0),
    ("00340433836442636597", "DHL", 0),
    ("123456789011", "GLS", 0),
    ("RB473124829GB", "Royal Mail", 0),
    ("428001369716", "DHL", 6),  # five apart under the weight four
    ("1Z999AA10123456784", "UPS", 6),  # five apart under the weight two
    ("986578788855", "FedEx", 1),
    ("3318810025", "DHL Express", 8),  # seven apart
    ("123456789013", "Yamato", 7),
    ("123456789013", "Sagawa", 7),
    ("12345678903", "Japan Post", 7),
]


@pytest.mark.parametrize(("number", "carrier", "percent"), PASSED)
def test_a_slip_of_the_finger_is_not_taken(number: str, carrier: str, percent: int) -> None:
    wrong = slips(number)
    taken = [slip for slip in wrong if judged(slip, carrier)[0] is Fit.FITS]
    assert judged(number, carrier) == (Fit.FITS, "")
    assert len(wrong) > 80
    assert len(taken) * 100 / len(wrong) <= percent


@pytest.mark.parametrize("zip_code", ["94107", "941074567"])
def test_a_slip_in_the_number_shows_behind_its_zip_code_too(zip_code: str) -> None:
    for slip in slips("9405511899223197428490")[18:]:
        assert judged(f"420{zip_code}{slip}", "USPS")[0] is Fit.MISREAD


@pytest.mark.parametrize(
    ("number", "carrier", "whose"),
    [
        ("1Z999AA10123456784", "DHL", "UPS"),
        ("RB473124829GB", "UPS", "Royal Mail"),
        ("JJD1410302937991", "UPS", "DHL"),
        ("9405511899223197428490", "UPS", "USPS"),
        ("RA473124829FR", "UPS", ""),  # a post that has no name here
    ],
)
def test_another_carriers_number_is_asked_about(number: str, carrier: str, whose: str) -> None:
    assert judged(number, carrier) == (Fit.OTHER, whose)
    assert carrier_told(number, carrier) == (whose or carrier)


def test_dhl_and_deutsche_post_are_one_house() -> None:
    for carrier in ("DHL", "dhl", "DHL  Paket", "Deutsche Post"):
        assert judged("428001369716", carrier) == (Fit.FITS, "")
        assert carrier_told("428001369716", carrier) == carrier


def test_a_carrier_nobody_knows_here_prints_what_it_likes() -> None:
    for number in ("KP4881200731", "H1000730000838501021", "123456789018", "XHAX4HDA"):
        assert judged(number, "Kestrel Parcel") == (Fit.FITS, "")
    assert judged("1Z999AA10123456785", "Kestrel Parcel") == (Fit.MISREAD, "")
    assert carrier_told("1Z999AA10123456784", "Kestrel Parcel") == "Kestrel Parcel"


def test_an_unknown_number_is_taken_where_the_seller_allows_it() -> None:
    for carrier in ("", "UPS"):
        assert judged("KP4881200731", carrier) == (Fit.UNKNOWN, "")
        assert judged("KP4881200731", carrier, unknown_allowed=True) == (Fit.FITS, "")
    assert judged("123456789018", "") == (Fit.MISREAD, "")  # nobody's check digit fits
    assert judged("123456789018", "", unknown_allowed=True) == (Fit.FITS, "")
    assert judged("1Z999AA10123456785", "", unknown_allowed=True) == (Fit.MISREAD, "")


def test_amazon_is_told_a_carrier_only_where_the_number_proves_it() -> None:
    assert carrier_told("1Z999AA10123456784", "") == "UPS"
    assert carrier_told("428001369716", "") == ""  # DHL's, or somebody's by chance
    assert carrier_told("9261292700768711948021", "") == ""  # FedEx or the post
    assert carrier_told("12345678903", "GLS") == "GLS"  # that it divides by seven is chance
    assert carrier_told("00340433836442636597", "") == "DHL"
    assert carrier_told("", "GLS") == "GLS"


def test_every_carrier_has_a_form_and_can_be_called_by_amazons_word() -> None:
    assert {form.carrier for form in FORMS} == set(Carrier)
    assert [one for one in Carrier if one is not C.OTHER_POST
            and carriers_called(one.value)[:1] != (one,)] == []  # fmt: skip


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    for one in recognise(text):
        assert one.number
        assert one.number.isascii()
    assert isinstance(judged(text, "UPS"), tuple)
    assert isinstance(carrier_told(text, ""), str)


@given(st.from_regex(r"\A[0-9A-Z%]{8,45}\Z"), st.sampled_from(["", "UPS", "DHL", "GLS", "Otter"]))
def test_what_reads_like_a_number_is_answered(text: str, carrier: str) -> None:
    fit, whose = judged(text, carrier)
    assert (fit is Fit.OTHER) or not whose


@pytest.mark.parametrize(
    ("number", "own", "another"),
    [
        ("1Z5R89390357567127", "1Z999AA10123456784", True),
        ("1Z999AA10123456785", "1Z999AA10123456784", False),  # misread: its check digit is wrong
        ("779017972697", "986578788855", True),  # FedEx both
        ("420981091234", "1Z999AA10123456784", False),  # a postcode that FedEx's digit fits
        ("9405511899223197428490", "1Z999AA10123456784", True),  # nobody's but USPS's
        ("21348075016401", "428001369716", False),  # Deutsche Post's routing beside its number
        ("KP00000000000002PT", "KP00000000000001PT", True),  # of a carrier not known here
        ("42098109", "KP00000000000001PT", False),
        ("TBA123456789012", "KP00000000000001PT", False),
    ],
)
def test_another_labels_number_is_told_by_its_form(number: str, own: str, another: bool) -> None:
    assert is_another(number, own) is another
