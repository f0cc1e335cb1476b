"""The plan of the house: the import contracts are kept, and each one notices when it is broken.

To break them, an empty house with the same rooms is built in a temporary folder, under the
project's own contracts, and one import is put where it does not belong.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import house

LINT = "from importlinter.cli import lint_imports_command as lint; lint()"
ROOMS = "commands gui simulator services store amazon carriers printing devices domain".split()


def lint(folder: Path) -> tuple[int, str]:
    """The linter's exit code for the project in `folder`, and all it says."""
    result = subprocess.run(
        [sys.executable, "-c", LINT, "--no-logo", "--no-cache"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200", "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def broken(said: str) -> set[str]:
    """The ids of the contracts that the linter calls broken."""
    contracts = house.pyproject()["tool"]["importlinter"]["contracts"]
    verdicts = dict(re.findall(r"^(.+\.) (KEPT|BROKEN)", said, flags=re.MULTILINE))
    return {each["id"] for each in contracts if verdicts[each["name"]] == "BROKEN"}


def single_modules() -> set[str]:
    """What has a floor in the plan and is one file, not a room."""
    contracts = house.pyproject()["tool"]["importlinter"]["contracts"]
    floors = next(each["layers"] for each in contracts if each["id"] == "downwards")
    return set(re.findall(r"\w+", " ".join(floors))) - set(ROOMS)


@pytest.fixture
def empty_house(tmp_path: Path) -> Path:
    """A project with all rooms, nothing in them, and the contracts of this one."""
    for name in ("pyproject.toml", "tests/architecture/standard_library.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((house.ROOT / name).read_bytes())
    for room in ROOMS:
        folder = tmp_path / "fbm_desk" / room
        folder.mkdir(parents=True)
        for name in ("__init__.py", "one.py", "other.py"):
            (folder / name).touch()
    for name in ["__init__", *single_modules()]:
        (tmp_path / "fbm_desk" / f"{name}.py").touch()
    return tmp_path


def test_the_house_keeps_its_contracts() -> None:
    code, said = lint(house.ROOT)
    assert code == 0, said


def test_an_empty_house_keeps_all_contracts(empty_house: Path) -> None:
    code, said = lint(empty_house)
    assert code == 0, said


BREAKS = [
    ("downwards", "domain/one.py", "import fbm_desk.services.one"),
    ("downwards", "settings.py", "import fbm_desk.log"),
    ("downwards", "services/one.py", "import fbm_desk.gui.one"),
    ("downwards", "gui/one.py", "import fbm_desk.simulator.one"),
    ("downwards", "cellar.py", ""),
    ("neighbours", "store/one.py", "import fbm_desk.printing.one"),
    ("neighbours", "carriers/one.py", "from fbm_desk.amazon import one"),
    ("ports", "services/one.py", "import fbm_desk.devices.one"),
    ("ports", "services/one.py", "def tell():\n    import httpx"),
    ("screens", "gui/one.py", "import fbm_desk.store.one"),
    ("qt", "services/one.py", "import PySide6.QtCore"),
    ("qt", "cli.py", "def show():\n    from PySide6 import QtWidgets"),
    ("sql", "services/one.py", "from sqlalchemy import select"),
    ("sql", "app.py", "import sqlite3"),
    ("amazon", "app.py", "from sp_api.api import Orders"),
    ("paper", "store/one.py", "from reportlab.pdfgen import canvas"),
    ("paper", "devices/one.py", "import escpos.printer"),
    ("simulator", "simulator/one.py", "from fbm_desk.amazon import one"),
    ("domain", "domain/one.py", "def ask():\n    import httpx"),
]


@pytest.mark.parametrize(("contract", "where", "line"), BREAKS)
def test_a_contract_notices(empty_house: Path, contract: str, where: str, line: str) -> None:
    (empty_house / "fbm_desk" / where).write_text(f"{line}\n", encoding="utf-8")
    code, said = lint(empty_house)
    assert code == 1, said
    assert broken(said) == {contract}, said


def test_a_way_to_the_network_through_another_room_is_noticed(empty_house: Path) -> None:
    package = empty_house / "fbm_desk"
    (package / "services" / "one.py").write_text("import fbm_desk.printing.one\n", encoding="utf-8")
    (package / "printing" / "one.py").write_text("import socket\n", encoding="utf-8")
    code, said = lint(empty_house)
    assert (code, broken(said)) == (1, {"ports"}), said


def test_a_detour_back_is_noticed(empty_house: Path) -> None:
    gui = empty_house / "fbm_desk" / "gui"
    (gui / "one.py").write_text("import fbm_desk.gui.other\n", encoding="utf-8")
    (gui / "other.py").write_text("import fbm_desk.gui.one\n", encoding="utf-8")
    code, said = lint(empty_house)
    assert (code, broken(said)) == (1, {"cycles"}), said


def test_every_contract_is_broken_by_a_test() -> None:
    contracts = house.pyproject()["tool"]["importlinter"]["contracts"]
    assert {each["id"] for each in contracts} == {each[0] for each in BREAKS} | {"cycles"}


def test_every_contract_is_named_by_a_sentence() -> None:
    names = [each["name"] for each in house.pyproject()["tool"]["importlinter"]["contracts"]]
    assert [name for name in names if not re.fullmatch(r"[A-Z].+ .+\.", name)] == []
