"""Where a bench is open: one place at a time, by a lease that must be renewed and has a fence.

The claims of orders are in `sessions`; what tells one place from another is the caller's.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from fbm_desk.store.schema import benches

LEASE = timedelta(seconds=90)
"""After this long without a sign of life another place may open the bench."""


def take(connection: sa.Connection, bench_id: int, place: str, now: datetime) -> int | None:
    """Open a bench at a place; its fencing token, or None while it is open at another one.

    The same place may always open it again: its predecessor there has ended, the caller knows.
    """
    held = sa.select(benches.c.held_by, benches.c.held_until, benches.c.token)
    row = connection.execute(held.where(benches.c.id == bench_id).with_for_update()).one()
    if row.held_by != place and row.held_until is not None and row.held_until > now:
        return None
    token = int(row.token) + 1
    facts = {"held_by": place, "held_until": now + LEASE, "token": token}
    connection.execute(benches.update().where(benches.c.id == bench_id).values(facts))
    return token


def renew(connection: sa.Connection, bench_id: int, token: int, now: datetime) -> bool:
    """Keep the bench for another lease; False when it was opened again since."""
    kept = (
        benches.update()
        .where(benches.c.id == bench_id, benches.c.token == token)
        .values(held_until=now + LEASE)
    )
    return connection.execute(kept).rowcount == 1


def close(connection: sa.Connection, bench_id: int, token: int, now: datetime) -> bool:
    """Let another place open the bench at once; False when one did already."""
    freed = (
        benches.update()
        .where(benches.c.id == bench_id, benches.c.token == token)
        .values(user_id=None, seen_at=now, held_until=now)
    )
    return connection.execute(freed).rowcount == 1
