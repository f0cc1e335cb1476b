"""Ids that Amazon gives to reports, feeds and their documents; they go into paths as they are."""

from __future__ import annotations

import re

from fbm_desk.amazon.json_body import BadJson, JsonObject, required, text

_is_id = re.compile(r"[A-Za-z0-9._~-]{1,300}").fullmatch


def id_in(body: JsonObject, name: str) -> str:
    """The id under a name. Raises `BadJson` for anything a path could not carry unchanged."""
    found = required(body, name)
    if not _is_id(found) or found in (".", ".."):
        raise BadJson(f"{name} is no id")
    return found


def id_if_any(body: JsonObject, name: str) -> str:
    """The id under a name; '' where there is none."""
    return id_in(body, name) if text(body, name) else ""


def checked(found: str) -> str:
    """The same id. Raises ValueError for one that Amazon never gave."""
    if not _is_id(found) or found in (".", ".."):
        raise ValueError("not an id of Amazon's")
    return found
