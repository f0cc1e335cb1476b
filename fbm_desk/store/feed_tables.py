"""The table of feeds handed in to Amazon; `schema` names it with all others."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Integer

from fbm_desk.store.columns import Moment, column, counter, metadata

feeds = sa.Table(
    "feeds",
    metadata,
    counter(),
    column("kind"),  # domain.feeds.FeedKind
    column("state"),  # domain.outbox.FeedStep
    column("amazon_id", default=""),
    column("rows", Integer, default=0),
    column("made_at", Moment),
    column("tried_at", Moment, null=True),  # when handing it in began
    column("ended_at", Moment, null=True),
    column("reason", default=""),
    column("words", default=""),
    sa.Index(None, "kind", "made_at"),
)
