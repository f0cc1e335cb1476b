"""Seals personal data: AES-256-GCM with the place it belongs to, so a swapped ciphertext fails."""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fbm_desk.store.named_texts import parted

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

    def close_text(self, text: str, *place: str) -> bytes | None:
        """Seal `named_texts.joined`; None when there are none, so that nothing is kept."""
        return self.close(text.encode("utf-8", "replace"), *place) if text else None

    def open_text(self, sealed: bytes | None, *place: str) -> dict[str, str]:
        """The named texts; empty when nothing was kept."""
        if sealed is None:
            return {}
        return parted(self.open(sealed, *place).decode())

    def digest(self, text: str) -> str:
        """A keyed digest to look a text up by, without keeping it."""
        return hmac.digest(self._digest_key, text.encode("utf-8", "replace"), "sha256")[:16].hex()


def _context(place: tuple[str, ...]) -> bytes:
    return "\x1f".join(place).encode()
