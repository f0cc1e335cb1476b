"""Takes out of a carrier's label what is meant for the carrier's own printers; judges nothing.

Many labels come as several ZPL formats of which one draws the label: before it stand settings and
stored pictures, behind it stored pictures are deleted. They are made one format. What could be a
second label, or more than settings, stays as it is, and is refused by whoever checks the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fbm_desk.printing.zpl_commands import DROPPABLE, Command, split_commands

#: Sets the command prefixes to what they are anyway, as label designers write it.
_USUAL_PREFIXES = re.compile(rb"\A\s*(?:CT~)?~CD,~CC\^~CT~\s*")
#: They last beyond their format: the label that follows is drawn with them.
_LASTING = frozenset(
    "^LH ^LL ^LR ^LS ^LT ^PM ^PO ^PW ^PR ^MD ^MM ^MN ^MT ^CI ^CF ^CW ^FW ^BY".split()
)
_MEANS_NOTHING = frozenset({"^FX", "^FS"})
_DELETES = "^ID"
_WITHOUT_DATA = frozenset({"^XA", "^XZ", "^FS"})  # what follows them is text of somebody else's


@dataclass
class _Format:
    """What stands from one ^XA to its ^XZ; `before` are pictures stored ahead of it."""

    before: list[Command] = field(default_factory=list)
    commands: list[Command] = field(default_factory=list)

    @property
    def only_sets(self) -> bool:
        """True when nothing is drawn and nothing is done but lasting settings and deleting."""
        known = _LASTING | _MEANS_NOTHING | {_DELETES, "^XA", "^XZ"}
        starts = sum(command.name == "^XA" for command in self.commands)
        if starts != 1 or not _is_whole(self):
            return False
        return all(
            one.name in known and not (one.name in _WITHOUT_DATA and one.data.strip())
            for one in self.commands
        )


def _is_whole(one: _Format) -> bool:
    """Whether a format begins and ends as it should."""
    names = [command.name for command in one.commands]
    return names[:1] == ["^XA"] and names[-1:] == ["^XZ"]


def sanitise(zpl: bytes) -> bytes:
    """The same label as one format without what only sets, resets or asks, and one copy of it.

    What is left still has to be inspected. Raises `ZplRefused` where the bytes cannot be cut.
    """
    zpl = _USUAL_PREFIXES.sub(b"", zpl, count=1)
    kept = [
        command
        for command in split_commands(zpl)
        if command.name not in DROPPABLE and command.name != "^PQ"
    ]
    return b"".join(zpl[command.start : command.end] for command in _in_one_format(kept))


def _in_one_format(commands: list[Command]) -> list[Command]:
    """The commands with the settings of other formats inside the one that draws."""
    formats = list(_formats(commands))
    drawing = [one for one in formats if not one.only_sets]
    if len(drawing) != 1 or len(formats) == 1 or not _is_whole(drawing[0]):
        return commands
    (label,) = drawing
    at = formats.index(label)
    stored = [command for one in formats for command in one.before]
    set_before = [c for one in formats[:at] for c in one.commands if c.name in _LASTING]
    deleted = [c for one in formats[at + 1 :] for c in one.commands if c.name == _DELETES]
    begin, *drawn, end = label.commands
    return [*stored, begin, *set_before, *drawn, *deleted, end]


def _formats(commands: list[Command]) -> Iterator[_Format]:
    """Cut after each ^XZ; stored pictures outside of a format belong to the one behind them."""
    one = _Format()
    for command in commands:
        if command.name == "~DG" and not one.commands:
            one.before.append(command)
            continue
        one.commands.append(command)
        if command.name == "^XZ":
            yield one
            one = _Format()
    if one.before or one.commands:
        yield one
