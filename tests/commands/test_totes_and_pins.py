"""`totes` binds what picking left, `users pin` takes six digits from standard input."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from fbm_desk import cli


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A data folder of its own with one person in it."""
    monkeypatch.setenv("FBM_DESK_KEYRING", "no")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    given = ["--data-dir", str(tmp_path / "data")]
    assert cli.main([*given, "users", "add", "Mara", "--badge", "BADGE-MARA"]) == 0
    return given


def test_a_pin_is_read_and_never_shown(
    folder: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("482915\n"))
    assert cli.main([*folder, "users", "pin", "Mara"]) == 0
    assert cli.main([*folder, "users", "pin", "Mara", "--remove"]) == 0
    said = capsys.readouterr()
    assert "482915" not in said.out + said.err
    assert "badge only" in said.out


def test_a_pin_that_everybody_tries_is_refused(
    folder: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("123456\n"))
    assert cli.main([*folder, "users", "pin", "Mara"]) == 1
    assert "Choose another one" in capsys.readouterr().err


def test_rows_without_an_order_here_are_named(
    folder: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "totes.csv"
    rows.write_text("tote,order\nTOTE-1,305-0000001-8830001\n", encoding="utf-8")
    assert cli.main([*folder, "totes", str(rows)]) == 1
    said = capsys.readouterr().out
    assert "hold an order now: 0" in said
    assert "Row 2: no order of this number" in said


def test_a_file_that_is_not_there_is_said_so(
    folder: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*folder, "totes", str(tmp_path / "nothing.csv")]) == 1
    assert "no such file" in capsys.readouterr().err
