"""What benches ask of the program that has Amazon's keys, and what it answered.

One row for each question: whoever asks the same again waits for the same answer. What questions and
answers mean is `services.host`'s and `services.at_host`'s business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fbm_desk.store.host_tables import host_asks

_C = host_asks.c


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. `details` and `answer` are JSON; `taken_by` answers it now, "" when nobody."""

    kind: str
    subject: str
    details: str
    asked_at: datetime
    taken_by: str
    taken_at: datetime | None
    answered_at: datetime | None
    answer: str


_UNANSWERED = {"taken_by": "", "taken_at": None, "answered_at": None, "answer": ""}
_ASK = tuple(_C[name] for name in Ask.__dataclass_fields__)


def ask(
    connection: sa.Connection, kind: str, subject: str, details: str, now: datetime
) -> datetime:
    """Put a question, unless it is open already; since when it is."""
    fresh = {"details": details, "asked_at": now}
    # Two benches may ask it at once: the second waits for the first, and for its answer. One
    # statement: between two, somebody could take the question back.
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    put = make(host_asks).values(kind=kind, subject=subject, **_UNANSWERED, **fresh)
    connection.execute(
        put.on_conflict_do_update(
            index_elements=[_C.kind, _C.subject],
            set_={**_UNANSWERED, **fresh},
            where=_C.answered_at.is_not(None),
        )
    )
    found = find(connection, kind, subject)
    assert found is not None
    return found.asked_at


def find(connection: sa.Connection, kind: str, subject: str) -> Ask | None:
    """A question as it stands."""
    row = connection.execute(sa.select(*_ASK).where(*_is(kind, subject))).first()
    return Ask(*row) if row else None


def take(
    connection: sa.Connection, who: str, now: datetime, taken_before: datetime, first: str = ""
) -> Ask | None:
    """The oldest question that nobody answers, now taken; None when there is none.

    One that was taken `taken_before` that and has no answer lost whoever took it. Questions of the
    kind `first` come before all others.
    """
    waiting = sa.select(*_ASK).where(_is_free(taken_before))
    in_turn = (_C.kind != first, _C.asked_at, _C.kind, _C.subject)
    row = connection.execute(waiting.order_by(*in_turn).limit(1)).first()
    if row is None:
        return None
    found = Ask(*row)
    mine = host_asks.update().where(*_is(found.kind, found.subject), _is_free(taken_before))
    taken = connection.execute(mine.values(taken_by=who, taken_at=now))
    return found if taken.rowcount == 1 else None


def is_any_open(connection: sa.Connection, taken_before: datetime) -> bool:
    """True when `take` may find something; costs no writer's turn."""
    waiting = sa.select(_C.kind).where(_is_free(taken_before))
    return connection.execute(waiting.limit(1)).first() is not None


def _is_free(taken_before: datetime) -> sa.ColumnElement[bool]:
    left = sa.or_(_C.taken_at.is_(None), _C.taken_at < taken_before)
    return sa.and_(_C.answered_at.is_(None), left)


def takers(connection: sa.Connection) -> list[str]:
    """Who took questions that have no answer yet."""
    taken = sa.select(_C.taken_by).where(_C.answered_at.is_(None), _C.taken_at.is_not(None))
    return list(connection.scalars(taken.distinct()))


def date_back(connection: sa.Connection, who: str, at: datetime) -> None:
    """Have what this one took, and did not answer, taken over as if it were from then."""
    mine = (_C.taken_by == who, _C.answered_at.is_(None))
    connection.execute(host_asks.update().where(*mine).values(taken_at=at))


def answer(connection: sa.Connection, asked: Ask, who: str, answered: str, now: datetime) -> None:
    """Answer a question, unless somebody else took it over meanwhile."""
    mine = (*_is(asked.kind, asked.subject), _C.taken_by == who, _C.answered_at.is_(None))
    connection.execute(host_asks.update().where(*mine).values(answer=answered, answered_at=now))


def withdraw(connection: sa.Connection, kind: str, subject: str) -> bool:
    """Take a question back that nobody took; False when somebody did, or answered."""
    untaken = (*_is(kind, subject), _C.taken_at.is_(None), _C.answered_at.is_(None))
    return connection.execute(host_asks.delete().where(*untaken)).rowcount == 1


def forget(connection: sa.Connection, before: datetime) -> None:
    """Delete what was answered before that."""
    connection.execute(host_asks.delete().where(_C.answered_at < before))


def _is(kind: str, subject: str) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    return _C.kind == kind, _C.subject == subject
