"""Which box an order should go into, and what the carrier is told of the box it went into."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.domain.boxing import PackBox, Sides, Suggestion, Thing, suggest
from fbm_desk.domain.codes import Code
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Session
from fbm_desk.store.articles import Article

PADDING_MM = 5
"""Paper around a thing that breaks, on each side."""


def suggestion(
    session: Session, known: Mapping[Sku, Article], boxes: Sequence[PackBox]
) -> tuple[Suggestion, ...]:
    """The parcels this order makes; empty without boxes, or when a size is not known."""
    units = [(line.sku, line.wanted) for line in session.lines if line.wanted > 0]
    things = things_of(units, known)
    return suggest(boxes, things) if boxes and things else ()


def suggestion_for_box(
    session: Session, box: int, known: Mapping[Sku, Article], boxes: Sequence[PackBox]
) -> PackBox | None:
    """The smallest box that holds what lies in this one."""
    things = things_of(((session.sku_of(one), one.units) for one in session.in_box(box)), known)
    found = suggested(tuple(boxes), things) if boxes and things else ()
    return found[0].box if len(found) == 1 else None


@functools.lru_cache(maxsize=32)
def suggested(boxes: tuple[PackBox, ...], things: tuple[Thing, ...]) -> tuple[Suggestion, ...]:
    """Computed once for the same things: it is asked for with every scan."""
    return suggest(boxes, things)


def box_used(
    session: Session, box: int, known: Mapping[Sku, Article], boxes: Sequence[PackBox]
) -> PackBox | None:
    """The box the packer scanned, else the one that is suggested for what lies in it."""
    chosen = session.box_name(box)
    if chosen is not None:
        return next((one for one in boxes if one.name == chosen.name), None)
    return suggestion_for_box(session, box, known, boxes)


def packaging_g(
    session: Session, box: int, known: Mapping[Sku, Article], boxes: Sequence[PackBox]
) -> int:
    """What a box weighs empty: the one that was scanned, else the one that is suggested for what
    lies in it, else what boxes of unknown weight weigh."""
    chosen = session.box_name(box)
    if chosen is not None and chosen.tare_g:
        return chosen.tare_g
    used = box_used(session, box, known, boxes)
    return used.weight_g if used and used.weight_g else session.scale.packaging_g


def weighs_empty_g(session: Session, known: Mapping[Sku, Article], boxes: Sequence[PackBox]) -> int:
    """What the one box weighs that is suggested for the whole order; 0 when nobody knows."""
    found = suggestion(session, known, boxes)
    box = found[0].box if len(found) == 1 else None
    return box.weight_g if box else 0


def outer_mm(
    session: Session, box: int, known: Mapping[Sku, Article], boxes: Sequence[PackBox]
) -> Sides | None:
    """Length, width and height as a carrier measures them; None when nobody knows."""
    used = box_used(session, box, known, boxes)
    if used is None:
        lying = session.in_box(box)
        alone = known.get(session.sku_of(lying[0])) if len(lying) == 1 else None
        if alone is None or not alone.own_box or lying[0].units != 1:
            return None
        sides = _sides(alone)
        return None if sides is None else _longest_first(sides)
    return _longest_first(used.outer)


def scanned_box(code: Code, boxes: Sequence[PackBox]) -> PackBox | None:
    """The box whose barcode this is."""
    return next((one for one in boxes if barcode_key(one.barcode) in code.keys), None)


def things_of(units: Iterable[tuple[Sku, int]], known: Mapping[Sku, Article]) -> tuple[Thing, ...]:
    """Every unit as it is packed; empty when the size of one of them is not known."""
    found: list[Thing] = []
    for sku, number in units:
        article = known.get(sku)
        thing = _thing(article) if article else None
        if thing is None:
            return ()
        found += [thing] * number
    return tuple(found)


def _thing(article: Article) -> Thing | None:
    sides = _sides(article)
    if sides is None:
        return None
    around = 2 * PADDING_MM if article.fragile and not article.own_box else 0
    length, width, height = (side + around for side in sides)
    return Thing(
        article.sku,
        (length, width, height),
        article.weight_g or 0,
        article.fragile,
        article.upright,
        article.own_box,
    )


def _sides(article: Article) -> Sides | None:
    length, width, height = article.length_mm, article.width_mm, article.height_mm
    return (length, width, height) if length and width and height else None


def _longest_first(sides: Sides) -> Sides:
    length, width, height = sides
    return (max(length, width), min(length, width), height)
