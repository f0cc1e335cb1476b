"""One at a time: locks of the operating system on files, and with one of them a bench's place.

Such a lock ends with its process, however that ends: after a crash nothing has to be cleared away.
Which of two computers has a bench of a shared database is decided in the database.
"""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

from fbm_desk import database_address
from fbm_desk.domain.errors import Unavailable

_RANDOM_NODE = 1 << 40
"""The bit that is set in a computer's address when it has none and one was made up."""


@dataclass
class FileLock:
    """A lock on a file, held until it is released or this process ends."""

    descriptor: int | None

    @property
    def held(self) -> bool:
        """False once it was released."""
        return self.descriptor is not None

    def release(self) -> None:
        """Let somebody else have it. The file stays: to remove it would race with who takes it."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None


@dataclass(frozen=True, slots=True)
class HeldBench:
    """A bench that no other process has in this data folder.

    `place` is the same each time the bench is held, so whoever was there before is gone; where a
    file cannot be locked it is another each time.
    """

    bench: str
    place: str
    lock: FileLock


def lock_file(path: Path) -> FileLock | None:
    """Lock a file, made when there is none; None while another process, or this one, holds it.

    Raises OSError where files cannot be made or locked.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor)
    except (BlockingIOError, PermissionError):  # how Linux and macOS, and Windows, say "taken"
        os.close(descriptor)
        return None
    except OSError:
        os.close(descriptor)
        raise
    return FileLock(descriptor)


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def hold_bench(data_dir: Path, database_url: str, bench: str) -> HeldBench:
    """Have a bench to oneself in this data folder. Raises `Unavailable` while it is open."""
    data_dir = data_dir.absolute()
    path = data_dir / f"bench-{_digest(_shown(database_url), bench)}.lock"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = lock_file(path)
    except OSError:  # who opens the books says what is wrong with the folder
        return HeldBench(bench, uuid.uuid4().hex, FileLock(None))
    if lock is None:
        raise Unavailable("bench_open", bench=bench)
    return HeldBench(bench, _digest(socket.gethostname(), str(_node()), str(path)), lock)


def bell_of(data_dir: Path, database_url: str, bench: str) -> str:
    """The name under which the window of a bench can be called to the front on this computer."""
    return f"fbm-desk-{_digest(str(data_dir.absolute()), _shown(database_url), bench)}"


def _shown(database_url: str) -> str:
    """One database is one, be its password in the address or in the key store."""
    return database_address.split(database_url)[0]


def _node() -> int:
    """This computer's hardware address, which two computers made from one image do not share."""
    node = uuid.getnode()
    return 0 if node & _RANDOM_NODE else node


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]
