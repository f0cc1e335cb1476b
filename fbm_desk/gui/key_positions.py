"""Where keys are, whatever is printed on them: scanners type as if on an American keyboard.

The layout of the computer turns their codes into other letters; the position stays true.
Scan codes are those of a PC keyboard (set 1); X11 and Wayland add 8, macOS has none.
"""

from __future__ import annotations

from itertools import chain

from PySide6.QtGui import QGuiApplication

from fbm_desk.domain.keyboards import US

GROUP_SEPARATOR = "\x1d"
_BRACKET_RIGHT = 27
_ROWS = (range(2, 14), range(16, 28), range(30, 42), range(43, 54), range(57, 58))
POSITIONS: dict[int, tuple[str, str]] = dict(
    zip(chain(*_ROWS), zip(US.plain, US.shifted, strict=True), strict=True)
)


def offset_of_platform() -> int | None:
    """What this platform adds to a key's scan code; None where it tells none."""
    return {"xcb": 8, "wayland": 8, "windows": 0}.get(QGuiApplication.platformName())


def char_at(scan_code: int, shift: bool, control: bool) -> str:
    """The character of an American keyboard at a position; "" if there is none.

    Ctrl ] is how scanners type the group separator of GS1 codes.
    """
    if control:
        return GROUP_SEPARATOR if scan_code == _BRACKET_RIGHT else ""
    plain, shifted = POSITIONS.get(scan_code, ("", ""))
    return shifted if shift else plain
