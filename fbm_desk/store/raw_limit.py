"""The shortest programs that do what the store does, with plain `sqlite3` and nothing around it.

`measuring` holds the product against them; nothing else uses them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

_SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000")
_HERE = "SELECT active FROM users WHERE id = ?"
_MATCHES = "SELECT sku, units FROM barcodes WHERE code IN (?, ?) ORDER BY sku"
_ADVANCE = (
    "UPDATE pack_sessions SET version = ?, last_hash = ?, state = ?, bench_id = ?, user_id = ?"
    " WHERE id = ? AND version = ? AND EXISTS (SELECT 1 FROM claims"
    " WHERE claims.order_id = pack_sessions.order_id AND claims.token = ?)"
)
_ADD_EVENT = (
    "INSERT INTO pack_events (session_id, seq, scan_id, kind, data, verdict, sku, units, refused,"
    " user_id, bench_id, at, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COUNT = "UPDATE order_lines SET packed = ? WHERE order_id = ? AND line_id = ?"


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}").close()
        yield connection


class RawScans:
    """Scans of one open pack session with the statements of a counted scan."""

    def __init__(self, connection: sqlite3.Connection, order_id: str) -> None:
        self._connection = connection
        found = connection.execute(
            "SELECT s.id, s.version, s.order_id, c.token FROM pack_sessions s"
            " JOIN claims c ON c.order_id = s.order_id WHERE s.order_id = ? AND s.open",
            (order_id,),
        ).fetchone()
        self._session, self._version, self._order, self._token = found
        line = "SELECT line_id FROM order_lines WHERE order_id = ? ORDER BY position"
        (self._line,) = connection.execute(line, (order_id,)).fetchone()

    def scan(self, code: str) -> None:
        """One scan in one durable transaction."""
        run, seq = self._connection.execute, self._version + 1
        mark = f"{seq:064d}"
        run("BEGIN IMMEDIATE")
        run(_HERE, (1,)).fetchall()
        run(_MATCHES, (code, code.lower())).fetchall()
        run(_ADVANCE, (seq, mark, "packing", 1, 1, self._session, self._version, self._token))
        fact = (self._session, seq, f"raw {self._session} {seq}", "Scanned", code, "counted")
        run(_ADD_EVENT, (*fact, code, 1, 0, 1, 1, seq, mark))
        run(_COUNT, (seq, self._order, self._line))
        run("COMMIT")
        self._version = seq


@contextmanager
def raw_scans(path: Path, order_id: str) -> Iterator[RawScans]:
    """Raw scans of the pack session that is open for an order."""
    with _opened(path) as connection:
        yield RawScans(connection, order_id)


IMPORTED = ("orders", "order_lines", "order_private")
"""The tables an import of orders fills."""


class RawImport:
    """The rows that an import left in a database, to be written into an empty one."""

    def __init__(self, source: Path) -> None:
        with closing(sqlite3.connect(source)) as there:
            self._tables = {name: _rows(there, name) for name in IMPORTED}
            self._schema = [text for name in IMPORTED for text in _made(there, name)]

    def write(self, target: Path, at_once: int) -> None:
        """Write them, `at_once` rows of a table in a transaction."""
        with _opened(target) as connection:
            for text in self._schema:
                connection.execute(text)
            for name, rows in self._tables.items():
                _write(connection, name, rows, at_once)


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()


def _made(connection: sqlite3.Connection, table: str) -> list[str]:
    asked = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql NOT NULL ORDER BY type DESC"
    return [text for (text,) in connection.execute(asked, (table,))]


def _write(
    connection: sqlite3.Connection, table: str, rows: Sequence[tuple[object, ...]], at_once: int
) -> None:
    marks = ",".join("?" * len(rows[0]))
    for start in range(0, len(rows), at_once):
        connection.execute("BEGIN IMMEDIATE")
        part = rows[start : start + at_once]
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", part)
        connection.execute("COMMIT")
