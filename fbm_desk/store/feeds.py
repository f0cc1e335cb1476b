"""Feeds handed in to Amazon, each a row before its first byte leaves; leaves when to `services`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.feeds import FeedKind
from fbm_desk.domain.outbox import FeedStep
from fbm_desk.store.schema import feeds


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed. `tried_at` is when handing it in began, None when it never did."""

    id: int
    state: FeedStep
    amazon_id: str
    rows: int
    made_at: datetime
    tried_at: datetime | None
    ended_at: datetime | None
    reason: str
    words: str


_FEED = tuple(feeds.c[name] for name in FeedRow.__dataclass_fields__)


def begin(connection: sa.Connection, kind: FeedKind, now: datetime) -> int:
    """A feed that is being gathered; its id."""
    facts = {"kind": kind.value, "state": FeedStep.GATHERED.value, "made_at": now}
    added = connection.execute(feeds.insert().values(**facts))
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def in_flight(connection: sa.Connection, kind: FeedKind) -> FeedRow | None:
    """The one of its kind that has not ended; there is never more than one."""
    mine = sa.and_(feeds.c.kind == kind.value, feeds.c.state != FeedStep.ENDED.value)
    return _one(connection, mine)


def newest(connection: sa.Connection, kind: FeedKind) -> FeedRow | None:
    """The last of its kind that was begun."""
    return _one(connection, feeds.c.kind == kind.value)


def _one(connection: sa.Connection, mine: sa.ColumnElement[bool]) -> FeedRow | None:
    chosen = sa.select(*_FEED).where(mine).order_by(feeds.c.id.desc()).limit(1)
    row = connection.execute(chosen).first()
    if row is None:
        return None
    facts = dict(row._mapping)
    return FeedRow(**{**facts, "state": FeedStep(facts["state"])})


def about_to_hand_in(connection: sa.Connection, feed_id: int, rows: int, now: datetime) -> None:
    """From here on nobody knows whether Amazon has it, until somebody says so."""
    _change(connection, feed_id, state=FeedStep.UNCLEAR.value, rows=rows, tried_at=now)


def handed_in(connection: sa.Connection, feed_id: int, amazon_id: str) -> None:
    """Amazon has it, under this number."""
    _change(connection, feed_id, state=FeedStep.HANDED_IN.value, amazon_id=amazon_id)


def not_handed_in(connection: sa.Connection, feed_id: int) -> None:
    """Nothing of it left this computer."""
    _change(connection, feed_id, state=FeedStep.GATHERED.value, tried_at=None)


def end(
    connection: sa.Connection, feed_id: int, now: datetime, reason: str = "", words: str = ""
) -> None:
    """Each of its messages has its outcome or waits again."""
    ended = {"state": FeedStep.ENDED.value, "ended_at": now, "reason": reason, "words": words}
    _change(connection, feed_id, **ended)


def known_ids(connection: sa.Connection, kind: FeedKind, since: datetime) -> frozenset[str]:
    """Amazon's numbers of the feeds of a kind that were made since then."""
    mine = sa.and_(feeds.c.kind == kind.value, feeds.c.made_at >= since, feeds.c.amazon_id != "")
    return frozenset(connection.scalars(sa.select(feeds.c.amazon_id).where(mine)))


def _change(connection: sa.Connection, feed_id: int, **facts: object) -> None:
    connection.execute(feeds.update().where(feeds.c.id == feed_id).values(**facts))
