"""Whether it is the very first start is known without opening the books."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from fbm_desk import app
from fbm_desk.store.first_look import FILE_NAME, nobody_works_here

QUIET = {"FBM_DESK_KEYRING": "no"}


def test_without_a_database_nobody_works_here(tmp_path: Path) -> None:
    assert nobody_works_here(tmp_path)
    assert nobody_works_here(tmp_path / "not" / "there")
    assert not list(tmp_path.iterdir())  # looking makes nothing


def test_orders_alone_are_nobody(tmp_path: Path) -> None:
    house = app.open_house(tmp_path, environment=QUIET)
    try:
        assert nobody_works_here(tmp_path)  # while it is open, its log not yet written back
        app.first_person(house, "Mara Fenwick")
        assert not nobody_works_here(tmp_path)
    finally:
        house.close()
    assert not nobody_works_here(tmp_path)


def test_a_making_that_was_cut_short_is_a_first_start(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as begun:
        begun.execute("CREATE TABLE alembic_version (version_num TEXT)")
        begun.commit()
    assert nobody_works_here(tmp_path)


def test_an_unreadable_file_is_no_first_start(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all" * 1000)
    assert not nobody_works_here(tmp_path)
