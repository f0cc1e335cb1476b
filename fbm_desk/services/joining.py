"""Lets another computer open shared books: their key lies in them for an hour, sealed by a code.

The code is told on screen once and kept nowhere; how a person copies it is `one_time_codes`'s.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fbm_desk.domain import one_time_codes
from fbm_desk.domain.errors import Invalid
from fbm_desk.services.books import Books
from fbm_desk.store import database, installation

COUNTS_FOR = timedelta(hours=1)
_NAME = "let_in"
_USED, _OVER = "used", "over"


@dataclass(frozen=True, slots=True)
class LetIn:
    """A code that lets one computer in, in groups as it is shown, and until when."""

    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """A key of books, sealed by a code. Its end is sealed with it: nobody makes it later."""

    ends_ms: int
    salt: bytes
    nonce: bytes
    sealed: bytes

    def kept(self) -> str:
        parts = (self.salt, self.nonce, self.sealed)
        return json.dumps([self.ends_ms, *(part.hex() for part in parts)])

    @property
    def until(self) -> datetime:
        return datetime.fromtimestamp(self.ends_ms / 1000, UTC)


def let_in(books: Books, key: bytes) -> LetIn:
    """Have the next computer that tells this code open the books; an older code counts no more."""
    code = one_time_codes.made()
    with books.reading() as connection:
        name = key_name(connection)
        until = database.time_there(connection, books.now()) + COUNTS_FOR
    wrapped = _wrap(key, code.replace("-", ""), name, int(until.timestamp() * 1000))
    with books.writing() as connection:
        installation.put(connection, _NAME, wrapped.kept())
    return LetIn(code, wrapped.until)


def key_for(books: Books, typed: str) -> bytes:
    """The key of these books for the code that counts, which does not count again.

    Raises `Invalid` for a code that is none, not this one, over or used.
    """
    code = one_time_codes.read(typed)
    if code is None:
        raise Invalid("code_mistyped")
    with books.reading() as connection:
        name = key_name(connection)
        kept = installation.get(connection, _NAME)
        now = database.time_there(connection, books.now())
    wrapped = _read(kept)
    if wrapped is None:
        raise Invalid({_USED: "code_used", _OVER: "code_over"}.get(kept, "code_none"))
    if wrapped.until <= now:
        _end(books, kept, _OVER)
        raise Invalid("code_over")
    key = _unwrap(wrapped, code, name)
    if not _end(books, kept, _USED):  # by another computer, at the same moment
        raise Invalid("code_used")
    return key


def forget(books: Books) -> None:
    """Take the sealed key out of the books when its hour is over and nobody came."""
    with books.reading() as connection:
        wrapped = _read(kept := installation.get(connection, _NAME))
        now = database.time_there(connection, books.now()) if wrapped else None
    if wrapped and now and wrapped.until <= now:
        _end(books, kept, _OVER)


def key_name(connection: database.Connection) -> str:
    """The name of the key that opens these books; "" for books that were never opened."""
    return installation.get(connection, "key_name")


def _end(books: Books, kept: str, how: str) -> bool:
    """Have a sealed key deleted; False when it is not there any more."""
    with books.writing() as connection:
        return installation.replace(connection, _NAME, kept, how)


def _wrap(key: bytes, code: str, name: str, ends_ms: int) -> _Wrapped:
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_stretched(code, salt)).encrypt(nonce, key, _belongs_to(name, ends_ms))
    return _Wrapped(ends_ms, salt, nonce, sealed)


def _unwrap(wrapped: _Wrapped, code: str, name: str) -> bytes:
    cipher = AESGCM(_stretched(code, wrapped.salt))
    try:
        return cipher.decrypt(wrapped.nonce, wrapped.sealed, _belongs_to(name, wrapped.ends_ms))
    except (InvalidTag, ValueError):
        raise Invalid("code_wrong") from None


def _stretched(code: str, salt: bytes) -> bytes:
    """A key from a code; each guess costs 32 MB and about a tenth of a second."""
    return hashlib.scrypt(code.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)


def _belongs_to(name: str, ends_ms: int) -> bytes:
    return f"fbm-desk let-in\x1f{name}\x1f{ends_ms}".encode()


def _read(kept: str) -> _Wrapped | None:
    """What was sealed; None where there is nothing of that kind."""
    try:
        ends_ms, *parts = json.loads(kept)
        salt, nonce, sealed = map(bytes.fromhex, parts)
        return _Wrapped(int(ends_ms), salt, nonce, sealed)
    except (ValueError, TypeError):
        return None
