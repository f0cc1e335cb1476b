"""Opens Qt once on the screen that there is and says what it found; for a process of its own.

Without a usable screen Qt ends the process, so nobody who wants to live on calls this.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from fbm_desk.gui import fonts


@dataclass(frozen=True, slots=True)
class ScreenFound:
    """How Qt draws here, how large the screen is, and the languages no font here writes."""

    platform: str
    width_px: int
    height_px: int
    missing: tuple[str, ...]


def look() -> ScreenFound:
    """Start Qt and look."""
    started = QApplication.instance() or QApplication(["fbm-desk"])
    assert isinstance(started, QApplication)
    size = started.primaryScreen().size()
    return ScreenFound(started.platformName(), size.width(), size.height(), fonts.missing_scripts())
