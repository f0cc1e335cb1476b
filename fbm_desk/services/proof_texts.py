"""What a scan is while a serial number or a lot is asked for, when nearly any text may be one.

What clearly is something else, mangled or not, is marked as that; the table then asks again.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.mangled import guesses, keyboard_behind
from fbm_desk.domain.proofs import of_the_unit
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.domain.session import Match, Session, State
from fbm_desk.services import healing
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles, orders
from fbm_desk.store.database import Connection

_FORMS = frozenset(
    {
        CodeKind.COMMAND, CodeKind.REASON, CodeKind.ORDER, CodeKind.TOTE, CodeKind.BADGE,
        CodeKind.BOX, CodeKind.GS1, CodeKind.DIGITAL_LINK, CodeKind.DATA_FIELDS,
    }
)  # fmt: skip
"""What no serial number becomes by chance when it is read as another keyboard would type it."""
_PLAIN = frozenset({CodeKind.PLAIN, CodeKind.GTIN})


def is_asked(session: Session) -> bool:
    """True while a scan is told apart here; earlier rules took almost every text."""
    return session.rules > 3 and session.state in (State.ASKING_SERIAL, State.ASKING_LOT)


def number_or_order(connection: Connection, code: Code) -> Code:
    """Seventeen digits without dashes are an order's only if there is such an order."""
    if code.order_id is None or not code.text.isdigit():
        return code
    if orders.find(connection, code.order_id) is not None:
        return code
    return replace(code, order_id=None, kind=CodeKind.PLAIN)


def told_apart(
    place: Workplace, connection: Connection, code: Code, matches: tuple[Match, ...]
) -> tuple[Code, tuple[Match, ...]]:
    """The code with all that it may prove, and nothing else; what it stands for when mended."""
    if matches or code.order_id is not None or code.kind not in _PLAIN:
        return of_the_unit(code, matches), matches
    mended = code if place.healed else healing.healed(place, connection, code)
    if place.healed and mended is not code:
        matches = articles.matches(connection, mended.keys)
        return _something_else(mended, matches), matches
    if code.kind is CodeKind.PLAIN and _is_no_number(place, code.text):
        return replace(code, kind=CodeKind.BADGE), matches
    offered = guesses(code, place.books.now().year) if code.kind is CodeKind.PLAIN else ()
    kinds = [CodeKind.GS1 if one.sscc else one.kind for one in offered]
    return replace(code, kind=next((one for one in kinds if one in _FORMS), code.kind)), matches


def _is_no_number(place: Workplace, text: str) -> bool:
    """True for two scans in one, and for what a scanner types on the wrong keyboard: which signs
    it was is not known for certain, so it is told and asked again.

    A person may type such a number all the same.
    """
    if place.source is ScanSource.TYPED:
        return False
    keyboard = keyboard_behind(text) if place.source is ScanSource.WEDGE else ""
    place.healed = place.healed or keyboard
    return bool(keyboard) or not text.isprintable()


def _something_else(mended: Code, matches: tuple[Match, ...]) -> Code:
    """What the shop knows, so that it proves nothing: mended letters are no serial number's."""
    badge = not matches and mended.kind not in _FORMS  # nothing else is known by a text alone
    return replace(
        mended,
        kind=CodeKind.BADGE if badge else mended.kind,
        serial="", lot="", expires_on=None, transparency="",
    )  # fmt: skip
