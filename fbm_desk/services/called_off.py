"""Where an order goes of which nothing lies in a box here any more, and why no bench gets it."""

from __future__ import annotations

from fbm_desk.domain.cancelling import BY_SELLER
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.stages import Stage
from fbm_desk.store import cancellations, orders
from fbm_desk.store.database import Connection

_SETTLED = (Stage.CANCELLED, Stage.SHIPPED)


def goes_where_it_is_told(connection: Connection, order_id: OrderId) -> None:
    """It goes where Amazon says; what Amazon is asked to cancel waits for its word."""
    if not keep_off(connection, order_id):
        orders.set_stage(connection, order_id, orders.told_stage(connection, order_id))


def keep_off(connection: Connection, order_id: OrderId) -> bool:
    """Keep an order off the benches that the seller cancels; False of any other, untouched.

    Amazon's answer to the cancellation may be there before the order itself is read again.
    """
    found = cancellations.find(connection, order_id)
    if found is None or found.state is OutboxState.REFUSED:
        return False
    if orders.told_stage(connection, order_id) in _SETTLED:
        return False
    if found.state is OutboxState.VERIFIED:
        orders.set_stage(connection, order_id, Stage.CANCELLED)
    else:
        orders.set_stage(connection, order_id, Stage.HELD, BY_SELLER)
    return True
