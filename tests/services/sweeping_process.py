"""A process of its own that does the background work in turns: `… DATABASE AMAZON TURNS`.

It prints "ready", waits for a line, and says after each turn whether it talked to Amazon.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.services import sweep_lease
from fbm_desk.services.books import Books
from fbm_desk.services.sync import Sync
from fbm_desk.store import database, sync_state
from fbm_desk.store.sealed import Seal
from tests.amazon.amazon_calls import client


def take_turns(database_url: str, amazon_url: str, turns: int) -> None:
    """Sweep as often as the lease lets this process; it ends without giving the lease up."""
    engine = database.open_database(database_url)
    books = Books(engine, Seal(b"k" * 32))
    to = client(amazon_url)
    sync = Sync(books, AmazonMarketplace(to), sweep_every=timedelta(0), who=sweep_lease.here())
    print("ready", flush=True)
    sys.stdin.readline()  # all begin together
    for _ in range(turns):
        sync.turn()
        with books.reading() as connection:
            talks = sync_state.mark(connection, "lease").value == sweep_lease.here()
        print("talked" if talks else "waited", flush=True)
    print("done", flush=True)
    sys.stdin.readline()  # a process that ends leaves the lease to others
    to.close()
    engine.dispose()


if __name__ == "__main__":
    take_turns(sys.argv[1], sys.argv[2], int(sys.argv[3]))
