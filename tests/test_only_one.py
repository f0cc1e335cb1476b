"""What only one may have is had by one, and is free again as soon as that one is gone."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fbm_desk.domain.errors import Unavailable
from fbm_desk.only_one import HeldBench, hold_bench, lock_file

HOLD = """
import sys, pathlib
from fbm_desk import only_one
kept = only_one.hold_bench(pathlib.Path(sys.argv[1]), "", sys.argv[2])
print(kept.place, flush=True)
sys.stdin.read()
"""


@contextmanager
def held(folder: Path, bench: str) -> Iterator[HeldBench]:
    """A bench that this process has."""
    kept = hold_bench(folder, "", bench)
    yield kept
    kept.lock.release()


@contextmanager
def other(folder: Path, bench: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Another process that has a bench, and the place it is at."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), bench],
        cwd=Path(__file__).resolve().parents[1],
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()


def test_a_bench_is_had_by_one_process_of_a_data_folder(tmp_path: Path) -> None:
    with other(tmp_path, "Bench 1") as (_, place):
        assert place
        with pytest.raises(Unavailable, match="bench_open"):
            hold_bench(tmp_path, "", "Bench 1")
        with held(tmp_path, "Bench 2") as second, held(tmp_path / "b", "Bench 1") as elsewhere:
            assert len({place, second.place, elsewhere.place}) == 3


def test_a_killed_process_leaves_its_bench_at_the_same_place_at_once(tmp_path: Path) -> None:
    with other(tmp_path, "Bench 1") as (process, place):
        process.send_signal(signal.SIGKILL)
        process.wait()
        with held(tmp_path, "Bench 1") as again:
            assert again.place == place


def test_a_lock_is_one_within_a_process_too(tmp_path: Path) -> None:
    first = lock_file(tmp_path / "lock")
    assert first is not None
    assert lock_file(tmp_path / "lock") is None
    first.release()
    first.release()
    again = lock_file(tmp_path / "lock")
    assert again is not None
    again.release()


def test_a_lock_is_not_inherited_by_the_programs_that_are_started(tmp_path: Path) -> None:
    with other(tmp_path, "Bench 1"), held(tmp_path, "Bench 2"):
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with child, held(tmp_path, "Bench 2") as again:
        assert again.lock.held


def test_where_no_file_can_be_locked_each_start_is_a_place_of_its_own(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder", encoding="utf-8")
    places = {hold_bench(in_the_way, "", "Bench 1").place for _ in range(2)}
    assert len(places) == 2
    assert in_the_way.read_text(encoding="utf-8") == "no folder"
