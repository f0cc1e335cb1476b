"""What a unit must show before it counts: serial number, lot and date, Transparency code.

A proof is the unit's own: a kit's or a case's barcode cannot give it for several units at once.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer
from fbm_desk.domain.codes import CodeKind
from fbm_desk.domain.deeds import Count, PackLine, Substitute
from fbm_desk.domain.events import Scanned
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.domain.verdicts import VerdictCode as V


def proved(session: Session, count: Count, event: Scanned) -> Step | None:
    """The question or refusal that stands between a unit and its place; None when there is none."""
    index = _to_prove(session, count)
    demands = session.lines[index].demands(count.instead)
    if count.expires_on and event.on and count.expires_on < event.on:
        return drop(session, V.EXPIRED_LOT, index, event)
    return (
        _serial(session, count, demands, index, event)
        or _lot(session, count, demands, index, event)
        or _transparency(session, count, demands, index, event)
    )


def _to_prove(session: Session, count: Count) -> int:
    """The line of this scan that wants a proof; else its first."""
    lines = [(i, session.lines[i].demands(count.instead)) for i, _ in count.pieces]
    wanting = [i for i, one in lines if one.serial]
    wanting += [i for i, one in lines if one.transparency] + [i for i, one in lines if one.lot]
    return wanting[0] if wanting else count.pieces[0][0]


_Demands = PackLine | Substitute


def _serial(
    session: Session, count: Count, demands: _Demands, index: int, event: Scanned
) -> Step | None:
    if not demands.serial:
        return _same_unit(session, count, index, event)
    if count.units > 1:
        return drop(session, V.SERIAL_WANTED, index, event)
    if not count.serial:
        return _ask(session, State.ASKING_SERIAL, V.SERIAL_WANTED, count, event)
    given = event.code.serial or event.code.text
    left_before = event.serial_known and count.serial == given
    if left_before or _serial_in(session, index, count):
        return drop(session, V.SAME_SERIAL, index, event)
    return None


def _same_unit(session: Session, count: Count, index: int, event: Scanned) -> Step | None:
    """A serial number that nobody asked for still tells the one unit that is scanned twice."""
    if session.rules < 3 or count.units > 1 or not count.serial:
        return None
    sku = count.instead or session.lines[index].sku
    twice = any(
        one.serial == count.serial and one.units == 1 and session.sku_of(one) == sku
        for one in session.lying
    )
    return drop(session, V.SAME_SERIAL, index, event) if twice else None


def _serial_in(session: Session, index: int, count: Count) -> bool:
    sku = count.instead or session.lines[index].sku
    return any(one.serial == count.serial and session.sku_of(one) == sku for one in session.lying)


def _lot(
    session: Session, count: Count, demands: _Demands, index: int, event: Scanned
) -> Step | None:
    if not demands.lot:
        return None
    skus: set[Sku] = {session.lines[i].sku for i, _ in count.pieces}
    if len(skus) > 1:
        return drop(session, V.LOT_WANTED, index, event)  # of a kit, that part is scanned itself
    if not count.lot:
        return _ask(session, State.ASKING_LOT, V.LOT_WANTED, _fresh(count, event), event)
    return None


def _fresh(count: Count, event: Scanned) -> Count:
    """The unit without a Transparency code that was used before: it is asked for again."""
    return replace(count, transparency="") if event.transparency_known else count


def _transparency(
    session: Session, count: Count, demands: _Demands, index: int, event: Scanned
) -> Step | None:
    if not demands.transparency:
        return None
    if count.units > 1:
        return drop(session, V.TRANSPARENCY_WANTED, index, event)
    if not count.transparency:
        return _ask(session, State.ASKING_TRANSPARENCY, V.TRANSPARENCY_WANTED, count, event)
    used = event.transparency_known and event.code.transparency == count.transparency
    if used or any(one.transparency == count.transparency for one in session.lying):
        return drop(session, V.SAME_TRANSPARENCY, index, event)
    return None


def _ask(session: Session, state: State, code: VerdictCode, count: Count, event: Scanned) -> Step:
    index = count.pieces[0][0]
    asking = replace(session, state=state, pending=count, choices=(), last=index)
    return Step(asking, answer(asking, code, index, scanned=event.code.text))


def drop(session: Session, code: VerdictCode, index: int, event: Scanned) -> Step:
    """The unit is refused; packing goes on without it."""
    going_on = replace(session, state=State.PACKING, pending=None, choices=(), last=index)
    return Step(going_on, answer(going_on, code, index, scanned=event.code.text))


# --- what is read as a proof ---------------------------------------------------------------------

_OTHER_THINGS = (
    CodeKind.TOTE, CodeKind.BADGE, CodeKind.BOX, CodeKind.COMMAND, CodeKind.REASON,
    CodeKind.CHOICE, CodeKind.EMPTY, CodeKind.TRANSPARENCY,
)  # fmt: skip
"""Not what only looks like a tracking number: many serial numbers do."""


_LONGEST = 48
"""No serial number and no lot is longer; an address on a label is."""


def serial_in(event: Scanned) -> str:
    """The serial number a scan gives. An article's own barcode, an order or a badge is none."""
    return event.code.serial or plain_proof(event)


def lot_in(event: Scanned) -> str:
    """The lot a scan gives."""
    return event.code.lot or plain_proof(event)


def answered(pending: Count, event: Scanned) -> Count:
    """The unit with all that the scan says of it besides the proof that was asked for."""
    code = event.code
    return replace(
        pending,
        lot=pending.lot or code.lot,
        expires_on=code.expires_on or pending.expires_on,
        transparency=pending.transparency or code.transparency,
    )


def of_another(session: Session, pending: Count, event: Scanned) -> bool:
    """True for the barcode of another article: what it says is not of the unit asked about."""
    own = {pending.instead or session.lines[index].sku for index, _ in pending.pieces}
    return bool(event.matches) and not any(one.sku in {*own, pending.kit} for one in event.matches)


def plain_proof(event: Scanned) -> str:
    """A text that may be a proof, because it is nothing else."""
    code = event.code
    other = event.matches or code.order_id is not None or code.transparency
    return "" if other or code.kind in _OTHER_THINGS else code.text


def is_no_proof(session: Session, text: str) -> bool:
    """True for what is too long, or a carrier's matrix code; earlier rules took it."""
    return session.rules > 2 and (len(text) > _LONGEST or text.startswith("[)>"))
