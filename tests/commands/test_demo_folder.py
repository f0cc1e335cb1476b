"""A demonstration never lies among a seller's own data."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk import settings
from fbm_desk.cli import main
from fbm_desk.commands.demo_house import fresh_folder
from fbm_desk.domain.errors import Unavailable
from fbm_desk.settings import DEMONSTRATION_MARKER as MARKER
from tests.commands.conftest import Program


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
    with fresh_folder(tmp_path) as made:
        (made / "old.txt").write_text("from before", encoding="utf-8")
        (made / "labels").mkdir()
    assert capsys.readouterr().out == ""
    with fresh_folder(tmp_path) as again:
        assert again == made == tmp_path / "demonstration"
        assert sorted(path.name for path in made.iterdir()) == [MARKER, "keys"]
    assert str(made) in capsys.readouterr().out
    assert own.read_text(encoding="utf-8") == "mine"


def test_an_open_demonstration_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "demonstration"
    with fresh_folder(place) as first:
        (first / "packed.txt").write_text("one", encoding="utf-8")
        with pytest.raises(Unavailable, match="demonstration_open"), fresh_folder(place):
            pass
        with fresh_folder(place, or_beside=True) as second:
            assert second == tmp_path / "demonstration-2"
            assert "is open already" in capsys.readouterr().out
            with fresh_folder(place, or_beside=True) as third:
                assert third == tmp_path / "demonstration-3"
        assert (first / "packed.txt").read_text(encoding="utf-8") == "one"


def test_a_demonstration_that_is_open_refuses_a_second_in_its_own_folder(
    program: Program, tmp_path: Path
) -> None:
    with fresh_folder(tmp_path / "shop"):
        ran = program("demo", "--shift", "1", at=tmp_path / "shop")
        assert ran.code == 1
        assert "demonstration" in ran.err


def test_a_demonstration_leaves_no_key_behind(tmp_path: Path) -> None:
    kept = sorted(settings.keys_dir().glob("*"))
    assert main(["--data-dir", str(tmp_path / "shop"), "demo", "--shift", "1"]) == 0
    assert sorted(settings.keys_dir().glob("*")) == kept
    assert len(list((tmp_path / "shop" / "keys").glob("*.sealed"))) == 1
    assert main(["--data-dir", str(tmp_path / "shop"), "orders"]) == 0


@pytest.mark.parametrize("option", ["--shift", "--orders"])
@pytest.mark.parametrize("number", ["0", "-1", "many", "1.5"])
def test_less_than_one_order_is_wrong_usage(
    program: Program, data_dir: Path, option: str, number: str
) -> None:
    assert program("demo", f"{option}={number}").code == 2
    assert not data_dir.exists()


def test_doctor_finds_the_key_of_a_demonstration(program: Program, tmp_path: Path) -> None:
    assert program("demo", "--shift=1", "--orders=3", at=tmp_path / "shop").code == 0
    findings = program("doctor", "--json", at=tmp_path / "shop").json["findings"]
    health = {one["check"]: one["health"] for one in findings}
    assert (health["key_files"], health["key"]) == ("ok", "ok")
