"""The packing slip of each box: wanted once it is full, anew when something else is in it then.

Only what is on disk decides: a slip is drawn by whoever prints it, from what is in the box then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from fbm_desk.domain.deeds import TaskKind
from fbm_desk.domain.orders import Address, LineId, OrderId
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.stages import ParcelState
from fbm_desk.printing.documents import PackingSlip, SlipLine
from fbm_desk.services import packed_units
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.store import articles, orders, parcels, print_jobs, privacy, sessions, shipments
from fbm_desk.store.database import Connection
from fbm_desk.store.orders import LineRow
from fbm_desk.store.parcels import ParcelRow, Unit
from fbm_desk.store.print_jobs import PrintJob
from fbm_desk.store.sessions import Actor, OpenSession

BOX_IS_FULL = (
    State.TASK_WANTED, State.FULL, State.LABEL_FAILED, State.LABELLED, State.TRACKING_WANTED,
    State.DONE,
)  # fmt: skip
"""States in which all units are in and boxes have their slips."""

# --- which slips are wanted ----------------------------------------------------------------------


def want(
    connection: Connection, opened: OpenSession, rules: DeskRules, actor: Actor
) -> tuple[int, ...]:
    """The slips of boxes that are labelled or closed and that are still to be printed.

    One for each box on each printer for it; another one where the box was filled anew. What
    another bench left unprinted is printed here.
    """
    known = print_jobs.slips_of_session(connection, opened.id)
    places = {Paper.SLIP: rules.slip_printer, Paper.RECEIPT: rules.receipt_printer}
    wanted: list[int] = []
    for box in _boxes(opened.session):
        mine = [job for job in known if job.box == box and _counts(job)]
        for paper, place in places.items():
            of_paper = [job for job in mine if job.paper is paper]
            if place and _is_stale(opened.session, box, of_paper, mine):
                _give_up(connection, of_paper, actor)
                wanted.append(_want(connection, opened, box, paper, place, actor))
            else:
                wanted += _unsent(connection, of_paper, place, actor)
    return tuple(wanted)


def _counts(job: PrintJob) -> bool:
    """A reprint from an office is one more copy, and no box's slip."""
    return not job.reprint and job.state is not JobState.REPLACED


def _boxes(session: Session) -> list[int]:
    """The boxes that have their slip: each gets it when its turn for the label comes.

    The first one's comes before, where a buyer's words stand on it and it is to be put in now.
    """
    turn = session.turn
    if session.state is State.TASK_WANTED and _message_asked(session):
        turn = min(session.full_boxes, default=0)
    return sorted({turn, *(one.box for one in session.closed)} - {0})


def _message_asked(session: Session) -> bool:
    return any(task.kind is TaskKind.GIFT_MESSAGE for task in session.tasks_left[:1])


def tell_message(connection: Connection, order_id: OrderId, rules: DeskRules) -> bool:
    """True when the next box's slip will tell the buyer's words: they lie in the first box only."""
    return prints(rules) and message_waits(connection, order_id)


def prints(rules: DeskRules) -> bool:
    """True where boxes get slips."""
    return bool(rules.slip_printer or rules.receipt_printer)


def message_waits(connection: Connection, order_id: OrderId) -> bool:
    """True when there are a buyer's words, and no box of the order that they could lie in."""
    return not _there(connection, order_id) and privacy.has_messages(connection, order_id)


def _is_stale(
    session: Session, box: int, of_paper: Sequence[PrintJob], mine: Sequence[PrintJob]
) -> bool:
    """True when the newest slip says something else than what is in the box, or there is none.

    An older program noted nothing of what is on a slip, and printed one for all printers.
    """
    if not of_paper:
        return not any(not job.shows for job in mine)
    newest = of_paper[-1]
    return newest.shows not in ("", shows(session, box))


def _give_up(connection: Connection, jobs: Iterable[PrintJob], actor: Actor) -> None:
    """What was not printed of a box as it was before does not come out any more."""
    for job in jobs:
        if job.state in (JobState.WAITING, JobState.NOT_SENT):
            print_jobs.settle(connection, job.id, JobState.REPLACED, actor.at, "box_changed")


def _unsent(
    connection: Connection, jobs: Iterable[PrintJob], place: str, actor: Actor
) -> Iterable[int]:
    for job in jobs:
        if job.state is not JobState.WAITING:
            continue
        if job.bench_id not in (None, actor.bench_id) and place:
            print_jobs.move(connection, job.id, actor.bench_id, place)
        yield job.id


def _want(
    connection: Connection, opened: OpenSession, box: int, paper: Paper, place: str, actor: Actor
) -> int:
    ending = "pdf" if paper is Paper.SLIP else "bin"
    return print_jobs.want(
        connection,
        paper,
        destination=place,
        order_id=opened.session.order_id,
        session_id=opened.id,
        box=box,
        shows=shows(opened.session, box),
        name=f"{paper.value}-{opened.session.order_id}.{ending}",
        user_id=actor.user_id,
        bench_id=actor.bench_id,
        asked_at=actor.at,
    )


def shows(session: Session, box: int) -> str:
    """What a box's slip says, as a digest: its units, which box of how many, whose address."""
    inside = [(unit.line_id, unit.sku, unit.units) for unit in packed_units.of_box(session, box)]
    said: tuple[object, ...] = (sorted(inside), session.full_boxes, session.moved)
    if session.message_came and box == min(session.full_boxes, default=box):
        said = (*said, "message")
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


# --- what a slip says ----------------------------------------------------------------------------


def of_session(
    books: Books, opened: OpenSession, box: int, rules: DeskRules, *, reprint: bool = False
) -> PackingSlip:
    """The slip of a box of an open session."""
    session, order_id = opened.session, opened.session.order_id
    with books.reading() as connection:
        before = [one for one in _there(connection, order_id) if one.session_id != opened.id]
    boxes = session.full_boxes
    units = packed_units.of_box(session, box)
    number = boxes.index(box) + 1 if box in boxes else 1
    which = (len(before) + number, len(before) + max(len(boxes), 1))
    return _slip(books, order_id, session.box_units(box), units, which, rules, reprint=reprint)


def of_parcel(
    books: Books, parcel: ParcelRow, rules: DeskRules, *, reprint: bool = True
) -> PackingSlip:
    """The slip of a closed parcel, once more unless said otherwise."""
    with books.reading() as connection:
        whole = dict(shipments.find(connection, [parcel.id])[parcel.id].lines)
        units = parcels.units_of(connection, parcel.id)
        there = [one.id for one in _there(connection, parcel.order_id)]
        opened = sessions.find_open(connection, parcel.order_id)
    open_boxes = 0
    if opened is not None:
        closed = {one.box for one in opened.session.closed}
        open_boxes = len([box for box in opened.session.full_boxes if box not in closed])
    number = there.index(parcel.id) + 1 if parcel.id in there else parcel.number
    which = (number, max(number, len(there) + open_boxes))
    return _slip(books, parcel.order_id, whole, units, which, rules, reprint=reprint)


def _there(connection: Connection, order_id: OrderId) -> list[ParcelRow]:
    found = parcels.of_order(connection, order_id)
    return [one for one in found if one.state is not ParcelState.VOID]


def _slip(
    books: Books,
    order_id: OrderId,
    whole: Mapping[LineId, int],
    units: Sequence[Unit],
    which: tuple[int, int],
    rules: DeskRules,
    *,
    reprint: bool,
) -> PackingSlip:
    with books.reading() as connection:
        order = orders.find(connection, order_id)
        lines = orders.lines_of(connection, order_id)
        private = privacy.find(connection, books.seal, order_id)
        names = articles.find(connection, {unit.sku for unit in units})
    assert order is not None
    bought_at, number = order.purchased_at, which[0]
    titles: dict[str, str] = {sku: article.title for sku, article in names.items()}
    return PackingSlip(
        order_id=order_id,
        order_date_text=bought_at.astimezone().strftime("%Y-%m-%d") if bought_at else "",
        ship_to=private.recipient or Address("", "", city=order.city, country=order.country),
        shop_name=rules.shop_name,
        shop_address_lines=rules.shop_address,
        lines=tuple(_lines(lines, whole, units, titles)),
        # The buyer's words lie in the first box and in no other.
        gift_message="\n".join(dict.fromkeys(private.messages.values())) if number == 1 else "",
        purchase_order_number=order.purchase_order_number,
        parcel_number=number,
        parcel_count=which[1],
        reprint=reprint,
    )


def _lines(
    lines: Sequence[LineRow],
    whole: Mapping[LineId, int],
    units: Sequence[Unit],
    titles: Mapping[str, str],
) -> Iterable[SlipLine]:
    """What is in the box as it was ordered; parts of a kit that another box completes as parts."""
    for line in lines:
        if whole.get(line.line_id):
            yield SlipLine(line.sku, line.title, whole[line.line_id], line.quantity)
            continue
        parts: dict[str, int] = {}
        for unit in units:
            if unit.line_id == line.line_id:
                parts[unit.sku] = parts.get(unit.sku, 0) + unit.units
        for sku, number in parts.items():
            yield SlipLine(sku, titles.get(sku, sku), number, number)
