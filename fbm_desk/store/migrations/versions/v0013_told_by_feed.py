"""Confirmations handed in by feed, when news first left the house, Transparency codes of units."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Nothing was handed in by feed yet; no unit had a code."""
    moment, text, number = sa.BigInteger(), sa.Text(), sa.Integer()
    counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "feeds",
        sa.Column("id", counted, autoincrement=True, nullable=False),
        sa.Column("kind", text, nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("amazon_id", text, nullable=False),
        sa.Column("rows", number, nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("tried_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("reason", text, nullable=False),
        sa.Column("words", text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
    )
    op.create_index("ix_feeds_kind_made_at", "feeds", ["kind", "made_at"])
    op.add_column("outbox", sa.Column("feed_id", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("first_told_at", moment, nullable=True))
    op.create_index("ix_outbox_feed_id", "outbox", ["feed_id"])
    op.add_column(
        "parcel_units", sa.Column("transparency", sa.Text(), nullable=False, server_default="")
    )
