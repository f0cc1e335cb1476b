"""The table of what benches without Amazon's keys ask of the program that has them."""

from __future__ import annotations

import sqlalchemy as sa

from fbm_desk.store.columns import Moment, column, metadata

host_asks = sa.Table(
    "host_asks",
    metadata,
    column("kind", primary_key=True),
    column("subject", primary_key=True),  # an order's or a purchase's number
    column("details", default=""),  # JSON, as is the answer; neither holds personal data
    column("asked_at", Moment),
    column("taken_by", default=""),
    column("taken_at", Moment, null=True),
    column("answered_at", Moment, null=True),
    column("answer", default=""),
    sa.Index(None, "answered_at"),
)
