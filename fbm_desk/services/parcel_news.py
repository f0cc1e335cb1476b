"""Asks after parcels that are under way, and notes their first scan and their delivery."""

from __future__ import annotations

from fbm_desk.domain.answers import Done
from fbm_desk.services.label_desk import LabelDesk, load
from fbm_desk.store import parcel_tracking

AT_ONCE = 20
"""So many parcels a turn: labels that are waited for go before."""


def follow(desk: LabelDesk, most: int = AT_ONCE) -> int:
    """Ask after parcels that were not asked after for hours; how many carriers answered.

    Without an answer the rest is left to the next turn.
    """
    with desk.books.reading() as connection:
        wanted = parcel_tracking.under_way(connection, desk.books.now(), most)
    answered = 0
    for one in wanted:
        purchase = load(desk, one.purchase_id)
        answer = desk.carrier_of(purchase).track(one.tracking, purchase.request)
        if not isinstance(answer, Done):
            break
        with desk.books.writing() as connection:
            parcel_tracking.save(connection, one.parcel_id, answer.value, desk.books.now())
        answered += 1
    return answered
