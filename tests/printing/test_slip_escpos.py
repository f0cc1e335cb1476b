"""Slips and manifests for receipt printers, printed by the pretend printer and read back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from fbm_desk.domain.orders import Address
from fbm_desk.printing.documents import Manifest, ManifestParcel, PackingSlip, SlipLine
from fbm_desk.printing.receipt_writer import RECEIPT_REQUEST, ReceiptWriter
from fbm_desk.printing.slip_escpos import manifest_escpos, packing_slip_escpos
from fbm_desk.simulator.escpos_commands import cut
from fbm_desk.simulator.escpos_paper import Receipt, ReceiptPaper
from tests.printing.paper_reading import HOSTILE, codes, slip_with

SLIP = PackingSlip(
    order_id="305-4471926-8830217",
    order_date_text="21 November 2026",
    ship_to=Address("Zoë Müller", "Łódzka 27", city="Kraków", postcode="30-001", country="PL"),
    shop_name="Hearthline Goods",
    lines=(SlipLine("MUG-GRN", "Stoneware mug, green, for tea and coffee, 350 ml", 3, 5),),
)


def printed(job: bytes, width: int = 512) -> Receipt:
    """The one receipt of a job; fails when it makes none or more than one."""
    pieces, left = cut(job)
    assert left == b""
    paper = ReceiptPaper(width)
    [receipt] = [receipt for piece in pieces if (receipt := paper.run(piece)) is not None]
    return receipt


def test_a_receipt_slip_says_who_gets_what() -> None:
    text = printed(packing_slip_escpos(SLIP)).text

    for part in ("Packing slip", "Zoë Müller", "Łódzka 27", "30-001 Kraków", "Poland",
                 "3 x MUG-GRN", "Stoneware mug, green, for tea and", "5 ordered in all",
                 "3 units in this parcel"):  # fmt: skip
        assert part in text


@pytest.mark.parametrize(
    ("profile", "width"), [("TM-T88V", 512), ("TM-T20II", 576), ("POS-5890", 384)]
)
def test_the_order_is_scanned_from_every_width_of_paper(profile: str, width: int) -> None:
    receipt = printed(packing_slip_escpos(SLIP, profile), width)

    assert receipt.codes == ("305-4471926-8830217",)
    assert codes(receipt.picture) == ["305-4471926-8830217"]


@pytest.mark.parametrize("job", [packing_slip_escpos(SLIP)], ids=["slip"])
def test_a_job_is_cut_once_and_then_asks_for_its_receipt(job: bytes) -> None:
    pieces, _ = cut(job)
    names = [piece.name for piece in pieces]

    assert names.count("GS V") == 1
    assert names[-1] == "GS r"
    assert job.endswith(RECEIPT_REQUEST)


def test_the_code_page_is_selected_anew_after_the_printer_was_reset() -> None:
    job = packing_slip_escpos(SLIP)

    before_first_letter = job[: job.index(b"Hearthline")]
    assert before_first_letter.startswith(b"\x1b@")
    assert b"\x1bt" in before_first_letter


def test_two_jobs_are_the_same_bytes() -> None:
    assert packing_slip_escpos(SLIP) == packing_slip_escpos(SLIP)


def test_vietnamese_needs_no_printer_made_for_vietnam() -> None:
    there = Address("Nguyễn Thị Hương", "32 Tidewater Ct", city="San José", country="US")
    receipt = printed(packing_slip_escpos(replace(SLIP, ship_to=there)))
    assert "San José" in receipt.text
    assert "Nguy" not in receipt.text  # drawn


@pytest.mark.parametrize("text", ["日本 東京都", "서울", "שלום", "محمد", "हिन्दी", "🎁"])
def test_a_line_no_code_page_holds_is_drawn_instead(text: str) -> None:
    writer = ReceiptWriter("TM-T88V")
    writer.line(text)

    receipt = printed(writer.finish())

    assert receipt.text.strip() == ""
    assert "?" not in receipt.text
    dark, light = receipt.picture.histogram()[0], receipt.picture.histogram()[255]
    assert 20 < dark < light


def test_accents_greek_and_cyrillic_are_letters_of_the_printer() -> None:
    writer = ReceiptWriter("TM-T88V")
    lines = ["Zoë ß €5", "Łódź žluť", "Привет", "αβγ"]
    for line in lines:
        writer.line(line)

    assert printed(writer.finish()).text.split("\n")[:4] == lines


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_never_becomes_a_command(name: str) -> None:
    job = packing_slip_escpos(slip_with(HOSTILE[name]))

    pieces, left = cut(job)
    names = [piece.name for piece in pieces]
    assert left == b""
    assert names.count("ESC @") == 1
    assert names.count("GS V") == 1
    assert names.count("GS r") == 1
    assert not {name for name in names if name.startswith(("DLE", "GS (", "ESC p", "FS p"))}
    assert len(job) < 1_500_000


def test_a_long_line_is_wrapped_at_the_papers_width() -> None:
    writer = ReceiptWriter("POS-5890")
    writer.line("a packing slip on narrow paper has many short lines " * 3)
    writer.line("x" * 100)

    lines = printed(writer.finish(), 384).text.split("\n")
    assert max(map(len, lines)) <= 32
    assert "".join(lines).count("x") == 100


def test_a_gift_message_and_a_reprint_are_marked() -> None:
    slip = replace(SLIP, gift_message="Happy birthday\nfrom us", reprint=True, parcel_count=2)

    text = printed(packing_slip_escpos(slip)).text

    for part in ("Happy birthday\nfrom us", "REPRINT", "Parcel 1 of 2"):
        assert part in text


def test_a_short_manifest_says_what_it_does_not_know() -> None:
    parcels = (
        ManifestParcel("KP4881200700001PT", "o", "", 430),
        ManifestParcel("", "305-1", "", 0),
    )

    receipt = printed(manifest_escpos(Manifest("23-X1", "", date(2026, 11, 23), "", parcels)))

    assert "->" not in receipt.text
    assert "430 g of 1 parcel with known weight, 0 void" in " ".join(receipt.text.split())
    assert re.search(r"^305-1 +—$", receipt.text, re.MULTILINE)


@pytest.mark.parametrize("count", [0, 1, 500])
def test_a_short_manifest_lists_every_parcel(count: int) -> None:
    parcels = tuple(
        ManifestParcel(f"KP48812007{n:05d}PT", "o", "Denmark", 100 + n) for n in range(count)
    )
    manifest = Manifest("22-K2", "Kestrel", date(2026, 11, 22), "Hearthline", parcels, 2)

    receipt = printed(manifest_escpos(manifest))

    rows = re.findall(r"KP 4881 2007 (\d{5}) PT +[\d,]+ g", receipt.text)
    assert rows == [f"{n:05d}" for n in range(count)]
    assert ("No parcels" in receipt.text) == (count == 0)
    assert receipt.codes == ("22-K2",)
    assert "Driver, name and time" in receipt.text
