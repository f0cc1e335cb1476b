"""Lets pyzbar find the libzbar that lies in the package, on machines that have none of their own.

WORKAROUND: pyzbar asks `ctypes.util.find_library`, which looks through the system's folders only;
see https://github.com/NaturalHistoryMuseum/pyzbar/issues/93. Run by PyInstaller before the program.
"""

from __future__ import annotations

import ctypes.util
import sys
from pathlib import Path

_find_library = ctypes.util.find_library


def _find_library_here(name: str) -> str | None:
    own = Path(sys._MEIPASS) / "libzbar.so.0"  # type: ignore[attr-defined]
    return str(own) if name == "zbar" and own.exists() else _find_library(name)


ctypes.util.find_library = _find_library_here
