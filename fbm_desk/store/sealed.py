"""Seals personal data: AES-256-GCM with the place it belongs to, so a swapped ciphertext fails."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
_NONCE = 12


class Unreadable(Exception):
    """Sealed data that this key does not open, or that was changed or moved to another row."""


class Seal:
    """One key of 32 bytes. A sealed value is version, nonce and ciphertext with its tag."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(hashlib.sha256(b"fbm-desk seal" + key).digest())
        self._digest_key = hashlib.sha256(b"fbm-desk look-up" + key).digest()

    def close(self, value: bytes, *place: str) -> bytes:
        """Seal `value` for its place (table, column, row): 29 bytes longer than the value."""
        nonce = os.urandom(_NONCE)
        return VERSION + nonce + self._cipher.encrypt(nonce, value, _context(place))

    def open(self, sealed: bytes, *place: str) -> bytes:
        """The value sealed for this place. Raises `Unreadable`."""
        if sealed[:1] != VERSION:
            raise Unreadable("sealed by an unknown version")
        nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
        try:
            return self._cipher.decrypt(nonce, body, _context(place))
        except (InvalidTag, ValueError):  # the latter: cut short
            raise Unreadable("the key does not fit, or the data was changed") from None

    def sealer(self, table: str, column: str) -> Callable[[str, str], bytes | None]:
        """Seals texts of a column, given the row and the text; an empty one is kept as None."""
        before, encrypt = _context((table, column, "")), self._cipher.encrypt

        def sealed(row: str, text: str) -> bytes | None:
            if not text:
                return None
            nonce = os.urandom(_NONCE)
            value = text.encode("utf-8", "replace")
            return VERSION + nonce + encrypt(nonce, value, before + row.encode())

        return sealed

    def open_text(self, sealed: bytes | None, *place: str) -> str:
        """The text that a `sealer` closed; empty when nothing was kept."""
        return "" if sealed is None else self.open(sealed, *place).decode()

    def digest(self, text: str) -> str:
        """A keyed digest to look a text up by, without keeping it: 32 hexadecimal digits."""
        known = text.encode("utf-8", "replace")
        return hashlib.blake2b(known, key=self._digest_key, digest_size=16).hexdigest()


def _context(place: tuple[str, ...]) -> bytes:
    return "\x1f".join(place).encode()
