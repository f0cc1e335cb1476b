"""Whether there is a screen to open a window on: asked of the screen itself, not of its name.

Standard library only: `dev.py` runs this module before it decides what to start. A window that
finds no screen would end the whole program with Qt's own words.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

from fbm_desk.domain.errors import Unavailable

PATIENCE_S = 5.0
_X_PORT = 6000
_COOKIE = b"MIT-MAGIC-COOKIE-1"


def is_there(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """True where a window can be seen, or where it is drawn without being seen."""
    return platform in ("win32", "darwin") or bool(answering(environment))


def answering(environment: Mapping[str, str]) -> list[str]:
    """Qt's names for the kinds of screen that answer here."""
    wanted = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    kinds = {"wayland": wayland_answers, "xcb": x_answers}
    if wanted and not wanted.startswith(tuple(kinds)):
        return [wanted]
    asked = [kind for kind in kinds if wanted.startswith(kind) or not wanted]
    return [kind for kind in asked if kinds[kind](environment)]


def demand() -> None:
    """Raises `Unavailable` without a screen, or without the window's libraries."""
    if sys.platform not in ("win32", "darwin"):
        _choose(answering(os.environ))
    try:
        import_module("fbm_desk.gui.fonts")
    except ImportError as error:
        raise Unavailable("no_window", words=str(error)) from None


def _choose(found: list[str]) -> None:
    """Keep Qt from trying the one of two screens that is named and does not answer."""
    if not found:
        raise Unavailable("no_display")
    if len(found) == 1:
        os.environ.setdefault("QT_QPA_PLATFORM", found[0])


# --- Wayland -------------------------------------------------------------------------------------


def wayland_answers(environment: Mapping[str, str]) -> bool:
    """True when something listens at the Wayland socket that the environment names."""
    name = environment.get("WAYLAND_DISPLAY", "")
    path = Path(environment.get("XDG_RUNTIME_DIR", "/"), name)
    try:
        with _at(str(path)):
            return bool(name)
    except OSError:
        return False


def _at(path: str) -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.settimeout(PATIENCE_S)
    try:
        made.connect(path)
    except OSError:
        made.close()
        raise
    return made


# --- X11 -----------------------------------------------------------------------------------------


def x_answers(environment: Mapping[str, str]) -> bool:
    """True when the X server that `DISPLAY` names lets this account in.

    The greeting and its answer: X Window System Protocol, "Connection Setup".
    """
    host, colon, rest = environment.get("DISPLAY", "").rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not (number.isascii() and number.isdigit()):
        return False
    cookies = [b"", *_cookies(environment, number)]
    return any(_lets_in(host, int(number), cookie) for cookie in cookies)


def _lets_in(host: str, number: int, cookie: bytes) -> bool:
    name = _COOKIE if cookie else b""
    greeting = struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(cookie))
    greeting += name + bytes(-len(name) % 4) + cookie + bytes(-len(cookie) % 4)
    try:
        with _connected(host, number) as server:
            server.sendall(greeting)
            return server.recv(1) == b"\x01"  # 0: refused, 2: wants more than a cookie
    except (OSError, OverflowError):
        return False


def _connected(host: str, number: int) -> socket.socket:
    """A connection to a screen of this computer, or of the one that is named."""
    if host not in ("", "unix"):
        return socket.create_connection((host, _X_PORT + number), PATIENCE_S)
    try:
        return _at(f"/tmp/.X11-unix/X{number}")
    except OSError:
        return _at(f"\0/tmp/.X11-unix/X{number}")


def _cookies(environment: Mapping[str, str], number: str) -> set[bytes]:
    """The cookies for the screens of this number in the file that proves who may connect."""
    place = environment.get("XAUTHORITY") or Path(environment.get("HOME", "/"), ".Xauthority")
    found: set[bytes] = set()
    with contextlib.suppress(OSError, struct.error):
        for screen, name, cookie in _proofs(Path(place).read_bytes()):
            if name == _COOKIE and screen.decode("latin-1") in ("", number):
                found.add(cookie)
    return found


def _proofs(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """(screen, kind, proof) of each entry: a family and four texts, each after its length."""
    at = 0
    while at < len(content):
        at += 2
        texts = []
        for _ in range(4):
            (length,) = struct.unpack_from(">H", content, at)
            texts.append(content[at + 2 : at + 2 + length])
            at += 2 + length
        yield texts[1], texts[2], texts[3]


if __name__ == "__main__":
    sys.exit(not is_there())
