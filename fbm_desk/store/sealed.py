"""Seals personal data: AES-256-GCM with the place it belongs to, so a swapped ciphertext fails."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from typing import Any, cast

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
        except InvalidTag:
            raise Unreadable("the key does not fit, or the data was changed") from None

    def close_text(self, fields: Mapping[str, str], *place: str) -> bytes | None:
        """Seal named texts; None when all of them are empty, so that nothing is kept."""
        if not any(fields.values()):
            return None
        return self.close(
            "\x00".join(f"{k}={_plain(v)}" for k, v in fields.items()).encode(), *place
        )

    def open_text(self, sealed: bytes | None, *place: str) -> dict[str, str]:
        """The named texts; empty when nothing was kept."""
        if sealed is None:
            return {}
        pairs = self.open(sealed, *place).decode().split("\x00")
        return cast(dict[str, str], dict(cast(Any, (pair.split("=", 1) for pair in pairs))))

    def digest(self, text: str) -> str:
        """A keyed digest to look a text up by, without keeping it."""
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).hexdigest()


def _context(place: tuple[str, ...]) -> bytes:
    return "\x1f".join(place).encode()


def _plain(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
