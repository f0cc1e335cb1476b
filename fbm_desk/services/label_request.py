"""What a label is wanted for: the box as it was packed, its weight, its size and its duties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from fbm_desk.domain.boxing import PackBox
from fbm_desk.domain.hazardous import DangerousGoods, goods_of, together
from fbm_desk.domain.orders import Duty, LineId, Sku
from fbm_desk.domain.purchases import CARRIER_DUTIES, NoService
from fbm_desk.domain.session import LabelRefused, Session
from fbm_desk.domain.shipping import Box, BoxItem, LabelRequest
from fbm_desk.services import box_choice, carrying_out
from fbm_desk.services.books import Books
from fbm_desk.store import articles, history, orders, sessions
from fbm_desk.store.articles import Article
from fbm_desk.store.purchases import Purchase

UNKNOWN_WEIGHT_G = 500
"""Where no other weight of a unit was written down with the purchase."""
DEFAULT_BOX_MM = (300, 220, 120)


def request_for(
    books: Books, purchase: Purchase, boxes: Sequence[PackBox] = ()
) -> LabelRequest | LabelRefused:
    """What the label is for, from the session that filled the box; `boxes` are the seller's."""
    with books.reading() as connection:
        order = orders.find(connection, purchase.order_id)
        opened = sessions.find_open(connection, purchase.order_id)
        if order is None or opened is None or not opened.session.complete:
            return LabelRefused("not_packed")
        lying = {opened.session.sku_of(one) for one in opened.session.lying}
        known = articles.find(connection, lying | {line.sku for line in opened.session.lines})
        ordered = {line.line_id: line.sku for line in orders.lines_of(connection, order.order_id)}
        assumed = history.newest(connection, order.order_id, carrying_out.WEIGHT_ASSUMED)
    unit_g = int(assumed or UNKNOWN_WEIGHT_G)
    if order.label_not_before and books.now() < order.label_not_before - timedelta(seconds=1):
        return LabelRefused(NoService.TOO_EARLY.value)
    if Duty.UNKNOWN_CONSTRAINTS in order.duties:  # a later copy that tells them frees it
        return LabelRefused(NoService.UNKNOWN_DUTIES.value)
    dangerous = _dangerous(opened.session, known, purchase.box)
    # Amazon counts kits, not their parts: units as they were ordered.
    items = tuple(
        BoxItem(
            line_id,
            ordered[line_id],
            units,
            _weight(known, ordered[line_id], unit_g),
            dangerous.get(line_id),
        )
        for line_id, units in units_asked(opened.session, purchase.box).items()
        if units and line_id in ordered
    )
    known_g = carrying_out.weight_g(opened.session, known, purchase.box, boxes)
    weight_g = known_g or assumed_weight_g(opened.session, ordered, known, unit_g, purchase.box)
    sides = box_choice.outer_mm(opened.session, purchase.box, known, boxes)
    box = Box(weight_g, *(sides or _box_mm(opened.session, known, purchase.box)))
    reference = f"{purchase.order_id}-{purchase.id}"
    return LabelRequest(
        purchase.order_id,
        order.marketplace_id,
        reference,
        box,
        items,
        order.duties & CARRIER_DUTIES,
    )


def _dangerous(
    session: Session, known: Mapping[Sku, Article], box: int
) -> dict[LineId, DangerousGoods]:
    """The lines of which something dangerous lies in the box: the article itself, a kit's part, or
    what was sent instead."""
    found: dict[LineId, list[DangerousGoods]] = {}
    for one in session.in_box(box):
        article = known.get(session.sku_of(one))
        goods = goods_of(article.hazardous) if article else None
        if goods is not None:
            found.setdefault(session.lines[one.index].line_id, []).append(goods)
    joined = ((line_id, together(goods)) for line_id, goods in found.items())
    return {line_id: goods for line_id, goods in joined if goods is not None}


def units_asked(session: Session, box: int) -> dict[LineId, int]:
    """Units of each order line for which a box's label is bought.

    A box with nothing but parts of a kit that another box completes names that kit: no carrier
    sells a label for nothing.
    """
    units = {line_id: n for line_id, n in session.box_units(box).items() if n}
    return units or {session.lines[one.index].line_id: 1 for one in session.in_box(box)}


def assumed_weight_g(
    session: Session,
    ordered: Mapping[LineId, Sku],
    known: Mapping[Sku, Article],
    unit_g: int,
    box: int,
) -> int:
    """What a box is taken to weigh when not every article's weight is known."""
    units = units_asked(session, box).items()
    return sum(_weight(known, ordered[line], unit_g) * n for line, n in units if line in ordered)


def _weight(known: Mapping[Sku, Article], sku: Sku, unit_g: int) -> int:
    article = known.get(sku)
    return (article and article.weight_g) or unit_g


def _box_mm(session: Session, known: Mapping[Sku, Article], box: int) -> tuple[int, int, int]:
    """A box that is at least as long as the longest article, and high enough for all volume."""
    length, width, height = DEFAULT_BOX_MM
    volume = 0
    for one in session.in_box(box):
        article = known.get(session.sku_of(one))
        sides = sorted(
            (side or 0 for side in (article.length_mm, article.width_mm, article.height_mm))
            if article
            else (0, 0, 0),
            reverse=True,
        )
        length, width = max(length, sides[0] + 20), max(width, sides[1] + 20)
        volume += sides[0] * sides[1] * sides[2] * one.units
    return length, width, max(height, round(volume * 1.25 / (length * width)))
