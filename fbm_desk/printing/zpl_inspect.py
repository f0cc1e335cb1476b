"""One look at a carrier's ZPL label: is it harmless, and what barcodes and pictures are on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from fbm_desk.printing.zpl_cleaning import sanitise
from fbm_desk.printing.zpl_commands import (
    Command,
    ZplProblem,
    ZplRefused,
    check_commands,
    split_commands,
)
from fbm_desk.printing.zpl_fields import ZplBarcode, barcodes
from fbm_desk.printing.zpl_graphics import (
    MAX_PICTURE_BYTES,
    Graphic,
    graphic_field,
    stored_graphic,
    stored_name,
)


@dataclass(frozen=True, slots=True)
class ZplFindings:
    """What a ZPL document holds. Only without a `problem` may it be sent to a printer.

    `offset` is the byte where the problem begins; barcodes and graphics are then empty.
    """

    problem: ZplProblem | None = None
    offset: int = 0
    barcodes: tuple[ZplBarcode, ...] = field(default=(), repr=False)
    graphics: tuple[Graphic, ...] = field(default=(), repr=False)


def printable(zpl: bytes) -> bytes:
    """A carrier's label as it may go to a printer: one format, without settings, one copy of it.

    What is checked and what is printed must both be this; bytes that cannot be cut come back as
    they are, to be refused.
    """
    try:
        return sanitise(zpl)
    except ZplRefused:
        return zpl


def inspect_label(zpl: bytes) -> ZplFindings:
    """Check and read a carrier's label. Never raises for what the bytes hold."""
    try:
        commands = split_commands(zpl)
        check_commands(commands)
        return ZplFindings(barcodes=tuple(barcodes(commands)), graphics=_graphics(commands))
    except ZplRefused as refused:
        return ZplFindings(refused.problem, refused.offset)


def _graphics(commands: list[Command]) -> tuple[Graphic, ...]:
    stored: dict[str, Graphic] = {}
    drawn: list[Graphic] = []
    size = 0
    for command in commands:
        try:
            if command.name == "~DG":
                name, graphic = stored_graphic(command.data)
                stored[name] = graphic
            elif command.name == "^GF":
                graphic = graphic_field(command.data)
                drawn.append(graphic)
            elif command.name == "^XG":
                drawn.append(_recalled(command, stored))
                continue
            else:
                continue
        except ValueError as error:
            raise _as_refused(error, command.start) from None
        size += len(graphic.bits)
        if size > MAX_PICTURE_BYTES:
            raise ZplRefused(ZplProblem.TOO_LARGE, command.start)
    return tuple(drawn)


def _recalled(command: Command, stored: dict[str, Graphic]) -> Graphic:
    name = stored_name(command.data.split(b",", 1)[0])
    if name not in stored:
        raise ZplRefused(ZplProblem.RECALLS, command.start)
    return stored[name]


def _as_refused(error: ValueError, offset: int) -> ZplRefused:
    return error if isinstance(error, ZplRefused) else ZplRefused(ZplProblem.BAD_GRAPHIC, offset)
