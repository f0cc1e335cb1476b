"""GS1 Digital Link addresses into the elements they hold.

GS1 Digital Link Standard: URI Syntax, release 1.6, sections 4.4 to 4.9; the words for identifiers
of its earlier releases are read too.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from fbm_desk.domain.gs1 import ElementString, checked
from fbm_desk.domain.gs1_identifiers import identifiers

_ADDRESS = re.compile(
    r"(?:https?://|(?=id\.gs1\.org/))([^/?#\s]+)/([^?#\s]*)(?:\?([^#\s]*))?(?:#\S*)?", re.I
)
_WORDS = {
    "sscc": "00", "gtin": "01", "cpv": "22", "lot": "10", "ser": "21", "gln": "414", "glnx": "254",
    "party": "417", "itip": "8006", "gdti": "253", "gcn": "255", "ginc": "401", "gsin": "402",
    "grai": "8003", "giai": "8004", "cpid": "8010", "cpsn": "8011", "gmn": "8013", "gsrnp": "8017",
    "gsrn": "8018", "srin": "8019", "exp": "17", "refno": "8020", "payto": "415",
}  # fmt: skip
_FOLLOWED_BY: dict[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(("00", "253", "255", "401", "402", "8003", "8013"), ()),
    "01": (("22", "10", "21"), ("235",)),
    "8006": (("22", "10", "21"),),
    "414": (("254",), ("7040",)),
    "415": (("8020",),),
    "417": (("7040",),),
    "8004": (("7040",),),
    "8010": (("8011",),),
    "8017": (("8019",),),
    "8018": (("8019",),),
}
"""Identifiers that may come first in the path, and what may follow each, in this order."""
_PACKED = re.compile(r"(?=[^/]*[0-9])(?=[^/]*[A-Z])(?=[^/]*[a-z])[A-Za-z0-9_-]{12,}")
_GTIN_LENGTHS = (8, 12, 13)


def read_link(text: str) -> ElementString | None:
    """The elements of a Digital Link; None for an address that is none.

    Troubles are those of `ElementString`, and: link_packed (compressed, which only GS1's own
    dictionaries open), link_order (identifiers of the path in a wrong order).
    """
    found = _ADDRESS.fullmatch(text)
    if found is None:
        return None
    host, path, query = found.groups()
    steps = path.rstrip("/").split("/")
    starts = [at for at in range(len(steps) - 1) if _named(steps[at]) in _FOLLOWED_BY]
    if not starts:
        packed = host.lower() == "id.gs1.org" and _PACKED.fullmatch(steps[-1])
        return ElementString(trouble="link_packed") if packed else None
    even = [at for at in starts if (len(steps) - at) % 2 == 0]
    if not even:
        packed = _PACKED.fullmatch(steps[-1])
        return ElementString(trouble="link_packed" if packed else "link_order")
    tries = [_pairs(steps[at:]) for at in even]
    path_pairs = next((pairs for pairs in tries if _in_order(pairs)), None)
    if path_pairs is None:
        return ElementString(trouble="link_order")
    return checked([*path_pairs, *_asked(query or "")])


def _named(step: str) -> str:
    return _WORDS.get(step.lower(), step)


def _pairs(steps: list[str]) -> list[tuple[str, str]]:
    return [_element(_named(ai), value) for ai, value in zip(steps[::2], steps[1::2], strict=True)]


def _element(ai: str, value: str) -> tuple[str, str]:
    """Values are percent-encoded; earlier releases wrote shorter GTINs than 14 digits."""
    plain = unquote(value, errors="replace")
    if ai == "01" and len(plain) in _GTIN_LENGTHS:
        plain = plain.zfill(14)
    return ai, plain


def _in_order(pairs: list[tuple[str, str]]) -> bool:
    first, *others = [ai for ai, _ in pairs]
    return not others or any(
        [ai for ai in order if ai in others] == others for order in _FOLLOWED_BY[first]
    )


def _asked(query: str) -> list[tuple[str, str]]:
    """The elements after the question mark; words that are no identifier are the page's own, and
    so is a number that is said to be nothing."""
    pairs = (part.partition("=") for part in re.split("[&;]", query) if "=" in part)
    named = ((_named(name), value) for name, _, value in pairs)
    return [_element(ai, value) for ai, value in named if ai.isdigit() or ai in identifiers()]
