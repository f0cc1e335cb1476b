"""What is to be put in for an order: kits taken apart, substitutes named, less what left before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fbm_desk.domain.orders import Duty, LineId, OrderId, Sku
from fbm_desk.domain.session import PackLine, Substitute, Task, TaskKind
from fbm_desk.store import articles, orders, parcels, sessions
from fbm_desk.store.articles import Article
from fbm_desk.store.database import Connection
from fbm_desk.store.orders import LineRow, OrderRow

Parts = Mapping[Sku, Sequence[tuple[Sku, int]]]
"""The parts of each kit and how many of each."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an order's boxes are to hold, what is to be done besides, and its articles."""

    lines: tuple[PackLine, ...] = ()
    tasks: tuple[Task, ...] = ()
    articles: Mapping[Sku, Article] = field(default_factory=dict)


def wanted_of(connection: Connection, order: OrderRow, *, message: bool = False) -> Wanted:
    """What is still to be packed of an order, in the order in which its places are passed.

    `message` says that its slip tells a buyer's words, which are to be put in.
    """
    ordered = orders.lines_of(connection, order.order_id)
    skus = [line.sku for line in ordered]
    kits = articles.whole_kits(connection, skus)
    parts = {sku for found in kits.values() for sku, _ in found}
    others = articles.substitutes_of(connection, [*skus, *parts]) if order.may_substitute else {}
    instead = {sku for found in others.values() for sku in found}
    known = articles.find(connection, {*skus, *parts, *instead})
    left = _left_to_pack(connection, order.order_id, ordered)
    lines = [
        line for row in ordered for line in taken_apart(row, left[row.line_id], kits, known, others)
    ]
    lines = _less_what_left(connection, order.order_id, ordered, lines)
    tasks = _tasks(order, ordered, lines, known, message=message)
    return Wanted(_by_place(lines, known), tasks, known)


# --- kits ----------------------------------------------------------------------------------------


def taken_apart(
    row: LineRow,
    units: int,
    kits: Parts,
    known: Mapping[Sku, Article],
    others: Mapping[Sku, Sequence[Sku]],
) -> list[PackLine]:
    """The lines of `units` of an order line: itself, or the parts of its kits at any depth."""
    if units <= 0:
        return []
    return [
        _pack_line(row, sku, units, around, known, others)
        for sku, around in _leaves(row.sku, (), kits)
    ]


_Around = tuple[tuple[Sku, int], ...]


def _leaves(sku: Sku, around: _Around, kits: Parts) -> list[tuple[Sku, _Around]]:
    """The articles that one of an article comes down to, each with the kits around it."""
    parts = kits.get(sku)
    if not parts or any(kit == sku for kit, _ in around):
        return [(sku, around)]
    return [
        leaf
        for part, each in parts
        for leaf in _leaves(part, (*((kit, n * each) for kit, n in around), (sku, each)), kits)
    ]


def _pack_line(
    row: LineRow,
    sku: Sku,
    units: int,
    around: _Around,
    known: Mapping[Sku, Article],
    others: Mapping[Sku, Sequence[Sku]],
) -> PackLine:
    article = known.get(sku)
    kit, per_kit = around[0] if around else (None, 1)
    return PackLine(
        row.line_id,
        sku,
        units * per_kit,
        kit,
        per_kit,
        serial=Duty.SERIAL in row.duties or bool(article and article.proof == "serial"),
        lot=bool(article and article.proof == "lot"),
        transparency=Duty.TRANSPARENCY in row.duties or bool(article and article.transparency),
        kits=around if len(around) > 1 else (),
        substitutes=tuple(_substitute(row, one, known) for one in others.get(sku, ())),
        may_count=article.may_count if article else 0,
        weight_g=(article and article.weight_g) or 0,
        ordered=row.quantity,
    )


def _substitute(row: LineRow, sku: Sku, known: Mapping[Sku, Article]) -> Substitute:
    article = known.get(sku)
    return Substitute(
        sku,
        serial=Duty.SERIAL in row.duties or bool(article and article.proof == "serial"),
        lot=bool(article and article.proof == "lot"),
        transparency=Duty.TRANSPARENCY in row.duties or bool(article and article.transparency),
        may_count=article.may_count if article else 0,
        weight_g=(article and article.weight_g) or 0,
    )


# --- what left before ----------------------------------------------------------------------------


def _left_to_pack(
    connection: Connection, order_id: OrderId, ordered: Sequence[LineRow]
) -> dict[LineId, int]:
    """Units of each line that its boxes hold in the end, those of earlier parcels among them.

    What the first session found wanted counts: Amazon may know of its parcels by now, or not yet.
    What was ordered in addition since then is wanted besides.
    """
    left = {row.line_id: row.wanted for row in ordered}
    first = parcels.first_session(connection, order_id)
    if first is None:
        return left
    packed = sessions.as_ended(connection, first)
    began: dict[LineId, int] = {}
    planned = {line.line_id: line.ordered for line in packed.lines}
    for line in packed.lines:
        units = began.get(line.line_id, 0) if line.kit is None else 0
        began[line.line_id] = units + (line.wanted + line.before) // line.per_kit
    for row in ordered:
        if began.get(row.line_id):  # what was dropped then counts as Amazon tells of it now
            was = planned[row.line_id] or row.quantity
            left[row.line_id] = began[row.line_id] + max(0, row.quantity - was)
    return left


def _less_what_left(
    connection: Connection,
    order_id: OrderId,
    ordered: Sequence[LineRow],
    lines: list[PackLine],
) -> list[PackLine]:
    packed = parcels.packed_before(connection, order_id)
    if not packed:
        return lines
    wanted = {row.line_id: row.wanted for row in ordered}
    own = [_taken(line, [line.sku], packed) for line in lines]  # before anything stands for it
    rest = [
        _less(line, packed, wanted[line.line_id], units)
        for line, units in zip(lines, own, strict=True)
    ]
    missing = {line.line_id for line in rest if line.wanted}
    return [line for line in rest if line.wanted or (line.kit and line.line_id in missing)]


def _taken(line: PackLine, skus: Sequence[Sku], packed: dict[tuple[LineId, Sku], int]) -> int:
    """Units of these articles in earlier parcels that are this line's; they are used up by it."""
    before = 0
    for sku in skus:
        taken = min(line.wanted - before, packed.get((line.line_id, sku), 0))
        if taken > 0:
            packed[line.line_id, sku] -= taken
            before += taken
    return before


def _less(line: PackLine, packed: dict[tuple[LineId, Sku], int], told: int, own: int) -> PackLine:
    """A line without what is in earlier parcels, and never more than Amazon still waits for."""
    names = [one.sku for one in line.substitutes]
    if line.kit is None:  # a substitute may have been allowed then and not be now
        names = [*names, *(sku for at, sku in packed if at == line.line_id and sku not in names)]
    rest = replace(line, wanted=line.wanted - own)
    before = own + _taken(rest, names, packed)
    left = line.wanted - before
    return replace(line, wanted=left if line.kit else min(left, told), before=before)


# --- what is to be done --------------------------------------------------------------------------


def _tasks(
    order: OrderRow,
    ordered: Sequence[LineRow],
    lines: Sequence[PackLine],
    known: Mapping[Sku, Article],
    *,
    message: bool,
) -> tuple[Task, ...]:
    here = {line.line_id for line in lines}
    tasks = [
        Task(kind, row.sku)
        for duty, kind in WISHES
        for row in ordered
        if duty in row.duties and row.line_id in here
    ]
    on_lines = {task.kind for task in tasks}
    tasks += [Task(k) for duty, k in WISHES if duty in order.duties and k not in on_lines]
    if message:
        tasks.append(Task(TaskKind.GIFT_MESSAGE))  # one slip, whatever lines the words came with
    skus = dict.fromkeys(line.sku for line in lines)
    in_books = [known[sku] for sku in skus if sku in known]
    tasks += [Task(TaskKind.NOTE, one.sku) for one in in_books if one.ask_note]
    tasks += [Task(TaskKind.HAZARDOUS, one.sku) for one in in_books if one.hazardous]
    return tuple(dict.fromkeys(tasks))


WISHES = (
    (Duty.GIFT_WRAP, TaskKind.GIFT_WRAP),
    (Duty.PERSONALISED, TaskKind.PERSONALISATION),
)
"""What the buyer wants besides, by what Amazon says of a line; a gift message is kept by itself."""


def _by_place(lines: Sequence[PackLine], known: Mapping[Sku, Article]) -> tuple[PackLine, ...]:
    """In the order in which a person walks past the places; unknown places come last."""

    def place(line: PackLine) -> tuple[bool, str]:
        at = known[line.sku].place if line.sku in known else ""
        return (not at, at)

    return tuple(sorted(lines, key=place))
