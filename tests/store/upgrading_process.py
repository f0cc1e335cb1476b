"""A process of its own that brings a database to the newest schema when it is told: `… URL`."""

from __future__ import annotations

import sys

from alembic import command  # loaded before the signal, so that all begin at the same moment

from fbm_desk.store import database, migrate

if __name__ == "__main__":
    assert callable(command.upgrade)
    engine = database.open_database(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    migrate.upgrade(engine)
    engine.dispose()
    print("done")
