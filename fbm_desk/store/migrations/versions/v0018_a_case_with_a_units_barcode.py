"""A barcode that stands for one unit of an article and for a case of it, too: both are kept."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Its units are part of what a barcode says; SQLite writes the table anew for that."""
    with op.batch_alter_table("barcodes") as table:
        table.drop_constraint("pk_barcodes", type_="primary")
        table.create_primary_key("pk_barcodes", ["code", "sku", "units"])
