"""A buyer's wish that came when it could not be asked for any more: noted, and seen to by somebody.

A box that is not closed asks for it by a task; that is `order_changes`' and the session's business.
"""

from __future__ import annotations

from datetime import datetime

from fbm_desk.domain.deeds import TaskKind
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import OrderId
from fbm_desk.services.books import Books
from fbm_desk.services.exceptions_view import Deed, Gravity, Matter, MatterKind
from fbm_desk.services.pack_lines import WISHES
from fbm_desk.store import exceptions as store
from fbm_desk.store import history, orders, privacy
from fbm_desk.store.database import Connection
from fbm_desk.store.exceptions import LateWish
from fbm_desk.texts import say

Wishes = frozenset[tuple[TaskKind, str]]
"""What a buyer wants besides, each with its order line; the words are the whole order's."""


def of_order(connection: Connection, order_id: OrderId) -> Wishes:
    """What its buyer wants besides, as far as Amazon told."""
    found = {
        (kind, str(row.line_id))
        for row in orders.lines_of(connection, order_id)
        for duty, kind in WISHES
        if duty in row.duties
    }
    if privacy.has_messages(connection, order_id):
        found.add((TaskKind.GIFT_MESSAGE, ""))
    return frozenset(found)


def note(connection: Connection, order_id: OrderId, new: Wishes, now: datetime) -> None:
    """Note what came too late for a box, each kind once."""
    for kind in sorted({kind.value for kind, _ in new}):
        history.add(connection, [order_id], "wish_late", now, kind)


def matters(connection: Connection) -> list[Matter]:
    """Each order with a wish that nobody has seen to."""
    return [_matter(one) for one in store.late_wishes(connection)]


def seen_to(books: Books, order_id: OrderId, user_id: int | None) -> None:
    """Somebody answers for it. Raises `Invalid` "matter_settled"."""
    with books.writing() as connection:
        if all(one.order_id != order_id for one in store.late_wishes(connection)):
            raise Invalid("matter_settled")
        history.add(connection, [order_id], "wish_seen_to", books.now(), user_id=user_id)


def _matter(one: LateWish) -> Matter:
    wishes = ", ".join(say(f"exceptions.wish_{kind}") for kind in one.kinds)
    return Matter(
        key=f"wish:{one.order_id}",
        kind=MatterKind.HOLDS,
        gravity=Gravity.DECIDE,
        title=say("exceptions.wish"),
        where=str(one.order_id),
        since=one.since,
        happened=say("exceptions.wish_happened", wishes=wishes),
        kept=say("exceptions.wish_kept"),
        do=say("exceptions.wish_do"),
        deeds=(Deed.SEEN_TO, Deed.DOSSIER),
        order_id=one.order_id,
    )
