"""Words given on the command line and words written to a terminal: text, and nothing else."""

from __future__ import annotations

import argparse
import unicodedata

from fbm_desk import log

INSTEAD = "\N{REPLACEMENT CHARACTER}"


def plain_text(given: str) -> str:
    """A word of the command line without blanks around it. Bytes that are no text, and control
    characters, are wrong usage: no database, paper or terminal should meet them."""
    text = " ".join(given.split())
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in text):
        raise argparse.ArgumentTypeError("it has characters that are no text")
    return text


def some_text(given: str) -> str:
    """The same of at least one sign."""
    text = plain_text(given)
    if not text:
        raise argparse.ArgumentTypeError("it is empty")
    return text


def whole_number(given: str) -> int:
    """A number from 0 on; anything else is wrong usage."""
    try:
        number = int(given) if given.isascii() else -1
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError("it must be a whole number from 0 on")
    return number


def one_or_more(given: str) -> int:
    """A number from 1 on; anything else is wrong usage."""
    number = whole_number(given)
    if number < 1:
        raise argparse.ArgumentTypeError("it must be 1 or more")
    return number


def shown(text: str) -> str:
    """A line for a terminal: what would command it, or turn its text round, is shown as a mark."""
    return log.CONTROLS.sub(INSTEAD, text)
