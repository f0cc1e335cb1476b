"""The buyer's own name and e-mail are kept no longer: nothing here ever asks for them.

Neither is the index of postcode digests: each order taken in paid for it, and looking through
some ten thousand orders without it takes no longer than a blink.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Drop the column with its contents, and the index."""
    op.drop_index("ix_order_private_postcode_digest", "order_private")
    op.drop_column("order_private", "contact")
