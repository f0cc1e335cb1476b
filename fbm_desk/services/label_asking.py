"""Asks Amazon once more what became of a label, in the way that is safe for what is known of it."""

from __future__ import annotations

from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.services import labels, refunds
from fbm_desk.services.books import Books
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.store import sessions
from fbm_desk.store.purchases import Purchase

_UNKNOWN = (PurchaseState.UNCLEAR, PurchaseState.INTENDED)


def ask_again(counter: LabelDesk, one: Purchase) -> None:
    """The same key asks again where there is one; else the order's packages are read."""
    if one.state is PurchaseState.VOID_WANTED:
        refunds.give_back(counter, one)
    elif one.state in _UNKNOWN and _is_unpacked(counter.books, one):
        refunds.find_unneeded(counter)  # nobody wants it any more: nothing may be bought
    elif one.state in (*_UNKNOWN, PurchaseState.BOUGHT):
        labels.buy(counter, one.id)


def _is_unpacked(books: Books, one: Purchase) -> bool:
    """True when no box waits for this label."""
    with books.reading() as connection:
        opened = sessions.find_open(connection, one.order_id)
    return opened is None or opened.id != one.session_id
