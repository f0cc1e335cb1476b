"""What a scanned text is: one reader for everything a scanner, a camera or a person may send.

Pure and total: every text gives a `Code`. What it stands for in this shop is looked up by others;
what a mangled text was meant to be is `mangled`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fbm_desk.domain.codes import Code, CodeKind, Command, HoldReason
from fbm_desk.domain.command_words import read_word
from fbm_desk.domain.data_fields import HEADER, opened, read_fields
from fbm_desk.domain.digital_link import read_link
from fbm_desk.domain.gs1 import (
    GS,
    ElementString,
    read_bracketed,
    read_declared,
    read_marked,
    separated,
)
from fbm_desk.domain.gs1_facts import facts_of
from fbm_desk.domain.gs1_rules import YEAR
from fbm_desk.domain.gtin import (
    barcode_key,
    book_gtin,
    book_number,
    check_digit,
    gtin14,
    periodical_gtin,
    upc_e_forms,
    upc_e_of,
    upc_e_to_a,
)
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.tracking import Check, recognise
from fbm_desk.domain.transparency import is_broken, transparency_code

__all__ = [
    "GS",
    "MAX_LENGTH",
    "Code",
    "CodeKind",
    "Command",
    "HoldReason",
    "as_scanned",
    "barcode_key",
    "check_digit",
    "clean",
    "gtin14",
    "read",
    "upc_e_to_a",
]

MAX_LENGTH = 512
"""Longer texts are no barcodes; they are cut to this many characters and found unknown."""

_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_GS1_PREFIXES = ("]C1", "]d2", "]d5", "]Q3", "]Q4", "]e0", "]J1", "]J4")
"""By these a scanner tells that FNC1 stood first (ISO/IEC 15424)."""
_TURNED = ("]c1", "]D2", "]q3")
"""The same with Caps Lock on; nothing else that shops meet is called so."""
_AROUND = " \t\r\n\x02\x03\xa0\ufeff"
"""What scanners and pasting put around a code. GS is not among it."""


def clean(text: str) -> tuple[str, str]:
    """The text without its AIM prefix, line ends and surrounding blanks, and the prefix.

    Half characters and NUL, which no database keeps, become "?" and nothing.
    """
    if not text.isascii():
        text = text[: 2 * MAX_LENGTH].encode("utf-8", "replace").decode()
    text = text[:MAX_LENGTH].replace("\x00", "").strip(_AROUND)
    if text.startswith("]") and _AIM.match(text):
        return text[3:].strip(_AROUND), text[:3]
    return text, ""


def read(scanned: str, year: int = YEAR) -> Code:
    """Understand a scanned text. Never fails: what is not understood is a code with its own key.

    `year` tells the century of dates. Mended is only Caps Lock, where the prefix shows it: the
    letters of a serial number would be wrong. Troubles: check_digit (a GTIN's length, another
    digit), too_long, link_packed, link_order, transparency (not 26 signs) and those of
    `gs1.ElementString`; with no_separators and gs1_pairs the article is known for certain, with
    any other the only key is the text itself.
    """
    text, prefix = clean(scanned)
    if not text.strip():
        return Code("", kind=CodeKind.EMPTY)
    if len(scanned) > MAX_LENGTH:
        return Code(text, (barcode_key(text),), trouble="too_long")
    if prefix in _TURNED:
        return replace(read(prefix.swapcase() + text.swapcase(), year), healed="caps")
    return (
        read_word(text)
        or (None if prefix in _GS1_PREFIXES else _number(text, prefix))
        or _named(text)
        or _envelope(text, year)
        or _gs1(text, prefix, year)
        or _other(text, year)
        or Code(text, (barcode_key(text),))
    )


def as_scanned(written: str) -> str:
    """A barcode that was written down, as scanners send it: an ISBN, a UPC-E, a GTIN in groups or
    within an element string as the GTIN, all else as it is."""
    if gtin14(written):
        return written
    code = read(written)
    gtin = next((key for key in code.keys if len(key) == 14 and gtin14(key)), "")
    if not gtin or code.trouble or code.kind is CodeKind.PLAIN:
        return written
    return gtin.removeprefix("0")


# --- numbers -------------------------------------------------------------------------------------

_ORDER = re.compile(r"([0-9]{3})-?([0-9]{7})-?([0-9]{7})")
_ADD_ON = re.compile(r"([0-9]{13})(?:[0-9]{2}|[0-9]{5})")
_PRINTED = re.compile(r"[0-9](?:[ -]?[0-9]){7,13}")
_GTIN_LIKE = (12, 13, 14)
_EAN_8 = "]E4"
"""By this a scanner tells that eight digits are no UPC-E."""


def _number(text: str, prefix: str) -> Code | None:
    """Orders, GTINs, UPC-E, ISBN and ISSN; numbers that want to be a GTIN and are none."""
    if text[0] not in "0123456789iI" or not text.isascii():
        return None
    short_for = () if prefix == _EAN_8 else upc_e_forms(text)
    if gtin := gtin14(text):
        return Code(text, _keys(gtin, *short_for, *_also_called(gtin)), kind=CodeKind.GTIN)
    if order := _ORDER.fullmatch(text):
        order_id = OrderId("-".join(order.groups()))
        return Code(text, (barcode_key(text),), order_id=order_id, kind=CodeKind.ORDER)
    if prefix == "]E3" and (found := _ADD_ON.fullmatch(text)):
        return _number(found[1], "")
    more = [*short_for, book_gtin(text), periodical_gtin(text), _without_gaps(text)]
    also = [name for one in more if one for name in _also_called(one.zfill(14))]
    keys = _keys(text, *more, *also)
    if len(keys) > 1:
        return Code(text, keys, kind=_kind_of_number(text))
    if text.isdigit() and len(text) in _GTIN_LIKE and not _is_tracking(text):
        return Code(text, keys, trouble="check_digit")
    if prefix[:2] == "]E":
        return Code(text, keys, trouble="check_digit")
    return None


def _kind_of_number(text: str) -> CodeKind:
    """Six or seven digits may be anything; an ISBN-10 is the book's ASIN too."""
    if len(text) == 10:
        return CodeKind.ASIN
    return CodeKind.PLAIN if len(text) < 8 else CodeKind.GTIN


def _without_gaps(text: str) -> str:
    """A GTIN as it is printed below its bars, in groups."""
    if text.isdigit() or not _PRINTED.fullmatch(text):
        return ""
    return gtin14(text.replace(" ", "").replace("-", ""))


def _also_called(gtin: str) -> tuple[str, str]:
    """By what a catalogue may know the same article: its UPC-E, a book's ISBN-10."""
    return upc_e_of(gtin), book_number(gtin)


def _keys(*forms: str) -> tuple[str, ...]:
    """The keys of all forms, without repeats."""
    return tuple(dict.fromkeys(barcode_key(form) for form in forms if form))


# --- names ---------------------------------------------------------------------------------------

_KINDS = {"TOTE-": CodeKind.TOTE, "BOX-": CodeKind.BOX, "BADGE-": CodeKind.BADGE}
_FNSKU = re.compile(r"X0[0-9A-Z]{8}", re.IGNORECASE)
_ASIN = re.compile(r"B0[0-9A-Z]{8}", re.IGNORECASE)


def _named(text: str) -> Code | None:
    """Codes that begin with what they are."""
    stem, dash, name = text.partition("-")
    kind = _KINDS.get(stem.upper() + dash) if name else None
    if kind is None and len(text) == 10:
        kind = _amazon_kind(text)
    return Code(text, (barcode_key(text),), kind=kind) if kind else None


def _amazon_kind(text: str) -> CodeKind | None:
    if _FNSKU.fullmatch(text):
        return CodeKind.FNSKU
    return CodeKind.ASIN if _ASIN.fullmatch(text) else None


# --- GS1 -----------------------------------------------------------------------------------------

_FIRST_UNMARKED = ("00", "01", "02", "03", "11", "12", "13", "15", "16", "17", "20")
_BRACKET = re.compile(r"\([0-9]{2,4}\)")
_BEGINS_WITH_GTIN = re.compile(r"01[0-9]{14}")
_LEAST_UNMARKED = 16


def _gs1(text: str, prefix: str, year: int) -> Code | None:
    """Element strings that are marked as such, or that cannot be anything else."""
    if text.startswith("(") and _BRACKET.match(text):
        return _article(text, read_bracketed(text), year, CodeKind.GS1)
    if prefix in _GS1_PREFIXES or GS in text:
        return _article(text, read_declared(text), year, CodeKind.GS1)
    if len(text) < _LEAST_UNMARKED or text[:2] not in _FIRST_UNMARKED or not text.isascii():
        return None
    found = read_marked(separated(text))
    begun = _BEGINS_WITH_GTIN.match(text) and gtin14(text[2:16])
    if not begun and (found.trouble or not _sure(found)):
        return None
    code = _article(text, found, year, CodeKind.GS1)
    return replace(code, keys=_keys(*code.keys, text))


def _sure(found: ElementString) -> bool:
    """True for elements that no other number is made of by chance."""
    names = {ai for ai, _ in found.elements}
    return "01" in names or {"02", "37"} <= names or names == {"00"}


def _article(text: str, found: ElementString, year: int, kind: CodeKind) -> Code:
    """The code of an element string. One without an article is the carrier's, or its own key."""
    facts = facts_of(found, year)
    own = (barcode_key(text),)
    if not facts.gtin and (facts.sscc or _is_tracking(text)):
        return Code(text, own, sscc=facts.sscc, kind=CodeKind.TRACKING, trouble=found.trouble)
    return Code(
        text,
        _keys(facts.gtin, *_also_called(facts.gtin)) if facts.gtin else own,
        serial=facts.serial,
        lot=facts.lot,
        expires_on=facts.expires_on,
        count=facts.count,
        kind=kind,
        transparency=_proof_in(found),
        net_weight_g=facts.net_weight_g,
        sscc=facts.sscc,
        best_before=facts.best_before,
        trouble=found.trouble,
    )


def _proof_in(found: ElementString) -> str:
    """A Transparency code is a GTIN and a serial number and nothing else."""
    if {ai for ai, _ in found.elements} != {"01", "21"}:
        return ""
    return transparency_code(f"01{found.get('01')}21{found.get('21')}")


# --- the rest ------------------------------------------------------------------------------------

_ADDRESSES = ("http", "id.g")
_LEAST_TRACKING, _LONG_TRACKING = 9, 15


def _other(text: str, year: int) -> Code | None:
    own = (barcode_key(text),)
    if text[:4].lower() in _ADDRESSES:
        link = read_link(text)
        return _article(text, link, year, CodeKind.DIGITAL_LINK) if link else None
    if text[2:3] == ":" and (proof := transparency_code(text)):
        return Code(text, own, transparency=proof, kind=CodeKind.TRANSPARENCY)
    if text[2:3] == ":" and is_broken(text):
        return Code(text, own, kind=CodeKind.TRANSPARENCY, trouble="transparency")
    return Code(text, own, kind=CodeKind.TRACKING) if _is_tracking(text) else None


def _envelope(text: str, year: int) -> Code | None:
    """A matrix code in an envelope: GS1 elements, data identifiers, or a carrier's routing."""
    found = opened(text) if text.startswith(HEADER) else None
    own = barcode_key(text)
    if found is None:
        return None
    if found.form == "05":
        return _article(text, read_marked(found.content), year, CodeKind.GS1)
    if found.form != "06":
        return Code(text, (own,), kind=CodeKind.TRACKING)
    fields = read_fields(found.content, year)
    return Code(
        text,
        _keys(*fields.articles) or (own,),
        serial=fields.serial,
        lot=fields.lot,
        expires_on=fields.expires_on,
        count=fields.count,
        kind=CodeKind.DATA_FIELDS,
    )


def _is_tracking(text: str) -> bool:
    """True for what only a carrier writes: nobody else's form, or long with a right check digit."""
    if len(text) < _LEAST_TRACKING or not text.isascii():
        return False
    if sum(map(text.count, "0123456789")) < 6:
        return False
    return any(
        one.checked is not Check.WRONG
        and (one.unmistakable or (one.checked is Check.RIGHT and len(text) >= _LONG_TRACKING))
        for one in recognise(text)
    )
