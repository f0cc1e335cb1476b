"""Papers in the data folder, where no printer is set: an address stands on them, so they go too."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

FOLDER = "papers"
KEEP = timedelta(days=30)


def remove_old(data_dir: Path, now: datetime) -> int:
    """Delete papers older than 30 days; how many. Other folders are their owner's affair."""
    gone = 0
    for path in (data_dir / FOLDER).glob("*"):
        with suppress(OSError):
            if path.is_file() and path.stat().st_mtime < (now - KEEP).timestamp():
                path.unlink()
                gone += 1
    return gone
