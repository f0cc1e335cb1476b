"""A demonstration never lies among a seller's own data."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk import settings
from fbm_desk.cli import main
from fbm_desk.commands.demo_house import MARKER


def test_demonstration_has_a_folder_beside_the_sellers_own_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["demo", "--shift", "1", "--orders", "3"]) == 0
    own = settings.default_data_dir()
    assert (own / "demonstration" / MARKER).exists()
    assert not list(own.glob("*.sqlite"))
    assert "Order 1 of 1 is packed" in capsys.readouterr().out


def test_demonstration_is_made_afresh_but_never_over_other_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.txt"
    own.write_text("mine", encoding="utf-8")
    shift = ["--data-dir", str(tmp_path), "demo", "--shift", "1", "--orders", "3"]
    assert main(shift) == 0
    assert main(shift) == 0
    assert own.read_text(encoding="utf-8") == "mine"
    assert str(tmp_path / "demonstration") in capsys.readouterr().out
