"""Barcodes that 0017 kept are there after 0018, and one may then be a case's besides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Match
from fbm_desk.services.books import Books
from fbm_desk.store import articles, database, migrate
from fbm_desk.store.articles import Article, Barcode
from fbm_desk.store.schema import metadata
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.store.older_rows import AT
from tests.store.test_older_books import at_revision

MUG = Sku("MUG")
KEPT = [
    ("5901234123457", "MUG", 6, "case", "5901234123457", 1, AT),
    ("mug", "MUG", 1, "sku", "MUG", None, None),
    ("twin", "MUG", 1, "alias", "Twin", None, None),
    ("twin", "SPOON", 2, "case", "TWIN", None, None),
]
_ALL = sa.text(
    "SELECT code, sku, units, kind, printed, taught_by, taught_at FROM barcodes ORDER BY code, sku"
)


@pytest.fixture
def moved(database_url: str) -> Iterator[Books]:
    """Books of 0017 with four barcodes, brought to the newest schema."""
    engine = database.open_database(database_url)
    at_revision(engine, "0017")
    with engine.connect() as connection, connection.begin():
        names = ("code", "sku", "units", "kind", "printed", "taught_by", "taught_at")
        marks = ", ".join(f":{name}" for name in names)
        add = sa.text(f"INSERT INTO barcodes ({', '.join(names)}) VALUES ({marks})")
        connection.execute(add, [dict(zip(names, row, strict=True)) for row in KEPT])
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), Clock())
    engine.dispose()


def test_every_barcode_is_there_as_it_was(moved: Books) -> None:
    with moved.reading() as connection:
        assert [tuple(row) for row in connection.execute(_ALL)] == KEPT
        assert articles.matches(connection, ("twin",)) == (Match(MUG, 1), Match(Sku("SPOON"), 2))


def test_a_case_joins_what_was_kept_and_what_was_taught_stays(moved: Books) -> None:
    codes = [Barcode("Twin", MUG, "alias"), Barcode("Twin", MUG, "case", 6)]
    with moved.writing() as connection:
        articles.save(connection, [Article(MUG, "Mug")], codes)
        assert articles.matches(connection, ("twin",)) == (
            Match(MUG, 1), Match(MUG, 6), Match(Sku("SPOON"), 2),
        )  # fmt: skip
        assert articles.matches(connection, ("5901234123457",)) == (Match(MUG, 6),)


def test_the_same_meaning_is_kept_once(moved: Books) -> None:
    with moved.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(
            sa.text(
                "INSERT INTO barcodes (code, sku, units, kind, printed)"
                " VALUES ('twin', 'MUG', 1, 'case', 'twin')"
            )
        )


def test_every_tables_key_is_what_the_code_believes(moved: Books) -> None:
    """The migration tool compares no primary keys by itself."""
    found = sa.inspect(moved.engine)
    for name, table in metadata.tables.items():
        key = found.get_pk_constraint(name)
        assert key["constrained_columns"] == [one.name for one in table.primary_key], name
    assert found.get_pk_constraint("barcodes")["name"] == "pk_barcodes"
    assert "ix_barcodes_sku" in {one["name"] for one in found.get_indexes("barcodes")}
