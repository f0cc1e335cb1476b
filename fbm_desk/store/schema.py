"""All tables. Migrations make them, a test holds the two against each other.

Order facts and personal data live apart: what names or finds a person stands, encrypted, in
`order_private`, `label_documents` and `print_jobs` and can be deleted without losing the facts.
Times are aware UTC, money is minor units with its currency, weights grams, lengths millimetres.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, Text

from fbm_desk.store.article_tables import article_history as article_history
from fbm_desk.store.article_tables import articles as articles
from fbm_desk.store.article_tables import barcodes as barcodes
from fbm_desk.store.article_tables import kit_contents as kit_contents
from fbm_desk.store.article_tables import kit_parts as kit_parts
from fbm_desk.store.article_tables import lots as lots
from fbm_desk.store.article_tables import stock_levels as stock_levels
from fbm_desk.store.article_tables import stock_movements as stock_movements
from fbm_desk.store.article_tables import substitutes as substitutes
from fbm_desk.store.columns import Moment, column, counter, refers
from fbm_desk.store.columns import metadata as metadata
from fbm_desk.store.feed_tables import feeds as feeds
from fbm_desk.store.host_tables import host_asks as host_asks
from fbm_desk.store.picture_tables import scan_pictures as scan_pictures

installation = sa.Table(
    "installation",
    metadata,
    column("name", primary_key=True),
    column("value"),
)

users = sa.Table(
    "users",
    metadata,
    counter(),
    column("name", unique=True),
    column("role"),
    column("badge_digest", null=True, unique=True),
    column("active", Boolean, default=True),
    column("created_at", Moment),
    column("pin_hash", null=True),  # Argon2id, with a pepper that is not in the books
)

benches = sa.Table(
    "benches",
    metadata,
    counter(),
    column("name", unique=True),
    column("user_id", BigInteger, null=True),
    column("session_id", BigInteger, null=True),
    column("seen_at", Moment, null=True),
    column("held_by", default=""),  # the place where it is open, as a digest
    column("held_until", Moment, null=True),
    column("token", Integer, default=0),  # fencing: grows each time it is opened
)

pin_tries = sa.Table(
    "pin_tries",
    metadata,
    column("bench_id", BigInteger, refers("benches.id"), primary_key=True),
    column("user_id", BigInteger, primary_key=True),  # 0: of nobody who works here
    column("wrong", Integer),
    column("last_at", Moment),
)

orders = sa.Table(
    "orders",
    metadata,
    column("order_id", primary_key=True),
    column("stage"),
    column("stage_reason", default=""),
    column("source"),
    column("amazon_status"),
    column("status_text", default=""),
    column("marketplace_id", default=""),
    column("city", default=""),
    column("country", default=""),
    column("service_level", default=""),
    column("duties", default=""),
    column("purchase_order_number", default=""),
    column("units", Integer),
    column("purchased_at", Moment, null=True),
    column("ship_by", Moment, null=True),
    column("deliver_by", Moment, null=True),
    column("label_not_before", Moment, null=True),
    column("updated_at", Moment, null=True),
    column("read_at", Moment),
    column("cancel_requested", Boolean, default=False),
    column("fingerprint"),
    column("version", Integer, default=1),
    column("came_at", Moment, null=True),
    column("priority", Integer, default=0),  # above 0: before all that have less
    column("may_substitute", Boolean, default=False),
    sa.Index(None, "stage", "ship_by", "order_id"),
    sa.Index(None, "ship_by"),
    sa.Index(
        "ix_orders_cancel_requested",
        "order_id",
        sqlite_where=sa.text("cancel_requested"),
        postgresql_where=sa.text("cancel_requested"),
    ),
    sa.Index(
        "ix_orders_priority",
        "priority",
        sqlite_where=sa.text("priority > 0"),
        postgresql_where=sa.text("priority > 0"),
    ),
)

order_lines = sa.Table(
    "order_lines",
    metadata,
    column("order_id", Text, refers("orders.order_id"), primary_key=True),
    column("line_id", primary_key=True),
    column("position", Integer),
    column("sku"),
    column("asin", default=""),
    column("title"),
    column("quantity", Integer),
    column("shipped", Integer, default=0),
    column("packed", Integer, default=0),
    column("duties", default=""),
    sa.Index(None, "sku"),
)

order_private = sa.Table(
    "order_private",
    metadata,
    column("order_id", Text, refers("orders.order_id"), primary_key=True),
    column("recipient", LargeBinary, null=True),
    column("messages", LargeBinary, null=True),
    column("wishes", LargeBinary, null=True),  # of personalised lines; goes with the rest
    column("postcode_digest", null=True),
    column("keep_until", Moment, null=True, index=True),
)

claims = sa.Table(
    "claims",
    metadata,
    column("order_id", Text, refers("orders.order_id"), primary_key=True),
    column("bench_id", BigInteger),
    column("user_id", BigInteger),
    column("token", Integer),  # fencing: grows with each claim of the order
    column("expires_at", Moment),
)

totes = sa.Table(
    "totes",
    metadata,
    column("code", primary_key=True),  # domain.barcodes.barcode_key
    column("order_id", Text, refers("orders.order_id")),
    column("put_at", Moment),
    column("user_id", BigInteger, null=True),
    sa.Index(None, "order_id"),
)

pack_sessions = sa.Table(
    "pack_sessions",
    metadata,
    counter(),
    column("order_id", Text, refers("orders.order_id")),
    column("state"),
    column("beginning"),  # the session before its first event, as JSON
    column("version", Integer, default=0),  # number of its events
    column("last_hash", default=""),
    column("open", Boolean, default=True),
    column("bench_id", BigInteger),
    column("user_id", BigInteger),
    column("started_at", Moment),
    column("ended_at", Moment, null=True),
    sa.Index(None, "order_id"),
    sa.Index(
        "uq_pack_sessions_open",
        "order_id",
        unique=True,
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    ),
)

pack_events = sa.Table(
    "pack_events",
    metadata,
    column("session_id", BigInteger, refers("pack_sessions.id"), primary_key=True),
    column("seq", Integer, primary_key=True),
    column("scan_id", null=True, unique=True),
    column("kind"),
    column("data"),  # the event as JSON
    column("verdict"),
    column("sku", default=""),
    column("units", Integer, default=0),
    column("refused", Boolean, default=False),
    column("user_id", BigInteger),
    column("bench_id", BigInteger),
    column("at", Moment),
    column("hash"),  # of this event and the hash before it
    sa.Index(None, "at"),
)

stray_scans = sa.Table(
    "stray_scans",
    metadata,
    counter(),
    column("scan_id", null=True, unique=True),
    column("verdict"),
    column("user_id", BigInteger, null=True),
    column("bench_id", BigInteger),
    column("at", Moment),
)

parcels = sa.Table(
    "parcels",
    metadata,
    counter(),
    column("order_id", Text, refers("orders.order_id")),
    column("number", Integer),  # Amazon's package reference within the order
    column("session_id", BigInteger),
    column("state"),
    column("carrier", default=""),
    column("service", default=""),
    column("tracking", default=""),
    column("tracking_key", null=True, unique=True),
    column("weight_g", Integer, default=0),
    column("price_minor", BigInteger, default=0),
    column("currency", default=""),
    column("told_by", default=""),  # amazon: Buy Shipping tells itself
    column("user_id", BigInteger),
    column("bench_id", BigInteger),
    column("closed_at", Moment),
    column("manifest_id", BigInteger, null=True),
    column("box", Integer, default=1),  # of its session
    sa.UniqueConstraint("order_id", "number"),
    sa.Index(None, "closed_at"),
    sa.Index(None, "carrier", "closed_at"),
    sa.Index(None, "manifest_id", "carrier"),
)

parcel_units = sa.Table(
    "parcel_units",
    metadata,
    counter(),
    column("parcel_id", BigInteger, refers("parcels.id")),
    column("line_id"),
    column("sku"),
    column("units", Integer),
    column("serial", default=""),
    column("lot", default=""),
    column("transparency", default=""),  # the code of a row's one unit
    sa.Index(None, "parcel_id"),
    sa.Index(None, "sku", "serial"),
    sa.Index(None, "serial"),
    sa.Index(
        "ix_parcel_units_transparency",
        "transparency",
        sqlite_where=sa.text("transparency <> ''"),
        postgresql_where=sa.text("transparency <> ''"),
    ),
)

unit_proofs = sa.Table(
    "unit_proofs",  # of units in boxes that did not leave yet, or left: each counts once
    metadata,
    column("kind", primary_key=True),  # serial or transparency
    column("sku", primary_key=True),  # empty for what is unique over all articles
    column("proof", primary_key=True),
    column("session_id", BigInteger),
    sa.Index(None, "session_id"),
)

label_purchases = sa.Table(
    "label_purchases",
    metadata,
    counter(),
    column("order_id"),
    column("session_id", BigInteger, refers("pack_sessions.id")),
    column("state"),
    column("idempotency_key", unique=True),
    column("request"),  # what is bought, as JSON, without personal data
    column("request_hash"),
    column("ceiling_minor", BigInteger),
    column("currency"),
    column("carrier"),
    column("service"),
    column("alternatives", default="[]"),
    column("shipment_id", default=""),
    column("tracking", default=""),
    column("price_minor", BigInteger, default=0),
    column("reason", default=""),
    column("words", default=""),
    column("user_id", BigInteger),
    column("bench_id", BigInteger),
    column("intended_at", Moment),
    column("sent_at", Moment, null=True),
    column("answered_at", Moment, null=True),
    column("voided_at", Moment, null=True),
    column("sold_by", default=""),
    column("settled_at", Moment, null=True),
    column("settled_by", BigInteger, null=True),
    column("box", Integer, default=1),  # of its session
    sa.Index(None, "order_id"),
    sa.Index(None, "answered_at"),
    sa.Index(None, "session_id"),
    sa.Index(None, "state"),
)

label_documents = sa.Table(
    "label_documents",
    metadata,
    column("purchase_id", BigInteger, refers("label_purchases.id"), primary_key=True),
    column("format", primary_key=True),
    column("bytes", LargeBinary),
)

parcel_tracking = sa.Table(
    "parcel_tracking",
    metadata,
    column("parcel_id", BigInteger, refers("parcels.id"), primary_key=True),
    column("state"),
    column("event", default=""),  # the carrier's own code
    column("event_at", Moment, null=True),
    column("first_scan_at", Moment, null=True),
    column("delivered_at", Moment, null=True),
    column("asked_at", Moment),
    sa.Index(None, "asked_at"),
)

print_jobs = sa.Table(
    "print_jobs",
    metadata,
    counter(),
    column("paper"),  # label, slip, receipt, manifest
    column("order_id", null=True),
    column("purchase_id", BigInteger, null=True),
    column("session_id", BigInteger, null=True),  # the packing of the box it belongs to
    column("destination"),
    column("state"),
    column("reason", default=""),
    column("bytes", LargeBinary, null=True),  # none: to be drawn, or deleted again
    column("name", default=""),
    column("reprint", Boolean, default=False),
    column("tries", Integer, default=0),
    column("user_id", BigInteger, null=True),
    column("bench_id", BigInteger, null=True),
    column("asked_at", Moment),
    column("ended_at", Moment, null=True),
    column("box", Integer, default=1),  # of its session
    column("shows", default=""),  # of a slip: what was in the box, as a digest
    sa.Index(None, "state"),
    sa.Index(None, "order_id"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    counter(),
    column("kind"),
    column("order_id"),
    column("parcel_id", BigInteger, refers("parcels.id"), unique=True),
    column("package_reference", Integer),
    column("state"),
    column("due_at", Moment, null=True),
    column("next_try_at", Moment, null=True),
    column("tries", Integer, default=0),
    column("reason", default=""),
    column("words", default=""),
    column("created_at", Moment),
    column("sent_at", Moment, null=True),
    column("settled_at", Moment, null=True),
    column("feed_id", BigInteger, null=True),  # the last feed it was in
    column("first_told_at", Moment, null=True),  # since when a proof is waited for
    sa.Index(None, "state", "due_at"),
    sa.Index(None, "order_id"),
    sa.Index(None, "feed_id"),
)

cancellations = sa.Table(
    "cancellations",
    metadata,
    column("order_id", Text, refers("orders.order_id"), primary_key=True),
    column("state"),  # as of the outbox
    column("reason"),  # a stable code of ours
    column("feed_id", default=""),  # Amazon's, once it has the file
    column("tries", Integer, default=0),
    column("next_try_at", Moment, null=True),
    column("words", default=""),  # what Amazon says of it
    column("user_id", BigInteger),
    column("asked_at", Moment),
    column("sent_at", Moment, null=True),
    column("settled_at", Moment, null=True),
    sa.Index(None, "state"),
)

manifests = sa.Table(
    "manifests",
    metadata,
    counter(),
    column("number", unique=True),
    column("carrier"),
    column("on_date"),
    column("user_id", BigInteger, null=True),
    column("made_at", Moment),
)

quota = sa.Table(
    "quota",
    metadata,
    column("account", primary_key=True),
    column("operation", primary_key=True),
    column("tokens", sa.Float),
    column("rate", sa.Float),
    column("burst", Integer),
    column("at", Moment),
    column("blocked_until", Moment, null=True),
)

sync_marks = sa.Table(
    "sync_marks",
    metadata,
    column("name", primary_key=True),
    column("value", default=""),
    column("last_success_at", Moment, null=True),
    column("last_try_at", Moment, null=True),
    column("reason", default=""),
    column("words", default=""),
)

order_history = sa.Table(
    "order_history",
    metadata,
    counter(),
    column("order_id"),
    column("kind"),  # a stable code
    column("details", default=""),
    column("user_id", BigInteger, null=True),
    column("at", Moment),
    sa.Index(None, "order_id", "at"),
    sa.Index(None, "kind", "at"),
)

interceptions = sa.Table(
    "interceptions",
    metadata,
    counter(),
    column("order_id"),
    column("parcel_id", BigInteger, refers("parcels.id")),
    column("reason"),  # cancelled, buyer_asks_to_cancel, changed or address_changed
    column("raised_at", Moment),
    column("outcome", default=""),  # empty while nobody settled it
    column("settled_at", Moment, null=True),
    column("user_id", BigInteger, null=True),
    sa.Index(None, "order_id"),
    sa.Index(None, "parcel_id"),
    sa.Index(None, "outcome"),
)

untold_orders = sa.Table(
    "untold_orders",
    metadata,
    column("order_id", primary_key=True),
    column("code"),  # why Amazon's copy of it could not be taken in
    column("words", default=""),
    column("tried_at", Moment),
)

quantity_news = sa.Table(
    "quantity_news",
    metadata,
    column("sku", primary_key=True),
    column("marketplace_id", primary_key=True),
    column("state"),
    column("wanted", Integer),
    column("in_hand", Integer, null=True),  # what is being told now
    column("told", Integer, null=True),  # the last that Amazon took
    column("tries", Integer, default=0),
    column("reason", default=""),
    column("words", default=""),
    column("wanted_at", Moment),
    column("told_at", Moment, null=True),
    column("next_try_at", Moment, null=True),
    sa.Index(None, "state", "wanted_at"),
)
