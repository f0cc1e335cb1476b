"""Proofs of units that lie in boxes, what kits come down to, slips box by box."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """What left before is looked up where it stands; kits are taken apart from their parts."""
    op.create_table(
        "unit_proofs",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "sku", "proof", name="pk_unit_proofs"),
    )
    op.create_index("ix_unit_proofs_session_id", "unit_proofs", ["session_id"])
    used = sa.text("transparency <> ''")
    op.create_index(
        "ix_parcel_units_transparency", "parcel_units", ["transparency"],
        sqlite_where=used, postgresql_where=used,
    )  # fmt: skip
    _kits()
    _slips()


def _kits() -> None:
    op.create_table(
        "kit_contents",
        sa.Column("kit", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kit", "sku", name="pk_kit_contents"),
    )
    parts: dict[str, list[tuple[str, int]]] = {}
    for kit, sku, quantity in op.get_bind().execute(sa.text("SELECT * FROM kit_parts")):
        parts.setdefault(kit, []).append((sku, quantity))
    add = sa.text("INSERT INTO kit_contents (kit, sku, quantity) VALUES (:kit, :sku, :quantity)")
    for kit in parts:
        contents: dict[str, int] = {}
        for sku, quantity in _within(kit, parts, ()):
            contents[sku] = contents.get(sku, 0) + quantity
        for sku, quantity in contents.items():
            op.get_bind().execute(add, {"kit": kit, "sku": sku, "quantity": quantity})


def _within(
    sku: str, parts: dict[str, list[tuple[str, int]]], around: tuple[str, ...]
) -> Iterator[tuple[str, int]]:
    if sku not in parts or sku in around:
        yield sku, 1
        return
    for part, each in parts[sku]:
        for leaf, number in _within(part, parts, (*around, sku)):
            yield leaf, number * each


def _slips() -> None:
    """A slip of until now was its session's first box's."""
    box = sa.Column("box", sa.Integer(), nullable=False, server_default=sa.text("1"))
    op.add_column("print_jobs", box)
    shows = sa.Column("shows", sa.Text(), nullable=False, server_default=sa.text("''"))
    op.add_column("print_jobs", shows)
