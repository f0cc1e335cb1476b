"""Labels, parcels, paper, and what Amazon has to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from fbm_desk.store.columns import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables, those that others refer to first."""
    for make in (
        _manifests,
        _print_jobs,
        _quota,
        _stray_scans,
        _sync_marks,
        _parcels,
        _label_purchases,
        _outbox,
        _parcel_units,
        _label_documents,
    ):
        make()


def _manifests() -> None:
    op.create_table(
        "manifests",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("on_date", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_manifests"),
        sa.UniqueConstraint("number", name="uq_manifests_number"),
    )


def _print_jobs() -> None:
    op.create_table(
        "print_jobs",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=True),
        sa.Column("purchase_id", sa.BigInteger(), nullable=True),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reprint", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("bench_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_print_jobs"),
    )
    op.create_index("ix_print_jobs_order_id", "print_jobs", ["order_id"], unique=False)
    op.create_index("ix_print_jobs_state", "print_jobs", ["state"], unique=False)


def _quota() -> None:
    op.create_table(
        "quota",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Float(), nullable=False),
        sa.Column("rate", sa.Float(), nullable=False),
        sa.Column("burst", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("account", "operation", name="pk_quota"),
    )


def _stray_scans() -> None:
    op.create_table(
        "stray_scans",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("scan_id", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("bench_id", sa.BigInteger(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stray_scans"),
        sa.UniqueConstraint("scan_id", name="uq_stray_scans_scan_id"),
    )


def _sync_marks() -> None:
    op.create_table(
        "sync_marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("last_success_at", Moment(), nullable=True),
        sa.Column("last_try_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sync_marks"),
    )


def _parcels() -> None:
    op.create_table(
        "parcels",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("tracking_key", sa.Text(), nullable=True),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("bench_id", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=False),
        sa.Column("manifest_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.order_id"], name="fk_parcels_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_parcels"),
        sa.UniqueConstraint("order_id", "number", name="uq_parcels_order_id_number"),
        sa.UniqueConstraint("tracking_key", name="uq_parcels_tracking_key"),
    )
    op.create_index(
        "ix_parcels_carrier_closed_at", "parcels", ["carrier", "closed_at"], unique=False
    )
    op.create_index("ix_parcels_closed_at", "parcels", ["closed_at"], unique=False)


def _label_purchases() -> None:
    op.create_table(
        "label_purchases",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("ceiling_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("alternatives", sa.Text(), nullable=False),
        sa.Column("shipment_id", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("bench_id", sa.BigInteger(), nullable=False),
        sa.Column("intended_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("voided_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["pack_sessions.id"], name="fk_label_purchases_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_label_purchases"),
        sa.UniqueConstraint("idempotency_key", name="uq_label_purchases_idempotency_key"),
    )
    op.create_index(
        "ix_label_purchases_session_id", "label_purchases", ["session_id"], unique=False
    )
    op.create_index("ix_label_purchases_state", "label_purchases", ["state"], unique=False)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("package_reference", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("next_try_at", Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("settled_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcels.id"], name="fk_outbox_parcel_id"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("parcel_id", name="uq_outbox_parcel_id"),
    )
    op.create_index("ix_outbox_state_due_at", "outbox", ["state", "due_at"], unique=False)


def _parcel_units() -> None:
    op.create_table(
        "parcel_units",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("parcel_id", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcels.id"], name="fk_parcel_units_parcel_id"),
        sa.PrimaryKeyConstraint("id", name="pk_parcel_units"),
    )
    op.create_index("ix_parcel_units_parcel_id", "parcel_units", ["parcel_id"], unique=False)
    op.create_index("ix_parcel_units_sku_serial", "parcel_units", ["sku", "serial"], unique=False)


def _label_documents() -> None:
    op.create_table(
        "label_documents",
        sa.Column("purchase_id", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["label_purchases.id"], name="fk_label_documents_purchase_id"
        ),
        sa.PrimaryKeyConstraint("purchase_id", "format", name="pk_label_documents"),
    )
