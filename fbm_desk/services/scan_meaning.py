"""What a scan is, seen from the order on the bench: an event of its session, or another's badge."""

from __future__ import annotations

from datetime import date

from fbm_desk.domain.codes import Code, CodeKind, Command, HoldReason
from fbm_desk.domain.events import BoxScanned
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import (
    Authorised,
    Commanded,
    Event,
    Match,
    Overruled,
    ReasonGiven,
    Scanned,
    State,
)
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.domain.tracking import Fit
from fbm_desk.services import box_choice, healing
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
    if not matches and code.order_id is None:
        person = people.by_badge(connection, place.books.seal, code.text)
        if person is not None:
            return _badge(bench, person)
        if code.kind in _MAY_BE_MANGLED and not place.healed and _wants_item(bench):
            mended = healing.healed(place, connection, code)
            if place.healed:
                return event_of(place, connection, bench, mended)
            code = mended
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
        earlier_on=_earlier_on(connection, code, matches),
    )


def _badge(bench: OnBench, person: Person) -> Event | Person:
    """A badge is the answer where a supervisor is wanted; elsewhere its owner sits down."""
    wanted = bench.opened.session.state is State.SUPERVISOR_WANTED
    return Authorised(person.id) if wanted and person.role in MAY_DECIDE else person


def _earlier_on(connection: Connection, code: Code, matches: tuple[Match, ...]) -> date | None:
    """When the oldest lot in stock expires; asked only where the scan has a date."""
    if code.expires_on is None or len({match.sku for match in matches}) != 1:
        return None
    here = articles.lots_of(connection, [matches[0].sku])
    dates = [one.expires_on for one in here if one.expires_on and one.lot != code.lot]
    return min(dates, default=None)


_NO_SKU = Sku("")
_MAY_BE_MANGLED = frozenset({CodeKind.PLAIN, CodeKind.GTIN, CodeKind.GS1, CodeKind.DATA_FIELDS})
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
    if session.state is State.TRACKING_WANTED:
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
