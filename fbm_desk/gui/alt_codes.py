"""Signs that a scanner types as Alt and their number on the keypad, as Windows composes them.

The usual way there to send what no key types: Alt+0029 is the separator of GS1 codes. Whether such
keys are a scanner's is not asked here.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

#: What the system may call the key of a composed sign.
_NO_KEY = frozenset({0, Qt.Key.Key_unknown})
#: The keypad's keys from 0 to 9 while Num Lock is off.
_UNLOCKED = (
    Qt.Key.Key_Insert,
    Qt.Key.Key_End,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Left,
    Qt.Key.Key_Clear,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_Up,
    Qt.Key.Key_PageUp,
)
#: Without a leading 0 Windows composes these pictures for 1 to 31, not the control characters.
_PICTURES = "☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼"
_LAST = 126  # what lies above is another sign on every system: that of the system is taken
#: No key has these for its own text, whatever name it comes under.
_NOBODYS = "\x04\x1c\x1d\x1e\x1f"


def begins(event: QKeyEvent) -> bool:
    """True when Alt goes down alone; with Ctrl it is another key."""
    others = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier
    alone = not event.modifiers() & others
    return event.key() == Qt.Key.Key_Alt and alone and not event.isAutoRepeat()


def digit_of(event: QKeyEvent, position: str) -> str:
    """The digit of a number typed with Alt held; "" for any other key.

    `position` is what an American keyboard has there, above the letters, if that is known.
    """
    held = event.modifiers()
    if not held & Qt.KeyboardModifier.AltModifier or held & Qt.KeyboardModifier.ControlModifier:
        return ""
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return chr(event.key())
    if held & Qt.KeyboardModifier.KeypadModifier and event.key() in _UNLOCKED:
        return str(_UNLOCKED.index(Qt.Key(event.key())))
    return position if position and position in "0123456789" else ""


def sign_of(digits: str) -> str:
    """The sign of a number, 29 and 029 and 0029 alike; "" where it is the system's to tell."""
    number = int(digits) if digits else 0
    return chr(number) if 0 < number <= _LAST else ""


def is_composed(event: QKeyEvent, sign: str) -> bool:
    """True when this press is what the system itself made of the keys that gave `sign`."""
    if not sign or event.text() not in (sign, _picture(sign)):
        return False
    return event.key() in _NO_KEY or sign in _NOBODYS


def _picture(sign: str) -> str:
    return _PICTURES[ord(sign) - 1] if sign < " " else sign
