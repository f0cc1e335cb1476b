"""Files that appear whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file whole. Raises `OSError`; what was there before is then still there."""
    with draft(path, content) as put_in_place:
        put_in_place()


def try_place(path: Path) -> None:
    """Raises `OSError` when no file could be put there now; nothing is left behind."""
    with draft(path, b""):
        pass


@contextmanager
def draft(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """A finished draft beside `path`, and what moves it there.

    Leaving with an exception takes away the draft, and the file too if it was put in place: what
    its maker could not keep must not be taken for done. Raises `OSError`.
    """
    place = _place(path)
    handle, name = tempfile.mkstemp(prefix=".fbm-desk-", suffix=".tmp", dir=place.parent)
    beside, placed = Path(name), False

    def put_in_place() -> None:
        nonlocal placed
        os.replace(beside, place)
        placed = True

    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
        yield put_in_place
        _keep_names(place.parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        if placed:
            place.unlink(missing_ok=True)
        raise
    else:
        beside.unlink(missing_ok=True)


def _place(path: Path) -> Path:
    """Where the file will lie: a link is written through, and only a file is ever replaced.

    Moving a draft over a device would put a file in its stead for every program of the machine.
    """
    place = Path(os.path.realpath(path))
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if place.exists() and not place.is_file():
        raise OSError(errno.EINVAL, "it is a device, not a file", str(path))
    return place


def _keep_names(folder: Path) -> None:
    """Have the folder's own entries on disk; Windows does that by itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
