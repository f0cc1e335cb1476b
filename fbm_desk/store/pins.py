"""People's PINs as they are kept, and the wrong ones tried at each bench."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from fbm_desk.store.people import Person, everybody
from fbm_desk.store.schema import pin_tries, users

FORGOTTEN_AFTER = timedelta(hours=24)
"""Wrong tries older than this count no more."""


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong PINs at a bench that still count, and the time of the last one."""

    wrong: int = 0
    last_at: datetime | None = None


def with_pin(connection: sa.Connection) -> list[Person]:
    """Who can sign in with a PIN, in the order they came."""
    chosen = sa.select(users.c.id).where(users.c.active, users.c.pin_hash.is_not(None))
    there = set(connection.scalars(chosen))
    return [person for person in everybody(connection) if person.id in there]


def hash_of(connection: sa.Connection, user_id: int) -> str:
    """What is kept of somebody's PIN; empty without one, or when nobody works here so."""
    chosen = sa.select(users.c.pin_hash).where(users.c.id == user_id, users.c.active)
    return connection.scalar(chosen) or ""


def keep(connection: sa.Connection, user_id: int, pin_hash: str | None) -> bool:
    """Keep another PIN, or none; False when nobody works here so."""
    mine = users.update().where(users.c.id == user_id, users.c.active)
    return connection.execute(mine.values(pin_hash=pin_hash)).rowcount == 1


def tries_at(connection: sa.Connection, bench_id: int, now: datetime) -> Tries:
    """The wrong PINs at a bench, whoever's they should have been."""
    chosen = sa.select(sa.func.sum(pin_tries.c.wrong), sa.func.max(pin_tries.c.last_at)).where(
        pin_tries.c.bench_id == bench_id, pin_tries.c.last_at > now - FORGOTTEN_AFTER
    )
    wrong, last_at = connection.execute(chosen).one()
    return Tries(int(wrong or 0), last_at)


def note_wrong(connection: sa.Connection, bench_id: int, user_id: int, now: datetime) -> None:
    """One more wrong PIN of this person's at this bench."""
    mine = sa.and_(pin_tries.c.bench_id == bench_id, pin_tries.c.user_id == user_id)
    before = connection.execute(sa.select(pin_tries).where(mine)).first()
    if before is None:
        facts = {"bench_id": bench_id, "user_id": user_id, "wrong": 1, "last_at": now}
        connection.execute(pin_tries.insert().values(**facts))
        return
    wrong = before.wrong + 1 if before.last_at > now - FORGOTTEN_AFTER else 1
    connection.execute(pin_tries.update().where(mine).values(wrong=wrong, last_at=now))


def forget_wrong(connection: sa.Connection, bench_id: int, user_id: int) -> None:
    """The right PIN came: only this person's own wrong ones are forgiven."""
    mine = sa.and_(pin_tries.c.bench_id == bench_id, pin_tries.c.user_id == user_id)
    connection.execute(pin_tries.delete().where(mine))
