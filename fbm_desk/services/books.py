"""The seller's books: database, key of the personal data, and the clock that dates each entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from fbm_desk.domain.errors import Unavailable
from fbm_desk.store import database
from fbm_desk.store.sealed import Seal


def clock() -> datetime:
    """The time now, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Books:
    """Where everything is written down. `now` is passed in, so that tests can set the clock."""

    engine: sa.Engine
    seal: Seal
    now: Callable[[], datetime] = clock

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction that may change things. Raises `Unavailable` if it cannot be kept."""
        try:
            with database.writing(self.engine) as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise _unavailable(error) from error

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One consistent look that holds up no writer."""
        try:
            with database.reading(self.engine) as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise _unavailable(error) from error


def _unavailable(error: sa.exc.DBAPIError) -> Exception:
    """Full disk, lock and damage are told apart; a mistake of ours stays what it is."""
    said = str(error.orig).lower()
    for words, code in (
        ("locked", "database_locked"),
        ("busy", "database_locked"),
        ("full", "disk_full"),
        ("readonly", "database_readonly"),
        ("malformed", "database_damaged"),
        ("not a database", "database_damaged"),
        ("disk i/o", "disk_failed"),
        ("unable to open", "database_missing"),
    ):
        if words in said:
            return Unavailable(code)
    return error
