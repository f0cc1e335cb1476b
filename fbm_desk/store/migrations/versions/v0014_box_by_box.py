"""Orders in several boxes: which box of its pack session a label and a parcel are about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Until now every session had one box."""
    for table in ("label_purchases", "parcels"):
        column = sa.Column("box", sa.Integer(), nullable=False, server_default=sa.text("1"))
        op.add_column(table, column)
