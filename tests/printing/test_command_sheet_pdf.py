"""The command sheet, read back by a scanner: every command is on it and can be scanned."""

from __future__ import annotations

import pytest

from fbm_desk.domain import barcodes
from fbm_desk.domain.barcodes import Command, HoldReason
from fbm_desk.domain.boxing import PackBox
from fbm_desk.domain.command_words import SCANNER_TEST, SETUP_WORD
from fbm_desk.printing.command_sheet_pdf import Badge, CommandSheet, command_sheet_pdf
from fbm_desk.printing.documents import PageSize
from fbm_desk.services import bench_keys
from fbm_desk.services.command_sheet import BOX_NUMBERS, QUANTITIES, command_sheet
from fbm_desk.texts import say
from tests.printing.paper_reading import HOSTILE, pdf_codes, pdf_texts

WORDS = [one.value for one in (*Command, *HoldReason)]
TIMES = [f"X{number}" for number in QUANTITIES]
FILLED = [f"PARCEL-{number}" for number in BOX_NUMBERS]
SCANNER = (SETUP_WORD, SCANNER_TEST)  # which the window knows
OWN = PackBox("M", (300, 220, 150), (306, 226, 156), barcode="BOX-M")


def codes_of(pdf: bytes) -> list[str]:
    """Every barcode of every page."""
    return [code for page in pdf_codes(pdf) for code in page]


def test_every_command_reason_answer_quantity_and_box_is_read_from_it() -> None:
    read = codes_of(command_sheet(boxes=[OWN]))
    assert sorted(read) == sorted([*WORDS, *"123456789", *TIMES, *FILLED, "BOX-M", *SCANNER])


def test_what_the_sheet_says_is_what_the_bench_understands() -> None:
    told = [text for text in codes_of(command_sheet()) if text not in SCANNER]
    understood = [barcodes.read(text) for text in told]
    assert all(code.command or code.reason or code.choice for code in understood)
    assert [code.quantity for code in understood if code.quantity] == list(QUANTITIES)
    assert [code.box for code in understood if code.box] == list(BOX_NUMBERS)


def test_every_barcode_has_its_word_beside_it() -> None:
    text = "".join(pdf_texts(command_sheet(boxes=[OWN])))
    assert all(word in text for word in (*WORDS, *TIMES, *FILLED, "BOX-M", "300 × 220 × 150"))
    assert "{" not in text


def test_each_command_names_the_key_that_does_the_same() -> None:
    text = "".join(pdf_texts(command_sheet()))
    for command in Command:
        assert f"{bench_keys.key_of(command)}: {say(f'sheet.command_{command.value}')}" in text


def test_a_seller_without_boxes_has_no_part_for_them() -> None:
    assert "Which box" not in "".join(pdf_texts(command_sheet()))
    unreadable = PackBox("Ü", (300, 220, 150), (306, 226, 156), barcode="BOX-Ü")
    assert "Which box" not in "".join(pdf_texts(command_sheet(boxes=[unreadable])))


def test_a_badge_has_a_page_of_its_own_before_the_commands() -> None:
    pdf = command_sheet("Ana Lindgren", "BADGE-237075E5", "Hearthline Goods")
    badge, *commands = pdf_codes(pdf)
    assert badge == ["BADGE-237075E5"]
    assert all("BADGE-237075E5" not in page for page in commands)
    text = pdf_texts(pdf)[0]
    assert "Ana Lindgren" in text
    assert "Hearthline Goods" in text


@pytest.mark.parametrize("page", list(PageSize))
@pytest.mark.parametrize("text", HOSTILE)
def test_any_name_keeps_its_badge_readable(text: str, page: PageSize) -> None:
    sheet = CommandSheet(text, text, (), Badge(text, "BADGE-1", text, text))
    assert pdf_codes(command_sheet_pdf(sheet, page))[0] == ["BADGE-1"]
