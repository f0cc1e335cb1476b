"""Files for spreadsheets: no cell runs, no digit is lost, no cell breaks out."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.gui.sheet import copied, csv_bytes, guarded


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\nx",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\u00a0=1",
        "\n=1",
        "  =1",
        "\u200b=1",
        "\u202e=1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_cell_that_would_run_is_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["007", "123456789012345678"])
def test_digits_a_spreadsheet_would_lose_are_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "0", "1284", "305-4471926-8830217", "Ødger", "'=1", "—"])
def test_harmless_cells_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


def test_nul_never_reaches_the_file() -> None:
    assert guarded("a\0b") == "ab"
    assert guarded("\0=1") == "'=1"


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=5))
def test_every_row_comes_back_and_none_is_armed(rows: list[list[str]]) -> None:
    text = csv_bytes(("one", "two"), rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert len(read) == len(rows) + 1
    for cell in (cell for line in read for cell in line):
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_copied_cells_cannot_break_out_of_their_row() -> None:
    assert copied([["a\tb", "c\nd"], ["=1", ""]]) == "a b\tc d\n'=1\t"
