"""What the barcode fields of a ZPL label say once printed; whether the label is harmless, and its
pictures, are left to others. Source: ZPL II programming guide, the ^B commands and ^FH.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fbm_desk.printing.zpl_commands import Command

GS = "\x1d"
_CODE128_ESCAPES = {"0": ">", "<": "^", "=": "~", "1": "", "2": "", "3": "", "4": ""}


@dataclass(frozen=True, slots=True)
class ZplBarcode:
    """One barcode field: the ZPL command that draws it and the text a scanner would send."""

    command: str
    text: str = field(repr=False)


def barcodes(commands: list[Command]) -> Iterator[ZplBarcode]:
    """Every barcode field with data, in order."""
    code: Command | None = None
    hexes: bytes | None = None
    for command in commands:
        if command.name == "^FS":
            code = hexes = None
        elif command.name == "^FH":
            hexes = command.data.strip()[:1] or b"_"
        elif command.name[:2] == "^B" and command.name != "^BY":
            code = command
        elif command.name in ("^FD", "^FV", "^SN") and code is not None:
            data = command.data.split(b",")[0] if command.name == "^SN" else command.data
            text = field_text(data, hexes)
            yield ZplBarcode(code.name, barcode_text(code.name, _parameters(code), text))


def field_text(data: bytes, hexes: bytes | None) -> str:
    """The data of a ^FD with the ^FH escapes undone, as text (UTF-8, else Latin-1)."""
    data = data.replace(b"\r", b"").replace(b"\n", b"")
    if hexes:
        escape = re.escape(hexes) + rb"([0-9A-Fa-f]{2})"
        data = re.sub(escape, lambda found: bytes((int(found[1], 16),)), data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def barcode_text(command: str, parameters: list[str], text: str) -> str:
    """What a scanner reads when this field has been printed."""
    if command == "^BC":
        mode = parameters[5].upper() if len(parameters) > 5 else ""
        return _code128(text, mode)
    if command == "^BQ":
        return _qr(text)
    if command == "^BX":
        escape = parameters[6] if len(parameters) > 6 else "~"
        return re.sub(re.escape(escape or "~") + r"1", GS, text)
    if command == "^B3":
        return text.upper().strip("*")
    return text


def _parameters(command: Command) -> list[str]:
    return [part.strip() for part in command.data.decode("latin-1").split(",")]


def _qr(text: str) -> str:
    """`QA,data` (quality, automatic) or `MM,Adata` (quality, manual with a character mode)."""
    automatic = re.match(r"[HQML]?A,", text)
    if automatic:
        return text[automatic.end() :]
    manual = re.match(r"[HQML]?M,(B\d{4}|[NAK])", text)
    return text[manual.end() :] if manual else text[3:]


def _code128(text: str, mode: str) -> str:
    if mode == "D":
        return re.sub(r"[()\s]", "", text)
    if mode == "A":
        return text
    if mode == "U":
        return text[:19] + _check_digit(text[:19]) if text[:19].isdigit() else text
    return _code128_subsets(text)


def _check_digit(digits: str) -> str:
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(digits[::-1])
    )
    return str(-total % 10)


def _code128_subsets(text: str) -> str:
    """Plain Code 128 data with its `>` escapes: >; >: >9 start, >5 >6 >7 change the subset."""
    out: list[str] = []
    subset, at = "B", 0
    changes = {";": "C", ":": "B", "9": "A", "5": "C", "6": "B", "7": "A"}
    while at < len(text):
        char, after = text[at], text[at + 1 : at + 2]
        if char == ">" and after in changes:
            subset = changes[after]
            at += 2
        elif char == ">" and after == "8":
            out.append(GS if out else "")
            at += 2
        elif char == ">" and after in _CODE128_ESCAPES:
            out.append(_CODE128_ESCAPES[after])
            at += 2
        elif subset == "A" and text[at : at + 2].isdigit() and len(text) > at + 1:
            value = int(text[at : at + 2])
            out.append(chr(value + 32) if value < 64 else chr(value - 64))
            at += 2
        else:
            out.append(char)
            at += 1
    return "".join(out)
