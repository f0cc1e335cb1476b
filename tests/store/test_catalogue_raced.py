"""An import of articles beside another program that names the same articles on a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from fbm_desk.domain.orders import Sku
from fbm_desk.services.article_import import import_articles
from fbm_desk.services.books import Books
from fbm_desk.store import catalogue, database, migrate, orders
from fbm_desk.store.articles import Article
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock


@pytest.fixture
def books(postgres_url: str) -> Iterator[Books]:
    engine = database.open_database(postgres_url)
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), Clock())
    engine.dispose()


def beside(
    books: Books, first: Callable[[sa.Connection], None], then: Callable[[Books], None]
) -> None:
    """`first` in a transaction that ends only once `then`, of another program, waits for it."""
    address = books.engine.url.render_as_string(hide_password=False)
    other = Books(database.open_database(address), books.seal, books.now)
    with ThreadPoolExecutor(1) as pool:
        with books.writing() as connection:
            first(connection)
            waits = pool.submit(then, other)
            while not waits.done() and not waiting_for_others(books):
                pass
        try:
            waits.result()
        finally:
            other.engine.dispose()


def waiting_for_others(books: Books) -> bool:
    with books.reading() as connection:
        return bool(
            connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar()
        )


def import_mug(books: Books) -> None:
    result = import_articles(books, b"sku,title,weight_g\nMUG,Mug,310\nCUP,Cup,\n")
    assert (result.articles, result.refused) == (2, ())


def test_an_article_that_an_order_names_meanwhile_is_changed_instead(books: Books) -> None:
    beside(
        books,
        lambda connection: orders.learn_articles(connection, [(Sku("MUG"), "Caneca", "")]),
        import_mug,
    )
    with books.reading() as connection:
        found = catalogue.find(connection, [Sku("MUG"), Sku("CUP")])
    assert [(one.article.title, one.article.weight_g) for one in found.values()] == [
        ("Mug", 310), ("Cup", None),
    ]  # fmt: skip


def test_an_order_that_names_what_is_coming_in_waits_and_keeps_it(books: Books) -> None:
    def learn(other: Books) -> None:
        with other.writing() as connection:
            orders.learn_articles(connection, [(Sku("MUG"), "Caneca", "B0MUG00001")])

    def come_in(connection: sa.Connection) -> None:
        entry = catalogue.Entry(Article(Sku("MUG"), "Mug"))
        catalogue.write(connection, [catalogue.Change(None, entry)], books.now())

    beside(books, come_in, learn)
    with books.reading() as connection:
        assert catalogue.find(connection, [Sku("MUG")])[Sku("MUG")].article.title == "Mug"
