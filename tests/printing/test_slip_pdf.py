"""The packing slip on office paper, read back."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from fbm_desk.domain.orders import Address
from fbm_desk.printing.documents import PackingSlip, PageSize, SlipLine, SlipWords
from fbm_desk.printing.slip_pdf import packing_slip_pdf
from tests.printing.paper_reading import HOSTILE, pdf_codes, pdf_texts, slip_with

SLIP = PackingSlip(
    order_id="112-8841265-0031842",
    order_date_text="21 November 2026",
    ship_to=Address(
        "Marlowe Quill",
        "1200 Juniper Way",
        "Apt 4B",
        city="Cedar Falls",
        region="IA",
        postcode="50613",
        country="US",
    ),
    shop_name="Hearthline Goods",
    shop_address_lines=("Rua das Flores 12", "4050-262 Porto"),
    lines=(SlipLine("MUG-GRN", "Stoneware mug, green", 3, 3), SlipLine("SPOON", "Spoon", 2, 5)),
)


def test_a_slip_says_who_gets_what() -> None:
    [text] = pdf_texts(packing_slip_pdf(SLIP))

    for part in ("Marlowe Quill", "Apt 4B", "Cedar Falls, IA 50613", "United States", "MUG-GRN",
                 "Stoneware mug, green", "5 ordered in all", "5 units in this parcel",
                 "21 November 2026", "Page 1 of 1", "Hearthline Goods"):  # fmt: skip
        assert "".join(part.split()) in "".join(text.split())


def test_a_slip_has_no_price_sign() -> None:
    assert not set("".join(pdf_texts(packing_slip_pdf(SLIP)))) & set("€$£¥")


@pytest.mark.parametrize("page", list(PageSize))
def test_the_order_is_scanned_from_the_slip(page: PageSize) -> None:
    assert pdf_codes(packing_slip_pdf(SLIP, page)) == [["112-8841265-0031842"]]


def test_a_slip_is_as_large_as_its_paper() -> None:
    document = pypdfium2.PdfDocument(packing_slip_pdf(SLIP, PageSize.LETTER))

    assert document[0].get_size() == (612, 792)
    document.close()


def test_many_lines_go_on_over_numbered_pages_and_none_is_lost() -> None:
    lines = tuple(SlipLine(f"SKU-{number:03d}", f"Block {number}", 1, 1) for number in range(60))

    pages = pdf_texts(packing_slip_pdf(replace(SLIP, lines=lines)))

    assert len(pages) > 2
    assert all(f"Page {place} of {len(pages)}" in page for place, page in enumerate(pages, 1))
    printed = "".join(pages)
    assert all(printed.count(line.sku) == 1 for line in lines)


def test_gift_purchase_order_parcel_and_reprint_are_marked() -> None:
    slip = replace(
        SLIP,
        gift_message="Happy birthday\nfrom all of us",
        purchase_order_number="PO-412",
        parcel_number=2,
        parcel_count=3,
        reprint=True,
        notes="Lid inside",
    )

    [text] = pdf_texts(packing_slip_pdf(slip))

    for part in ("Happy birthday", "from all of us", "PO-412", "2 of 3", "REPRINT", "Lid inside"):
        assert part in text
    assert "REPRINT" not in pdf_texts(packing_slip_pdf(SLIP))[0]


def test_the_fixed_words_are_the_readers() -> None:
    slip = replace(SLIP, words=SlipWords(packing_slip="Lieferschein", ship_to="Lieferung an"))

    [text] = pdf_texts(packing_slip_pdf(slip))

    assert "Lieferschein" in text
    assert "Packing slip" not in text


def test_an_empty_slip_says_so() -> None:
    assert "No lines in this parcel" in pdf_texts(packing_slip_pdf(replace(SLIP, lines=())))[0]


def test_the_same_slip_is_the_same_file() -> None:
    assert packing_slip_pdf(SLIP) == packing_slip_pdf(SLIP)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_is_drawn_and_nothing_else(name: str) -> None:
    pdf = packing_slip_pdf(slip_with(HOSTILE[name]))

    pages = pdf_texts(pdf)
    assert len(pages) <= 4
    assert pdf_codes(pdf)[0][0] == "305-4471926-8830217"


def test_markup_is_printed_as_it_was_written() -> None:
    text = "".join(pdf_texts(packing_slip_pdf(slip_with(HOSTILE["markup"]))))

    assert "<img src=/etc/hostname></para>" in text


def test_names_stay_out_of_the_files_properties() -> None:
    document = pypdfium2.PdfDocument(packing_slip_pdf(SLIP))

    assert "Marlowe" not in str(document.get_metadata_dict())
    document.close()
