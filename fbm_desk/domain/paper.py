"""Print jobs: what is printed and how far it is. "Sent" is not "printed", and it shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Paper(Enum):
    """What comes out of a printer."""

    LABEL = "label"  #: the carrier's label
    SLIP = "slip"  #: the packing slip, as PDF
    RECEIPT = "receipt"  #: the packing slip, on a receipt printer
    MANIFEST = "manifest"  #: the list for the driver
    SHORT_MANIFEST = "short_manifest"  #: its sums and numbers, on a receipt printer


ON_RECEIPT_PRINTERS = (Paper.RECEIPT, Paper.SHORT_MANIFEST)
"""Paper in the language of receipt printers."""


class JobState(Enum):
    """How far a print job is."""

    WAITING = "waiting"  #: written down, no byte sent
    SENDING = "sending"  #: bytes may have left
    SENT = "sent"  #: all bytes are out; this printer does not confirm
    PRINTED = "printed"  #: the printer confirmed it
    NOT_SENT = "not_sent"  #: nothing left this computer; it can be tried again
    REPLACED = "replaced"  #: not to be printed: another copy was asked for, or its box is gone
    UNKNOWN = "unknown"  #: some bytes left, then silence: look whether it came out


@dataclass(frozen=True, slots=True)
class PrintResult:
    """How far a document got, and why not further."""

    state: JobState
    reason: str = ""
