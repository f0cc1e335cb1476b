"""An order before all others: by a scan at a bench, or from an office's list; always noted.

Of the order on the bench EXPEDITE is an event of its pack session (`carrying_out`); here are the
orders that are not on this bench.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import taking
from fbm_desk.services.asked import About, Question
from fbm_desk.services.books import Books
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import orders, priorities, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.sessions import Actor


def begin(place: Workplace, connection: Connection) -> Verdict:
    """EXPEDITE was scanned: the order on the bench, else the one whose number comes next."""
    if place.bench is None:
        place.question = Question(About.EXPEDITE, place.person)
        return Verdict(VerdictCode.ORDER_WANTED, reason=About.EXPEDITE.value)
    return at_bench(place, connection, place.bench.order.order_id)


def at_bench(place: Workplace, connection: Connection, order_id: OrderId) -> Verdict:
    """Put this order before all others, unless nothing is left to pack of it."""
    place.question = None
    order = orders.find(connection, order_id)
    if order is None:
        return Verdict(VerdictCode.ORDER_UNKNOWN, order_id=order_id, scanned=order_id)
    if order.stage in taking.CLOSED and sessions.find_open(connection, order_id) is None:
        return taking.closed(order)
    priorities.put_first(connection, order_id, place.actor())
    if place.bench is not None and place.bench.order.order_id == order_id:  # begun by rules < 5
        place.bench = replace(place.bench, first=True)
    return Verdict(VerdictCode.EXPEDITED, order_id=order_id)


def expedite(books: Books, order_id: OrderId, user_id: int | None) -> None:
    """The same from an office. Raises `Invalid` "order_unknown" and `NotAllowed` "order_closed",
    "being_cancelled": nothing is left to pack of it."""
    with books.writing() as connection:
        taking.refuse_done(connection, order_id)
        priorities.put_first(connection, order_id, Actor(user_id or 0, 0, books.now()))


def as_usual(books: Books, order_id: OrderId, user_id: int | None) -> None:
    """The order waits its turn again. Raises what `expedite` does."""
    with books.writing() as connection:
        taking.refuse_done(connection, order_id)
        priorities.put_back(connection, order_id, Actor(user_id or 0, 0, books.now()))
