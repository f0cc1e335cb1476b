"""Where the key of the personal data and Amazon's secrets are kept: the system's keyring, or else.

In order: the OS keyring; a file sealed with a credential of the service manager; a file sealed to
this account of this machine, which is weaker and which `doctor` names. Never plain, never in an
environment variable.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SERVICE = "fbm-desk"


class KeyPlace(Enum):
    """Where a secret is kept."""

    KEYRING = "keyring"  #: the operating system's keyring
    CREDENTIAL = "credential"  #: a file sealed with the service manager's credential
    MACHINE = "machine"  #: a file sealed to this account of this machine


class NoSecret(Exception):
    """A secret that is not here, or that cannot be opened; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A place for secrets. `folder` holds the sealed files and lies apart from the data."""

    folder: Path
    place: KeyPlace

    def get(self, name: str) -> bytes | None:
        """The secret of this name or None. Raises `NoSecret` when it will not open."""
        if self.place is KeyPlace.KEYRING:
            return _from_keyring(name)
        path = self._path(name)
        return _open_file(path, self._sealing_key(), name) if path.exists() else None

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret under a name."""
        if self.place is KeyPlace.KEYRING:
            _to_keyring(name, secret)
        else:
            _seal_file(self._path(name), self._sealing_key(), name, secret)

    def get_or_make(self, name: str) -> bytes:
        """The key of this name; made from the system's randomness the first time."""
        found = self.get(name)
        if found is not None:
            return found
        made = secrets.token_bytes(32)
        if self.place is KeyPlace.KEYRING:
            _to_keyring(name, made)
            return made
        # Two programs may start for the first time together: the file that is there first counts.
        _seal_file(self._path(name), self._sealing_key(), name, made, replace=False)
        return _open_file(self._path(name), self._sealing_key(), name)

    def file_of(self, name: str) -> Path | None:
        """The sealed file that a secret of this name lies in; None in a keyring."""
        return None if self.place is KeyPlace.KEYRING else self._path(name)

    def _path(self, name: str) -> Path:
        return self.folder / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.sealed"

    def _sealing_key(self) -> bytes:
        if self.place is KeyPlace.CREDENTIAL:
            return hashlib.sha256(_credential() or b"").digest()
        machine = next((p for p in _MACHINE_IDS if p.is_file()), None)
        known = machine.read_bytes() if machine else os.path.expanduser("~").encode()
        return hashlib.scrypt(
            known, salt=SERVICE.encode() + _account(), n=2**12, r=8, p=1, dklen=32
        )


_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def of_account(seller_id: str, name: str) -> str:
    """Under which name a secret of a seller's account is kept: another account's stays its own,
    be it opened from another data folder of this computer."""
    return f"amazon-{seller_id}-{name}"


def find_keys(folder: Path, *, use_keyring: bool = True) -> Keys:
    """The best place for secrets that works here."""
    if use_keyring and _keyring_works():
        return Keys(folder, KeyPlace.KEYRING)
    place = KeyPlace.CREDENTIAL if _credential() else KeyPlace.MACHINE
    return Keys(folder, place)


def _credential() -> bytes | None:
    """What systemd-creds handed to this service (systemd.exec, LoadCredential)."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder, SERVICE) if folder else None
    return path.read_bytes() if path and path.is_file() else None


def _account() -> bytes:
    return str(os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")).encode()


def _keyring_works() -> bool:
    import keyring
    from keyring.backends import fail, null

    return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)


def _from_keyring(name: str) -> bytes | None:
    import keyring

    kept = keyring.get_password(SERVICE, name)
    return None if kept is None else bytes.fromhex(kept)


def _to_keyring(name: str, secret: bytes) -> None:
    import keyring

    keyring.set_password(SERVICE, name, secret.hex())


def _seal_file(path: Path, key: bytes, name: str, secret: bytes, *, replace: bool = True) -> None:
    """Write it whole or not at all; without `replace` a file that is there already stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    nonce = os.urandom(12)
    sealed = nonce + AESGCM(key).encrypt(nonce, secret, name.encode())
    fresh = path.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    if replace or not _linked(fresh, path):
        os.replace(fresh, path)
    else:
        fresh.unlink()


def _linked(fresh: Path, path: Path) -> bool:
    """True when a file is at `path` now, this one or one that was there before."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return True
    except OSError:
        return False  # a file system without links
    return True


def _open_file(path: Path, key: bytes, name: str) -> bytes:
    sealed = path.read_bytes()
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], name.encode())
    except (InvalidTag, ValueError):
        raise NoSecret(
            "The key of the personal data does not open on this machine or account."
        ) from None
