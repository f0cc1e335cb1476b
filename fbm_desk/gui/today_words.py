"""The sentences around Today's table: how many, how heavy, what waits to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from fbm_desk import texts
from fbm_desk.gui import figures
from fbm_desk.gui.rows_index import Waiting
from fbm_desk.services.today_view import TodayRow, TodayView


def subtitle(view: TodayView) -> str:
    """`247 orders · 261 parcels`."""
    orders, parcels = len(view.rows), view.parcels
    return " · ".join(
        (
            texts.say("today.orders_count", count=orders, number=figures.number(orders)),
            texts.say("today.parcels_count", count=parcels, number=figures.number(parcels)),
        )
    )


def seen_words(shown: int, known: int, stage: str) -> str:
    """`118 of 247 orders: waiting`; rows of elsewhere are not counted among the `known`."""
    if not known and shown:
        return texts.say("today.seen_everywhere", number=figures.number(shown))
    seen = texts.say(
        "today.seen", count=known, shown=figures.number(shown), known=figures.number(known)
    )
    return f"{seen}: {stage.lower()}" if stage else seen


def footer_sums(rows: Sequence[TodayRow], chosen: int) -> str:
    """`284 units · 71.4 kg · 1 selected`; a sum without all weights says of how many it is."""
    units = sum(row.units for row in rows)
    weight_g = sum(row.weight_g for row in rows)
    parts = [texts.say("today.units_count", count=units, number=figures.number(units))]
    if weight_g:
        parts.append(_total_weight(rows, weight_g))
    if chosen:
        parts.append(texts.say("today.chosen", number=figures.number(chosen)))
    return " · ".join(parts)


def _total_weight(rows: Sequence[TodayRow], weight_g: int) -> str:
    known = sum(row.weight_g > 0 for row in rows)
    closed = sum(bool(row.weight_g or row.parcels) for row in rows)
    total = figures.total_weight(weight_g)
    if known == closed:
        return total
    counts = {"known": figures.number(known), "number": figures.number(closed)}
    return texts.say("today.weight_of", weight=total, **counts)


def waiting_words(waiting: Waiting) -> str:
    """`3 new, show`, or that the order of the rows is another by now."""
    if waiting.new:
        return texts.say("today.new_show", number=figures.number(waiting.new))
    return texts.say("today.moved_show") if waiting else ""
