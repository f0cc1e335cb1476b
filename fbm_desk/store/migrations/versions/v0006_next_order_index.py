"""The next order is the first of an index: thousands share one ship-by time and were sorted."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Put the order's number into the index that finds the next one."""
    op.drop_index("ix_orders_stage_ship_by", "orders")
    columns = ["stage", "ship_by", "order_id"]
    op.create_index("ix_orders_stage_ship_by_order_id", "orders", columns, unique=False)
