"""Where keys are, whatever is printed on them: scanners type as if on an American keyboard.

The layout of the computer turns their codes into other letters; the position stays true.
Scan codes are those of a PC keyboard (set 1); X11 and Wayland add 8, macOS has none.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

GROUP_SEPARATOR = "\x1d"
_BRACKET_RIGHT = 27
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
POSITIONS: dict[int, tuple[str, str]] = {
    first + at: (plain, shifted)
    for first, row, shifted_row in _ROWS
    for at, (plain, shifted) in enumerate(zip(row, shifted_row, strict=True))
}


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
