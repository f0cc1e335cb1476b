"""Which carrier a label is with, who answered for one nobody knew of, and where parcels are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Labels of before are Amazon Shipping's; no parcel was followed yet."""
    op.add_column(
        "label_purchases", sa.Column("sold_by", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("label_purchases", sa.Column("settled_at", sa.BigInteger(), nullable=True))
    op.add_column("label_purchases", sa.Column("settled_by", sa.BigInteger(), nullable=True))
    op.create_table(
        "parcel_tracking",
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("event_at", sa.BigInteger(), nullable=True),
        sa.Column("first_scan_at", sa.BigInteger(), nullable=True),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcels.id"], name="fk_parcel_tracking_parcel_id"),
        sa.PrimaryKeyConstraint("parcel_id", name="pk_parcel_tracking"),
    )
    op.create_index("ix_parcel_tracking_asked_at", "parcel_tracking", ["asked_at"])
