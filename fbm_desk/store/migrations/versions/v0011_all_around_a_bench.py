"""What may be counted or sent instead, lots, totes, PINs, taught barcodes, orders called off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_ZERO, _NO = sa.text("0"), sa.false()


def upgrade() -> None:
    """Everything stays as it was: each unit is scanned, nothing comes first, nobody has a PIN."""
    _articles()
    _orders()
    _people()


def _articles() -> None:
    _add("articles", "may_count", sa.Integer(), _ZERO)
    for name in ("transparency", "fragile", "upright", "own_box", "ask_note"):
        _add("articles", name, sa.Boolean(), _NO)
    op.add_column("barcodes", sa.Column("taught_by", sa.BigInteger(), nullable=True))
    op.add_column("barcodes", sa.Column("taught_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "substitutes",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("by_sku", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sku", "by_sku", name="pk_substitutes"),
    )
    op.create_table(
        "lots",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Text(), nullable=True),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sku", "lot", name="pk_lots"),
    )
    counted = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "article_history",
        sa.Column("id", counted, autoincrement=True, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("bench_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article_history"),
    )
    op.create_index("ix_article_history_sku_at", "article_history", ["sku", "at"])


def _orders() -> None:
    _add("orders", "priority", sa.Integer(), _ZERO)
    _add("orders", "may_substitute", sa.Boolean(), _NO)
    op.create_index(
        "ix_orders_priority",
        "orders",
        ["priority"],
        sqlite_where=sa.text("priority > 0"),
        postgresql_where=sa.text("priority > 0"),
    )
    op.create_table(
        "totes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("put_at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name="fk_totes_order_id"),
        sa.PrimaryKeyConstraint("code", name="pk_totes"),
    )
    op.create_index("ix_totes_order_id", "totes", ["order_id"])
    _cancellations()


def _cancellations() -> None:
    moment, text = sa.BigInteger(), sa.Text()
    op.create_table(
        "cancellations",
        sa.Column("order_id", text, nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("reason", text, nullable=False),
        sa.Column("feed_id", text, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", moment, nullable=True),
        sa.Column("words", text, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("sent_at", moment, nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.order_id"], name="fk_cancellations_order_id"
        ),
        sa.PrimaryKeyConstraint("order_id", name="pk_cancellations"),
    )
    op.create_index("ix_cancellations_state", "cancellations", ["state"])


def _people() -> None:
    op.add_column("users", sa.Column("pin_hash", sa.Text(), nullable=True))
    op.create_table(
        "pin_tries",
        sa.Column("bench_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["bench_id"], ["benches.id"], name="fk_pin_tries_bench_id"),
        sa.PrimaryKeyConstraint("bench_id", "user_id", name="pk_pin_tries"),
    )


def _add(
    table: str,
    name: str,
    kind: sa.Integer | sa.Boolean,
    default: sa.ColumnElement[bool] | sa.TextClause,
) -> None:
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
