"""A demonstration never lies among a seller's own data."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk import settings
from fbm_desk.cli import main
from fbm_desk.commands.demo_house import MARKER, fresh_folder


def test_demonstration_has_a_folder_beside_the_sellers_own_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["demo", "--shift", "1", "--orders", "3"]) == 0
    own = settings.default_data_dir()
    assert (own / "demonstration" / MARKER).exists()
    assert not list(own.glob("*.sqlite"))
    assert "Order 1 of 1 is packed" in capsys.readouterr().out


def test_demonstration_is_made_afresh_but_never_over_other_data(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("mine", encoding="utf-8")
    made = fresh_folder(tmp_path)
    (made / "old.txt").write_text("from before", encoding="utf-8")
    assert fresh_folder(tmp_path) == made == tmp_path / "demonstration"
    assert [path.name for path in made.iterdir()] == [MARKER]
    assert own.read_text(encoding="utf-8") == "mine"
