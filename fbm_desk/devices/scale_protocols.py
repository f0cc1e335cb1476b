"""What scales say, by protocol: pure functions from bytes to weights. Damaged replies give None.

Sources, read 2026-11: Mettler Toledo MT-SICS reference manual (S, SI); Mettler Toledo continuous
output (Wildcat technical manual, appendix 2); USB HID Point of Sale usage tables 1.02, chapter 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from fbm_desk.devices.weights import ScaleTrouble, Weight, troubled, weight

# --- MT-SICS ---------------------------------------------------------------------------------

SICS_ASK = b"SI\r\n"
_SICS_WEIGHT = re.compile(r"^S ([SD]) +(-? *\d+(?:\.\d*)?) *([A-Za-z]{1,3})$", re.ASCII)
_SICS_STATES = {
    "S +": ScaleTrouble.OVER,
    "S -": ScaleTrouble.UNDER,
    "S I": ScaleTrouble.NOT_READY,
    "SI +": ScaleTrouble.OVER,
    "SI -": ScaleTrouble.UNDER,
    "SI I": ScaleTrouble.NOT_READY,
    "ET": ScaleTrouble.NOT_READY,
}


def sics(line: bytes) -> Weight | None:
    """One reply line without its end, e.g. `S S     123.45 g`; net weight after taring."""
    try:
        text = line.decode("ascii").strip()
    except UnicodeDecodeError:
        return None
    trouble = _SICS_STATES.get(" ".join(text.split()))
    if trouble:
        return troubled(trouble)
    found = _SICS_WEIGHT.match(text)
    if found is None:
        return None
    state, number, unit = found.groups()
    return _weight(number.replace(" ", ""), unit.lower(), state == "S")


# --- Toledo continuous -----------------------------------------------------------------------

_DECIMALS = {0: -2, 1: -1, 2: 0, 3: 1, 4: 2, 5: 3, 6: 4, 7: 5}
_TOLEDO_UNITS = {1: "g", 2: "t", 3: "oz", 4: "ozt", 5: "dwt"}
_ALWAYS, _NEGATIVE, _OUT, _MOTION, _KG, _NOT_ZEROED = 0x20, 0x02, 0x04, 0x08, 0x10, 0x40
_TIMES_TEN = 0x10
TOLEDO_LENGTH = 16
"""Three status characters, six digits of weight, six of tare, CR; STX and checksum apart."""


def toledo(frame: bytes) -> Weight | None:
    """One frame between STX and CR with the CR, and its checksum behind where there is one."""
    plain = bytes(byte & 0x7F for byte in frame)
    body, checksum = plain[:TOLEDO_LENGTH], plain[TOLEDO_LENGTH:]
    if len(body) != TOLEDO_LENGTH or body[-1] != 0x0D or not _checked(body, checksum):
        return None
    a, b, c = body[:3]
    digits = body[3:9].decode("ascii").strip()
    if not a & b & c & _ALWAYS or not digits.isdecimal():
        return None
    if b & _OUT:
        return troubled(ScaleTrouble.UNDER if b & _NEGATIVE else ScaleTrouble.OVER)
    if b & _NOT_ZEROED or c & _TIMES_TEN:  # expanded by a key: manuals differ where the point is
        return troubled(ScaleTrouble.NOT_READY)
    number = Decimal(digits).scaleb(-_DECIMALS[a & 7])
    unit = _TOLEDO_UNITS.get(c & 7, "") if c & 7 else ("kg" if b & _KG else "lb")
    return weight(-number if b & _NEGATIVE else number, unit, not b & _MOTION)


def _checked(body: bytes, checksum: bytes) -> bool:
    """The checksum is the complement of all before it, STX included, in seven bits."""
    return not checksum or (0x02 + sum(body) + checksum[0]) & 0x7F == 0


# --- USB scales ------------------------------------------------------------------------------

_HID_UNITS = {1: "mg", 2: "g", 3: "kg", 4: "ct", 6: "gn", 7: "dwt", 8: "t", 10: "ozt", 11: "oz",
              12: "lb"}  # fmt: skip
_HID_STATES = {
    1: ScaleTrouble.FAULT,
    5: ScaleTrouble.UNDER,
    6: ScaleTrouble.OVER,
    7: ScaleTrouble.FAULT,  # must be calibrated
    8: ScaleTrouble.NOT_READY,  # must be zeroed
}
_AT_ZERO, _IN_MOTION, _AT_REST = 2, 3, 4
HID_WEIGHT_REPORT = 3


def hid_report(report: bytes) -> Weight | None:
    """One report: number 3, state, unit, exponent (signed), weight in two bytes, low byte first."""
    if len(report) < 6 or report[0] != HID_WEIGHT_REPORT:
        return None
    state, unit, exponent = report[1], report[2], report[3]
    if state in _HID_STATES:
        return troubled(_HID_STATES[state])
    if state not in (_AT_ZERO, _IN_MOTION, _AT_REST):
        return None
    if state == _AT_ZERO:
        return Weight(0, True)
    power = exponent - 256 if exponent > 127 else exponent
    if abs(power) > 6:
        return None
    number = Decimal(report[4] | report[5] << 8).scaleb(power)
    return weight(number, _HID_UNITS.get(unit, ""), state == _AT_REST)


def is_scale(descriptor: bytes) -> bool:
    """Whether a HID report descriptor is a scale's: it begins with usage page 8D, usage 20."""
    return descriptor.startswith((b"\x05\x8d\x09\x20", b"\x06\x8d\x00\x09\x20"))


# --- where one reply ends --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Protocol:
    """How a scale on a line is asked, how its bytes are cut into replies, and what they mean.

    `cut` gives the whole replies and the rest that waits for more bytes.
    """

    ask: bytes
    cut: Callable[[bytes], tuple[list[bytes], bytes]]
    meaning: Callable[[bytes], Weight | None]


MOST_WAITING = 256
"""A reply is shorter; what waits longer for its end is noise."""


def lines(data: bytes) -> tuple[list[bytes], bytes]:
    """Replies that end with CR, LF or both."""
    parts = re.split(rb"[\r\n]+", data)
    return [part for part in parts[:-1] if part.strip()], parts[-1][-MOST_WAITING:]


def frames(data: bytes) -> tuple[list[bytes], bytes]:
    """Replies that begin with STX and have a CR as their seventeenth byte, with what follows it
    until the next STX: a checksum, or nothing."""
    first, *parts = data.split(b"\x02")
    if not parts:
        return ([first] if first.strip() else []), b""
    whole = [part for part in parts[:-1] if part]
    last = parts[-1]
    if len(last) > TOLEDO_LENGTH + 1:
        return [*whole, last], b""
    return whole, b"\x02" + last


PROTOCOLS = {
    "sics": Protocol(SICS_ASK, lines, sics),
    "toledo": Protocol(b"", frames, toledo),
}


def _weight(number: str, unit: str, stable: bool) -> Weight | None:
    try:
        return weight(Decimal(number), unit, stable)
    except InvalidOperation:
        return None
