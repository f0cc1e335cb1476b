"""Paper names the pack session of its box: its slip is wanted before anybody has drawn it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Older paper names none."""
    op.add_column("print_jobs", sa.Column("session_id", sa.BigInteger(), nullable=True))
