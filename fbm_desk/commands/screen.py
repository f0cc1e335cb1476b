"""Whether there is a screen to open a window on."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from fbm_desk.domain.errors import Unavailable


def is_there() -> bool:
    """True where a window can be seen, or where a test says how it is to be drawn."""
    wanted = any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return wanted or sys.platform in ("win32", "darwin")


def demand() -> None:
    """Raises `Unavailable` without a screen, or without the window's libraries."""
    if not is_there():
        raise Unavailable("no_display")
    try:
        import_module("fbm_desk.gui.fonts")
    except ImportError as error:
        raise Unavailable("no_window", words=str(error)) from None
