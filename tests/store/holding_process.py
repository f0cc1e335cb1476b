"""A program that holds a whole SQLite database until it is told to let go: `… FILE`."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing

if __name__ == "__main__":
    with closing(sqlite3.connect(sys.argv[1], isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("UPDATE benches SET seen_at = 1")
        print("ready", flush=True)
        sys.stdin.readline()
        connection.execute("COMMIT")
    print("done")
