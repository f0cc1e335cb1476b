"""A process of its own that claims orders as fast as it can: `… URL BENCH`; prints what it got."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from fbm_desk.domain.stages import Stage
from fbm_desk.store import database, orders, people, sessions
from fbm_desk.store.sessions import Actor

NOW = datetime(2026, 4, 23, 9, 41, tzinfo=UTC)


def claim_all(url: str, bench: str) -> list[str]:
    """Claim the most urgent order until none is left; the orders this process got."""
    engine = database.open_database(url)
    with database.writing(engine) as connection:
        bench_id = people.bench(connection, bench, NOW)
    actor = Actor(1, bench_id, NOW)
    mine: list[str] = []
    print("ready", flush=True)
    sys.stdin.readline()  # all begin together
    while True:
        with database.writing(engine) as connection:
            order_id = orders.most_urgent(connection, NOW)
            if order_id is None:
                break
            if sessions.claim(connection, order_id, actor) is not None:
                orders.set_stage(connection, order_id, Stage.ON_BENCH)
                mine.append(order_id)
    engine.dispose()
    return mine


if __name__ == "__main__":
    for found in claim_all(sys.argv[1], sys.argv[2]):
        print(found)
