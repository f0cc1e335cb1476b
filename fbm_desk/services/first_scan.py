"""A scan at a bench without an order: an order is taken, by its number, its item, or as the next.

What is not an order's is answered too: a badge, a tracking number that was forgotten, a stray.
"""

from __future__ import annotations

from fbm_desk.domain.barcodes import Code, Command
from fbm_desk.domain.codes import CodeKind
from fbm_desk.domain.labelling import may_be_label
from fbm_desk.domain.session import Match
from fbm_desk.domain.tracking import Fit, number_on_label, reads_like_tracking
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import box_choice, healing, totes
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.scan_meaning import event_of
from fbm_desk.services.signing_in import seat
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles, decisions, history, orders, parcels, people, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person

_NO_ITEMS = {CodeKind.BOX: "box", CodeKind.BADGE: "badge"}
_TRIES = 20
"""Benches that may ask for the next order at the very same moment."""


def first_scan(
    place: Workplace, connection: Connection, code: Code, scan_id: str | None
) -> tuple[Verdict, Written]:
    """Answer a scan while no order is on the bench."""
    nothing = Written()
    if code.command is Command.NEXT:
        return _next(place, connection), nothing
    if code.command is Command.RESUME:
        return _resume(place, connection), nothing
    if code.order_id is not None:
        return place.take(connection, code.order_id), nothing
    matches = () if code.command or code.reason else articles.matches(connection, code.keys)
    if not matches and not code.command and not code.reason:
        tote = totes.at_waiting_bench(place, connection, code)
        if tote is not None:
            return tote, nothing
    if matches:
        return _item_first(place, connection, code, matches, scan_id)
    person = people.by_badge(connection, place.books.seal, code.text)
    if person is not None:
        return seat(place, connection, person), nothing
    as_label = may_be_label(code) and reads_like_tracking(number_on_label(code.text))
    if place.last_parcel is not None and as_label:
        return _note_tracking(place, connection, place.last_parcel, code.text), nothing
    if not place.healed and not code.command and not code.reason:
        code = healing.healed(place, connection, code)
        if place.healed:
            return first_scan(place, connection, code, scan_id)
    return _stray(place, connection, code, scan_id), nothing


def _stray(place: Workplace, connection: Connection, code: Code, scan_id: str | None) -> Verdict:
    kind = _NO_ITEMS.get(code.kind, "")
    if box_choice.scanned_box(code, place.rules.boxes) is not None:
        kind = "box"
    if parcels.tracking_known(connection, code.text):
        verdict = Verdict(VerdictCode.LABEL_ALREADY_USED, scanned=code.text)
    elif code.transparency:
        verdict = Verdict(VerdictCode.ITEM_FIRST, scanned=code.text)
    elif kind:
        verdict = Verdict(VerdictCode.NOT_AN_ITEM, scanned=code.text, reason=kind)
    else:
        known = code.command or code.reason or not code.text
        refused = VerdictCode.NOT_NOW if known else VerdictCode.UNKNOWN
        verdict = Verdict(refused, scanned=code.text, reason=code.trouble or "waiting")
    place.note_stray(connection, verdict.code, scan_id)
    return verdict


def _next(place: Workplace, connection: Connection) -> Verdict:
    verdict = Verdict(VerdictCode.NOTHING_TO_DO)
    for _ in range(_TRIES):
        order_id = orders.most_urgent(connection, place.books.now())
        if order_id is None:
            waiting = decisions.count(connection)
            if waiting and verdict.code is VerdictCode.NOTHING_TO_DO:
                verdict = Verdict(VerdictCode.DECISIONS_WAIT, wanted=waiting, left=waiting)
            break
        verdict = place.take(connection, order_id)
        if verdict.code is not VerdictCode.ORDER_TAKEN:
            break  # else another bench asked at the same moment, and was quicker
    return verdict


def _resume(place: Workplace, connection: Connection) -> Verdict:
    """What was put aside last, here or, when nothing was, at another bench."""
    aside = sessions.put_aside(connection, place.id, 1)
    if not aside:
        return Verdict(VerdictCode.NOTHING_ASIDE)
    return place.take(connection, aside[0])


def _item_first(
    place: Workplace,
    connection: Connection,
    code: Code,
    matches: tuple[Match, ...],
    scan_id: str | None,
) -> tuple[Verdict, Written]:
    """An item comes first: the most urgent order that needs it is taken, the item counted."""
    skus = [match.sku for match in matches]
    order_id = orders.most_urgent_with(connection, skus, place.books.now())
    if order_id is None:
        undecided = decisions.first_with(connection, skus)
        refused = VerdictCode.ITEM_AWAITS_DECISION if undecided else VerdictCode.NOT_NEEDED
        place.note_stray(connection, refused, scan_id)
        facts = {"scanned": code.text, "came": skus[0], "order_id": undecided}
        return Verdict(refused, **facts), Written()  # type: ignore[arg-type]
    verdict = place.take(connection, order_id)
    if place.bench is None:
        return verdict, Written()
    event = event_of(place, connection, place.bench, code)
    assert not isinstance(event, Person)
    return place.apply(connection, place.bench, event, scan_id)


def _note_tracking(place: Workplace, connection: Connection, parcel_id: int, text: str) -> Verdict:
    facts = {"scanned": text, "order_id": place.last_order}
    if parcels.tracking_known(connection, text):
        return Verdict(VerdictCode.LABEL_ALREADY_USED, **facts)  # type: ignore[arg-type]
    if place.rules.tracking_fit(text)[0] is Fit.MISREAD:
        return Verdict(VerdictCode.TRACKING_WANTED, reason="misread", **facts)  # type: ignore[arg-type]
    parcels.set_tracking(connection, parcel_id, text)
    if place.last_order is not None:
        user_id = place.person.id if place.person else None
        order_ids, now = [place.last_order], place.books.now()
        history.add(connection, order_ids, "tracking_noted", now, user_id=user_id)
    place.last_parcel = None
    return Verdict(VerdictCode.TRACKING_NOTED, **facts)  # type: ignore[arg-type]
