"""Whether the database is there and sound: its kind, its schema, and what it says of itself.

Only for looking: nothing is made, brought to a newer schema or mended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import sqlalchemy as sa

from fbm_desk.domain.orders import Address
from fbm_desk.store.database import Trouble, open_database, reading
from fbm_desk.store.schema import order_private
from fbm_desk.store.sealed import Seal
from fbm_desk.store.sealed_texts import address_of

_STEPS_BETWEEN = 20_000  # of SQLite's machine, until the deadline is looked at again
_AT_LEAST_S = 2  # PostgreSQL's driver waits no shorter


@dataclass(frozen=True, slots=True)
class Soundness:
    """What the database is and whether it holds together.

    `version` is the schema's, None where our tables are missing. `durable` is false where a
    confirmed commit may be lost with the power. `sound` is None when the deadline came first.
    """

    kind: str
    version: str | None
    durable: bool
    sound: bool | None


def file_of(url: str) -> Path | None:
    """The file of an SQLite database, None for another kind. Raises `Trouble` for no address."""
    try:
        parts = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise Trouble("database_driver") from None
    is_file = parts.get_backend_name() == "sqlite" and parts.database
    return Path(str(parts.database)) if is_file else None


def is_foreign(file: Path) -> bool:
    """Whether a sound database without our tables lies there: opening it would change it."""
    try:
        with closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=1)
        ) as found:
            ours = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
            return file.stat().st_size > 0 and found.execute(ours).fetchone() is None
    except (OSError, sqlite3.Error):
        return False  # what is wrong with it, the look says


def open_for_a_look(url: str, connect_s: float) -> sa.Engine:
    """As `open_database`, but a server that does not answer is given up. Raises `Trouble`."""
    if file_of(url) is None:
        patience = {"connect_timeout": str(max(_AT_LEAST_S, round(connect_s)))}
        parts = sa.make_url(url).update_query_dict(patience)
        url = parts.render_as_string(hide_password=False)
    return open_database(url)


def look(engine: sa.Engine, deadline_s: float) -> Soundness:
    """Schema and durability, then every page (SQLite) as far as the deadline allows.

    Raises `Trouble`, with a code also for a server that is not there or lets nobody in.
    """
    try:
        with reading(engine) as connection:
            kind = connection.dialect.name
            known = sa.inspect(connection).has_table("alembic_version")
            asked = sa.text("SELECT version_num FROM alembic_version")
            version = str(connection.scalar(asked)) if known else None
            if kind != "sqlite":
                return Soundness(kind, version, _server_is_durable(connection), True)
            durable = connection.scalar(sa.text("PRAGMA synchronous")) == 2
            return Soundness(kind, version, durable, _pages_are_sound(connection, deadline_s))
    except Trouble as trouble:
        raise Trouble(_refined(trouble.code, trouble.__cause__)) from trouble
    except sa.exc.DBAPIError as error:
        raise Trouble(_refined("database_unreachable", error)) from error


def recipients(connection: sa.Connection, seal: Seal, limit: int) -> Iterator[Address]:
    """The addresses that are kept, at most so many. Raises `Unreadable` with a wrong key."""
    chosen = sa.select(order_private.c.order_id, order_private.c.recipient).where(
        order_private.c.recipient.is_not(None)
    )
    for order_id, sealed in connection.execute(chosen.limit(limit)):
        there = address_of(seal.open_text(sealed, "order_private", "recipient", order_id))
        if there is not None:
            yield there


def _pages_are_sound(connection: sa.Connection, deadline_s: float) -> bool | None:
    driver = connection.connection.driver_connection
    assert driver is not None
    ends_at = monotonic() + deadline_s
    driver.set_progress_handler(lambda: int(monotonic() > ends_at), _STEPS_BETWEEN)
    try:
        return bool(connection.scalar(sa.text("PRAGMA quick_check")) == "ok")
    except sa.exc.OperationalError as error:
        if "interrupted" in str(error.orig):
            return None
        raise
    finally:
        driver.set_progress_handler(None, 0)


def _server_is_durable(connection: sa.Connection) -> bool:
    said = {name: connection.scalar(sa.text(f"SHOW {name}")) for name in _SERVER_SETTINGS}
    return "off" not in said.values()


_SERVER_SETTINGS = ("fsync", "synchronous_commit")


def _refined(code: str, cause: BaseException | None) -> str:
    """A server that is there and lets nobody in is not one that is away."""
    said = str(getattr(cause, "orig", "")).lower()
    refuses = "authentication failed" in said or "does not exist" in said
    return "database_refuses" if code == "database_unreachable" and refuses else code
