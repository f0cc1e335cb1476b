"""What a scan is, seen from the order on the bench: an event of its session, or another's badge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fbm_desk.domain.codes import Code, CodeKind, Command, HoldReason
from fbm_desk.domain.deeds import Count
from fbm_desk.domain.events import BoxScanned
from fbm_desk.domain.glued import glued
from fbm_desk.domain.gs1_facts import is_a_way
from fbm_desk.domain.mangled import is_doubled
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.places import chosen
from fbm_desk.domain.proofs import lot_in
from fbm_desk.domain.session import (
    Authorised,
    Commanded,
    Event,
    Match,
    Overruled,
    ReasonGiven,
    Scanned,
    Session,
    State,
)
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.domain.tracking import Fit
from fbm_desk.services import box_choice, healing, proof_texts
from fbm_desk.services.taking import OnBench
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles, parcels, people, proofs, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person


def event_of(
    place: Workplace, connection: Connection, bench: OnBench, code: Code
) -> Event | Person:
    """What a scan is, seen from this session: a command, an item, or another packer's badge."""
    if _overrules(place, bench, code):
        return Overruled()
    if code.command:
        return Commanded(code.command, code.quantity, code.box)
    if bench.opened.session.state is State.ASKING_REASON and (reason := _reason(code)):
        return ReasonGiven(reason)
    if bench.opened.session.state is State.ASKING_WHY and code.reason:
        return ReasonGiven(code.reason)
    box = box_choice.scanned_box(code, place.rules.boxes)
    if box is not None and bench.opened.session.state is State.PACKING:
        return BoxScanned(box.name, box.weight_g)
    matches = articles.matches(connection, code.keys)
    if matches and healing.swallowed(place, connection, code):
        code, matches = glued(code), () if _wants_item(bench) else matches
    elif matches:
        code = healing.lot_alone(connection, code, matches)
        place.healed = place.healed or ("doubled" if is_doubled(code) else "")
    proof_asked = proof_texts.is_asked(bench.opened.session)
    if proof_asked:
        code = proof_texts.number_or_order(connection, code)
    if not matches and code.order_id is None:
        person = people.by_badge(connection, place.books.seal, code.text)
        if person is not None:
            return _badge(bench, person)
        wants_item = _wants_item(bench)
        if wants_item and _is_label(place, connection, code):
            code = replace(code, kind=CodeKind.TRACKING, trouble="")
        elif wants_item and code.kind in _MAY_BE_MANGLED and not place.healed:
            mended = healing.healed(place, connection, code)
            if place.healed:
                return event_of(place, connection, bench, mended)
            code = mended
    if proof_asked:
        code, matches = proof_texts.told_apart(place, connection, code, matches)
    code, earlier_on = _dated(connection, bench.opened.session, code, matches)
    known = _seen_before(connection, bench, code, matches)
    wanted = bench.opened.session.state is State.TRACKING_WANTED
    fit, carrier = place.rules.tracking_fit(code.text) if wanted else (Fit.FITS, "")
    return Scanned(
        code,
        matches,
        place.books.now().date(),
        known,
        fit,
        carrier,
        transparency_known=_transparency_seen(connection, bench, code.transparency),
        scale_g=place.scale_g(),
        earlier_on=earlier_on,
    )


def _badge(bench: OnBench, person: Person) -> Event | Person:
    """A badge is the answer where a supervisor is wanted; elsewhere its owner sits down."""
    wanted = bench.opened.session.state is State.SUPERVISOR_WANTED
    return Authorised(person.id) if wanted and person.role in MAY_DECIDE else person


def _is_label(place: Workplace, connection: Connection, code: Code) -> bool:
    """True for a number without a form of its own that is a label here: a parcel's, or as the
    seller's own carrier writes them, its check digit right. Where it goes is the label's too."""
    if is_a_way(code):
        return True
    return code.kind in _MAY_BE_A_LABEL and (
        place.rules.is_own_label(code.text) or parcels.tracking_known(connection, code.text)
    )


# --- lots ----------------------------------------------------------------------------------------


def _dated(
    connection: Connection, session: Session, code: Code, matches: tuple[Match, ...]
) -> tuple[Code, date | None]:
    """The code with its lot's date, which the books know where no barcode says it; and when the
    oldest other lot in stock expires.

    Asked only where the unit shows a lot or a date: in this scan, or in the one before it.
    """
    sku = _article_of(session, code, matches)
    asked = session.pending or Count(())
    lot = asked.lot or (_lot_given(session, code, matches) if sku else "")
    expires_on = code.expires_on or asked.expires_on
    if sku is None or not (lot or expires_on):
        return code, None
    here = articles.lots_of(connection, [sku])
    if expires_on is None:
        expires_on = next((one.expires_on for one in here if one.lot == lot), None)
        code = replace(code, expires_on=expires_on)
    dates = [one.expires_on for one in here if one.expires_on and one.lot != lot]
    return code, min(dates, default=None) if expires_on else None


def _article_of(session: Session, code: Code, matches: tuple[Match, ...]) -> Sku | None:
    """The article of the unit this scan is about; None where it is not one alone."""
    if session.state is State.ASKING_WHICH and (choice := chosen(session, code.choice)):
        return choice.sku
    if session.state in _PROOFS and session.pending is not None:
        return session.pending.instead or session.lines[session.pending.pieces[0][0]].sku
    return matches[0].sku if len({match.sku for match in matches}) == 1 else None


def _lot_given(session: Session, code: Code, matches: tuple[Match, ...]) -> str:
    return lot_in(Scanned(code, matches)) if session.state is State.ASKING_LOT else code.lot


_NO_SKU = Sku("")
_PROOFS = frozenset({State.ASKING_SERIAL, State.ASKING_LOT, State.ASKING_TRANSPARENCY})
_MAY_BE_MANGLED = frozenset({CodeKind.PLAIN, CodeKind.GTIN, CodeKind.GS1, CodeKind.DATA_FIELDS})
_MAY_BE_A_LABEL = frozenset({CodeKind.PLAIN, CodeKind.ASIN})
_ITEM_STATES = frozenset({"packing", "asking_which", "asking_reason", "moving", "damaging"})
"""States in which a text without a meaning is a mistake; elsewhere it may be a serial number."""


def _wants_item(bench: OnBench) -> bool:
    return bench.opened.session.state.value in _ITEM_STATES


def _overrules(place: Workplace, bench: OnBench, code: Code) -> bool:
    """True when somebody who may decide takes up again what a buyer asks to cancel."""
    session = bench.opened.session
    again = code.command is Command.RESUME or code.order_id == session.order_id
    return again and session.awaits_decision and place.may_decide


def _reason(code: Code) -> HoldReason | None:
    """The reason of a hold, by its word or by its digit on the screen."""
    by_digit = dict(enumerate(HoldReason, 1))
    return code.reason or by_digit.get(code.choice)


def _seen_before(
    connection: Connection, bench: OnBench, code: Code, matches: tuple[Match, ...]
) -> bool:
    """True when the serial or tracking number that this scan gives left the house before."""
    session = bench.opened.session
    if session.state in (State.TRACKING_WANTED, State.LABELLED):
        return parcels.tracking_known(connection, code.text)
    if session.state is State.ASKING_SERIAL and session.pending is not None:
        sku = session.pending.instead or session.lines[session.pending.pieces[0][0]].sku
        return _serial_seen(connection, bench, sku, code.serial or code.text)
    return bool(code.serial) and any(
        _serial_seen(connection, bench, match.sku, code.serial) for match in matches
    )


def _serial_seen(connection: Connection, bench: OnBench, sku: Sku, serial: str) -> bool:
    """True when a unit with it left, or lies in a box at another bench."""
    return sessions.serial_known(connection, sku, serial) or proofs.lies_elsewhere(
        connection, bench.opened.id, proofs.proofs_of(sku, serial, "")
    )


def _transparency_seen(connection: Connection, bench: OnBench, code: str) -> bool:
    return bool(code) and (
        parcels.transparency_known(connection, code)
        or proofs.lies_elsewhere(connection, bench.opened.id, proofs.proofs_of(_NO_SKU, "", code))
    )
