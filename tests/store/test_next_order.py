"""Which order comes next: urgent, free, complete in stock, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from fbm_desk.domain.orders import AmazonStatus, OrderId, Sku
from fbm_desk.domain.session import PackLine, Session
from fbm_desk.domain.stages import Stage
from fbm_desk.services.books import Books
from fbm_desk.services.orders import take_in
from fbm_desk.store import articles, database, migrate, orders, people, sessions
from fbm_desk.store.articles import Article
from fbm_desk.store.sessions import LEASE, Actor
from tests.services.clock import Clock
from tests.services.warehouse import SHIP_BY, line, order, order_id

DAY = timedelta(days=1)
MUG, SPOON = Sku("MUG"), Sku("SPOON")


def following(books: Books) -> OrderId | None:
    with books.reading() as connection:
        return orders.most_urgent(connection, books.now())


def with_item(books: Books, *skus: Sku) -> OrderId | None:
    with books.reading() as connection:
        return orders.most_urgent_with(connection, skus, books.now())


def stock(books: Books, **on_hand: int) -> None:
    with books.writing() as connection:
        fresh = [Article(Sku(sku), sku) for sku in on_hand]
        articles.save(connection, fresh, [], on_hand=[(Sku(k), n) for k, n in on_hand.items()])


@pytest.fixture
def bench(books: Books) -> int:
    with books.writing() as connection:
        return people.bench(connection, "Bench 1", books.now())


def test_without_orders_nothing_is_next(books: Books) -> None:
    assert (following(books), with_item(books, MUG)) == (None, None)


def test_the_earliest_ship_by_comes_first_then_the_number_and_unknown_times_last(
    books: Books,
) -> None:
    take_in(books, [order(1, ship_by=None), order(3), order(2), order(4, ship_by=SHIP_BY - DAY)])
    found = []
    while (one := following(books)) is not None:
        found.append(one)
        with books.writing() as connection:
            orders.set_stage(connection, one, Stage.PACKED)
    assert found == [order_id(4), order_id(2), order_id(3), order_id(1)]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.WAITING])
def test_only_waiting_orders_are_next(books: Books, stage: Stage) -> None:
    take_in(books, [order(1)])
    with books.writing() as connection:
        orders.set_stage(connection, order_id(1), stage, "because")
    assert (following(books), with_item(books, MUG)) == (None, None)


@pytest.mark.parametrize(
    "facts",
    [
        {"status": AmazonStatus.PENDING},
        {"status": AmazonStatus.CANCELLED},
        {"cancel_requested": True},
        {"lines": (line("MUG", 2, shipped=2),)},
    ],
)
def test_orders_not_to_be_packed_are_never_next(books: Books, facts: dict[str, object]) -> None:
    take_in(books, [order(1, **facts)])
    assert (following(books), with_item(books, MUG)) == (None, None)


@pytest.mark.parametrize(("there", "packable"), [(0, False), (1, False), (2, True), (3, True)])
def test_next_is_complete_in_stock(books: Books, there: int, packable: bool) -> None:
    stock(books, MUG=there)
    take_in(books, [order(1, line("MUG", 3, shipped=1), line("SPOON"))])
    assert (following(books) == order_id(1)) is packable
    assert with_item(books, MUG) == order_id(1)  # who has the item in hand knows better


def test_two_lines_of_one_article_need_stock_for_both(books: Books) -> None:
    stock(books, MUG=3)
    twice = (line("MUG", 2), line("MUG", 2))
    other = type(twice[1])("line-2", MUG, "Mug", 2)  # type: ignore[arg-type]
    take_in(books, [order(1, twice[0], other), order(2, line("MUG", 2), ship_by=SHIP_BY + DAY)])
    assert following(books) == order_id(2)


def test_a_kit_needs_stock_of_its_parts(books: Books) -> None:
    stock(books, MUG=3, SPOON=9)
    with books.writing() as connection:
        kit = [Article(Sku("SET"), "Set")]
        articles.save(connection, kit, [], [(Sku("SET"), MUG, 2), (Sku("SET"), SPOON, 1)])
    take_in(books, [order(1, line("SET", 2)), order(2, line("SET"), ship_by=SHIP_BY + DAY)])
    assert following(books) == order_id(2)


def test_an_item_finds_the_most_urgent_order_and_among_equals_the_smallest(books: Books) -> None:
    take_in(
        books,
        [
            order(1, line("MUG"), line("LAMP")),
            order(2, line("MUG")),
            order(3, line("SPOON"), ship_by=SHIP_BY - DAY),
        ],
    )
    assert with_item(books, MUG) == order_id(2)
    assert with_item(books, SPOON, MUG) == order_id(3)
    assert with_item(books, Sku("KETTLE")) is None


def test_a_part_of_a_kit_finds_the_order_of_the_kit(books: Books) -> None:
    with books.writing() as connection:
        kit = [Article(Sku("SET"), "Set")]
        articles.save(connection, kit, [], [(Sku("SET"), MUG, 2), (Sku("SET"), SPOON, 1)])
    take_in(books, [order(1, line("SET"))])
    assert with_item(books, SPOON) == order_id(1)


def test_an_order_is_free_again_when_its_lease_ends(books: Books, clock: Clock, bench: int) -> None:
    take_in(books, [order(1)])
    with books.writing() as connection:
        assert sessions.claim(connection, order_id(1), Actor(1, bench, clock())) == 1
    assert (following(books), with_item(books, MUG)) == (None, None)
    clock.move(seconds=LEASE.total_seconds())
    assert following(books) == with_item(books, MUG) == order_id(1)


def test_the_next_of_many_equally_urgent_orders_is_found_without_sorting_them(
    tmp_path: Path,
) -> None:
    """Thousands share one ship-by time: sorting them took seconds."""
    engine = database.open_database(database.sqlite_url(tmp_path))
    migrate.upgrade(engine)
    asked: list[tuple[str, object]] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *what: asked.append((what[2], what[3])))
    with database.reading(engine) as connection:
        orders.most_urgent(connection, SHIP_BY)
        sql, values = asked[-1]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()  # type: ignore[arg-type]
    engine.dispose()
    steps = [str(step[-1]) for step in plan]
    assert any("ix_orders_stage_ship_by_order_id" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)


# --- claims --------------------------------------------------------------------------------------


def test_a_claim_has_a_token_that_grows_with_each_holder(
    books: Books, clock: Clock, bench: int
) -> None:
    take_in(books, [order(1)])
    with books.writing() as connection:
        other = people.bench(connection, "Bench 2", clock())

    def claim(bench_id: int) -> int | None:
        with books.writing() as connection:
            return sessions.claim(connection, order_id(1), Actor(1, bench_id, clock()))

    assert [claim(bench), claim(other), claim(bench)] == [1, None, 2]
    clock.move(seconds=LEASE.total_seconds() - 1)
    assert claim(other) is None
    clock.move(seconds=1)
    assert [claim(other), claim(bench)] == [3, None]


def test_who_renews_keeps_and_who_lost_cannot_renew(books: Books, clock: Clock, bench: int) -> None:
    take_in(books, [order(1)])
    with books.writing() as connection:
        other = people.bench(connection, "Bench 2", clock())
        token = sessions.claim(connection, order_id(1), Actor(1, bench, clock()))
        assert token is not None
        lines = (PackLine(line("MUG").line_id, MUG, 1),)
        packer = Actor(1, bench, clock())
        mine = sessions.begin(connection, Session(order_id(1), lines), packer, token)
    clock.move(seconds=LEASE.total_seconds() - 1)
    with books.writing() as connection:
        assert sessions.renew(connection, mine, clock())
    clock.move(seconds=LEASE.total_seconds() - 1)
    with books.writing() as connection:
        assert sessions.holder(connection, order_id(1), clock()) == "Bench 1"
        sessions.release(connection, mine, clock())
        assert sessions.holder(connection, order_id(1), clock()) == ""
        assert sessions.claim(connection, order_id(1), Actor(1, other, clock())) == 2
        assert not sessions.renew(connection, mine, clock())
        sessions.release(connection, mine, clock())  # not its any more: nothing happens
        assert sessions.holder(connection, order_id(1), clock()) == "Bench 2"
