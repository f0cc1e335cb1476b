"""The words of the command sheet: commands with their numbers, reasons and choices."""

from __future__ import annotations

import re

from fbm_desk.domain.codes import Code, CodeKind, Command, HoldReason
from fbm_desk.domain.gtin import barcode_key

_COMMANDS = {command.value: command for command in Command}
_REASONS = {reason.value: reason for reason in HoldReason}
_NUMBERED = re.compile(r"(?:(QUANTITY|PARCEL)[- ]?X?|X)([1-9][0-9]?)")
SETUP_WORD = "SCANNER"
"""The barcode that sets up a scanner; no command, because it is about one window alone."""
SCANNER_TEST = "SCANNER-TEST YZ/0189"
"""Scanned to be learned from: capitals, a blank, signs that lie elsewhere on other keyboards."""
_LONGEST = 20
"""Longer than any word with its prefix and number."""


def read_word(text: str) -> Code | None:
    """A choice, a command with or without CMD- before it, or a reason; None for other texts.

    QUANTITY-5, X5 and ×5 count five times (2 to 99), PARCEL-2 goes on filling box 2. An article
    may be called X5 all the same, so every word has its key. X-5 is no command: SKUs look
    like that.
    """
    if len(text) > _LONGEST:
        return None
    if len(text) == 1:
        return _choice(text)
    plain = text.replace("×", "X")
    if plain[0] in "0123456789" or not plain.isascii():
        return None
    word = plain.upper()
    word = word[3:].removeprefix("-") if word.startswith("CMD") else word
    keys = (barcode_key(text),)
    if word in _COMMANDS:
        return Code(text, keys, _COMMANDS[word], kind=CodeKind.COMMAND)
    if word in _REASONS:
        return Code(text, keys, reason=_REASONS[word], kind=CodeKind.REASON)
    found = _NUMBERED.fullmatch(word)
    return _numbered(text, found[1] or "", int(found[2])) if found else None


def _choice(text: str) -> Code | None:
    if text not in "123456789":
        return None
    return Code(text, (text,), choice=int(text), kind=CodeKind.CHOICE)


def _numbered(text: str, word: str, number: int) -> Code | None:
    keys = (barcode_key(text),)
    if word == Command.PARCEL.value:
        return Code(text, keys, Command.PARCEL, box=number, kind=CodeKind.COMMAND)
    if number < 2:
        return None
    return Code(text, keys, Command.QUANTITY, quantity=number, kind=CodeKind.COMMAND)
