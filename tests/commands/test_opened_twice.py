"""The program started twice: no bench is had twice, and no order lost to its own bench."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fbm_desk import only_one
from tests.commands.conftest import Program

ROOT = Path(__file__).resolve().parents[2]
FIRST = "305-0000001-0000001"


@contextmanager
def packing(data_dir: Path, *scans: str) -> Iterator[subprocess.Popen[str]]:
    """A bench in a process of its own that has answered these scans and waits for more."""
    command = [sys.executable, "-m", "fbm_desk", "--data-dir", str(data_dir)]
    with subprocess.Popen(
        [*command, "pack", "--badge", "M1", "--json"],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "FBM_DESK_KEYRING": "no"},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        for scan in scans:
            process.stdin.write(f"{scan}\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["scan"] == scan
        yield process


def test_a_bench_that_is_open_is_refused_in_words_and_keeps_its_order(
    shop: Program, data_dir: Path
) -> None:
    with packing(data_dir, FIRST, "MUG") as process:
        refused = shop("pack", "--badge", "M1", stdin="MUG\n")
        assert "FBM Desk is open already for Bench 1" in refused.refusal
        assert "is open already" in shop("run").refusal
        there = shop("pack", "--badge", "M1", "--bench", "Bench 2", "--json", stdin=f"{FIRST}\n")
        assert [answer["code"] for answer in there.answers] == ["order_taken"]
        told, _ = process.communicate("MUG\n")
    assert json.loads(told)["code"] == "counted"
    assert json.loads(told)["packed"] == 2


def test_after_a_kill_the_bench_goes_on_at_once(shop: Program, data_dir: Path) -> None:
    with packing(data_dir, FIRST, "MUG") as process:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    again = shop("pack", "--badge", "M1", "--json", stdin="MUG\n")
    assert [(answer["code"], answer["packed"]) for answer in again.answers] == [("counted", 2)]


def test_a_window_that_is_open_is_called_to_the_front(
    shop: Program, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fbm_desk.gui import doorbell

    called: list[str] = []

    def ring(name: str) -> bool:
        called.append(name)
        return True

    monkeypatch.setattr(doorbell, "ring", ring)
    held = only_one.hold_bench(data_dir, "", "Bench 1")
    try:
        ran = shop("run")
    finally:
        held.lock.release()
    assert (ran.code, ran.err) == (0, "")
    assert "called to the front" in ran.out
    assert called == [only_one.bell_of(data_dir, "", "Bench 1")]


def test_a_bench_open_on_another_computer_is_refused_in_words(
    shop: Program, data_dir: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{(data_dir / 'fbm_desk.sqlite').as_posix()}"
    with packing(data_dir, FIRST, "MUG") as process:
        words = ("--database-url", url, "pack", "--badge", "M1")
        assert "open at another place" in shop(*words, at=tmp_path / "other").refusal
        process.communicate("MUG\n")
    assert shop(*words, at=tmp_path / "other").code == 0
