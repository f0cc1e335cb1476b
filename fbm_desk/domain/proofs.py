"""What a unit must show before it counts: serial number, lot and date, Transparency code.

A proof is the unit's own: a kit's or a case's barcode cannot give it for several units at once.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer
from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.deeds import Broken, Count, Match, PackLine, Substitute
from fbm_desk.domain.events import Scanned
from fbm_desk.domain.gtin import barcode_key, gtin14
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
    if left_before or _serial_in(session, index, count) or _broke(session, index, count):
        return drop(session, V.SAME_SERIAL, index, event)
    return None


def _same_unit(session: Session, count: Count, index: int, event: Scanned) -> Step | None:
    """A serial number that nobody asked for still tells the one unit that is scanned twice."""
    if session.rules < 3 or count.units > 1 or not count.serial:
        return None
    sku = count.instead or session.lines[index].sku
    twice = any(
        one.units == 1 and session.sku_of(one) == sku and _is_same(session, one.serial, count)
        for one in session.lying
    )
    twice = twice or _broke(session, index, count)
    return drop(session, V.SAME_SERIAL, index, event) if twice else None


def _serial_in(session: Session, index: int, count: Count) -> bool:
    sku = count.instead or session.lines[index].sku
    return any(
        session.sku_of(one) == sku and _is_same(session, one.serial, count) for one in session.lying
    )


def _broke(session: Session, index: int, count: Count) -> bool:
    """True of the serial number of a unit that broke here."""
    sku = count.instead or session.lines[index].sku
    return session.rules > 3 and any(
        isinstance(deed, Broken)
        and deed.sku == sku
        and any(_is_same(session, serial, count) for serial in deed.serials)
        for deed in session.deeds
    )


def _is_same(session: Session, serial: str, count: Count) -> bool:
    if session.rules < 4:
        return serial == count.serial
    return serial_key(serial) == serial_key(count.serial)


def serial_key(serial: str) -> str:
    """The form in which serial numbers are compared: Caps Lock makes no other unit."""
    return serial.casefold()


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
    lies = any(one.transparency == count.transparency for one in session.lying)
    if used or lies or _code_broke(session, count):
        return drop(session, V.SAME_TRANSPARENCY, index, event)
    return None


def _code_broke(session: Session, count: Count) -> bool:
    """True of the Transparency code of a unit that broke here: it stays that unit's."""
    return session.rules > 4 and any(
        isinstance(deed, Broken) and count.transparency in deed.transparencies
        for deed in session.deeds
    )


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


def answered(session: Session, pending: Count, event: Scanned) -> Count:
    """The unit with all that the scan says of it besides the proof that was asked for; its serial
    number too, by which the same unit is known again, but not by earlier rules."""
    code = event.code
    serial = "" if code.transparency or session.rules < 5 else code.serial
    return replace(
        pending,
        serial=pending.serial or serial,
        lot=pending.lot or code.lot,
        expires_on=code.expires_on or pending.expires_on,
        transparency=pending.transparency or code.transparency,
    )


def of_another(session: Session, pending: Count, event: Scanned) -> bool:
    """True for the barcode of another article: what it says is not of the unit asked about."""
    own = {pending.instead or session.lines[index].sku for index, _ in pending.pieces}
    return bool(event.matches) and not any(one.sku in {*own, pending.kit} for one in event.matches)


def contradicts(session: Session, pending: Count, event: Scanned) -> bool:
    """True for a code of another lot, or with another serial number, than the unit showed that is
    asked about: of another unit. A Transparency code's own number is no serial number."""
    if session.rules < 5:
        return False
    code = event.code
    lots = code.lot.lower(), pending.lot.lower()
    serials = "" if code.transparency else serial_key(code.serial), serial_key(pending.serial)
    return any(said and known and said != known for said, known in (lots, serials))


def plain_proof(event: Scanned) -> str:
    """A text that may be a proof, because it is nothing else."""
    code = event.code
    other = event.matches or code.order_id is not None or code.transparency
    return "" if other or code.kind in _OTHER_THINGS else code.text


def is_no_proof(session: Session, event: Scanned, text: str) -> bool:
    """True for what is too long, a carrier's matrix code, or something else by its form; earlier
    rules took it. `text` is what `serial_in` or `lot_in` found in the scan."""
    if session.rules > 3 and _is_something_else(event, text):
        return True
    if session.rules > 4 and "://" in text:  # a page's address
        return True
    return session.rules > 2 and (len(text) > _LONGEST or text.startswith("[)>"))


_NO_TEXT = frozenset({CodeKind.GS1, CodeKind.DIGITAL_LINK, CodeKind.DATA_FIELDS, CodeKind.ORDER})


def _is_something_else(event: Scanned, text: str) -> bool:
    """A code with fields proves by them alone.

    Amazon's own numbers are refused where they begin as no serial number does. Plain numbers are
    taken: a tenth of them have the right check digit of a GTIN by chance.
    """
    code = event.code
    if code.kind in _NO_TEXT:
        return text == code.text
    begins = code.text[:3].upper()
    return (code.kind is CodeKind.FNSKU and begins == "X00") or (
        code.kind is CodeKind.ASIN and begins.startswith("B0")
    )


def of_the_unit(code: Code, matches: tuple[Match, ...]) -> Code:
    """The code as it may answer, which is how it is written down.

    Without a match the fields of a code that names an article are another unit's. A carrier's
    number of a box is a code with fields, whatever else it looks like.
    """
    if code.sscc and code.kind is CodeKind.TRACKING:
        return replace(code, kind=CodeKind.GS1)
    if matches or code.kind not in _NO_TEXT or not _names_gtin(code):
        return code
    return replace(code, serial="", lot="", expires_on=None)


def _names_gtin(code: Code) -> bool:
    """True when an article's number stands in a code with fields; else its key is its text."""
    first = next(iter(code.keys), "")
    return bool(gtin14(first)) and first != barcode_key(code.text)
