"""The program as a shell calls it, in the test's own data folder."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fbm_desk import cli


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it said as one JSON value."""
        return json.loads(self.out)

    @property
    def answers(self) -> list[dict[str, Any]]:
        """What it said as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def refusal(self) -> str:
        """The one plain sentence of a command that was refused."""
        assert (self.code, self.out) == (1, "")
        assert "Traceback" not in self.err
        assert self.err.endswith(".\n")
        assert self.err.count("\n") == 1
        return self.err.strip()


Program = Callable[..., Ran]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where the data of the test lie; not made yet."""
    return tmp_path / "data"


@pytest.fixture
def program(
    data_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Program:
    """`program("pack", "--badge", "B", stdin="NEXT")`: runs a command on the test's data."""
    monkeypatch.setenv("FBM_DESK_KEYRING", "no")

    def run(*words: str, stdin: str = "", at: Path | None = data_dir) -> Ran:
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        place = [] if at is None else ["--data-dir", str(at)]
        try:
            code = cli.main([*place, *words])
        except SystemExit as end:  # argparse: wrong usage, or help
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """An order report: order 1 of three mugs and a spoon, order 2 of a lamp."""
    head = (
        "order-id order-item-id purchase-date promise-date sku product-name quantity-purchased"
        " quantity-to-ship recipient-name ship-address-1 ship-city ship-postal-code ship-country"
    ).split()
    rows = [
        ["305-0000001-0000001", "61000000000001", "2026-04-22T10:00:00+00:00",
         "2026-04-23T16:30:00+00:00", "MUG", "Caneca azul, 350 ml", "3", "3",
         "Zoë Maia", "Rua Nova 1", "Porto", "4000-001", "PT"],
        ["305-0000001-0000001", "61000000000002", "2026-04-22T10:00:00+00:00",
         "2026-04-23T16:30:00+00:00", "SPOON-6", "Spoon", "1", "1",
         "Zoë Maia", "Rua Nova 1", "Porto", "4000-001", "PT"],
        ["305-0000001-0000002", "61000000000003", "2026-04-22T11:00:00+00:00",
         "2026-04-24T16:30:00+00:00", "LAMP", "Lamp, brass", "1", "1",
         "Ana Faria", "Rua Nova 2", "Porto", "4000-002", "PT"],
    ]  # fmt: skip
    path = tmp_path / "orders.txt"
    path.write_text("\n".join("\t".join(row) for row in [head, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def shop(program: Program, report: Path) -> Program:
    """The program with both orders taken in and a packer whose badge says M1."""
    assert program("import-orders", str(report)).code == 0
    assert program("users", "add", "Mara", "--badge", "M1").code == 0
    return program
