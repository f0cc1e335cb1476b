"""What others do to the order on a bench: its label comes, Amazon stops it, another bench has it.

The verdicts they bring are made here; who carries on after them is the bench's business.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.replanning import MOVED_TOO, other_substitutes
from fbm_desk.domain.session import LabelBought, LabelRefused, Session, State
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import taking
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.open_bench import OpenElsewhere
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import orders, parcels, sessions, taken_over
from fbm_desk.store.proofs import ProofKind, ProofUsed
from fbm_desk.store.sessions import LostClaim


def label_came(
    place: Workplace, session_id: int, event: LabelBought | LabelRefused
) -> Written | None:
    """A label was bought or refused. None when this bench has another order now."""
    written = Written()
    try:
        written = _label_event(place, session_id, event)
    except LostClaim:
        place.verdict = claim_lost(place)
        if _has(place, session_id):  # Amazon stopped it meanwhile: that label is not needed
            written = _label_event(place, session_id, event)
    except parcels.TrackingUsed:
        place.verdict = tracking_used(place, event.tracking)  # type: ignore[union-attr]
    return written if _has(place, session_id) or written.bench_free else None


def _has(place: Workplace, session_id: int) -> bool:
    return place.bench is not None and place.bench.opened.id == session_id


def _label_event(place: Workplace, session_id: int, event: LabelBought | LabelRefused) -> Written:
    bench = place.bench
    if bench is None or bench.opened.id != session_id:
        return Written()
    if isinstance(event, LabelRefused) and bench.opened.session.state is not State.FULL:
        return Written()  # nobody waits for it any more: the order was stopped
    with place.as_on_disk(), place.books.writing() as connection:
        verdict, written = place.apply(connection, bench, event)
    place.verdict = verdict
    return written


def tracking_used(place: Workplace, tracking: str) -> Verdict:
    """Another parcel has this number: the box stays open, somebody has to look."""
    order_id = place.bench.order.order_id if place.bench else place.last_order
    return Verdict(VerdictCode.LABEL_ALREADY_USED, scanned=tracking, order_id=order_id)


def proof_used(place: Workplace, used: ProofUsed, text: str) -> Verdict:
    """A unit at another bench shows the same: this one is not counted."""
    serial = used.kind is ProofKind.SERIAL
    code = VerdictCode.SAME_SERIAL if serial else VerdictCode.SAME_TRANSPARENCY
    order_id = place.bench.order.order_id if place.bench else None
    return Verdict(code, scanned=text, order_id=order_id)


def refresh(place: Workplace) -> Verdict | None:
    """Renew the claim and see what others did: another bench, a cancellation, a long rest."""
    bench = place.bench
    try:
        with place.books.writing() as connection:
            place.here.hold(connection)
            if bench is None:
                return None
            kept = sessions.renew(connection, bench.opened, place.books.now())
            on_disk = sessions.find_open(connection, bench.order.order_id)
            order = orders.find(connection, bench.order.order_id) or bench.order
    except OpenElsewhere:
        place.verdict = open_elsewhere(place)
        return place.verdict
    moved = on_disk is None or on_disk.version != bench.opened.version
    if not kept or moved:
        place.verdict = claim_lost(place)
        return place.verdict
    place.bench = replace(bench, order=order)
    return _nothing_changed(place, order.read_at > bench.order.read_at)


def _nothing_changed(place: Workplace, looked_at: bool) -> Verdict | None:
    """Amazon was asked by REFRESH and has answered: who asked is told that all is as it was."""
    asked = place.verdict
    if asked is None or asked.code is not VerdictCode.ASKING_AMAZON or not looked_at:
        return None
    place.verdict = replace(asked, reason="nothing_changed")
    return place.verdict


def claim_lost(place: Workplace) -> Verdict:
    """Somebody else wrote to our session: Amazon stopped it, or another bench has it."""
    bench = place.bench
    if bench is None:
        return Verdict(VerdictCode.NOTHING_TO_DO)
    order_id = bench.order.order_id
    try:
        with place.books.writing() as connection:
            on_disk = sessions.find_open(connection, order_id)
            order = orders.find(connection, order_id) or bench.order
            ours = on_disk is not None and on_disk.token == bench.opened.token
            who = sessions.holder(connection, order_id, place.books.now())
            taken = taken_over.away_from(connection, order_id, place.name, place.claimed_at)
            place.here.hold(connection)
            fresh = taking.on_bench(connection, order, on_disk) if on_disk and ours else None
            if not ours:
                sessions.put_on_bench(connection, place.id, None)
    except OpenElsewhere:  # this very bench has the order, at its other place
        return open_elsewhere(place)
    if on_disk is None or not ours:
        place.bench = None
        if taken is not None:
            who = ", ".join(filter(None, (taken.who, taken.bench)))
            return Verdict(VerdictCode.TAKEN_OVER, order_id=order_id, who=who)
        return Verdict(VerdictCode.ORDER_TAKEN, order_id=order_id, who=who)
    place.bench = fresh if fresh is not None else replace(bench, order=order, opened=on_disk)
    session = on_disk.session
    became, why = _became(bench.opened.session, session)
    return Verdict(
        became,
        sku=session.changes[0].sku if session.changes else None,
        order_id=order_id,
        packed=session.packed_units,
        wanted=session.wanted_units,
        left=session.wanted_units - session.packed_units,
        reason=why,
    )


def _became(before: Session, session: Session) -> tuple[VerdictCode, str]:
    """What others made of the order in hands: stopped, another one, or as it was; and why.

    The newest is said: an address that moved earlier is not why it is stopped now.
    """
    if session.state is State.STOPPED:
        return VerdictCode.CANCELLED, session.reason
    newly_moved = session.moved and not before.moved
    if session.changes and session.changes != before.changes:
        return VerdictCode.REPLANNED, MOVED_TOO if newly_moved else ""
    if newly_moved:
        return VerdictCode.REPLANNED, "address"
    if others := other_substitutes(before.lines, session.lines):
        return VerdictCode.REPLANNED, others
    more = [task.kind.value for task in session.tasks if task not in before.tasks]
    if more:
        return VerdictCode.REPLANNED, more[0]
    if session.moved or session.changes:
        return VerdictCode.REPLANNED, "address" if session.moved else ""
    return VerdictCode.RESUMED, session.reason


def open_elsewhere(place: Workplace) -> Verdict:
    """This bench was opened at another place since: the order and the person are there."""
    place.person = place.bench = None
    place.shut_out = True
    return Verdict(VerdictCode.NOT_SAVED, reason="bench_elsewhere")


def come_back(place: Workplace) -> None:
    """Open the bench here again, once it is open nowhere else. Raises `OpenElsewhere`."""
    place.here.open()
    place.shut_out = False
    find_kept_order(place)


def find_kept_order(place: Workplace) -> None:
    """After a restart the same order is on the bench with the same counts."""
    with place.books.writing() as connection:
        order_id = sessions.on_bench(connection, place.id)
        order = orders.find(connection, order_id) if order_id else None
        opened = sessions.find_open(connection, order_id) if order_id else None
        if order is None or opened is None or opened.bench_id != place.id:
            return
        token = sessions.claim(connection, order.order_id, place.actor())
        if token is not None:
            kept = replace(opened, bench_id=place.id, token=token)
            place.bench = taking.on_bench(connection, order, kept)
