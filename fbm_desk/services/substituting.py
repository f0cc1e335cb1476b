"""Whether an order may be filled with other articles than those ordered: said by who may decide."""

from __future__ import annotations

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import MAY_DECIDE, Role
from fbm_desk.services.books import Books
from fbm_desk.store import history, orders, people, priorities

_MAY = MAY_DECIDE | {Role.OFFICE}


def may_substitute(books: Books, order_id: OrderId, *, allowed: bool, user_id: int) -> None:
    """Allow or forbid it from the order's next taking on. Raises `NotAllowed`, `Invalid`."""
    with books.writing() as connection:
        role = next((one.role for one in people.everybody(connection) if one.id == user_id), None)
        if role not in _MAY:
            raise NotAllowed("people_rights")
        if orders.find(connection, order_id) is None:
            raise Invalid("order_unknown")
        priorities.set_substitutes(connection, order_id, allowed)
        kind: history.Kind = "substitutes_allowed" if allowed else "substitutes_forbidden"
        history.add(connection, [order_id], kind, books.now(), user_id=user_id)
