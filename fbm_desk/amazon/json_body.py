"""Reads JSON strictly and takes values out of it by type; leaves what they mean to its callers.

Amazon's answers are read as if a stranger had written them: duplicate keys, NaN, deep nesting,
numbers of five thousand digits and lists where objects belong raise `BadJson`, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NoReturn

from fbm_desk.amazon.times import time_of

JsonObject = dict[str, Any]


class BadJson(ValueError):
    """The text is not JSON of the expected shape. Names the place, never a value."""


def json_object(content: bytes) -> JsonObject:
    """The JSON object that the bytes are in UTF-8; numbers with a point are `Decimal`."""
    try:
        value = json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_without_duplicates,
            parse_constant=_no_constant,
            parse_float=Decimal,
        )
    except BadJson:
        raise
    except (ValueError, ArithmeticError, RecursionError):  # UnicodeDecodeError is a ValueError
        raise BadJson("no JSON") from None
    if not isinstance(value, dict):
        raise BadJson("no object")
    return value


def part(value: JsonObject, *path: str) -> JsonObject:
    """The object at a path; an empty one where it or anything above is missing or null."""
    for name in path:
        found = value.get(name)
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise BadJson(f"{name} is no object")
        value = found
    return value


def parts(value: JsonObject, name: str) -> Sequence[JsonObject]:
    """The list of objects under a name; empty where it is missing or null."""
    found = value.get(name)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise BadJson(f"{name} is no list of objects")
    return found


def text(value: JsonObject, name: str, *, longest: int = 4000) -> str:
    """The text under a name; '' where it is missing, null, or masked as `****`.

    NUL and lone surrogates, which no database stores, and longer texts raise `BadJson`.
    """
    found = value.get(name)
    if found is None:
        return ""
    if not isinstance(found, str) or len(found) > longest:
        raise BadJson(f"{name} is no text")
    if not found.isascii() or "\0" in found:
        _refuse_unstorable(found, name)
    return "" if found and not found.strip("*") else found


def required(value: JsonObject, name: str) -> str:
    """The text under a name, which must be there."""
    found = text(value, name)
    if not found:
        raise BadJson(f"{name} is missing")
    return found


def texts(value: JsonObject, name: str) -> frozenset[str]:
    """The set of texts in the list under a name; empty where it is missing or null."""
    found = value.get(name)
    if found is None:
        return frozenset()
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise BadJson(f"{name} is no list of texts")
    return frozenset(found)


def count(value: JsonObject, name: str) -> int | None:
    """The whole number from 0 to 9999 under a name; None where it is missing or null."""
    found = value.get(name)
    if found is None:
        return None
    if type(found) is not int or not 0 <= found <= 9999:
        raise BadJson(f"{name} is no count")
    return found


def number(value: JsonObject, name: str) -> Decimal:
    """The number under a name, which must be there."""
    found = value.get(name)
    if type(found) is int or isinstance(found, Decimal):
        return Decimal(found)
    raise BadJson(f"{name} is no number")


def time(value: JsonObject, name: str) -> datetime | None:
    """The time under a name in aware UTC; None where it is missing or null."""
    found = text(value, name)
    if not found:
        return None
    read = time_of(found)
    if read is None:
        raise BadJson(f"{name} is no time")
    return read


def _without_duplicates(pairs: list[tuple[str, Any]]) -> JsonObject:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise BadJson("a name stands twice")
    return made


def _no_constant(_: str) -> NoReturn:
    raise BadJson("NaN or Infinity")


def _refuse_unstorable(found: str, name: str) -> None:
    try:
        found.encode()
    except UnicodeEncodeError:
        raise BadJson(f"{name} is no text") from None
    if "\0" in found:
        raise BadJson(f"{name} is no text")
