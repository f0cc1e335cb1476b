"""Element strings right and wrong, by the sections of the GS1 General Specifications."""

from __future__ import annotations

from random import Random

import pytest

from fbm_desk.domain.barcodes import GS, check_digit, read
from fbm_desk.domain.gs1 import checked, read_bracketed, read_declared, read_marked

GTIN = "09506000134352"
SSCC = "09506000134352001" + check_digit("09506000134352001")
GLN = "9506000134352"
GSRN = "95060001343520000" + check_digit("95060001343520000")
GMN = "1987654Ad4X4bL5ttr2310c2K"

# One value that is right for each identifier, by section. What it must stand with is not asked.
RIGHT = {
    # 3.2 logistic units and articles
    "00": [SSCC],
    "01": [GTIN, "00012345600012", "9950600013435" + check_digit("9950600013435")],
    "02": [GTIN],
    "03": [GTIN],
    # 3.4 lots, dates, variants, serial numbers
    "10": ["A", "ABC-123/45", "x" * 20, "!\"%&'()*+,-./:;<=>?_", "0"],
    "11": ["261123", "261100", "240229", "000101", "991231"],
    "12": ["261123", "260200"],
    "13": ["261123", "261200"],
    "15": ["261231", "260430", "260400"],
    "16": ["261231"],
    "17": ["261231", "280229", "280200", "490101", "510101"],
    "20": ["00", "99"],
    "21": ["1", "aB9", "z" * 20],
    "22": ["2A"],
    "235": ["TPX-1", "x" * 28],
    # 3.5 more about articles
    "240": ["x" * 30],
    "241": ["PART-1"],
    "242": ["1", "123456"],
    "243": ["PCN"],
    "250": ["x" * 30],
    "251": ["x" * 30],
    "253": [GLN, GLN + "1", GLN + "x" * 17],
    "254": ["x" * 20],
    "255": [GLN, GLN + "1" * 12],
    # 3.6 counts and measures
    "30": ["1", "12345678", "00000001"],
    "37": ["1", "12345678"],
    **{f"{stem}{n}": ["000000", "123456"] for stem in (310, 316, 320, 329, 337, 357) for n in "05"},
    # 3.6.6 amounts
    "3900": ["1", "123456789012345"],
    "3909": ["1"],
    "3912": ["9781", "978123456789012345"],
    "3922": ["1999"],
    "3932": ["8401999"],
    "3940": ["0010"],
    "3943": ["0010"],
    "3955": ["001999"],
    # 3.7 orders, places
    "400": ["PO-1"],
    "401": ["9506ABC"],
    "402": ["9506000134352001" + check_digit("9506000134352001")],
    "403": ["1+ABC"],
    **{ai: [GLN] for ai in ("410", "411", "412", "413", "414", "415", "416", "417")},
    "420": ["12345", "SW1A1AA"],
    "421": ["276" + "10115", "840123456789"],
    "422": ["276"],
    "423": ["276", "276250", "276250380724620"],
    "424": ["156"],
    "425": ["276250"],
    "426": ["276"],
    "427": ["BY", "NSW"],
    # 3.8 transport
    "4300": ["ACME+LTD"],
    "4301": ["M%C3%BCller"],
    "4307": ["DE"],
    "4309": ["02790858483015297971", "18000000003600000000"],
    "4321": ["0", "1"],
    "4324": ["2611231430", "2611001430"],
    "4326": ["261123"],
    "4330": ["001250", "001250-"],
    # 3.8 more attributes
    "7001": ["1005171234567"],
    "7003": ["2611232359", "2611230000"],
    "7004": ["1", "1234"],
    "7006": ["261123"],
    "7007": ["261123", "261101261123"],
    "7011": ["261123", "2611231430"],
    "7023": ["9506ABC"],
    "7030": ["276EFTA1"],
    "7039": ["999X"],
    "7040": ["1ABC"],
    "710": ["12345678"],
    "716": ["012345678"],
    "717": ["M-CR-12-34567"],
    "7230": ["EMabc"],
    "7240": ["P1"],
    "7241": ["01", "10", "80", "99"],
    "7250": ["19800229"],
    "7251": ["198002291430"],
    "7252": ["0", "1", "2", "9"],
    "7258": ["1/2", "2/2"],
    # 3.9 special
    "8001": ["12345123451201"],
    "8003": ["0" + GLN, "0" + GLN + "x" * 16],
    "8004": ["9506ABC"],
    "8005": ["001999"],
    "8006": [GTIN + "0102", GTIN + "0202"],
    "8007": ["DE89370400440532013000", "GB82WEST12345698765432"],
    "8008": ["26112314", "2611231430", "261123143059"],
    "8010": ["9506#A/-1"],
    "8011": ["0", "1", "123456789012"],
    "8013": [GMN],
    "8017": [GSRN],
    "8018": [GSRN],
    "8019": ["1"],
    "8020": ["REF-1"],
    "8026": [GTIN + "0101"],
    "8030": ["-_aB9="],
    "8040": ["490154203237518"],
    "8041": ["490154203237518"],
    "8042": ["89049032000001000000012345678901"],
    "8043": ["890141032111185107", "89014103211118510720"],
    "8111": ["0100"],
    "8200": ["https://example.com/a?b=c"],
    "90": ["x" * 30],
    "91": ["x" * 90],
    "99": ["x"],
}

WRONG = [
    # 3.2: lengths and check digits
    ("00", SSCC[:-1], "gs1_length"),
    ("00", SSCC[:-1] + str((int(SSCC[-1]) + 1) % 10), "check_digit"),
    ("00", SSCC[:-1] + "A", "gs1_signs"),
    ("01", GTIN[:-1] + "3", "check_digit"),
    ("01", GTIN[1:], "gs1_length"),
    ("01", GTIN + "0", "gs1_length"),
    ("01", "0950600013435X", "gs1_signs"),
    ("01", "٠٩٥٠٦٠٠٠١٣٤٣٥٢", "gs1_signs"),
    ("02", GTIN[:-1] + "9", "check_digit"),
    ("03", GTIN[:-1] + "9", "check_digit"),
    # 3.4.1, 3.5.2: lots and serial numbers
    ("10", "", "gs1_length"),
    ("10", "x" * 21, "gs1_length"),
    ("10", "A B", "gs1_signs"),
    ("10", "A#B", "gs1_signs"),
    ("10", "A$B", "gs1_signs"),
    ("10", "A@B", "gs1_signs"),
    ("10", "A[B", "gs1_signs"),
    ("10", "A\\B", "gs1_signs"),
    ("10", "A]B", "gs1_signs"),
    ("10", "A^B", "gs1_signs"),
    ("10", "A`B", "gs1_signs"),
    ("10", "A{B", "gs1_signs"),
    ("10", "A|B", "gs1_signs"),
    ("10", "A}B", "gs1_signs"),
    ("10", "A~B", "gs1_signs"),
    ("10", "LÖT", "gs1_signs"),
    ("21", "x" * 21, "gs1_length"),
    ("21", "", "gs1_length"),
    # 3.4.2 to 3.4.7: dates
    *((ai, "261301", "gs1_date") for ai in ("11", "12", "13", "15", "16", "17")),
    *((ai, "260001", "gs1_date") for ai in ("11", "12", "13", "15", "16", "17")),
    *((ai, "260230", "gs1_date") for ai in ("11", "12", "13", "15", "16", "17")),
    *((ai, "260431", "gs1_date") for ai in ("11", "12", "13", "15", "16", "17")),
    *((ai, "270229", "gs1_date") for ai in ("11", "12", "13", "15", "16", "17")),
    *((ai, "261232", "gs1_date") for ai in ("11", "12", "13", "15", "16", "17")),
    *((ai, "26112", "gs1_length") for ai in ("11", "12", "13", "15", "16", "17")),
    *((ai, "2611233", "gs1_length") for ai in ("11", "12", "13", "15", "16", "17")),
    *((ai, "2611AB", "gs1_signs") for ai in ("11", "12", "13", "15", "16", "17")),
    ("20", "1", "gs1_length"),
    ("20", "123", "gs1_length"),
    ("20", "A1", "gs1_signs"),
    ("22", "x" * 21, "gs1_length"),
    ("235", "x" * 29, "gs1_length"),
    ("240", "x" * 31, "gs1_length"),
    ("242", "1234567", "gs1_length"),
    ("242", "A", "gs1_signs"),
    ("253", GLN[:-1] + "3", "check_digit"),
    ("253", GLN + "x" * 18, "gs1_length"),
    ("255", GLN + "A", "gs1_signs"),
    # 3.6: counts and measures
    ("30", "", "gs1_length"),
    ("30", "123456789", "gs1_length"),
    ("30", "1.5", "gs1_signs"),
    ("37", "-1", "gs1_signs"),
    ("37", "123456789", "gs1_length"),
    ("3103", "12345", "gs1_length"),
    ("3103", "1234567", "gs1_length"),
    ("3103", "12.345", "gs1_signs"),
    ("3106", "123456", "gs1_unknown"),
    ("3170", "123456", "gs1_unknown"),
    ("3910", "0001", "gs1_value"),
    ("3940", "001", "gs1_length"),
    ("3944", "0010", "gs1_unknown"),
    ("3956", "001999", "gs1_unknown"),
    # 3.7: places
    *((ai, GLN[:-1] + "3", "check_digit") for ai in ("410", "411", "412", "413", "414", "417")),
    ("401", "ABC123", "gs1_value"),
    ("402", "95060001343520010", "check_digit"),
    ("421", "000123", "gs1_value"),
    ("421", "276", "gs1_length"),
    ("422", "999", "gs1_value"),
    ("423", "2762", "gs1_length"),
    ("423", "276250380724620840", "gs1_length"),
    ("427", "ABCD", "gs1_length"),
    ("4301", "M%C3%BXller", "gs1_value"),
    ("4301", "100%", "gs1_value"),
    ("4307", "XX", "gs1_value"),
    ("4307", "de", "gs1_value"),
    ("4309", "18000000013600000000", "gs1_value"),
    ("4321", "2", "gs1_value"),
    ("4324", "2611232460", "gs1_date"),
    ("4326", "261100", "gs1_date"),
    ("4330", "001250+", "gs1_value"),
    ("7003", "2611232400", "gs1_date"),
    ("7003", "2611231260", "gs1_date"),
    ("7003", "2611001200", "gs1_date"),
    ("7003", "261123", "gs1_length"),
    ("7006", "261100", "gs1_date"),
    ("7007", "2611012611", "gs1_length"),
    ("7030", "000X", "gs1_value"),
    ("7241", "11", "gs1_value"),
    ("7250", "19800230", "gs1_date"),
    ("7252", "3", "gs1_value"),
    ("7258", "3/2", "gs1_value"),
    ("8003", "1" + GLN, "gs1_value"),
    ("8004", "95", "gs1_value"),
    ("8006", GTIN + "0201", "gs1_value"),
    ("8006", GTIN + "0001", "gs1_value"),
    ("8007", "DE89370400440532013001", "gs1_value"),
    ("8008", "26112324", "gs1_date"),
    ("8010", "9506abc", "gs1_signs"),
    ("8011", "01", "gs1_value"),
    ("8013", GMN[:-1] + "J", "gs1_value"),
    ("8030", "a+b", "gs1_signs"),
    ("8040", "49015420323751", "gs1_length"),
    ("8043", "890141032111185107201", "gs1_length"),
    ("90", "x" * 31, "gs1_length"),
    ("91", "x" * 91, "gs1_length"),
    # identifiers that are not assigned
    *(
        (ai, "123456", "gs1_unknown")
        for ai in ("04", "05", "14", "18", "19", "23", "38", "39", "60")
    ),
    *((ai, "123456", "gs1_unknown") for ai in ("236", "399", "430", "718", "8022", "8113")),
]

_CASES = [(ai, value) for ai, values in RIGHT.items() for value in values]


@pytest.mark.parametrize(("ai", "value"), _CASES)
def test_what_the_specifications_allow_is_read_in_both_ways_of_writing(ai: str, value: str) -> None:
    for found in (read_bracketed(f"({ai}){value}"), read_marked(f"{ai}{value}{GS}")):
        assert found.trouble in ("", "gs1_pairs")
        assert found.elements == ((ai, value),)


@pytest.mark.parametrize(("ai", "value", "trouble"), WRONG)
def test_what_they_do_not_allow_is_refused_and_says_why(ai: str, value: str, trouble: str) -> None:
    found = checked([(ai, value)])
    assert (found.elements, found.trouble) == ((), trouble)
    code = read(f"(01){GTIN}({ai}){value}") if ai != "01" else read(f"(01){value}")
    assert GTIN not in code.keys or code.trouble


@pytest.mark.parametrize(("ai", "value"), [(ai, value) for ai, value, _ in WRONG])
def test_an_article_is_never_counted_from_a_string_that_is_wrong(ai: str, value: str) -> None:
    code = read(f"]C1{ai}{value}{GS}01{GTIN}")
    assert GTIN not in code.keys or code.trouble in ("gs1_pairs", "no_separators")


PAIRS = [
    # 4.14.1: what must not stand together
    (f"(01){GTIN}(02){GTIN}(37)5", False),
    (f"(01){GTIN}(37)5", False),
    (f"(01){GTIN}(21)S(235)T", False),
    (f"(01){GTIN}(3102)000100(3103)001000", False),
    (f"(01){GTIN}(422)276(426)276", False),
    ("(420)10115(421)27610115", False),
    (f"(00){SSCC}(4330)001250(4331)000500", False),
    (f"(8017){GSRN}(8018){GSRN}", False),
    (f"(01){GTIN}(3922)100(3932)978100(30)1", False),
    # 4.14.2: what is wanted beside it
    (f"(02){GTIN}", False),
    (f"(02){GTIN}(37)5", False),
    (f"(00){SSCC}(37)5", False),
    ("(10)LOT", False),
    ("(21)SERIAL", False),
    ("(17)271130", False),
    (f"(02){GTIN}(37)5(21)S(00){SSCC}", False),
    (f"(01){GTIN}(12)271130", False),
    (f"(01){GTIN}(250)S2", False),
    (f"(01){GTIN}(3922)1999", False),
    (f"(01){GTIN}(7004)12", False),
    (f"(01){GTIN}(427)BY", False),
    (f"(01){GTIN}(8011)1", False),
    ("(254)X", False),
    # and what fits
    (f"(00){SSCC}", True),
    (f"(01){GTIN}", True),
    (f"(01){GTIN}(10)LOT(17)271130(21)S", True),
    (f"(00){SSCC}(02){GTIN}(37)5", True),
    (f"(00){SSCC}(02){GTIN}(37)5(10)LOT(15)271130", True),
    (f"(01){GTIN}(235)T", True),
    (f"(01){GTIN}(3103)001000(3923)1999", True),
    (f"(01){GTIN}(30)5(3922)1999", True),
    (f"(01){GTIN}(21)S(250)S2", True),
    (f"(01){GTIN}(10)LOT(7004)12", True),
    (f"(01){GTIN}(422)276(427)BY", True),
    (f"(00){SSCC}(4302)STREET(4303)HOUSE", True),
    (f"(414){GLN}(254)X", True),
    (f"(415){GLN}(8020)REF", True),
    ("(8010)9506A(8011)1", True),
    (f"(8006){GTIN}0102(10)LOT(21)S", True),
    (f"(01){GTIN}(91)ANYTHING", True),
    (f"(01){GTIN}(90)A(99)B", True),
    ("(400)PO1", True),
]


@pytest.mark.parametrize(("text", "fits"), PAIRS)
def test_identifiers_that_need_or_exclude_each_other(text: str, fits: bool) -> None:
    assert read_bracketed(text).trouble == ("" if fits else "gs1_pairs")


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        # 7.8.6: separators
        (f"]C101{GTIN}10LOT17271130", ""),  # a lot of this name: nothing proves a lost one
        (f"]C101{GTIN}10LOT21SERIAL9", ""),
        (f"]C101{GTIN}211234510678901", ""),
        (f"]C101{GTIN}10LOT1727113021SERIAL9", "no_separators"),
        (f"]C101{GTIN}10LOT1727113021SERIAL9{GS}", ""),  # this scanner sends them
        (f"]C101{GTIN}10LOT1727133021SERIAL9", ""),  # no date
        (f"]C101{GTIN}10L17271130219", "no_separators"),
        (f"]C101{GTIN}10L1727113010X", ""),  # a second lot is none
        (f"]C101{GTIN}10LO01{GTIN}", "no_separators"),  # the same once more
        (f"]C101{GTIN}10LO01{GTIN[:-1]}7", ""),  # a wrong check digit
        (f"]C101{GTIN}10LOT7{GS}17271130", ""),
        (f"]C101{GTIN}17271130" + "10LOT7", ""),
        (f"]C1{GS}01{GTIN}{GS}17271130{GS}10LOT7{GS}", ""),
        (f"]C101{GTIN}10LOT7{GS}{GS}17271130", "gs1_unknown"),
        (f"]C101{GTIN}10LOT7{GS}21SERIAL-NUMBER-TOO-LONG-X", "gs1_length"),
        (f"]C101{GTIN}10LOTNUMBERSOLONG7217ABCDEF", "no_separators"),
        (f"]C101{GTIN}10LOT7{GS}10LOT8", "gs1_twice"),
        (f"]C101{GTIN}10LOT7{GS}10LOT7", ""),
        (f"]C101{GTIN}01{GTIN}", ""),
        ("]C1", ""),
        (f"]C101{GTIN[:-2]}", "gs1_length"),
        ("]C1ABC", "gs1_unknown"),
        (f"]d20{GTIN}", "gs1_length"),
        (f"]C101{GTIN}422{GS}276", "gs1_unknown"),
        (f"]C101{GTIN}42227610LOT", "no_separators"),
        (f"(01){GTIN}(10)", "gs1_length"),
        ("(01) 0 9506000 13435 2 (17) 26 11 30", ""),  # digits in groups, as they are printed
        (f"(01){GTIN}(10)LOT 7", "gs1_signs"),
        (f"(01){GTIN}(10)LOT(10)LOT8", "gs1_twice"),
        (f"(01){GTIN}(14)271130", "gs1_unknown"),
        ("(01)9506000134352", "gs1_length"),
    ],
)
def test_where_elements_end(text: str, trouble: str) -> None:
    code = read(text)
    assert code.trouble == trouble
    assert bool(code.keys) == bool(code.text)
    if trouble not in ("", "no_separators"):
        assert code.keys == (code.text.lower(),)


def test_without_separators_the_article_is_certain_and_the_rest_is_asked_for() -> None:
    code = read(f"01{GTIN}11251130" + "10LOT7" + "17271130" + "21SERIAL9")
    assert code.trouble == "no_separators"
    assert code.keys[0] == GTIN
    assert (code.lot, code.serial, code.expires_on) == ("", "", None)


@pytest.mark.parametrize("ai", ["10", "21"])
@pytest.mark.parametrize("signs", ["0123456789", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
def test_a_last_element_needs_no_separator_whatever_it_holds(ai: str, signs: str) -> None:
    """7.8.6: at most one in a thousand is taken for two that ran together."""
    rng = Random(7)
    values = ["".join(rng.choices(signs, k=rng.randint(1, 20))) for _ in range(5_000)]
    for before in (f"01{GTIN}", f"01{GTIN}17271130"):
        found = [read_marked(f"{before}{ai}{value}") for value in values]
        kept = [one.get(ai) == value for one, value in zip(found, values, strict=True)]
        assert kept.count(False) <= 5


def test_the_number_sign_of_a_component_number_is_no_separator() -> None:
    """7.11: set 39 has it, for (8010) alone."""
    for text in ("]d280109506000#A-1", f"]C180109506000#A-1{GS}80111"):
        assert read(text).trouble == ""
    assert read_declared("80109506000#A-1").elements == (("8010", "9506000#A-1"),)
    found = read_declared(f"01{GTIN}10LOT#8010950600~91X")
    assert found.elements[1:] == (("10", "LOT"), ("8010", "950600"), ("91", "X"))
