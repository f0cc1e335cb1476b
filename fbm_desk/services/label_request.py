"""What a label is wanted for: the box as it was packed, its weight, its size and its duties."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from fbm_desk.domain.orders import Sku
from fbm_desk.domain.purchases import CARRIER_DUTIES, NoService
from fbm_desk.domain.session import LabelRefused, Session
from fbm_desk.domain.shipping import Box, BoxItem, LabelRequest
from fbm_desk.services import carrying_out
from fbm_desk.services.books import Books
from fbm_desk.store import articles, orders, sessions
from fbm_desk.store.articles import Article
from fbm_desk.store.purchases import Purchase

UNKNOWN_WEIGHT_G = 500
DEFAULT_BOX_MM = (300, 220, 120)


def request_for(books: Books, purchase: Purchase) -> LabelRequest | LabelRefused:
    """What the label is for, from the session that filled the box."""
    with books.reading() as connection:
        order = orders.find(connection, purchase.order_id)
        opened = sessions.find_open(connection, purchase.order_id)
        if order is None or opened is None or not opened.session.complete:
            return LabelRefused("not_packed")
        known = articles.find(connection, {line.sku for line in opened.session.lines})
        ordered = {line.line_id: line.sku for line in orders.lines_of(connection, order.order_id)}
    if order.label_not_before and books.now() < order.label_not_before - timedelta(seconds=1):
        return LabelRefused(NoService.TOO_EARLY.value)
    # Amazon counts kits, not their parts: units as they were ordered.
    items = tuple(
        BoxItem(line_id, ordered[line_id], units, _weight(known, ordered[line_id]))
        for line_id, units in opened.session.line_units().items()
        if units and line_id in ordered
    )
    weight_g = carrying_out.weight_g(opened.session, known) or sum(
        item.weight_g * item.units for item in items
    )
    box = Box(weight_g, *_box_mm(opened.session, known))
    reference = f"{purchase.order_id}-{purchase.id}"
    return LabelRequest(
        purchase.order_id,
        order.marketplace_id,
        reference,
        box,
        items,
        order.duties & CARRIER_DUTIES,
    )


def _weight(known: Mapping[Sku, Article], sku: Sku) -> int:
    article = known.get(sku)
    return (article and article.weight_g) or UNKNOWN_WEIGHT_G


def _box_mm(session: Session, known: Mapping[Sku, Article]) -> tuple[int, int, int]:
    """A box that is at least as long as the longest article, and high enough for all volume."""
    length, width, height = DEFAULT_BOX_MM
    volume = 0
    for i, line in enumerate(session.lines):
        article = known.get(line.sku)
        sides = sorted(
            (side or 0 for side in (article.length_mm, article.width_mm, article.height_mm))
            if article
            else (0, 0, 0),
            reverse=True,
        )
        length, width = max(length, sides[0] + 20), max(width, sides[1] + 20)
        volume += sides[0] * sides[1] * sides[2] * session.packed(i)
    return length, width, max(height, round(volume * 1.25 / (length * width)))
