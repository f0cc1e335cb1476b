"""What a text that nobody knows may have been before scanner, keyboard or person mangled it.

Pure: it offers, the bench decides. A guess is only ever taken when the plain reading is not known
in the shop and exactly one guess is; otherwise it is a hint for the packer.

Why no repair turns one article into another by chance:
- layouts (layout_xx: the scanner types as American, the computer is set to xx; scanner_xx: the
  other way round) swap signs one to one and no digit for another digit, so a GTIN that comes out
  was typed as that GTIN, its check digit proves it, and one that was right is never touched;
  a serial number or lot that two keyboards make different ones of is left out, and asked for;
- digits, invisible: other signs for the same digits, signs without ink;
- stars, check_letter: what Code 39 puts around a code, its check letter must be the right one and
  what is left must have a form of its own; a number is left alone, its last digit is its own;
- zero_lost: eleven digits that with a 0 before them are a UPC-A, check digit and all;
- doubled: the very same text several times over. It tells of one scan, not how many units;
- glued: two codes that both have a form of their own (a GTIN its check digit, a command its word,
  a label letters that no other carrier writes). They
  are offered with the trouble "glued": neither is to be counted, both are to be scanned again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from fbm_desk.domain.barcodes import read
from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.gs1 import GS
from fbm_desk.domain.gs1_rules import YEAR
from fbm_desk.domain.keyboards import KEYBOARDS, US, typed_on

_LEAST, _LEAST_WORD = 8, 4
"""Shorter parts repeat by chance: a number is a GTIN-8 at least."""
_LONGEST = 128
"""Longer texts are not worth the work: no label holds them, and a pasted page is no scan."""
_TYPED = ("layout_", "scanner_")
_ARTICLE_KNOWN = ("", "gs1_pairs", "no_separators")
_SHORT_BUT_SURE = frozenset(
    {CodeKind.COMMAND, CodeKind.REASON, CodeKind.TOTE, CodeKind.BOX, CodeKind.BADGE}
)
"""What is no chance even where it is shorter; a quantity has two signs."""
_LEAST_COMMAND = 2
_FORMED = frozenset(
    {
        CodeKind.GTIN,
        CodeKind.ASIN,
        CodeKind.FNSKU,
        CodeKind.TRANSPARENCY,
        CodeKind.ORDER,
        CodeKind.TOTE,
        CodeKind.BOX,
        CodeKind.BADGE,
        CodeKind.DIGITAL_LINK,
    }
)


def guesses(code: Code, year: int = YEAR) -> tuple[Code, ...]:
    """What else a code may be, each with `healed` telling how; the plain reading is not among it.

    Guesses that say the same are given once, the likeliest repair first.
    """
    if not code.text or len(code.text) > _LONGEST:
        return ()
    found: dict[tuple[str, ...], Code] = {}
    for healed, text in _repaired(code.text):
        if text == code.text:  # nothing to mend; its prefix may say what it is not
            continue
        guess = read(text, year)
        if guess.keys and guess.keys != code.keys and guess.trouble in _ARTICLE_KNOWN:
            guess = replace(guess, healed=healed)
            found[guess.keys] = _alike(found.get(guess.keys, guess), guess)
    found = _agreed(found)
    parts = _parts(code, year)
    glued = [replace(one, healed="glued", trouble="glued") for one in parts]
    return (*found.values(), *glued)


def _alike(one: Code, other: Code) -> Code:
    """The first, without its serial number and lot where another keyboard makes others of them.

    Article and dates are digits and proven; letters are not, so that those are asked for.
    """
    typed = one.healed.startswith(_TYPED) and other.healed.startswith(_TYPED)
    said = (one.serial, one.lot, one.transparency), (other.serial, other.lot, other.transparency)
    if not typed or said[0] == said[1]:
        return one
    return replace(one, serial="", lot="", transparency="")


def _agreed(found: dict[tuple[str, ...], Code]) -> dict[tuple[str, ...], Code]:
    """Without the numbers that keyboards make of it where they do not agree on one."""
    typed = [
        keys
        for keys, one in found.items()
        if one.kind is CodeKind.GTIN and one.healed.startswith(_TYPED)
    ]
    doubtful = typed if len(typed) > 1 else []
    return {keys: one for keys, one in found.items() if keys not in doubtful}


def _repaired(text: str) -> Iterator[tuple[str, str]]:
    """How, and what the text is then."""
    yield from _without_what_is_unseen(text)
    yield from _without_frame(text)
    least = _LEAST if text.isdigit() else _LEAST_WORD
    for times in range(2, 6):
        part = text[: len(text) // times]
        if len(part) >= least and part * times == text:
            yield "doubled", part
    if len(text) == 11 and text.isascii() and text.isdigit():
        yield "zero_lost", f"0{text}"
    for country, keyboard in KEYBOARDS.items():
        yield f"layout_{country}", typed_on(text, keyboard, US)
    for country, keyboard in KEYBOARDS.items():
        yield f"scanner_{country}", typed_on(text, US, keyboard)


def keyboard_behind(text: str) -> str:
    """How (layout_xx) a text with signs that no barcode of a serial number has came about, if
    some country's keyboard makes them of plain ones; else empty."""
    if text.isascii():
        return ""
    return next(
        (
            f"layout_{country}"
            for country, keyboard in KEYBOARDS.items()
            if typed_on(text, keyboard, US).isascii()
        ),
        "",
    )


def is_doubled(code: Code) -> bool:
    """True when a code with fields says each of them several times: one scan, sent so."""
    text, marked = code.text.replace(GS, ""), code.kind is CodeKind.GS1
    if not marked and code.kind is not CodeKind.DIGITAL_LINK:
        return False
    prefix = "]d2" if marked and not text.startswith("(") else ""
    return any(
        part * times == text and read(prefix + part).keys[:1] == code.keys[:1]
        for times in range(2, 6)
        if len(part := text[: len(text) // times]) >= _LEAST
    )


# --- signs ---------------------------------------------------------------------------------------


def _without_what_is_unseen(text: str) -> Iterator[tuple[str, str]]:
    if text.isascii():
        return
    shown = "".join(" " if sign == "\xa0" else sign for sign in text if not _unseen(sign))
    if shown != text:
        yield "invisible", shown
    plain = "".join(_ascii(sign) for sign in shown)
    if plain != shown:
        yield "digits", plain


def _unseen(sign: str) -> bool:
    """Joiners, direction marks, byte order mark, soft hyphen, variation selectors."""
    return unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"


def _ascii(sign: str) -> str:
    """Digits of any script and full-width signs as ASCII; superscripts are other signs."""
    if "\uff01" <= sign <= "\uff5e":
        return chr(ord(sign) - 0xFEE0)
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


# --- Code 39 -------------------------------------------------------------------------------------

_CODE_39 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"


def _without_frame(text: str) -> Iterator[tuple[str, str]]:
    if len(text) > 2 and text[0] == text[-1] == "*":
        yield "stars", text[1:-1]
    body = text[:-1].upper()
    if not body or text.isdigit() or not text.isascii() or not set(body) <= set(_CODE_39):
        return
    right = _CODE_39[sum(map(_CODE_39.index, body)) % 43]
    if right == text[-1].upper() and read(text[:-1]).kind in _FORMED:
        yield "check_letter", text[:-1]


# --- codes that ran together ---------------------------------------------------------------------

_SEAM = re.compile(r"[\r\n\t]+|(?<=.)(?=\][A-Za-z][0-9A-Za-z])", re.DOTALL)


def _parts(code: Code, year: int) -> tuple[Code, ...]:
    """The two or more codes that stand in one text; none where that is not certain."""
    text = code.text
    pieces = [piece for piece in _SEAM.split(text) if piece]
    if len(pieces) > 1:
        return tuple(one for one in (read(piece, year) for piece in pieces) if one.keys)
    doubled = len(text) % 2 == 0 and text[: len(text) // 2] * 2 == text
    if doubled or code.kind is not CodeKind.PLAIN:
        return ()
    pairs = (
        (first, second)
        for at in range(_LEAST_COMMAND, len(text) - _LEAST_COMMAND + 1)
        if _formed(first := read(text[:at], year)) and _formed(second := read(text[at:], year))
    )
    return next(pairs, ())


def _formed(code: Code) -> bool:
    if code.trouble or (len(code.text) < _LEAST and code.kind not in _SHORT_BUT_SURE):
        return False
    if code.kind is CodeKind.TRACKING:  # digits alone may be anything's
        return not code.text.isdigit()
    return code.kind in _FORMED or code.kind in _SHORT_BUT_SURE
