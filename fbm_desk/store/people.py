"""People, their badges, and the benches they work at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fbm_desk.domain.stages import Role
from fbm_desk.store import bulk
from fbm_desk.store.schema import benches, users
from fbm_desk.store.sealed import Seal


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here."""

    id: int
    name: str
    role: Role
    has_badge: bool


class NameTaken(Exception):
    """Somebody of this name is here already, or somebody else has this badge."""


def add(
    connection: sa.Connection, seal: Seal, name: str, role: Role, badge: str, now: datetime
) -> int:
    """Add a person. Raises `NameTaken`."""
    facts = {"name": name, "role": role.value, "active": True, "created_at": now}
    try:
        added = connection.execute(
            users.insert().values(badge_digest=_digest(seal, badge), **facts)
        )
    except sa.exc.IntegrityError:
        raise NameTaken from None
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def _digest(seal: Seal, badge: str) -> str | None:
    """A badge is kept as a keyed digest only: who reads the file cannot print one."""
    return seal.digest(f"badge {badge.strip().casefold()}") if badge.strip() else None


_PERSON = (users.c.id, users.c.name, users.c.role, users.c.badge_digest)


def by_badge(connection: sa.Connection, seal: Seal, badge: str) -> Person | None:
    """Who has this badge."""
    chosen = sa.select(*_PERSON).where(users.c.badge_digest == _digest(seal, badge), users.c.active)
    row = connection.execute(chosen).first() if badge.strip() else None
    return _person(row) if row else None


def badges_among(connection: sa.Connection, seal: Seal, codes: Iterable[str]) -> set[str]:
    """Those of these codes that are somebody's badge."""
    here = set(connection.scalars(sa.select(users.c.badge_digest).where(users.c.active))) - {None}
    return {code for code in codes if _digest(seal, code) in here} if here else set()


def everybody(connection: sa.Connection) -> list[Person]:
    """All people in the order they came."""
    chosen = sa.select(*_PERSON).where(users.c.active).order_by(users.c.id)
    return [_person(row) for row in connection.execute(chosen)]


def left(connection: sa.Connection) -> list[Person]:
    """People who do not work here any more; what they did stays theirs."""
    chosen = sa.select(*_PERSON).where(sa.not_(users.c.active)).order_by(users.c.id)
    return [_person(row) for row in connection.execute(chosen)]


def is_here(connection: sa.Connection, user_id: int) -> bool:
    """True while this person works here."""
    found = bulk.find(connection, users, ("active",), "id", (user_id,))  # with each scan
    return any(active for (active,) in found)


def let_go(connection: sa.Connection, user_id: int) -> bool:
    """Nobody signs in as this person any more, and no bench is theirs; False when it was so."""
    gone = {"active": False, "badge_digest": None, "pin_hash": None}
    mine = sa.and_(users.c.id == user_id, users.c.active)
    connection.execute(benches.update().where(benches.c.user_id == user_id).values(user_id=None))
    return connection.execute(users.update().where(mine).values(**gone)).rowcount == 1


def give_badge(connection: sa.Connection, seal: Seal, user_id: int, badge: str) -> None:
    """A new badge: the one before opens nothing any more; who had left is here again."""
    facts = {"badge_digest": _digest(seal, badge), "active": True}
    connection.execute(users.update().where(users.c.id == user_id).values(**facts))


def name_of(connection: sa.Connection, user_id: int) -> str:
    """A person's name."""
    return connection.scalar(sa.select(users.c.name).where(users.c.id == user_id)) or ""


def _person(row: Any) -> Person:
    return Person(row.id, row.name, Role(row.role), row.badge_digest is not None)


def bench(connection: sa.Connection, name: str, now: datetime) -> int:
    """The bench of this name, made when it is new."""
    # Two computers may open a bench for the first time at once: the second waits for the first.
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(make(benches).values(name=name, seen_at=now).on_conflict_do_nothing())
    found = sa.select(benches.c.id).where(benches.c.name == name)
    return int(connection.execute(found).scalar_one())


def sit_down(connection: sa.Connection, bench_id: int, user_id: int | None, now: datetime) -> None:
    """Remember who works at a bench; nobody does when it is locked."""
    connection.execute(
        benches.update().where(benches.c.id == bench_id).values(user_id=user_id, seen_at=now)
    )


def at_benches(connection: sa.Connection) -> list[tuple[str, str]]:
    """Who works at which bench now: (person, bench)."""
    chosen = (
        sa.select(users.c.name, benches.c.name)
        .join(benches, benches.c.user_id == users.c.id)
        .order_by(benches.c.name)
    )
    return [(person, place) for person, place in connection.execute(chosen)]
