"""Reading a label before it is printed: right, wrong, absent, damaged."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from fbm_desk.printing.documents import LabelFormat
from fbm_desk.printing.label_check import (
    LabelCheck,
    LabelOutcome,
    compare,
    read_label,
    tracking_on_label,
)
from fbm_desk.printing.label_pictures import Unreadable, UnreadableLabel
from fbm_desk.printing.label_zpl import label_to_zpl
from tests.printing.paper_reading import codes, zpl_pictures

TRACKING = "KP48812007315PT"
USPS = "9405511899223197428490"
FOUR_BY_SIX = (288.0, 432.0)


def label_pdf(
    *texts: str,
    size: tuple[float, float] = FOUR_BY_SIX,
    pages: int = 1,
    password: str = "",
    turned: bool = False,
) -> bytes:
    buffer = BytesIO()
    encrypt = StandardEncryption(password) if password else None
    canvas = Canvas(buffer, pagesize=size, encrypt=encrypt)
    for _ in range(pages):
        if turned:
            canvas.translate(size[0], 0)
            canvas.rotate(90)
        canvas.drawString(20, 200, "Kestrel Parcel 48H")
        for place, text in enumerate(texts):
            Code128(text, barWidth=0.95, barHeight=50).drawOn(canvas, 4, 40 + 70 * place)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def label_png(text: str, dpi: int = 203) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(label_pdf(text))
    buffer = BytesIO()
    document[0].render(scale=dpi / 72).to_pil().save(buffer, "PNG")
    document.close()
    return buffer.getvalue()


def label_zpl(text: str) -> bytes:
    return f"^XA^FO40,40^BY3^BCN,120,Y,N,N,A^FD{text}^FS^XZ".encode()


@pytest.mark.parametrize(
    ("document", "label_format"),
    [
        (label_pdf(TRACKING), LabelFormat.PDF),
        (label_png(TRACKING), LabelFormat.PNG),
        (label_zpl(TRACKING), LabelFormat.ZPL),
        (label_to_zpl(label_pdf(TRACKING), LabelFormat.PDF), LabelFormat.ZPL),
        (label_pdf("ROUTE-77", TRACKING, pages=2), LabelFormat.PDF),
        (label_pdf(TRACKING, turned=True), LabelFormat.PDF),
    ],
    ids=["PDF", "PNG", "ZPL", "ZPL picture", "two codes, two pages", "turned"],
)
def test_the_right_number_in_the_barcode_matches(
    document: bytes, label_format: LabelFormat
) -> None:
    check = tracking_on_label(document, label_format, "KP 4881 2007 315 PT")

    assert check.outcome is LabelOutcome.MATCHES


@pytest.mark.parametrize(
    ("document", "label_format"),
    [
        (label_pdf(TRACKING), LabelFormat.PDF),
        (label_png(TRACKING), LabelFormat.PNG),
        (label_zpl(TRACKING), LabelFormat.ZPL),
    ],
)
def test_another_parcels_label_is_named(document: bytes, label_format: LabelFormat) -> None:
    check = tracking_on_label(document, label_format, "KP48812007316PT")

    assert check == LabelCheck(LabelOutcome.OTHER_NUMBER, (TRACKING,))


@pytest.mark.parametrize(
    ("document", "label_format"),
    [
        (label_pdf(), LabelFormat.PDF),
        (b"^XA^FO9,9^A0N,30,30^FDKP48812007315PT^FS^XZ", LabelFormat.ZPL),
        (label_zpl("HELLO"), LabelFormat.ZPL),
    ],
    ids=["blank", "number only as text", "word in the barcode"],
)
def test_a_label_without_a_number_in_bars_has_none(
    document: bytes, label_format: LabelFormat
) -> None:
    check = tracking_on_label(document, label_format, TRACKING)

    assert check == LabelCheck(LabelOutcome.NONE_FOUND)


def huge_png() -> bytes:
    """A header that announces 50,000 × 50,000 dots, and nothing behind it."""
    header = b"IHDR" + (50_000).to_bytes(4, "big") * 2 + bytes((1, 0, 0, 0, 0))
    chunk = (13).to_bytes(4, "big") + header + zlib.crc32(header).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk


RECURSIVE_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 288 432]/Contents 5 0 R
/Resources<</XObject<</X 4 0 R>>>>>>endobj
4 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Length 11>>
stream
/X Do /X Do
endstream endobj
5 0 obj<</Length 5>>stream
/X Do
endstream endobj
trailer<</Root 1 0 R>>
"""


@pytest.mark.parametrize(
    ("document", "label_format", "reason"),
    [
        (b"", LabelFormat.PDF, Unreadable.EMPTY),
        (b"  \n", LabelFormat.ZPL, Unreadable.EMPTY),
        (label_pdf(TRACKING), LabelFormat.ZPL, Unreadable.OTHER_FORMAT),
        (label_png(TRACKING), LabelFormat.PDF, Unreadable.OTHER_FORMAT),
        (label_zpl(TRACKING), LabelFormat.PNG, Unreadable.OTHER_FORMAT),
        (b"<html>try later</html>", LabelFormat.PDF, Unreadable.OTHER_FORMAT),
        (b"GIF89a" + b"x" * 99, LabelFormat.PNG, Unreadable.OTHER_FORMAT),
        (label_pdf(TRACKING)[:300], LabelFormat.PDF, Unreadable.BROKEN),
        (label_png(TRACKING)[:900], LabelFormat.PNG, Unreadable.BROKEN),
        (label_pdf(TRACKING, password="secret"), LabelFormat.PDF, Unreadable.ENCRYPTED),
        (label_pdf(TRACKING, size=(1, 1)), LabelFormat.PDF, Unreadable.TOO_SMALL),
        (label_pdf(TRACKING, size=(14_000, 14_000)), LabelFormat.PDF, Unreadable.TOO_LARGE),
        (label_pdf(TRACKING, pages=40), LabelFormat.PDF, Unreadable.TOO_LARGE),
        (huge_png(), LabelFormat.PNG, Unreadable.TOO_LARGE),
        (b"%PDF-1.4" + b"x" * 11_000_000, LabelFormat.PDF, Unreadable.TOO_LARGE),
        (label_zpl(TRACKING) * 2, LabelFormat.ZPL, Unreadable.REFUSED),
        (label_zpl(TRACKING).replace(b"^XZ", b"~JR^XZ"), LabelFormat.ZPL, Unreadable.REFUSED),
    ],
)
def test_a_document_that_cannot_be_looked_at_says_why(
    document: bytes, label_format: LabelFormat, reason: Unreadable
) -> None:
    check = tracking_on_label(document, label_format, TRACKING)

    assert check == LabelCheck(LabelOutcome.UNREADABLE, reason=reason)


def test_a_page_that_draws_itself_for_ever_comes_to_an_end() -> None:
    check = tracking_on_label(RECURSIVE_PDF, LabelFormat.PDF, TRACKING, patience_s=1.5)

    # Whichever comes first: the time is up, or the memory it may have.
    assert check.outcome is LabelOutcome.UNREADABLE
    assert check.reason in (Unreadable.ENDLESS, Unreadable.BROKEN)
    good = tracking_on_label(label_pdf(TRACKING), LabelFormat.PDF, TRACKING)
    assert good.outcome is LabelOutcome.MATCHES


@pytest.mark.parametrize(
    ("code", "tracking"),
    [
        (USPS, USPS),
        (f"42094107{USPS}", USPS),
        (f"420941071234{USPS}", USPS),
        (f"\x1d42094107\x1d{USPS}", "9405 5118 9922 3197 4284 90"),
        ("9622001900000000000000776632517510", "776632517510"),
        ("%0040212012345678901231012760", "01234567890123"),
        ("00340434161094042557", "340434161094042557"),
        ("kp48812007315pt", "KP-4881-2007-315-PT"),
    ],
)
def test_a_number_inside_a_carriers_longer_code_is_found(code: str, tracking: str) -> None:
    assert compare([code], tracking).outcome is LabelOutcome.MATCHES


@pytest.mark.parametrize(
    ("code", "tracking"),
    [
        (f"42094107{USPS}", USPS[2:]),
        (f"42094107{USPS}", USPS[:-1]),
        (f"4209410{USPS}", USPS),
        (f"99994107{USPS}", USPS),
        (f"X{TRACKING}", TRACKING),
        (f"{TRACKING}1", TRACKING),
        (TRACKING[:-1], TRACKING),
        ("9622001900000000000001776632517510", "776632517510"),
        (TRACKING, ""),
        ("", ""),
    ],
)
def test_a_number_that_only_resembles_is_never_taken(code: str, tracking: str) -> None:
    assert compare([code], tracking).outcome is not LabelOutcome.MATCHES


@given(st.from_regex(r"9\d{21}", fullmatch=True), st.integers(0, 21), st.integers(1, 9))
def test_one_wrong_digit_never_matches(number: str, place: int, by: int) -> None:
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]

    for code in (number, f"42094107{number}", f"420941071234{number}"):
        assert compare([code], wrong).outcome is not LabelOutcome.MATCHES


def test_what_a_matrix_code_says_of_a_person_is_not_handed_on() -> None:
    check = compare(["Marlowe Quill, 1200 Juniper Way", "[)>\x1e01\x1d9650613", TRACKING], USPS)

    assert check.other_numbers == (TRACKING,)


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(
    "document",
    [
        label_pdf(TRACKING),
        label_pdf(TRACKING, size=(432.0, 288.0)),
        label_pdf(TRACKING, size=(595.0, 842.0)),
    ],
    ids=["4x6", "6x4", "A4"],
)
def test_a_pdf_label_is_still_scannable_as_zpl(document: bytes, dpi: int) -> None:
    zpl = label_to_zpl(document, LabelFormat.PDF, dpi=dpi)

    assert tracking_on_label(zpl, LabelFormat.ZPL, TRACKING).outcome is LabelOutcome.MATCHES
    [picture] = zpl_pictures(zpl, dpi * 4, dpi * 6)
    assert codes(picture) == [TRACKING]


@pytest.mark.parametrize(("drawn", "printed"), [(203, 203), (203, 300), (300, 203), (300, 300)])
def test_a_png_label_is_still_scannable_as_zpl(drawn: int, printed: int) -> None:
    zpl = label_to_zpl(label_png(TRACKING, drawn), LabelFormat.PNG, dpi=printed)

    assert read_label(zpl, LabelFormat.ZPL) == {TRACKING}


def test_zpl_is_not_turned_into_zpl() -> None:
    with pytest.raises(UnreadableLabel) as refused:
        label_to_zpl(label_zpl(TRACKING), LabelFormat.ZPL)

    assert refused.value.reason is Unreadable.OTHER_FORMAT


def test_a_transparent_picture_stands_on_white_paper() -> None:
    shown = Image.open(BytesIO(label_png(TRACKING))).convert("L")
    clear = Image.new("RGBA", shown.size, (0, 0, 0, 0))
    clear.putalpha(shown.point(lambda value: 255 - value))
    buffer = BytesIO()
    clear.save(buffer, "PNG")

    assert read_label(buffer.getvalue(), LabelFormat.PNG) == {TRACKING}
