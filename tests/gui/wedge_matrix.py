"""Scans of a pretended wedge scanner into a real window: all of them exact, and nothing touched.

`python -m tests.gui.wedge_matrix` tries every pace, length and layout with the keyboard's focus on
every kind of widget, the window idle and busy for 80 % of the time; it takes some minutes. A short
form is in `test_wedge_matrix.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO

from tests.gui.pretend_scanner import PretendScanner, missing, screen, set_layout

PACES_MS = (0, 1, 2, 5, 20)
LENGTHS = (10, 20, 40, 60)
LAYOUTS = ("us", "de", "fr")
BUSY = (0, 80)
FOCUS = (
    "field", "text", "number", "button", "check", "combo", "popup", "list", "table", "menu",
    "question",
)  # fmt: skip
ALPHABET = "0123456789ABCDEFXYZabcxyz -_/.:?=&%()[]+*#@!$'\"<>;\x1d"
ANSWER_S = 30.0
STUTTER_MS = 12
"""A pretended scanner that falls behind its pace by more is not what is to be tried."""
TRIES = 5


@dataclass
class Count:
    """What came of the scans of one corner of the matrix."""

    sent: int = 0
    exact: int = 0
    touched: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    stuttered: int = 0

    def note(self, code: str, heard: Sequence[Sequence[str]]) -> None:
        """What the window said after one code."""
        came = [value for what, value in heard if what == "scanned"]
        self.sent += 1
        self.exact += came == [code]
        self.touched.update(value for what, value in heard if what == "touched")
        if came != [code]:
            self.wrong.append((code, str(heard)))

    @property
    def clean(self) -> bool:
        """True when every scan arrived as it was sent and nothing else happened."""
        return self.sent == self.exact and not self.touched


class Window:
    """The window under test, in its own process, and what it said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders: IO[str] = process.stdin
        self._said: queue.Queue[list[str]] = queue.Queue()
        self._reader = threading.Thread(target=self._read, args=[process.stdout])
        self._reader.start()

    def _read(self, lines: IO[str]) -> None:
        for line in lines:
            self._said.put(json.loads(line))

    def heard_until(self, what: str) -> list[list[str]]:
        """All it says up to and with `what`, or until it falls silent."""
        heard: list[list[str]] = []
        while not heard or heard[-1][0] != what:
            try:
                heard.append(self._said.get(timeout=ANSWER_S))
            except queue.Empty:
                break
        return heard

    def tell(self, order: str, answer: str) -> None:
        """Give an order and wait until it is carried out."""
        self._orders.write(order + "\n")
        self._orders.flush()
        if self.heard_until(answer)[-1:] != [[answer, order.partition(" ")[2]]]:
            raise RuntimeError(f"the window does not say {answer}")

    def ended(self) -> None:
        """Wait for its last word."""
        self._reader.join(ANSWER_S)


@contextmanager
def window(display: str) -> Iterator[Window]:
    """The window on a screen, until the block ends."""
    surroundings = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.gui.scanned_window"],
        env=surroundings,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        shown = Window(process)
        try:
            shown.heard_until("shown")
            yield shown
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(ANSWER_S)
            shown.ended()


def codes(dice: random.Random, lengths: Sequence[int]) -> Iterator[str]:
    """One code of each length, of characters that scanners send; blanks and separators inside."""
    for length in lengths:
        inside = "".join(dice.choice(ALPHABET) for _ in range(length - 2))
        yield dice.choice("0B]X5h") + inside + dice.choice("0123456789")


def try_scans(
    shown: Window, scanner: PretendScanner, sent: Sequence[tuple[str, int]], busy: int
) -> Count:
    """Send codes at their paces; each is awaited before the next.

    A scan that stuttered, because the computer had the pretended scanner wait, is sent again.
    """
    count = Count()
    shown.tell(f"busy {busy}", "busy")
    for code, pace_ms in sent:
        for _ in range(TRIES):
            longest_s = scanner.scan(code, pace_ms / 1000)
            scanner.mark()
            heard = shown.heard_until("marked")
            if longest_s * 1000 <= pace_ms + STUTTER_MS:
                count.note(code, heard)
                break
            count.stuttered += 1
    return count


def matrix(
    layouts: Sequence[str], focus: Sequence[str], paces: Sequence[int], lengths: Sequence[int]
) -> Iterator[tuple[str, str, int, Count]]:
    """Layout, focus, share of time busy, and what came of the scans there."""
    dice = random.Random(20261123)
    with screen() as display:
        for layout in layouts:
            set_layout(display, layout)
            with window(display) as shown:
                scanner = PretendScanner(display)
                try:
                    for what in focus:
                        shown.tell(f"focus {what}", "focused")
                        for busy in BUSY:
                            sent = [(c, pace) for pace in paces for c in codes(dice, lengths)]
                            yield layout, what, busy, try_scans(shown, scanner, sent, busy)
                        shown.tell("busy 0", "busy")
                finally:
                    scanner.close()


def main(arguments: list[str]) -> int:
    """Print the matrix; the exit code is 0 only when all of it is clean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layouts", nargs="+", default=LAYOUTS)
    parser.add_argument("--focus", nargs="+", default=FOCUS, choices=FOCUS)
    chosen = parser.parse_args(arguments)
    if missing():
        print(f"This needs {missing()}, which is not installed here.")
        return 2
    all_sent = all_exact = touched = 0
    for layout, what, busy, count in matrix(chosen.layouts, chosen.focus, PACES_MS, LENGTHS):
        all_sent, all_exact = all_sent + count.sent, all_exact + count.exact
        touched += count.touched.total()
        print(f"{layout:3} {what:9} busy {busy:2} %: {count.exact:3} of {count.sent} exact", end="")
        print(f", touched {dict(count.touched)}" if count.touched else "")
        for code, came in count.wrong[:2]:
            print(f"    sent {code!r}\n    came {came!r}")
    print(f"{all_exact} of {all_sent} scans exact, {touched} touches of anything else")
    return 0 if all_exact == all_sent and not touched else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
