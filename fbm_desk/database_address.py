"""The address of a database in two parts: what may be written down and shown, and its password.

Both are cut as SQLAlchemy reads them (`sqlalchemy.engine.url`); it is not loaded for that.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, unquote_plus

_IN_FRONT = re.compile(r"([\w+]+://[^:/]*):([^@]*)@")
_AMONG_OPTIONS = re.compile(r"(?<=[?&])password=([^&]*)&?")
_BEFORE_PLACE = re.compile(r"([\w+]+://)(?:([^:/]*)@)?")


def split(url: str) -> tuple[str, str]:
    """The address without a password, and the password; "" for none."""
    password = ""
    if found := _IN_FRONT.match(url):
        password = unquote(found[2])
        url = f"{found[1]}@{url[found.end() :]}"
    if found := _AMONG_OPTIONS.search(url):  # which is the one that counts
        password = unquote_plus(found[1])
        url = _AMONG_OPTIONS.sub("", url).rstrip("?&")
    return url, password


def with_password(address: str, password: str) -> str:
    """An address that has no password, with one."""
    return _BEFORE_PLACE.sub(
        lambda found: f"{found[1]}{found[2] or ''}:{quote(password, safe='')}@", address, count=1
    )


def is_server(url: str) -> bool:
    """True for a database that may want a password."""
    return bool(url) and not url.startswith("sqlite")


def keeps(url: str) -> bool:
    """False for a database in memory, which would forget every scan that was acknowledged."""
    return url not in ("sqlite:", "sqlite://", "sqlite:///") and ":memory:" not in url


def expected_instead(address: str) -> str:
    """What the setting must be, when it cannot be this; else ""."""
    if split(address)[1]:
        return "an address without its password, which fbm-desk join keeps apart"
    return "" if keeps(address) else "a database that keeps what is written"
