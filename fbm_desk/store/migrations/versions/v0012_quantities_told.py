"""How many of each article Amazon is to offer, and until when a call may not be made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Nothing was told yet; no call is blocked."""
    op.add_column("quota", sa.Column("blocked_until", sa.BigInteger(), nullable=True))
    op.create_table(
        "quantity_news",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("marketplace_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("in_hand", sa.Integer(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wanted_at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("next_try_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("sku", "marketplace_id", name="pk_quantity_news"),
    )
    op.create_index("ix_quantity_news_state_wanted_at", "quantity_news", ["state", "wanted_at"])
