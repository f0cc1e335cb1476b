"""A keyboard-wedge scanner on an X screen of its own: presses keys by their American positions.

It speaks to the X server's test extension by the system's own libraries. Whatever layout the
computer has, the same positions are pressed, as scanners do.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fbm_desk.gui.key_positions import POSITIONS

X11_OFFSET = 8
_SHIFT, _CONTROL, _ENTER, _BRACKET_RIGHT, _F12 = 42, 29, 28, 27, 88
_KEYS: dict[str, tuple[int, int]] = {
    "\r": (_ENTER, 0),
    "\x1d": (_BRACKET_RIGHT, _CONTROL),
    **{plain: (at, 0) for at, (plain, _) in POSITIONS.items()},
    **{upper: (at, _SHIFT) for at, (plain, upper) in POSITIONS.items() if upper != plain},
}
NEEDS = ("Xvfb", "setxkbmap")


def missing() -> str:
    """The first program this needs and the computer lacks; empty when all are there."""
    return next((name for name in NEEDS if shutil.which(name) is None), "")


@contextmanager
def screen(size: str = "1280x800x24") -> Iterator[str]:
    """A screen nobody sees, as DISPLAY names it; the server chooses a free number itself."""
    read, write = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(write),
        "-screen",
        "0",
        size,
        "-noreset",
        "-nolisten",
        "tcp",
    ]
    with subprocess.Popen(
        command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        os.close(write)
        try:
            with os.fdopen(read) as told:
                number = told.readline().strip()
            if not number:
                raise RuntimeError("Xvfb did not start")
            yield f":{number}"
        finally:
            server.terminate()


def set_layout(display: str, layout: str) -> None:
    """What is printed on the computer's keys from now on."""
    subprocess.run(
        ["setxkbmap", "-display", display, "-layout", layout], check=True, capture_output=True
    )


class PretendScanner:
    """Types at a steady pace. `close` it when done."""

    def __init__(self, display: str) -> None:
        self._x11, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        if not self._display:
            raise RuntimeError(f"no X server answers at {display}")

    def scan(self, text: str, gap_s: float, ender: str = "\r") -> float:
        """Send a code, `gap_s` from key to key; the longest gap there was, in seconds.

        A computer at work elsewhere may make this scanner stutter as no real one does.
        """
        due = last = time.monotonic()
        longest = 0.0
        for char in text + ender:
            while (now := time.monotonic()) < due:
                time.sleep(due - now)
            self._press(*_KEYS[char])
            pressed = time.monotonic()
            longest, last, due = max(longest, pressed - last), pressed, due + gap_s
        return longest

    def mark(self) -> None:
        """Press F12, which no scanner does: whoever sees it has seen all keys before it."""
        self._press(_F12, 0)

    def _press(self, position: int, modifier: int) -> None:
        keys = [modifier, position] if modifier else [position]
        for key in keys:
            self._send(key, down=True)
        for key in reversed(keys):
            self._send(key, down=False)
        self._x11.XSync(self._display, 0)

    def _send(self, position: int, *, down: bool) -> None:
        self._test.XTestFakeKeyEvent(self._display, position + X11_OFFSET, int(down), 0)

    def close(self) -> None:
        """Let the connection go."""
        self._x11.XCloseDisplay(self._display)
