"""Seals personal data: AES-256-GCM with the place it belongs to, so a swapped ciphertext fails."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from struct import iter_unpack

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
        look_up_key = hashlib.sha256(b"fbm-desk look-up" + key).digest()
        self._digest = hashlib.blake2b(key=look_up_key, digest_size=16)

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

    def close_texts(
        self, table: str, column: str, texts: Sequence[tuple[str, str]]
    ) -> list[bytes | None]:
        """Seal texts of a column, each told with its row; an empty one is kept as None."""
        before, encrypt = _context((table, column, "")), self._cipher.encrypt
        nonces = iter_unpack(f"{_NONCE}s", os.urandom(_NONCE * len(texts)))
        sealed: list[bytes | None] = []
        for (nonce,), (row, text) in zip(nonces, texts, strict=True):
            value = text.encode("utf-8", "replace")
            place = before + row.encode()
            sealed.append(VERSION + nonce + encrypt(nonce, value, place) if value else None)
        return sealed

    def open_text(self, sealed: bytes | None, *place: str) -> str:
        """The text that `close_texts` sealed; empty when nothing was kept."""
        return "" if sealed is None else self.open(sealed, *place).decode()

    def digest(self, text: str) -> str:
        """A keyed digest to look a text up by, without keeping it: 32 hexadecimal digits."""
        digest = self._digest.copy()
        digest.update(text.encode("utf-8", "replace"))
        return digest.hexdigest()


def _context(place: tuple[str, ...]) -> bytes:
    return "\x1f".join(place).encode()
