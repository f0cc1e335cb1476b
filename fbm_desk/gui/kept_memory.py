"""Column widths and sorting as each person left them, in a file of the account on this computer.

No data are in it: a table's name, its widths, its sorted column. A file that cannot be read or
written is no trouble to anybody: the tables begin as they were designed.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from fbm_desk import settings
from fbm_desk.services import whole_file

FILE_NAME = "tables.json"
_WRITE_AFTER_MS = 800


def file_of_account() -> Path:
    """Where this account's tables are remembered."""
    return settings.keys_dir().parent / FILE_NAME


class KeptMemory(MutableMapping[str, str]):
    """A `Memory` that outlives the program; written a moment after the last change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._timer = QTimer(singleShot=True, interval=_WRITE_AFTER_MS)
        self._timer.timeout.connect(self.write)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._write_if_changed)

    @functools.cached_property
    def _kept(self) -> dict[str, str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {key: value for key, value in found.items() if isinstance(value, str)}

    def write(self) -> None:
        """Write now."""
        self._timer.stop()
        content = json.dumps(self._kept, indent=1, sort_keys=True) + "\n"
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            whole_file.write(self._path, content.encode())
        except OSError:
            return

    def _write_if_changed(self) -> None:
        if self._timer.isActive():
            self.write()

    def __getitem__(self, key: str) -> str:
        return self._kept[key]

    def __setitem__(self, key: str, value: str) -> None:
        if self._kept.get(key) != value:
            self._kept[key] = value
            self._timer.start()

    def __delitem__(self, key: str) -> None:
        del self._kept[key]
        self._timer.start()

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)
