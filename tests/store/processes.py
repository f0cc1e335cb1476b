"""Other programs on the same database: started, all told to go on at once, and heard out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Other:
    """One program that says "ready" and waits for a line before it does its work."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

    def go(self) -> None:
        """Let it do its work."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def said(self) -> str:
        """What it said until its end; what it complained of, too."""
        out, complaint = self.process.communicate()
        return out + complaint


@contextmanager
def others(module: str, *calls: tuple[str, ...]) -> Iterator[list[Other]]:
    """A program for each call, ready; those that still run at the end are ended."""
    with ExitStack() as stack:
        running = [
            stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", module, *call], cwd=ROOT, text=True,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                )
            )
            for call in calls
        ]  # fmt: skip
        for process in running:
            stack.callback(process.kill)
        yield [Other(process) for process in running]
