"""Commands as processes of their own: full disks, closed pipes, benches that race for orders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import IO

import pytest

from tests.commands.conftest import Program

ROOT = Path(__file__).resolve().parents[2]
FIRST = "305-0000001-0000001"
FULL = Path("/dev/full")


def started(
    data_dir: Path,
    *words: str,
    stdin: IO[bytes] | int | None = None,
    stdout: IO[bytes] | int = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    """The program with these words, buffering its output as it does for a script."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.Popen(
        [sys.executable, "-m", "fbm_desk", "--data-dir", str(data_dir), *words],
        cwd=ROOT,
        env={**environment, "FBM_DESK_KEYRING": "no"},
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


@pytest.mark.skipif(not FULL.exists(), reason="this system has no full device")
def test_an_answer_that_cannot_be_written_is_told_apart_from_work_not_done(
    shop: Program, data_dir: Path
) -> None:
    with (
        FULL.open("wb") as full,
        started(data_dir, "orders", stdout=full) as listing,
        started(data_dir, "pack", "--badge", "M1", stdin=subprocess.PIPE, stdout=full) as packing,
    ):
        packed = packing.communicate(f"{FIRST}\nMUG\n".encode(), timeout=60)
        listed = listing.communicate(timeout=60)
    for errors, process in ((packed[1], packing), (listed[1], listing)):
        assert process.returncode == 1
        assert errors.decode() == (
            "The answer could not be written to standard output: No space left on device. "
            "What was saved is kept.\n"
        )
    assert shop("orders", "--json").json[0]["state"] == "on_bench"  # by the first scan, answered
    assert FULL.is_char_device()


def test_whoever_reads_a_list_may_leave_in_the_middle(shop: Program, data_dir: Path) -> None:
    assert shop("orders").code == 0
    reading, writing = os.pipe()
    with started(data_dir, "orders", stdout=writing) as listing:
        os.close(writing)
        os.close(reading)
        assert listing.communicate(timeout=60)[1] == b""
        assert listing.returncode == 1


def test_without_any_input_nothing_is_scanned(shop: Program, data_dir: Path) -> None:
    assert shop("orders").code == 0
    with started(data_dir, "pack", "--badge", "M1", stdin=subprocess.DEVNULL) as bench:
        assert bench.communicate(timeout=60) == (b"", b"")
        assert bench.returncode == 0


def test_a_scan_ended_by_cr_alone_is_answered_before_the_next_one(
    shop: Program, data_dir: Path
) -> None:
    assert shop("orders").code == 0
    words = ("pack", "--badge", "M1", "--json")
    with started(data_dir, *words, stdin=subprocess.PIPE) as bench:
        assert bench.stdin is not None
        assert bench.stdout is not None
        for scan, code in ((FIRST, "taken"), ("MUG", "counted"), ("LAMP", "wrong_item")):
            bench.stdin.write(scan.encode() + b"\r")
            bench.stdin.flush()
            assert json.loads(bench.stdout.readline())["code"] == code
        assert bench.communicate(timeout=60) == (b"", b"")


BENCHES, ORDERS = 3, 30


def test_benches_that_race_for_orders_never_pack_one_twice(
    program: Program, report: Path, data_dir: Path
) -> None:
    head, _, _, lamp = report.read_text(encoding="utf-8").splitlines()
    rows = [
        lamp.replace("305-0000001-0000002", f"305-0000002-{number:07}").replace(
            "61000000000003", f"{62000000000000 + number}"
        )
        for number in range(ORDERS)
    ]
    report.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    assert program("import-orders", str(report), "--json").json["new"] == ORDERS
    assert program("users", "add", "Mara", "--badge", "M1").code == 0
    benches = [
        started(data_dir, "pack", "--badge", "M1", "--bench", f"Bench {number}", "--json",
                stdin=subprocess.PIPE)
        for number in range(BENCHES)
    ]  # fmt: skip
    for bench in benches:
        assert bench.stdin is not None
        bench.stdin.write(b"NEXT\nLAMP\n" * ORDERS)
        bench.stdin.flush()
    done: Counter[str] = Counter()
    for bench in benches:
        answers, errors = bench.communicate(timeout=120)
        assert (bench.returncode, errors) == (0, b"")
        said = [json.loads(line) for line in answers.splitlines()]
        assert len(said) == 2 * ORDERS
        done.update(one["order_id"] for one in said if one["code"] == "order_complete")
    assert (len(done), set(done.values())) == (ORDERS, {1})
    assert {order["state"] for order in program("orders", "--json").json} == {"packed"}
