"""A bench, open at one place: opened, kept open by signs of life, and left.

Two windows of one bench would take each other's orders away without anybody knowing why.
"""

from __future__ import annotations

from fbm_desk.services.books import Books
from fbm_desk.store import bench_leases, people
from fbm_desk.store.database import Connection


class OpenElsewhere(Exception):
    """The bench is open at another place, or was opened there since: nothing was written."""


class OpenBench:
    """The bench called `name`. `place` is the same only where the one before is known to be gone.

    Making one opens the bench; raises `OpenElsewhere`.
    """

    def __init__(self, books: Books, name: str, place: str) -> None:
        self._books, self._name, self._place = books, name, place
        self.id = self._token = 0
        self.open()

    def open(self) -> None:
        """Open it, nobody signed in. Raises `OpenElsewhere`."""
        now = self._books.now()
        with self._books.writing() as connection:
            bench_id = people.bench(connection, self._name, now)
            token = bench_leases.take(connection, bench_id, self._place, now)
            if token is None:
                raise OpenElsewhere
            people.sit_down(connection, bench_id, None, now)
        self.id, self._token = bench_id, token

    def hold(self, connection: Connection) -> None:
        """A sign of life, and proof that it is open here still. Raises `OpenElsewhere`."""
        if not bench_leases.renew(connection, self.id, self._token, self._books.now()):
            raise OpenElsewhere

    def leave(self, connection: Connection) -> bool:
        """Nobody works here any more; False when it is open elsewhere and not ours to leave."""
        return bench_leases.close(connection, self.id, self._token, self._books.now())
