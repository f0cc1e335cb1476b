"""When an order came stands in its own row: a row of its history for each made imports slow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from fbm_desk.store.columns import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Move the times over."""
    op.add_column("orders", sa.Column("came_at", Moment(), nullable=True))
    op.execute(
        "UPDATE orders SET came_at = (SELECT min(at) FROM order_history"
        " WHERE order_history.order_id = orders.order_id AND kind = 'came')"
    )
    op.execute("DELETE FROM order_history WHERE kind = 'came'")
