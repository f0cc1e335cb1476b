"""The keys of the bench: which key stands for which command, and for what is the window's own.

One table for the window's door, for F1 and for the printed sheet. Function keys lie in the same
place on every keyboard; with Shift each stands for what is akin to it. Backspace only mends what is
typed: one press too many must never take a unit back.
"""

from __future__ import annotations

from fbm_desk.domain.codes import Command
from fbm_desk.domain.command_words import SETUP_WORD as SETUP_WORD
from fbm_desk.domain.keyboards import KEYBOARDS, US, typed_on

HELP_KEY = "F1"
SETUP_KEY = "F8"
DEMO_RIGHT, DEMO_WRONG = "F9", "F10"
FINISH_KEY = "Enter"
BACK_KEY = "Esc"

#: The keys of each command, the one that is shown first.
KEYS: dict[Command, tuple[str, ...]] = {
    Command.HELP: (HELP_KEY,),
    Command.NEXT: ("F2",),
    Command.EXPEDITE: ("Shift F2",),
    Command.HOLD: ("F3",),
    Command.CANCEL: ("Shift F3",),
    Command.LATER: ("F4",),
    Command.RESUME: ("Shift F4",),
    Command.REFRESH: ("F5",),
    Command.TAKEOVER: ("Shift F5",),
    Command.PARCEL: ("F6",),
    Command.MOVE: ("Shift F6",),
    Command.REPRINT: ("F7",),
    Command.SHORTSHIP: ("Shift F7",),
    Command.TEACH: ("Shift F8",),
    Command.QUANTITY: ("F11",),
    Command.DAMAGED: ("Shift F11",),
    Command.LOCK: ("F12",),
    Command.FINISH: (FINISH_KEY,),
    Command.UNDO: (BACK_KEY, "Ctrl Z"),
}
_COMMANDS = {key: command for command, keys in KEYS.items() for key in keys}
KNOWN = frozenset({*_COMMANDS, SETUP_KEY, DEMO_RIGHT, DEMO_WRONG})
"""All names of keys that mean something at the bench."""


def command_of(key: str) -> Command | None:
    """The command that a key stands for."""
    return _COMMANDS.get(key)


def key_of(command: Command) -> str:
    """The key that is shown beside a command."""
    return KEYS[command][0]


def cap(key: str) -> str:
    """A key as it is written on a narrow cap: with the arrow that keyboards have on Shift."""
    return key.replace("Shift ", "⇧")


def asks_for_setup(text: str) -> bool:
    """True of the set-up's word, even if the scanner types as another keyboard or with Caps Lock.

    A scanner that mangles everything could not be set up otherwise.
    """
    read_as = (text, *(typed_on(text, one, US) for one in KEYBOARDS.values()))
    return len(text) == len(SETUP_WORD) and any(one.upper() == SETUP_WORD for one in read_as)
