"""A carrier's ZPL cut into commands, and which of them may reach a printer; data is read elsewhere.

Source of the command set: ZPL II programming guide, read 2026-11. Everything not known to draw on
this one label is refused: a printer keeps settings, formats and pictures long after the label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

MAX_BYTES = 4_000_000
MAX_COMMANDS = 20_000


class ZplProblem(Enum):
    """Why a document is not one harmless ZPL label."""

    NOT_ZPL = "not_zpl"  #: other bytes (PDF, PNG, HTML …) or no ^XA
    TOO_LARGE = "too_large"  #: more bytes, commands or picture than a label can need
    UNFINISHED = "unfinished"  #: ^XA without its ^XZ: the printer would wait for the rest
    TWO_LABELS = "two_labels"  #: a second ^XA
    OUTSIDE = "outside"  #: text before ^XA, after ^XZ or between fields, `! U1 setvar` among it
    CONTROL_BYTES = "control_bytes"  #: bytes below blank that no label needs
    RESETS = "resets"  #: ~JR, ~JA: restarts the printer or drops others' jobs
    SETTINGS = "settings"  #: ^JU, ^MC …: changes what the printer keeps
    STORES = "stores"  #: ^DF, ~DG, ~DY …: writes into the printer's memory
    RECALLS = "recalls"  #: ^XF, ^XG …: prints something stored that was not in this document
    COPIES = "copies"  #: ^PQ with more than one copy
    SYNTAX = "syntax"  #: ^CC, ^CT, ^CD: changes what a command looks like
    UNKNOWN = "unknown"  #: a command this list does not know
    BAD_GRAPHIC = "bad_graphic"  #: a ^GF or ~DG whose data do not fit its numbers


class ZplRefused(ValueError):
    """Raised inside this package; `problem` and the byte `offset` say what and where."""

    def __init__(self, problem: ZplProblem, offset: int) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name with prefix (`^FD`), its data as sent, and where it stood."""

    name: str
    data: bytes
    start: int
    end: int


_BARCODES = frozenset("012345789ABCDEFIJKLMOPQRSTUXYZ")


def _each(problem: ZplProblem, names: str) -> dict[str, ZplProblem]:
    return dict.fromkeys(names.split(), problem)


_LAYOUT = """^XA ^XZ ^FO ^FT ^FD ^FV ^FS ^FH ^FB ^TB ^FR ^FW ^FX ^FP ^FM ^FC ^SN ^SF ^A ^CF ^CI ^CW
    ^GB ^GC ^GD ^GE ^GF ^GS ^LH ^LL ^LR ^LS ^LT ^PM ^PO ^PW ^PR ^MD ^MM ^MN ^MT ^PQ ^XG ^ID ~DG"""
_KNOWN = frozenset([*re.split(r"\s+", _LAYOUT), *(f"^B{kind}" for kind in _BARCODES)])
#: Left out of a label, these change nothing of its picture.
DROPPABLE = {
    **_each(ZplProblem.RESETS, "~JR ~JA ~JX ~JP ~PS ~JB ^JB"),
    **_each(
        ZplProblem.SETTINGS,
        """^JU ^MC ^JM ^JZ ^JJ ^JS ~JS ^JT ^JW ~JC ~JD ~JE ~JF ~JG ~JI ~JL ~JN ~JO ~JQ ^SZ ^SL ^ST
        ^SE ^SO ^SP ^SQ ^SR ^SS ^SX ~SD ~TA ^XB ^ML ^MF ^MA ^MI ^MU ^MW ^PH ~PH ^PP ~PP ^PN ^PF
        ^KD ^KL ^KN ^KP ^KV ^LF ~HI ~HS ~HM ~HQ ~HD ^HH ^HV ^HZ ^HW ^HY ^HF ^HG ^ND ^NI ^NS ^NN
        ^NP ~WC ~WR ^WD ^CP ~RO ^XS ^CV ^CO""",
    ),
}
_REFUSED = {
    **_each(ZplProblem.STORES, "^DF ~DY ~DB ~DE ~DS ~DT ~DU ~DN ^TO ~EG ^EG ~EF ^EF ^IS"),
    **_each(ZplProblem.RECALLS, "^XF ^IL ^IM ^FN ^LM"),
    **_each(ZplProblem.SYNTAX, "^CC ~CC ^CD ~CD ^CT ~CT"),
}
_SET_GET_DO = re.compile(rb"!\s*U\d?\s+(setvar|getvar|do)\b", re.I)
_PREFIX = re.compile(rb"[\^~]")
_BINARY = re.compile(rb"\s*[BC]\s*,\s*(\d{1,7})\s*,[^,]{0,12},[^,]{0,12},", re.I)
_IN_MEMORY = re.compile(rb"\s*(R:)?[A-Za-z0-9_]{1,16}(\.GRF)?\s*(,|\Z)", re.I)
_BAD_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BAD_BYTES_IN_FIELD = re.compile(rb"[\x00-\x03\x05-\x08\x0b\x0c\x0e-\x1b\x1f\x7f]")


def split_commands(zpl: bytes) -> list[Command]:
    """All commands in order. Raises `ZplRefused` for what cannot be cut without doubt."""
    if len(zpl) > MAX_BYTES:
        raise ZplRefused(ZplProblem.TOO_LARGE, MAX_BYTES)
    start = _first_prefix(zpl, 0)
    if zpl[:start].strip():
        printer_talk = b"^XA" in zpl.upper() and not zpl.startswith((b"%PDF", b"\x89PNG"))
        raise ZplRefused(ZplProblem.OUTSIDE if printer_talk else ZplProblem.NOT_ZPL, 0)
    commands: list[Command] = []
    while start < len(zpl):
        command = _command(zpl, start)
        commands.append(command)
        if len(commands) > MAX_COMMANDS:
            raise ZplRefused(ZplProblem.TOO_LARGE, start)
        start = command.end
    return commands


def check_commands(commands: list[Command]) -> None:
    """Raises `ZplRefused` unless the commands are exactly one harmless label."""
    if not any(command.name == "^XA" for command in commands):
        raise ZplRefused(ZplProblem.NOT_ZPL, 0)
    inside = finished = False
    for command in commands:
        _check_command(command)
        if command.name == "^XA":
            if inside or finished:
                raise ZplRefused(ZplProblem.TWO_LABELS, command.start)
            inside = True
        elif command.name == "^XZ":
            if not inside:
                raise ZplRefused(ZplProblem.OUTSIDE, command.start)
            inside, finished = False, True
        elif not inside and (finished or command.name != "~DG"):
            raise ZplRefused(ZplProblem.OUTSIDE, command.start)
    if not finished:
        raise ZplRefused(ZplProblem.UNFINISHED, commands[-1].end)


def _first_prefix(zpl: bytes, start: int) -> int:
    found = _PREFIX.search(zpl, start)
    return found.start() if found else len(zpl)


def _command(zpl: bytes, start: int) -> Command:
    name = zpl[start : start + 3].upper().decode("latin-1")
    if name.startswith("^A"):
        name = "^A"  # one letter; the font follows at once: ^A0N,30
    body = start + len(name)
    end = _binary_end(zpl, body) if name == "^GF" else _first_prefix(zpl, body)
    return Command(name, zpl[body:end], start, end)


def _binary_end(zpl: bytes, body: int) -> int:
    """^GFB and ^GFC carry raw bytes, so that their count says where the next command begins."""
    header = _BINARY.match(zpl, body)
    if not header:
        return _first_prefix(zpl, body)
    end = header.end() + int(header[1])
    if end > len(zpl):
        raise ZplRefused(ZplProblem.BAD_GRAPHIC, body)
    return _first_prefix(zpl, end)


def _check_command(command: Command) -> None:
    name, data = command.name, command.data
    problem = DROPPABLE.get(name) or _REFUSED.get(name)
    if problem:
        raise ZplRefused(problem, command.start)
    if name not in _KNOWN:
        raise ZplRefused(ZplProblem.UNKNOWN, command.start)
    _check_bytes(command)
    if (name in ("^XA", "^XZ", "^FS") and data.strip()) or _SET_GET_DO.search(data):
        raise ZplRefused(ZplProblem.OUTSIDE, command.start)
    if name == "^PQ" and not re.match(rb"\s*0*1?\s*(,|\Z)", data):
        raise ZplRefused(ZplProblem.COPIES, command.start)
    if name in ("~DG", "^XG", "^ID") and not _IN_MEMORY.match(data):
        raise ZplRefused(ZplProblem.RECALLS if name == "^XG" else ZplProblem.STORES, command.start)


def _check_bytes(command: Command) -> None:
    if command.name == "^GF" and not re.match(rb"\s*A", command.data, re.I):
        return
    in_field = command.name in ("^FD", "^FV", "^SN")
    if (_BAD_BYTES_IN_FIELD if in_field else _BAD_BYTES).search(command.data):
        raise ZplRefused(ZplProblem.CONTROL_BYTES, command.start)
