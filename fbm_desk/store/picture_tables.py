"""The table of what benches' cameras saw; a part of the schema, which gathers all tables."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import BigInteger, Integer, LargeBinary

from fbm_desk.store.columns import Moment, column, counter, metadata

scan_pictures = sa.Table(
    "scan_pictures",
    metadata,
    counter(),
    column("order_id"),
    column("session_id", BigInteger),
    column("box", Integer),  # of its session
    column("sku"),
    column("bytes", LargeBinary),
    column("taken_at", Moment),
    sa.Index(None, "order_id"),
    sa.Index(None, "taken_at"),
)
