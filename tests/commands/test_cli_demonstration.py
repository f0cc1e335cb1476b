"""The demonstration in words: a shift from the first scan to the last sheet of paper."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from fbm_desk.simulator.demonstration import demo_shop
from tests.commands.conftest import Program

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of three orders in a process of its own: how it ended, what it said, its folder."""

    code: int
    out: str
    err: str
    folder: Path


@pytest.fixture(scope="module")
def shift(tmp_path_factory: pytest.TempPathFactory) -> Shift:
    """Three demonstration orders, packed once for all tests here."""
    folder = tmp_path_factory.mktemp("demonstration")
    words = ["demo", "--shift", "3", "--orders", "12", "--seed", "11"]
    ran = subprocess.run(
        [sys.executable, "-m", "fbm_desk", "--data-dir", str(folder), *words],
        cwd=ROOT, text=True, capture_output=True, check=False,
        env={**os.environ, "FBM_DESK_KEYRING": "no", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return Shift(ran.returncode, ran.stdout, ran.stderr, folder)


def test_a_shift_packs_its_orders_and_tells_every_step(shift: Shift) -> None:
    assert (shift.code, shift.err) == (0, "")
    assert [f"Order {n} of 3 is packed" in shift.out for n in (1, 2, 3)] == [True] * 3
    codes = re.findall(r"→ (\w+)", shift.out)
    for code in ("signed_in", "taken", "wrong_item", "held", "resumed", "order_complete"):
        assert code in codes
    assert codes.count("parcel_closed") == 3


def test_a_shift_leaves_labels_slips_and_manifests(shift: Shift) -> None:
    manifests = list(shift.folder.glob("manifest-*.pdf"))
    slips = list((shift.folder / "slips").glob("*.pdf"))
    labels = list((shift.folder / "labels").glob("*.png"))
    assert manifests
    assert min(len(slips), len(labels)) >= 3
    assert all(path.read_bytes().startswith(b"%PDF") for path in [*manifests, *slips])
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in labels)
    assert all(str(path) in shift.out for path in manifests)


def test_after_a_shift_amazon_knows_every_parcel(shift: Shift, program: Program) -> None:
    states = [order["state"] for order in program("orders", "--json", at=shift.folder).json]
    assert states.count("confirmed") == 3
    assert "packed" not in states


def test_the_same_seed_gives_the_same_shop(shift: Shift, program: Program) -> None:
    """The shop of `simulate` with these words is this one too."""
    shop = demo_shop(11, 12, datetime.now(UTC))
    theirs = {one.order_id: [line.sku for line in one.lines] for one in shop.orders()}
    for order in program("orders", "--json", at=shift.folder).json:
        assert theirs[order["order_id"]] == [line["sku"] for line in order["lines"]]
    other = demo_shop(12, 12, datetime.now(UTC))
    assert not theirs.keys() & {one.order_id for one in other.orders()}


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What is started here hears Ctrl C: in the background shells have it ignored, and children
    do as their parents."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_the_pretend_amazon_alone_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fbm_desk", "--data-dir", str(tmp_path), "simulate"]
    with subprocess.Popen(
        [*command, "--port", "0", "--orders", "3"],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "FBM_DESK_KEYRING": "no"},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        assert httpx.get(f"{found.group()}/admin", timeout=60).status_code == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (130, "")
    assert list(tmp_path.iterdir()) == []
