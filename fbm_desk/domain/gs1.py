"""GS1 element strings into their elements, checked; what they say of an article is `gs1_facts`.

GS1 General Specifications, release 25: 3 (identifiers), 4.14 (pairs), 7.8 (element strings).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fbm_desk.domain.gs1_identifiers import Identifier, Part, identifiers
from fbm_desk.domain.gs1_rules import DATES, LETTERS, RULES

GS = "\x1d"
"""The group separator that ends a GS1 element of variable length (FNC1)."""

_BRACKETS = re.compile(r"\(([0-9]{2,4})\)")
_WRITTEN_GS = re.compile(
    r"<GS>|\{GS\}|\[GS\]|<FNC1>|\{FNC1\}|\\x1d|\\u001d|\\F|\^\]|\u241d|[|~^#]", re.IGNORECASE
)
"""How scanners and people write a separator. None of the single signs is in set 82, and "#" alone
in set 39; the words in angle brackets would be possible, but nobody's lot is called <GS>."""


@dataclass(frozen=True, slots=True)
class ElementString:
    """Identifiers with their values as written; `trouble` says why it is none, else "".

    Troubles: gs1_unknown (no such identifier), gs1_length, gs1_signs (characters that may not
    be there), check_digit, gs1_date, gs1_value (another rule of the identifier), gs1_twice (the
    same identifier with two values), gs1_pairs (an identifier without its partner, or with one it
    must not stand with), no_separators (see `read_marked`): only with the last two are elements
    given all the same.
    """

    elements: tuple[tuple[str, str], ...] = ()
    trouble: str = ""

    def get(self, *ais: str) -> str:
        """The value of the first of these identifiers that is there, or ""."""
        values = dict(self.elements)
        return next((values[ai] for ai in ais if ai in values), "")


def separated(text: str) -> str:
    """The text with every written separator as GS."""
    return _WRITTEN_GS.sub(GS, text)


def read_text(text: str) -> ElementString:
    """Elements of a text that is known to be an element string, in brackets or not."""
    return read_bracketed(text) if text.startswith("(") else read_declared(text)


def read_declared(text: str) -> ElementString:
    """Elements of a string that its scanner marked as GS1: by its prefix, or by a GS in it.

    There "#" is a separator only where it is not what set 39 has it for: a sign in the numbers of
    components (8010).
    """
    if "#" in text:
        as_sent = read_marked("#".join(separated(piece) for piece in text.split("#")))
        if as_sent.trouble in ("", "gs1_pairs"):
            return as_sent
    return read_marked(separated(text))


def read_marked(text: str) -> ElementString:
    """Elements of a string whose separators are GS, with or without one at its ends.

    Where no separator is there and the last value is proven to be two that ran together, it is left
    out, and the trouble is no_separators; what stands before it is as certain as ever.
    """
    found: list[tuple[str, str]] = []
    rest = text.removeprefix(GS).removesuffix(GS)
    lost = GS not in text  # one at an end proves that this scanner sends them
    while rest:
        one = _identifier_at(rest)
        if one is None:
            return ElementString(trouble="gs1_unknown")
        rest = rest[len(one.ai) :]
        if one.length:
            value, rest = rest[: one.length], rest[one.length :].removeprefix(GS)
        else:
            value, _, rest = rest.partition(GS)
        found.append((one.ai, value))
    read = checked(found)
    if lost and len(found) > 1 and _ran_together(found, read.trouble):
        before = checked(found[:-1])
        return ElementString(before.elements, "no_separators") if before.elements else before
    return read


def read_bracketed(text: str) -> ElementString:
    """Elements as people and some scanners write them, identifiers in brackets."""
    pieces = _BRACKETS.split(text)
    if pieces[0].strip():
        return ElementString(trouble="gs1_unknown")
    values = (value.strip(" \t" + GS) for value in pieces[2::2])
    pairs = zip(pieces[1::2], values, strict=True)
    return checked([(ai, _ungrouped(ai, value)) for ai, value in pairs])


def _ungrouped(ai: str, value: str) -> str:
    """Digits as they are printed below the bars, without the blanks between their groups."""
    one = identifiers().get(ai)
    digits = one is not None and all(part.letters == "N" for part in one.parts)
    return value.replace(" ", "") if digits else value


def checked(found: list[tuple[str, str]]) -> ElementString:
    """Elements that all keep their rules, else none and the first trouble."""
    known = identifiers()
    values: dict[str, str] = {}
    for ai, value in found:
        if ai not in known:
            return ElementString(trouble="gs1_unknown")
        trouble = _trouble_of(known[ai], value)
        if not trouble and values.get(ai, value) != value:
            trouble = "gs1_twice"
        if trouble:
            return ElementString(trouble=trouble)
        values[ai] = value
    if not values:
        return ElementString(trouble="gs1_length")
    trouble = "" if all(_in_company(known[ai], values) for ai in values) else "gs1_pairs"
    return ElementString(tuple(values.items()), trouble)


def _identifier_at(text: str) -> Identifier | None:
    known = identifiers()
    return next((known[text[:n]] for n in (2, 3, 4) if text[:n] in known), None)


def _trouble_of(one: Identifier, value: str) -> str:
    rest = value
    for part in one.parts:
        if part.may_be_missing and not rest:
            continue
        piece, rest = rest[: part.most], rest[part.most :]
        trouble = _trouble_in(part, piece)
        if trouble:
            return trouble
    return "gs1_length" if rest else ""


def _trouble_in(part: Part, piece: str) -> str:
    if len(piece) < part.least:
        return "gs1_length"
    if not LETTERS[part.letters](piece):
        return "gs1_signs"
    if part.rule and not RULES[part.rule](piece):
        if part.rule == "check":
            return "check_digit"
        return "gs1_date" if part.rule in DATES else "gs1_value"
    return ""


def _in_company(one: Identifier, values: dict[str, str]) -> bool:
    """True when everything it needs is there and nothing it must not stand with (4.14)."""
    if any(_is(wanted, ai) for wanted in one.forbids for ai in values if ai != one.ai):
        return False
    return all(any(_all_there(wanted, values) for wanted in group) for group in one.wants)


def _all_there(wanted: str, values: dict[str, str]) -> bool:
    """ "8006+21" are two identifiers, both wanted."""
    return all(any(_is(part, ai) for ai in values) for part in wanted.split("+"))


def _is(pattern: str, ai: str) -> bool:
    """Whether an identifier is meant by a pattern: "n" is any digit."""
    stem = pattern.rstrip("n")
    return len(pattern) == len(ai) and ai.startswith(stem)


# --- lost separators -----------------------------------------------------------------------------

_KEYS = ("00", "01", "02")
_DATES = ("11", "13", "15", "17")
_USUAL = frozenset({*_KEYS, *_DATES, "10", "21"})
"""What stands on goods in shops. With rarer identifiers too, chance would make elements of more."""


def _ran_together(found: list[tuple[str, str]], trouble: str) -> bool:
    """True when the last value is proven to be more elements, their separator lost on the way.

    It is too long, or ends in whole elements that chance hardly makes: a number with its check
    digit, or a date and more behind it. All else is what the specifications say it is: a value.
    """
    ai, value = found[-1]
    if identifiers()[ai].length or trouble not in ("", "gs1_length", "gs1_pairs"):
        return False
    if trouble == "gs1_length":
        return len(value) > identifiers()[ai].parts[-1].most
    return any(
        value.startswith((*_KEYS, *_DATES), at)
        and (more := _elements_in(value[at:]))
        and (more[0][0] in _KEYS or len(more) > 1)
        and not checked([*found[:-1], (ai, value[:at]), *more]).trouble
        for at in range(1, len(value))
    )


_DATE_AT_END = re.compile(r"(.+)(?:11|13|15|17)([0-9]{6})", re.DOTALL)


def before_date(value: str) -> str:
    """A lot without a date that may have run into it; "" where it ends in none.

    By its form alone it is a lot, as a factory's line 17 writes such lots: only who knows that
    the rest is a lot can tell.
    """
    found = _DATE_AT_END.fullmatch(value)
    return found[1] if found and RULES["day_or_month"](found[2]) else ""


def _elements_in(text: str) -> list[tuple[str, str]]:
    """The usual elements that this is to its very end; empty when it is none."""
    found: list[tuple[str, str]] = []
    while text:
        one = identifiers().get(text[:2])
        if one is None or one.ai not in _USUAL:
            return []
        end = 2 + one.length if one.length else len(text)
        value, text = text[2:end], text[end:]
        if _trouble_of(one, value):
            return []
        found.append((one.ai, value))
    return found
