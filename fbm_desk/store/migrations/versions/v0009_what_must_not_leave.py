"""Parcels that must not leave, orders Amazon would not tell, an index of those in question."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Nothing is intercepted or refused yet."""
    counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "interceptions",
        sa.Column("id", counted, autoincrement=True, nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcels.id"], name="fk_interceptions_parcel_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interceptions"),
    )
    op.create_index("ix_interceptions_order_id", "interceptions", ["order_id"])
    op.create_index("ix_interceptions_parcel_id", "interceptions", ["parcel_id"])
    op.create_index("ix_interceptions_outcome", "interceptions", ["outcome"])
    op.create_table(
        "untold_orders",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", name="pk_untold_orders"),
    )
    op.create_index(
        "ix_orders_cancel_requested",
        "orders",
        ["order_id"],
        sqlite_where=sa.text("cancel_requested"),
        postgresql_where=sa.text("cancel_requested"),
    )
