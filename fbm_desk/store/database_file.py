"""The SQLite file behind a connection: that it is the one it was, and that none is made unasked.

SQLite goes on writing into a file that was deleted or replaced, and opens an empty one as a new
database: either would lose what was acknowledged without a word.
"""

from __future__ import annotations

import os
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

Identity = tuple[int, int]
"""Device and number of a file."""

_MADE_WITHIN_S = 1.0
"""Another program that starts at the same time may be making the file this moment."""


@dataclass
class DatabaseFile:
    """The file of one engine. `opened` once it was there: from then on none is made."""

    path: Path
    opened: bool = field(default=False)

    def before_opening(self) -> None:
        """Raises the driver's own errors for a file that is gone or was emptied."""
        size = self._size()
        if size is None and self.opened:
            raise sqlite3.OperationalError("unable to open database file: it is gone")
        if size == 0 and not self._filled_by_another():
            raise sqlite3.DatabaseError("file is not a database: it is empty")

    def _size(self) -> int | None:
        try:
            return self.path.stat().st_size
        except OSError:
            return None

    def _filled_by_another(self) -> bool:
        ends_at = time.monotonic() + _MADE_WITHIN_S
        while self._size() == 0 and time.monotonic() < ends_at:
            time.sleep(0.02)
        return self._size() != 0

    def identity(self) -> Identity | None:
        """Which file lies there now; None without one."""
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def forget_attempt(self) -> None:
        """A first opening failed, on a full disk say: what it made is empty, and no database."""
        if not self.opened and self._size() == 0:
            self.path.unlink(missing_ok=True)
