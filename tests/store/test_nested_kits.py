"""Kits within kits: what they come down to counts wherever stock and units of orders are asked."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId, Sku
from fbm_desk.services.books import Books
from fbm_desk.services.orders import take_in
from fbm_desk.store import articles, database, decisions, kits, migrate, orders
from fbm_desk.store.articles import Article
from tests.services.warehouse import line, order, order_id
from tests.store.test_older_books import at_revision

PICNIC, TEASET, MUG, SPOON = Sku("PICNIC"), Sku("TEASET"), Sku("MUG"), Sku("SPOON")
PARTS = ((PICNIC, TEASET, 2), (PICNIC, SPOON, 1), (TEASET, MUG, 2), (TEASET, SPOON, 1))


def catalogue(books: Books, parts: Sequence[tuple[Sku, Sku, int]] = PARTS, **on_hand: int) -> None:
    with books.writing() as connection:
        fresh = [Article(sku, sku) for sku in (PICNIC, TEASET, MUG, SPOON)]
        there = [(Sku(sku), units) for sku, units in on_hand.items()]
        articles.save(connection, fresh, [], parts, there)


def contents(books: Books) -> list[tuple[object, ...]]:
    with books.reading() as connection:
        found = connection.execute(sa.text("SELECT * FROM kit_contents ORDER BY kit, sku"))
        return [tuple(row) for row in found]


def following(books: Books) -> OrderId | None:
    with books.reading() as connection:
        return orders.most_urgent(connection, books.now())


def test_a_kit_comes_down_to_the_parts_of_the_kits_within_it(books: Books) -> None:
    catalogue(books)
    assert contents(books) == [
        ("PICNIC", "MUG", 4), ("PICNIC", "SPOON", 3), ("TEASET", "MUG", 2), ("TEASET", "SPOON", 1)
    ]  # fmt: skip
    catalogue(books, parts=())
    assert contents(books) == []


def test_a_kit_within_itself_ends(books: Books) -> None:
    catalogue(books, parts=((PICNIC, TEASET, 1), (TEASET, PICNIC, 1), (TEASET, MUG, 1)))
    assert ("PICNIC", "MUG", 1) in contents(books)


def test_an_order_is_next_only_when_the_kits_within_its_kit_are_in_stock(books: Books) -> None:
    take_in(books, [order(1, line("PICNIC"))])
    catalogue(books, MUG=3, SPOON=9)
    assert following(books) is None
    catalogue(books, MUG=4, SPOON=9)
    assert following(books) == order_id(1)
    catalogue(books, MUG=4, SPOON=2)
    assert following(books) is None


def test_an_item_deep_within_a_kit_finds_its_order(books: Books) -> None:
    take_in(books, [order(1, line("PICNIC")), order(2, line("PICNIC"), cancel_requested=True)])
    catalogue(books)
    with books.reading() as connection:
        for sku in (MUG, TEASET, PICNIC):
            assert orders.most_urgent_with(connection, [sku], books.now()) == order_id(1)
            assert decisions.first_with(connection, [sku]) == order_id(2)
        assert kits.kits_around(connection, [MUG]) == [PICNIC, TEASET]


def test_older_books_learn_what_their_kits_come_down_to(database_url: str) -> None:
    engine = database.open_database(database_url)
    at_revision(engine, "0015")
    with database.writing(engine) as connection:
        add = sa.text("INSERT INTO kit_parts VALUES (:kit, :sku, :units)")
        for kit, sku, units in PARTS:
            connection.execute(add, {"kit": kit, "sku": sku, "units": units})
    migrate.upgrade(engine)
    with database.reading(engine) as connection:
        found = connection.execute(sa.text("SELECT * FROM kit_contents ORDER BY kit, sku")).all()
    assert [tuple(row) for row in found[:2]] == [("PICNIC", "MUG", 4), ("PICNIC", "SPOON", 3)]
    engine.dispose()
