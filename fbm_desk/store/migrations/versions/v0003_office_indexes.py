"""Indexes for what the office asks: one order's past, one day's work, what is on no manifest."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_INDEXES = (
    ("label_purchases", ["answered_at"]),
    ("label_purchases", ["order_id"]),
    ("order_history", ["kind", "at"]),
    ("outbox", ["order_id"]),
    ("pack_sessions", ["order_id"]),
    ("parcel_units", ["serial"]),
    ("parcels", ["manifest_id", "carrier"]),
)


def upgrade() -> None:
    """Make the indexes."""
    for table, columns in _INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns, unique=False)
