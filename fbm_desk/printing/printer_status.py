"""What printers say about themselves, read from their answers; asking is `transport`'s.

Sources: ZPL II programming guide, ~HS and ~HQES; Epson ESC/POS reference, DLE EOT and GS r.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Trouble(Enum):
    """Why a document was not, or not surely, printed; a stable code for the interface's words."""

    REFUSED = "refused"  #: nobody listens there: printer off, or a wrong address
    UNREACHABLE = "unreachable"  #: no way to that host, or its name is unknown
    TIMEOUT = "timeout"  #: the deadline passed
    RESET = "reset"  #: the connection broke off
    SILENT = "silent"  #: connected, but no answer: not ready, or not a printer that answers
    PAPER_OUT = "paper_out"  #: no paper or labels
    RIBBON_OUT = "ribbon_out"  #: no ribbon
    HEAD_OPEN = "head_open"  #: head or cover is open
    PAUSED = "paused"  #: paused at the printer
    FAULT = "fault"  #: another error at the printer
    BUSY = "busy"  #: still at work when the deadline passed
    STOPPED = "stopped"  #: we were told to stop
    BAD_DESTINATION = "bad_destination"  #: not an address of a printer
    QUEUE_REFUSED = "queue_refused"  #: the print queue did not take the job
    FOLDER_FAILED = "folder_failed"  #: the file could not be written


@dataclass(frozen=True, slots=True)
class ZplStatus:
    """A ~HS answer. `waiting` are formats and labels not yet printed."""

    trouble: Trouble | None
    waiting: int


_HS = re.compile(rb"\x02([^\x02\x03]*)\x03\s*\x02([^\x02\x03]*)\x03\s*\x02[^\x02\x03]*\x03")
_HQES = re.compile(rb"ERRORS:\s*1\s+[0-9A-Fa-f]{8}\s+([0-9A-Fa-f]{8})")


def host_status(answer: bytes) -> ZplStatus | None:
    """The ~HS answer in `answer`, None while it is not complete or not one."""
    found = _HS.search(answer)
    if not found:
        return None
    first, second = found[1].split(b","), found[2].split(b",")
    try:
        flags = {
            Trouble.PAPER_OUT: int(first[1]),
            Trouble.HEAD_OPEN: int(second[2]),
            Trouble.RIBBON_OUT: int(second[3]),
            Trouble.PAUSED: int(first[2]),
        }
        waiting = int(first[4]) + int(first[7]) + int(second[8])
    except (IndexError, ValueError):
        return None
    return ZplStatus(next((trouble for trouble, on in flags.items() if on), None), waiting)


def error_flags(answer: bytes) -> Trouble | None:
    """The worst error in a ~HQES answer, None where it names none."""
    found = _HQES.search(answer)
    if not found:
        return None
    bits = int(found[1], 16)
    known = ((1, Trouble.PAPER_OUT), (2, Trouble.RIBBON_OUT), (4, Trouble.HEAD_OPEN))
    return next((trouble for bit, trouble in known if bits & bit), Trouble.FAULT)


def is_realtime_status(byte: int) -> bool:
    """Whether a byte is an answer to DLE EOT (fixed bits 0xx1xx10)."""
    return byte & 0x93 == 0x12


def is_paper_receipt(byte: int) -> bool:
    """Whether a byte is an answer to GS r (bits 4 and 7 are zero)."""
    return byte & 0x90 == 0


def receipt_trouble(offline: int, paper: int) -> Trouble | None:
    """What DLE EOT 2 (offline cause) and DLE EOT 4 (paper roll) name."""
    if paper & 0x60:
        return Trouble.PAPER_OUT
    if offline & 0x04:
        return Trouble.HEAD_OPEN
    if offline & 0x20:
        return Trouble.PAPER_OUT
    return Trouble.FAULT if offline & 0x40 else None
