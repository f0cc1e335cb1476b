"""`pack`: a bench without a window, one scan a line in, one answer a line out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fbm_desk.domain.verdicts import VerdictCode
from tests.commands.conftest import Program

ROOT = Path(__file__).resolve().parents[2]
FIRST, SECOND = "305-0000001-0000001", "305-0000001-0000002"


def codes(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["code"] for answer in answers]


def pack(program: Program, *scans: str, bench: str = "Bench 1") -> list[dict[str, Any]]:
    """Answers to these scans, signed in as Mara."""
    stdin = "".join(f"{scan}\n" for scan in scans)
    ran = program("pack", "--badge", "M1", "--bench", bench, "--json", stdin=stdin)
    assert (ran.code, ran.err) == (0, "")
    return ran.answers


def test_every_scan_gets_one_object_of_the_stable_shape(shop: Program) -> None:
    answers = pack(shop, FIRST, "MUG", "LAMP", "X-17")
    assert [list(answer) for answer in answers] == [
        ["scan", "code", "text", "order_id", "sku", "packed", "wanted"]
    ] * 4
    taken, counted, wrong, unknown = answers
    assert {name: taken[name] for name in ("scan", "code", "order_id", "packed", "wanted")} == {
        "scan": FIRST, "code": "taken", "order_id": FIRST, "packed": 0, "wanted": 4,
    }  # fmt: skip
    assert (counted["code"], counted["sku"], counted["packed"], counted["wanted"]) == (
        "counted", "MUG", 1, 3,
    )  # fmt: skip
    assert (wrong["code"], unknown["code"]) == ("wrong_item", "unknown")
    assert all(answer["text"].endswith(".") for answer in answers)


def test_an_order_is_packed_from_the_first_scan_to_the_last(shop: Program) -> None:
    answers = pack(shop, "NEXT", "MUG", "MUG", "SPOON-6", "SPOON-6", "MUG", "KP4881200731")
    assert codes(answers) == [
        "taken", "counted", "counted", "counted", "already_enough", "order_complete",
        "tracking_noted",
    ]  # fmt: skip
    assert all(code in [one.value for one in VerdictCode] for code in codes(answers))


def test_without_json_an_answer_is_a_line_for_people(shop: Program) -> None:
    ran = shop("pack", "--badge", "M1", stdin=f"{FIRST}\nMUG\n")
    taken, counted = ran.out.splitlines()
    assert taken.split()[:2] == ["taken", FIRST]
    assert counted.split()[:3] == ["counted", FIRST, "1/3"]


def test_blank_lines_and_line_ends_of_every_kind_are_no_scans(shop: Program) -> None:
    ran = shop("pack", "--badge", "M1", "--json", stdin=f"\n  \r\n{FIRST}\r\n\t\nMUG")
    assert codes(ran.answers) == ["taken", "counted"]


def test_at_the_end_of_input_the_order_stays_resumable(shop: Program) -> None:
    pack(shop, FIRST, "MUG", "MUG")
    resumed, counted = pack(shop, FIRST, "SPOON-6", bench="Bench 2")
    assert (resumed["code"], resumed["packed"], resumed["wanted"]) == ("resumed", 2, 4)
    assert (counted["code"], counted["packed"]) == ("counted", 1)


def test_the_same_bench_has_its_order_still_in_hands(shop: Program) -> None:
    pack(shop, FIRST, "MUG")
    assert pack(shop, "MUG")[0]["packed"] == 2


def test_held_orders_say_so_and_come_back(shop: Program) -> None:
    assert codes(pack(shop, FIRST, "MUG", "HOLD", "SHORT", "NEXT")) == [
        "taken", "counted", "hold_asked", "held", "taken",
    ]  # fmt: skip
    assert codes(pack(shop, "LATER", FIRST)) == ["put_down", "resumed"]


def test_an_unknown_badge_is_refused(shop: Program) -> None:
    refusal = shop("pack", "--badge", "NOBODY", "--json", stdin="NEXT\n").refusal
    assert "users add" in refusal


@pytest.mark.parametrize("badge", ["", "NEXT", FIRST, "MUG"])
def test_what_is_no_badge_is_refused(shop: Program, badge: str) -> None:
    assert shop("pack", "--badge", badge, stdin="NEXT\n").refusal


def test_wrong_usage_ends_with_2(shop: Program) -> None:
    for words in (("pack",), ("pack", "--badge"), ("pack", "--badge", "M1", "--wrong"), ("pak",)):
        ran = shop(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "usage" in ran.err


# --- a process of its own ------------------------------------------------------------------------


class Bench:
    """`fbm-desk pack` as a process, spoken to line by line."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        command = [sys.executable, "-m", "fbm_desk", "--data-dir", str(data_dir)]
        command += ["pack", "--badge", "M1", "--bench", "Bench 1", "--json"]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "FBM_DESK_KEYRING": "no", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def scan(self, line: bytes) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def end(self) -> tuple[int, bytes]:
        """Close its input; its exit code and what it said on standard error."""
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors


def test_killed_in_the_middle_the_same_bench_goes_on_with_the_same_counts(
    shop: Program, data_dir: Path
) -> None:
    with Bench(data_dir) as first:
        for text in (FIRST, "MUG", "SPOON-6", "LAMP"):
            first.scan(text.encode())
        first.process.send_signal(signal.SIGKILL)
        assert first.end()[0] == -signal.SIGKILL
    with Bench(data_dir) as second:
        answer = second.scan(b"MUG")
        assert (answer["code"], answer["packed"]) == ("counted", 2)
        assert second.scan(b"SPOON-6")["code"] == "already_enough"
        assert second.scan(b"MUG")["code"] == "order_complete"
        assert second.end() == (0, b"")
    assert shop("orders", "--json").json[0]["state"] == "packed"


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_bytes_that_are_no_text_are_unknown_whatever_the_terminal_speaks(
    shop: Program, data_dir: Path, encoding: str
) -> None:
    assert shop("orders").code == 0
    with Bench(data_dir, PYTHONIOENCODING=encoding, PYTHONUTF8="0") as bench:
        for line in (b"\xff\xfe\x80", b"\xc3(", b"A\x00B", "Größe".encode(), b"\x1b[31mred"):
            assert bench.scan(line)["code"] == "unknown"
        assert bench.scan(FIRST.encode())["code"] == "taken"
        assert bench.end() == (0, b"")


def test_a_scanner_that_sends_utf_8_is_understood_whatever_the_terminal_speaks(
    program: Program, report: Path, data_dir: Path
) -> None:
    text = report.read_text(encoding="utf-8").replace("SPOON-6", "LÖFFEL-6")
    report.write_text(text, encoding="utf-8")
    program("import-orders", str(report))
    program("users", "add", "Mara", "--badge", "M1")
    with Bench(data_dir, PYTHONIOENCODING="ascii", PYTHONUTF8="0") as bench:
        bench.scan(FIRST.encode())
        answer = bench.scan("LÖFFEL-6".encode())
        assert (answer["code"], answer["sku"]) == ("counted", "LÖFFEL-6")
        assert bench.end() == (0, b"")


def test_whoever_reads_the_answers_may_leave(shop: Program, data_dir: Path) -> None:
    assert shop("orders").code == 0
    bench = Bench(data_dir)
    bench.scan(FIRST.encode())
    assert bench.process.stdout is not None
    bench.process.stdout.close()
    assert bench.process.stdin is not None
    bench.process.stdin.write(b"MUG\n" * 3)
    bench.process.stdin.close()
    assert bench.process.stderr is not None
    errors = bench.process.stderr.read()
    bench.process.stderr.close()
    assert bench.process.wait(timeout=60) in (0, 1)
    assert b"Traceback" not in errors
