"""Statements as the driver takes them, for many rows and for what every scan does.

What the rows mean is the tables' affair.

One statement carries many rows: the interpreter is free for others while the database works on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa

from fbm_desk.store.order_rows import Row, Value

ROWS = 128
"""Most rows in one statement: with 23 columns far below the 32,766 values that SQLite takes."""


def add(
    connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Sequence[Row]
) -> None:
    """Insert rows whose values stand in the order of `names`."""
    mark, columns = _mark(connection), tuple(names)
    start, at_once = 0, ROWS
    while start < len(rows):
        # Halves: of these few lengths the driver keeps the statements it has understood before.
        while at_once > len(rows) - start:
            at_once //= 2
        part = rows[start : start + at_once]
        statement = _insertion(table.name, columns, at_once, mark)
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(part)))
        start += at_once


def change(
    connection: sa.Connection, table: sa.Table, key: str, facts: Mapping[str, Value]
) -> None:
    """Change the row whose column `key` has the value that `facts` give it."""
    mark = _mark(connection)
    changed = ", ".join(f"{name} = {mark}" for name in facts)
    connection.exec_driver_sql(
        f"UPDATE {table.name} SET {changed} WHERE {key} = {mark}", (*facts.values(), facts[key])
    )


def run(connection: sa.Connection, statement: str, values: Row) -> int:
    """Run a statement in which `?` stands for each value; how many rows it concerned."""
    mark = _mark(connection)
    written = statement if mark == "?" else statement.replace("?", mark)
    return connection.exec_driver_sql(written, values).rowcount


def find(
    connection: sa.Connection, table: sa.Table, names: Sequence[str], key: str, values: Row
) -> Sequence[Any]:
    """The rows whose column `key` has one of these values: tuples as the driver gives them."""
    marks = ",".join([_mark(connection)] * len(values))
    asked = f"SELECT {','.join(names)} FROM {table.name} WHERE {key} IN ({marks})"
    return connection.exec_driver_sql(asked, values).fetchall() if values else ()


def _mark(connection: sa.Connection) -> str:
    """How the driver marks a value's place in a statement."""
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


@cache
def _insertion(table: str, names: tuple[str, ...], rows: int, mark: str) -> str:
    row = f"({','.join([mark] * len(names))})"
    return f"INSERT INTO {table} ({','.join(names)}) VALUES {','.join([row] * rows)}"
