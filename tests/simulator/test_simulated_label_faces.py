"""The labels that are sold can be read: by a scanner in every format, and by people."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from fbm_desk.simulator import labels
from fbm_desk.simulator.label_content import LabelContent, address_lines, routing_code
from fbm_desk.simulator.label_layout import MARGIN, WIDTH, Text, compose, width_of
from fbm_desk.simulator.placed_order import Recipient
from fbm_desk.simulator.rate_card import SERVICES, Service
from fbm_desk.simulator.shipments import tracking_number

PEOPLE = {
    "latin": Recipient("Maya Whitlock", "12 Heron Ct", "Portland", "97211", "US", region="OR"),
    "signs": Recipient("A^XA~JA_B\\C", "1 ^FS ~ _5E Row", "Austin", "78701", "US", region="TX"),
    "umlauts": Recipient("Jürgen Müßig", "Hüxgrube 7", "Lübeck", "23552", "DE"),
    "polish": Recipient("Łucja Wiśniewska", "ul. Włókiennicza 14", "Łódź", "90-258", "PL"),
    "greek": Recipient("Ελένη Παπαδοπούλου", "Οδός Ρήγα 83", "Πάτρα", "262 21", "GR"),
    "arabic": Recipient("ليلى الحداد", "1407 Juniper Landing", "Dearborn", "48126", "US"),
    "japanese": Recipient(
        "佐藤 美咲", "神宮前3丁目12-7", "渋谷区", "150-0012", "JP", region="東京都"
    ),
    "hangul": Recipient("김하늘", "7 Fern Row", "Sheffield", "S11 8TB", "GB"),
    "endless": Recipient("W" * 60, "M" * 90, "Llanfair" * 6, "LL61 5UJ", "GB", company="W" * 50),
}  # fmt: skip


def content(person: Recipient, service: Service = SERVICES[1], **changes: int) -> LabelContent:
    return LabelContent(
        carrier=service.carrier,
        service=service.name,
        tag=service.tag,
        tracking=tracking_number(service, 4, 1),
        routing=routing_code(person),
        ship_on=datetime(2026, 11, 12, 17, tzinfo=UTC),
        weight_g=840,
        parcel=changes.get("parcel", 1),
        parcels=changes.get("parcels", 1),
        order_id="111-4471926-8830217",
        purchase_order_number="PO-41922",
        ship_from=("Larkmoor Goods", "14 Quarry Bend Dr", "Columbus, OH 43215", "US"),
        ship_to=address_lines(person),
    )


def codes(file: bytes, document_format: str) -> dict[str, str]:
    """What a scanner reads on the label, by kind of code, at the printer's resolution."""
    import pypdfium2
    import zplkit
    import zxingcpp
    from PIL import Image

    if document_format == "ZPL":
        options = zplkit.Options(width=812, height=1218, dpi=203)
        (label,) = zplkit.render(file, options).labels
        raster = label.rasterize()
        picture = Image.frombytes("L", (raster.width, raster.height), raster.pixels)
    elif document_format == "PDF":
        with pypdfium2.PdfDocument(file) as document:
            assert len(document) == 1
            page = document[0]
            assert page.get_size() == (288, 432)
            picture = page.render(scale=203 / 72).to_pil()
    else:
        picture = Image.open(io.BytesIO(file))
        assert picture.size == (812, 1218)
        assert round(picture.info["dpi"][0]) == 203
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return {str(code.format): code.text for code in found}


@pytest.mark.parametrize("document_format", labels.FORMATS)
@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_a_scanner_reads_the_tracking_number(person: Recipient, document_format: str) -> None:
    label = content(person)
    read = codes(labels.draw(label, document_format), document_format)
    assert read["Code 128"] == label.tracking
    assert read["QR Code"].startswith(label.tracking)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.service_id)
def test_every_carriers_number_fits_on_the_label(service: Service) -> None:
    label = content(PEOPLE["latin"], service)
    for document_format in labels.FORMATS:
        read = codes(labels.draw(label, document_format), document_format)
        assert read["Code 128"] == label.tracking


def test_a_pdf_says_to_people_who_sends_what_to_whom() -> None:
    import pypdfium2

    person = PEOPLE["umlauts"]
    label = content(person, parcel=1, parcels=2)
    with pypdfium2.PdfDocument(labels.draw(label, "PDF")) as document:
        page = document[0].get_textpage()
        words = " ".join(page.get_text_range().split())
    for said in (
        "Kestrel Parcel 48H",
        "Jürgen Müßig",
        "23552 Lübeck",
        "0.84 KG",
        "1/2",
        "12 NOV 2026",
        "PO-41922",
        "111-4471926-8830217",
        label.tracking[:4],
    ):
        assert said in words


def test_a_pdf_brings_its_fonts_along() -> None:
    import pypdfium2
    import pypdfium2.raw as pdfium

    with pypdfium2.PdfDocument(labels.draw(content(PEOPLE["japanese"]), "PDF")) as document:
        written = [
            found for found in document[0].get_objects() if found.type == pdfium.FPDF_PAGEOBJ_TEXT
        ]
        embedded = {pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(w)) for w in written}
    assert embedded == {1}


def test_what_looks_like_a_command_is_only_text_in_zpl() -> None:
    file = labels.draw(content(PEOPLE["signs"]), "ZPL")
    assert file.isascii()
    assert b"A_5EXA_7EJA_5FB_5CC" in file
    assert file.count(b"^XA") == file.count(b"^XZ") == 1


@pytest.mark.parametrize("script", ["umlauts", "polish", "greek", "arabic", "japanese", "hangul"])
def test_scripts_a_printer_may_not_know_are_sent_as_dots(script: str) -> None:
    person = PEOPLE[script]
    file = labels.draw(content(person), "ZPL")
    assert b"^GFA," in file
    assert person.name.encode() not in file


def test_a_plain_address_is_left_to_the_printers_own_font() -> None:
    file = labels.draw(content(PEOPLE["latin"]), "ZPL")
    assert b"Maya Whitlock" in file
    assert b"^GFA" not in file


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_no_line_runs_off_the_label(person: Recipient) -> None:
    for mark in compose(content(person)):
        if isinstance(mark, Text):
            assert mark.x + width_of(mark.text, mark.size) <= WIDTH - MARGIN // 2 or mark.room


def test_the_same_label_is_drawn_the_same_way_every_time() -> None:
    label = content(PEOPLE["arabic"])
    for document_format in labels.FORMATS:
        assert labels.draw(label, document_format) == labels.draw(label, document_format)


@pytest.mark.parametrize(
    ("person", "code"),
    [("latin", "US 972"), ("umlauts", "DE 235"), ("hangul", "GB S11"), ("japanese", "JP 150")],
)
def test_the_routing_code_is_country_and_district(person: str, code: str) -> None:
    assert routing_code(PEOPLE[person]) == code


def test_a_japanese_address_begins_with_its_postcode() -> None:
    assert address_lines(PEOPLE["japanese"]) == (
        "佐藤 美咲", "〒150-0012", "東京都渋谷区", "神宮前3丁目12-7", "JAPAN",
    )  # fmt: skip


def test_a_format_nobody_prints_is_refused() -> None:
    with pytest.raises(ValueError, match="SVG"):
        labels.draw(content(PEOPLE["latin"]), "SVG")
