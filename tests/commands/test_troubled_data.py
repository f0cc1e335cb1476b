"""Data that cannot be opened are told of in one plain sentence, and left as they are."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from fbm_desk import settings
from fbm_desk.cli import main

REPORT = (
    "order-id\torder-item-id\tpurchase-date\tsku\tproduct-name\tquantity-purchased\t"
    "recipient-name\tship-address-1\tship-city\tship-postal-code\tship-country\n"
    "305-4471926-8830217\t11111111111111\t2026-11-01T10:00:00+00:00\tMUG\tMug\t1\t"
    "Ada Example\tElm Street 5\tPorto\t4000-001\tPT\n"
)


@pytest.fixture
def data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A data folder with an order and a packer."""
    report = tmp_path / "report.txt"
    report.write_text(REPORT, encoding="utf-8")
    folder = tmp_path / "data"
    assert main(["--data-dir", str(folder), "import-orders", str(report)]) == 0
    assert main(["--data-dir", str(folder), "users", "add", "Mara", "--badge", "B-1"]) == 0
    capsys.readouterr()
    return folder


def cut(path: Path) -> None:
    """A copy that was not finished."""
    path.write_bytes(path.read_bytes()[:20_000])


def overwrite(path: Path) -> None:
    """Something else lies over the first tables."""
    content = bytearray(path.read_bytes())
    content[4096:40_000] = b"\x5a" * (40_000 - 4096)
    path.write_bytes(content)


def no_database(path: Path) -> None:
    """Another file has taken its place."""
    path.write_bytes(b"not a database at all" * 1000)


def folder(path: Path) -> None:
    """A folder of this name."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("harm", [cut, overwrite, no_database, folder])
@pytest.mark.parametrize("command", [["orders"], ["pack", "--badge", "B-1"]])
def test_a_damaged_database_is_one_sentence(
    data: Path,
    harm: Callable[[Path], None],
    command: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    harm(data / "fbm_desk.sqlite")
    assert main(["--data-dir", str(data), *command]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "\n" not in told.err.strip()
    assert "database" in told.err


def test_a_newer_database_is_left_alone(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(data / "fbm_desk.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert main(["--data-dir", str(data), "orders"]) == 1
    assert "newer FBM Desk" in capsys.readouterr().err


def test_old_data_never_get_a_new_key(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With a new one nobody could sign in, and every address would be lost without a word."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another account"))
    assert main(["--data-dir", str(data), "pack", "--badge", "B-1"]) == 1
    assert "key" in capsys.readouterr().err
    assert not settings.keys_dir().exists()
    monkeypatch.undo()
    assert main(["--data-dir", str(data), "orders"]) == 0


def test_a_mistake_of_ours_is_one_sentence_and_the_rest_is_logged(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(data / "logs", ignore_errors=True)
    with closing(sqlite3.connect(data / "fbm_desk.sqlite")) as connection:
        connection.execute("DROP TABLE order_lines")
    assert main(["--data-dir", str(data), "orders"]) == 1
    told = capsys.readouterr().err
    assert "our mistake" in told
    assert "\n" not in told.strip()
    assert "orders.py" in (data / "logs" / "fbm-desk.log").read_text(encoding="utf-8")
