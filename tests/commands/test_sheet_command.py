"""`fbm-desk sheet` writes its file whole, opens no data and refuses what no scanner can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk.cli import main
from tests.printing.paper_reading import pdf_codes

Said = pytest.CaptureFixture[str]


def test_the_sheet_is_written_before_any_data_are_there(tmp_path: Path, capsys: Said) -> None:
    paper = tmp_path / "sheet.pdf"
    data = tmp_path / "data"
    assert main(["--data-dir", str(data), "sheet", "--out", str(paper)]) == 0
    assert "NEXT" in pdf_codes(paper.read_bytes())[0]
    assert capsys.readouterr().out == "The sheet is written to sheet.pdf. Print it at full size.\n"
    assert not data.exists()


def test_a_badge_comes_with_it(tmp_path: Path) -> None:
    paper = tmp_path / "sheet.pdf"
    assert main(["sheet", "--out", str(paper), "--badge", "BADGE-7", "--name", "Ana"]) == 0
    assert pdf_codes(paper.read_bytes())[0] == ["BADGE-7"]


def test_a_badge_no_scanner_can_read_is_refused(tmp_path: Path, capsys: Said) -> None:
    paper = tmp_path / "sheet.pdf"
    assert main(["sheet", "--out", str(paper), "--badge", "Müller"]) == 1
    assert capsys.readouterr().err.startswith("A badge's code needs")
    assert not paper.exists()
