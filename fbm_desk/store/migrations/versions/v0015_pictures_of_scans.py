"""What a bench's camera saw when a unit was counted, kept sealed with its order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """No picture was kept yet."""
    counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "scan_pictures",
        sa.Column("id", counted, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("box", sa.Integer(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scan_pictures"),
    )
    op.create_index("ix_scan_pictures_order_id", "scan_pictures", ["order_id"])
    op.create_index("ix_scan_pictures_taken_at", "scan_pictures", ["taken_at"])
