"""`fbm-desk print-test` shows what a label printer does, and says honestly how far it got."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk.cli import main
from fbm_desk.printing.zpl_inspect import inspect_label

Said = pytest.CaptureFixture[str]


def test_a_test_label_goes_to_the_printer_that_is_named(tmp_path: Path, capsys: Said) -> None:
    papers = tmp_path / "papers"
    data = str(tmp_path / "data")
    assert main(["--data-dir", data, "print-test", "--printer", f"folder:{papers}"]) == 0
    assert capsys.readouterr().out.startswith("The test label was printed.")
    (label,) = papers.iterdir()
    found = inspect_label(label.read_bytes())
    assert {code.text for code in found.barcodes} == {"FBM-DESK-TEST"}
    assert not Path(data).exists()


@pytest.mark.parametrize(
    ("printer", "said"),
    [
        ("tcp://127.0.0.1:5432", "The test label was not sent: destination port."),
        ("nonsense", "The test label was not sent: destination scheme."),
    ],
)
def test_what_is_no_printer_gets_nothing(
    tmp_path: Path, capsys: Said, printer: str, said: str
) -> None:
    assert main(["--data-dir", str(tmp_path), "print-test", "--printer", printer]) == 1
    assert capsys.readouterr().out == said + "\n"


def test_without_a_printer_it_says_so(tmp_path: Path, capsys: Said) -> None:
    assert main(["--data-dir", str(tmp_path), "print-test"]) == 1
    assert "No printer is set" in capsys.readouterr().err
