"""What personalised articles are to be compared with, and which articles are hazardous goods."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Nothing is known of either yet."""
    op.add_column("order_private", sa.Column("wishes", sa.LargeBinary(), nullable=True))
    hazardous = sa.Column("hazardous", sa.Text(), nullable=False, server_default=sa.text("''"))
    op.add_column("articles", hazardous)
