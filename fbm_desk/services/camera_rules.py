"""What a camera's read may do at a bench: it says what it sees, nobody pressed a trigger.

A right check digit does not make it true, and two equal frames are not enough. So it counts only
what belongs to the order in hand, mends nothing, signs in at a locked bench and nowhere else, and
decides nothing that a packer could not take back. What is passed over changes nothing on screen.
"""

from __future__ import annotations

from fbm_desk.domain.codes import Code, CodeKind, Command
from fbm_desk.domain.session import State
from fbm_desk.services import healing
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles, people
from fbm_desk.store.database import Connection

_STRONG = ("]C", "]d", "]Q", "]L", "]z")
"""Kinds whose own check holds: Code 128, Data Matrix, QR, PDF417, Aztec."""
_COMMANDS = frozenset(
    {
        Command.NEXT,
        Command.UNDO,
        Command.HOLD,
        Command.LATER,
        Command.RESUME,
        Command.FINISH,
        Command.REPRINT,
        Command.PARCEL,
        Command.MOVE,
        Command.HELP,
        Command.REFRESH,
    }
)
_FREE_TEXT = frozenset({State.ASKING_SERIAL, State.ASKING_LOT, State.TRACKING_WANTED})
"""What is scanned is taken for what it says: nothing in the order could contradict a misreading."""


def passes_over(place: Workplace, code: Code, text: str) -> bool:
    """True when a camera's read is not to be answered at all."""
    with place.books.reading() as connection:
        badge = people.by_badge(connection, place.books.seal, code.text) is not None
        if place.person is None:
            return not badge
        if badge or code.choice or code.command not in (None, *_COMMANDS):
            return True
        return _is_nothing_here(place, connection, code, text.startswith(_STRONG))


def _is_nothing_here(place: Workplace, connection: Connection, code: Code, strong: bool) -> bool:
    if code.command is not None or code.reason is not None:
        return not strong
    if place.bench is None:
        return code.order_id is None and code.kind is not CodeKind.TOTE
    session = place.bench.opened.session
    if session.state in _FREE_TEXT:
        return not strong
    if articles.matches(connection, code.keys) or code.order_id is not None:
        return False
    return _would_be_mended(place, connection, code)


def _would_be_mended(place: Workplace, connection: Connection, code: Code) -> bool:
    """A picture has no keyboard and no Caps Lock: what only a repair explains was misread."""
    healing.healed(place, connection, code)
    mended, place.healed = bool(place.healed), ""
    return mended
