"""Boxes and orders that stand still, as matters for a person: stopped, on hold, in question.

It only tells; what a person says to it is `exception_deeds`' business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from fbm_desk.domain.cancelling import BY_SELLER
from fbm_desk.domain.intake import OTHER_QUANTITY
from fbm_desk.domain.orders import LineId, OrderId
from fbm_desk.domain.session import ASKS_TO_CANCEL
from fbm_desk.domain.stages import ParcelState
from fbm_desk.services import interceptions
from fbm_desk.services.cancellations import REFUSED
from fbm_desk.services.dates import moment_text
from fbm_desk.services.exceptions_view import Changed, Deed, Gravity, Matter, MatterKind
from fbm_desk.services.office_view import Interception
from fbm_desk.services.wording import first
from fbm_desk.store import exceptions as store
from fbm_desk.store import interceptions as raised
from fbm_desk.store import orders, parcels, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.exceptions import Names, Waiting
from fbm_desk.texts import say


def matters(connection: Connection, names: Names, tonight: datetime) -> Iterator[Matter]:
    """Everything that must not leave, is held, or waits for a word; urgent before `tonight`."""
    for one in raised.open_ones(connection):
        yield _stopped(connection, interceptions.in_words(one))
    for box in store.stopped_boxes(connection):
        yield _box(connection, box, names, tonight)
    for order in store.undecided(connection):
        yield _in_question(order, tonight)
    for order in store.held(connection):
        yield _held(order, names, tonight)


def _where(one: Waiting, names: Names) -> str:
    parts = (one.order_id, names.benches.get(one.bench_id), names.people.get(one.user_id))
    return " · ".join(part for part in parts if part)


def _is_due(one: Waiting, tonight: datetime) -> bool:
    return one.ship_by is not None and one.ship_by < tonight


def _ship_by(one: Waiting) -> tuple[tuple[str, str], ...]:
    if one.ship_by is None:
        return ()
    return ((say("history.fact_ship_by"), moment_text(one.ship_by)),)


# --- must not leave ------------------------------------------------------------------------------


def _stopped(connection: Connection, one: Interception) -> Matter:
    """A closed parcel: where it is to be looked for, and what is ordered now."""
    facts = (
        (say("history.fact_carrier"), one.carrier),
        (say("exceptions.fact_tracking"), one.tracking),
        (say("history.fact_manifest"), one.manifest),
    )
    return Matter(
        key=f"parcel:{one.id}",
        kind=MatterKind.STOPPED,
        gravity=Gravity.STOP,
        title=say(first(f"exceptions.stop_{one.reason}", "exceptions.stop")),
        where=" · ".join(part for part in (one.order_id, one.tracking) if part),
        since=one.raised_at,
        happened=say("exceptions.stop_happened", why=one.words),
        kept=say("exceptions.stop_kept"),
        do=one.do,
        deeds=(Deed.TAKEN_OUT, Deed.GONE, Deed.LET_GO, Deed.DOSSIER),
        order_id=one.order_id,
        facts=tuple((label, value) for label, value in facts if value),
        changed=_changed_lines(connection, one.order_id, one.reason),
        urgent=True,
    )


def _box(connection: Connection, one: Waiting, names: Names, tonight: datetime) -> Matter:
    """A box that was stopped while it lay put aside."""
    opened = sessions.find_open(connection, one.order_id)
    reason = opened.session.reason if opened else ""
    awaits = reason == ASKS_TO_CANCEL
    return Matter(
        key=f"box:{one.order_id}",
        kind=MatterKind.STOPPED,
        gravity=Gravity.STOP,
        title=say(first(f"exceptions.stop_{reason}", "exceptions.stop")),
        where=_where(one, names),
        since=one.since or tonight,
        happened=say(
            "exceptions.box_happened",
            why=interceptions.why(reason),
        ),
        kept=say("exceptions.box_kept"),
        do=say("exceptions.box_do_decide" if awaits else "exceptions.box_do", order=one.order_id),
        deeds=(Deed.DOSSIER,),
        order_id=one.order_id,
        facts=_ship_by(one),
        changed=_changed_lines(connection, one.order_id, reason),
        urgent=True,
    )


def _changed_lines(connection: Connection, order_id: OrderId, reason: str) -> tuple[Changed, ...]:
    """Lines of which another quantity is ordered now than lies in the order's boxes."""
    if reason not in OTHER_QUANTITY:
        return ()
    inside = _in_boxes(connection, order_id)
    told = {line.line_id: line for line in orders.lines_of(connection, order_id)}
    lines = [
        Changed(line.title or line.sku, inside[line_id], line.quantity)
        for line_id, line in told.items()
        if inside[line_id] != line.quantity
    ]
    gone = [Changed(line_id, units, 0) for line_id, units in inside.items() if line_id not in told]
    return (*lines, *gone)


def _in_boxes(connection: Connection, order_id: OrderId) -> Counter[LineId]:
    """Units of each line in closed parcels and in the box that is being packed."""
    inside: Counter[LineId] = Counter()
    for parcel in parcels.of_order(connection, order_id):
        if parcel.state is not ParcelState.VOID:
            for unit in parcels.units_of(connection, parcel.id):
                inside[unit.line_id] += unit.units
    opened = sessions.find_open(connection, order_id)
    inside.update(opened.session.line_units() if opened else {})
    return inside


# --- in question, on hold ------------------------------------------------------------------------


def _in_question(one: Waiting, tonight: datetime) -> Matter:
    """Its buyer asks to cancel; nobody packed it yet."""
    return Matter(
        key=f"ask:{one.order_id}",
        kind=MatterKind.HOLDS,
        gravity=Gravity.DECIDE,
        title=say("exceptions.asks"),
        where=str(one.order_id),
        since=one.since or tonight,
        happened=say("exceptions.asks_happened"),
        kept=say("exceptions.asks_kept"),
        do=say("exceptions.asks_do"),
        deeds=(Deed.PACK, Deed.SYNC_NOW, Deed.DOSSIER),
        order_id=one.order_id,
        facts=_ship_by(one),
        urgent=_is_due(one, tonight),
    )


def _held(one: Waiting, names: Names, tonight: datetime) -> Matter:
    """Put on hold at a bench, by whom and why; or called off by the seller, and not settled."""
    who = names.people.get(one.user_id, "") if one.reason not in _CALLED_OFF else ""
    key = "exceptions.hold_happened" if who else "exceptions.hold_happened_nobody"
    kept = (
        "exceptions.hold_kept_called_off" if one.reason in _CALLED_OFF else "exceptions.hold_kept"
    )
    return Matter(
        key=f"hold:{one.order_id}",
        kind=MatterKind.HOLDS,
        gravity=_GRAVITY.get(one.reason, Gravity.FAULT),
        title=say(first(f"exceptions.hold_{one.reason}", "exceptions.hold")),
        where=_where(one, names),
        since=one.since or tonight,
        happened=say(
            key, who=who, bench=names.benches.get(one.bench_id, ""),
            why=say(first(f"history.held_{one.reason}", "history.held")),
        ),
        kept=say(kept),
        do=say(first(f"exceptions.hold_do_{one.reason}", "exceptions.hold_do")),
        deeds=_HOLD_DEEDS.get(one.reason, (Deed.RELEASE, Deed.DOSSIER)),
        order_id=one.order_id,
        facts=_ship_by(one),
        urgent=one.reason != BY_SELLER and _is_due(one, tonight),
    )  # fmt: skip


_CALLED_OFF = (BY_SELLER, REFUSED)
_GRAVITY = {
    "SUPERVISOR": Gravity.DECIDE,
    "ADDRESS": Gravity.DECIDE,
    REFUSED: Gravity.DECIDE,
    BY_SELLER: Gravity.WAITS,
}
_HOLD_DEEDS = {
    REFUSED: (Deed.RELEASE, Deed.CANCEL_AGAIN, Deed.DOSSIER),
    BY_SELLER: (Deed.SYNC_NOW, Deed.DOSSIER),  # nobody packs what Amazon is just asked to cancel
}
