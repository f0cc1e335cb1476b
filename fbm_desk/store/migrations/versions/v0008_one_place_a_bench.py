"""A bench is open at one place: who has it, until when without a sign of life, and its fence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Benches of before are open nowhere."""
    op.add_column("benches", sa.Column("held_by", sa.Text(), nullable=False, server_default=""))
    op.add_column("benches", sa.Column("held_until", sa.BigInteger(), nullable=True))
    op.add_column("benches", sa.Column("token", sa.Integer(), nullable=False, server_default="0"))
