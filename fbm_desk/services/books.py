"""The seller's books: database, key of the personal data, and the clock that dates each entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from fbm_desk.domain.errors import Unavailable
from fbm_desk.store import database, write_ahead
from fbm_desk.store.database import Connection, Engine
from fbm_desk.store.sealed import Seal


def clock() -> datetime:
    """The time now, aware and in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Books:
    """Where everything is written down. `now` is passed in, so that tests can set the clock."""

    engine: Engine
    seal: Seal
    now: Callable[[], datetime] = clock

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that may change things. Raises `Unavailable` if it cannot be kept."""
        try:
            with database.writing(self.engine) as connection:
                yield connection
        except database.Trouble as trouble:
            raise Unavailable(trouble.code) from trouble

    @property
    def shared(self) -> bool:
        """True when they lie on a server, where other computers reach them."""
        return database.is_server(self.engine)

    def others_want_to_write(self) -> bool:
        """True while another thread waits to write: end a long piece of work for it."""
        return database.others_want_to_write(self.engine)

    def let_others_write(self) -> None:
        """Rest between two of very many transactions: a bench of another program may be waiting."""
        database.let_others_write(self.engine)

    def move_written(self) -> None:
        """Bring what was written to its place, outside of any transaction, after writing much."""
        write_ahead.move(self.engine)

    def move_now_and_then(self, written: int, at_once: int) -> None:
        """The same, once so many of something were written in all."""
        write_ahead.move_now_and_then(self.engine, written, at_once)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look that holds up no writer."""
        try:
            with database.reading(self.engine) as connection:
                yield connection
        except database.Trouble as trouble:
            raise Unavailable(trouble.code) from trouble
