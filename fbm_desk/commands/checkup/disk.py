"""The data folder: whether it can be written, how full its disk is, how long a write takes."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from fbm_desk.commands.checkup.asking import BELT_S, NoAnswer, within
from fbm_desk.commands.checkup.finding import Finding, broken, note, ok
from fbm_desk.commands.checkup.installation import Installation

LOW_BYTES = 500_000_000
FULL_BYTES = 20_000_000
SLOW_MS = 20.0
"""A scan waits for one write that lasts; beside it stands all else until the verdict is seen."""
_WRITES = 9
_PAGE_BYTES = 4096

_CODES = {errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EIO: "disk_faulty"}


def written_ms(folder: Path) -> float:
    """How long a page takes until it is on the disk, the median of some. Raises `OSError`."""
    times: list[float] = []
    with tempfile.TemporaryFile(dir=folder, prefix=".doctor-") as file:
        for _ in range(_WRITES):
            began = perf_counter()
            file.write(b"\0" * _PAGE_BYTES)
            file.flush()
            os.fsync(file.fileno())
            times.append((perf_counter() - began) * 1000)
    return median(times)


def data_folder(
    installation: Installation, write: Callable[[Path], float] = written_ms
) -> Iterator[Finding]:
    """Whether the folder takes what is written into it, how fast, and how much more."""
    folder = installation.data_dir
    there = next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), None)
    if there is None or (folder.exists() and not folder.is_dir()):
        yield broken("data_folder", "data_folder_none")
        return
    try:
        took_ms = within(BELT_S, lambda: write(there))
    except NoAnswer:
        yield broken("data_folder", "disk_hangs", seconds=f"{BELT_S:.0f}")
        return
    except OSError as error:
        installation.write_trouble = _CODES.get(error.errno or 0, "data_folder_closed")
        yield broken("data_folder", installation.write_trouble)
        return
    yield ok("data_folder", "data_folder" if there == folder else "data_folder_not_yet")
    yield _speed(took_ms)
    yield _room(shutil.disk_usage(there).free)


def _speed(took_ms: float) -> Finding:
    judged = note if took_ms > SLOW_MS else ok
    return judged("disk", "disk_slow" if took_ms > SLOW_MS else "disk_fast", ms=f"{took_ms:.1f}")


def _room(free: int) -> Finding:
    room = f"{free / 1e9:.1f} GB" if free >= 1e9 else f"{free / 1e6:.0f} MB"
    if free < FULL_BYTES:
        return broken("disk_space", "disk_nearly_full", free=room)
    if free < LOW_BYTES:
        return note("disk_space", "disk_low", free=room)
    return ok("disk_space", "disk_space", free=room)
