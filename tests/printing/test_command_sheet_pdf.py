"""The command sheet, read back by a scanner: every command is on it and can be scanned."""

from __future__ import annotations

import pytest

from fbm_desk.domain import barcodes
from fbm_desk.domain.barcodes import Command, HoldReason
from fbm_desk.printing.command_sheet_pdf import Badge, CommandSheet, command_sheet_pdf
from fbm_desk.printing.documents import PageSize
from fbm_desk.services.command_sheet import command_sheet
from tests.printing.paper_reading import HOSTILE, pdf_codes, pdf_texts

WORDS = [one.value for one in (*Command, *HoldReason)]


def test_every_command_reason_and_answer_is_read_from_one_page() -> None:
    [read] = pdf_codes(command_sheet())
    assert sorted(read) == sorted([*WORDS, *"123456789"])


def test_what_the_sheet_says_is_what_the_bench_understands() -> None:
    [read] = pdf_codes(command_sheet())
    understood = [barcodes.read(text) for text in read]
    assert all(code.command or code.reason or code.choice for code in understood)


def test_every_barcode_has_its_word_beside_it() -> None:
    [text] = pdf_texts(command_sheet())
    assert all(word in text for word in WORDS)
    assert "{" not in text


def test_a_badge_has_a_page_of_its_own_before_the_commands() -> None:
    pdf = command_sheet("Ana Lindgren", "BADGE-237075E5", "Hearthline Goods")
    badge, commands = pdf_codes(pdf)
    assert badge == ["BADGE-237075E5"]
    assert "BADGE-237075E5" not in commands
    text = pdf_texts(pdf)[0]
    assert "Ana Lindgren" in text
    assert "Hearthline Goods" in text


@pytest.mark.parametrize("page", list(PageSize))
@pytest.mark.parametrize("text", HOSTILE)
def test_any_name_keeps_its_badge_readable(text: str, page: PageSize) -> None:
    sheet = CommandSheet(text, text, (), Badge(text, "BADGE-1", text, text))
    assert pdf_codes(command_sheet_pdf(sheet, page))[0] == ["BADGE-1"]
