"""An ESC/POS stream cut into commands, as far as they have arrived; drawing them is `escpos_paper`.

Source: Epson ESC/POS command reference.
"""

from __future__ import annotations

from dataclasses import dataclass

ESC, FS, GS, DLE = 0x1B, 0x1C, 0x1D, 0x10
_ESC_ONE = frozenset(b"!aEGMt{-dJRVU rS\x20=3c")
_GS_ONE = frozenset(b"!BbhwHfr")


@dataclass(frozen=True, slots=True)
class Piece:
    """A command (`name` such as `ESC t`, with its argument bytes) or a stretch of text."""

    name: str
    data: bytes


def cut(stream: bytes) -> tuple[list[Piece], bytes]:
    """The complete pieces at the beginning of the stream, and what is left of it."""
    pieces: list[Piece] = []
    at = 0
    while at < len(stream):
        found = _piece(stream, at)
        if found is None:
            break
        piece, at = found
        pieces.append(piece)
    return pieces, stream[at:]


def _piece(stream: bytes, at: int) -> tuple[Piece, int] | None:
    """The piece at `at` and where the next begins; None while it is not all there."""
    first = stream[at]
    if first not in (ESC, FS, GS, DLE):
        end = at + 1
        while end < len(stream) and stream[end] not in (ESC, FS, GS, DLE):
            end += 1
        return Piece("text", stream[at:end]), end
    if at + 1 >= len(stream):
        return None
    name = f"{ {ESC: 'ESC', FS: 'FS', GS: 'GS', DLE: 'DLE'}[first] } {chr(stream[at + 1])}"
    size = _argument_size(name, stream[at + 2 :])
    if size is None or at + 2 + size > len(stream):
        return None
    return Piece(name, stream[at + 2 : at + 2 + size]), at + 2 + size


def _argument_size(name: str, rest: bytes) -> int | None:
    kind, letter = name.split(" ", 1)
    if name in ("GS v", "GS k", "GS (", "GS V", "FS &", "ESC *"):
        return _variable_size(name, rest)
    if kind == "DLE":
        return 1
    if kind == "ESC":
        return 1 if letter.encode("latin-1") in {bytes((code,)) for code in _ESC_ONE} else 0
    if kind == "GS":
        return 1 if letter.encode("latin-1") in {bytes((code,)) for code in _GS_ONE} else 0
    return 0


def _variable_size(name: str, rest: bytes) -> int | None:
    if name == "GS v":
        if len(rest) < 6:
            return None
        return 6 + (rest[2] + rest[3] * 256) * (rest[4] + rest[5] * 256)
    if name == "GS k":
        if len(rest) < 2:
            return None
        if rest[0] > 64:
            return 2 + rest[1]
        end = rest.find(b"\0")
        return None if end < 0 else end + 1
    if name == "GS (":
        return None if len(rest) < 3 else 3 + rest[1] + rest[2] * 256
    if name == "GS V":
        return None if not rest else (2 if rest[0] in (65, 66) else 1)
    if name == "ESC *":
        if len(rest) < 3:
            return None
        return 3 + (rest[1] + rest[2] * 256) * (3 if rest[0] in (32, 33) else 1)
    return 0
