"""What an articles file says is asked for at a bench; an order begun before is packed as begun."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fbm_desk.domain.stages import Role
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import substituting
from fbm_desk.services.article_import import WRITTEN_AT_ONCE, import_articles
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.store import catalogue, database, migrate, people
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.services.warehouse import Warehouse, line, order, order_id

EAN = "4006381333962"


def take_in(books: Books, *lines: str) -> None:
    """Import these lines, none of which may be refused."""
    assert import_articles(books, "\n".join(lines).encode()).refused == ()


@pytest.fixture(params=["sqlite", "postgresql"])
def books(
    request: pytest.FixtureRequest, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Books]:
    """Empty books in a file, and on a server."""
    if request.param == "sqlite":
        url = database.sqlite_url(tmp_path_factory.mktemp("books"))
    else:
        url = request.getfixturevalue("postgres_url")
    engine = database.open_database(url)
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), clock)
    engine.dispose()


def scanned(desk: Desk, *texts: str) -> list[VerdictCode]:
    return [desk.scan(text).code for text in texts]


def test_kit_lot_serial_and_transparency_are_asked_for_at_the_bench(warehouse: Warehouse) -> None:
    take_in(
        warehouse.books,
        "sku;title;barcodes;cases;proof;transparency;may_count;kit_contents",
        f"HONEY;Honey;{EAN};;lot;;;",
        "DRILL;Drill;DRILL-1;;serial;;;",
        "CREAM;Cream;CREAM-1;;;yes;;",
        'NAIL;Nail;NAIL-1;"NAIL-BOX×10";;;20;',
        'SET;Set;;;;;;"HONEY×2; DRILL"',
    )
    wanted = (line("SET"), line("CREAM"), line("NAIL", 10))
    warehouse.take_in(order(1, *wanted))
    desk = warehouse.desk()
    assert scanned(desk, order_id(1), EAN, "L-1", EAN, "L-1", "DRILL-1", "SN-1") == [
        VerdictCode.TAKEN, VerdictCode.LOT_WANTED, VerdictCode.COUNTED, VerdictCode.LOT_WANTED,
        VerdictCode.COUNTED, VerdictCode.SERIAL_WANTED, VerdictCode.COUNTED,
    ]  # fmt: skip
    assert scanned(desk, "CREAM-1") == [VerdictCode.TRANSPARENCY_WANTED]
    assert scanned(desk, "AZ:ABCDEFGHIJKLMNOPQRSTUVWXYZ") == [VerdictCode.COUNTED]
    assert scanned(desk, "NAIL-BOX") == [VerdictCode.ORDER_COMPLETE]


def test_an_order_on_a_bench_is_packed_as_it_was_begun(warehouse: Warehouse) -> None:
    take_in(
        warehouse.books,
        "sku,barcodes,kit_contents,proof,may_count,weight_g",
        f"JAR,{EAN},,,5,100",
        "SET,,JAR×2; MUG,,,",
    )
    warehouse.take_in(order(1, line("SET"), line("SPOON", 2)), order(2, line("SET")))
    desk = warehouse.desk()
    scanned(desk, order_id(1), EAN)
    assert desk.bench is not None
    before = desk.bench.opened.session

    take_in(
        warehouse.books,
        "sku,barcodes,kit_contents,proof,may_count,weight_g,substitutes,transparency",
        "JAR,JAR-NEW,,serial,0,900,LAMP,yes",
        "SET,,LAMP×3,,,,,",
        "SPOON,,,serial,,,,",
    )
    assert scanned(desk, "LATER") == [VerdictCode.PUT_DOWN]
    other = warehouse.desk("Bench 2")
    assert scanned(other, order_id(1)) == [VerdictCode.RESUMED]
    assert other.bench is not None
    after = other.bench.opened.session
    assert after.lines == before.lines
    assert after.packed_units == before.packed_units == 1
    assert [(one.sku, one.wanted, one.serial) for one in after.lines] == [
        ("MUG", 1, False), ("SPOON", 2, False), ("JAR", 2, False),
    ]  # fmt: skip
    codes = scanned(other, "JAR-NEW", "MUG", "SPOON", "SPOON")
    assert VerdictCode.SERIAL_WANTED not in codes
    assert codes[-1] is VerdictCode.ORDER_COMPLETE

    assert scanned(other, order_id(2)) == [VerdictCode.TAKEN]
    assert other.bench is not None
    fresh = other.bench.opened.session.lines
    assert [(one.sku, one.wanted) for one in fresh] == [("LAMP", 3)]


def test_a_substitute_of_the_file_is_taken_where_the_order_allows_it(warehouse: Warehouse) -> None:
    take_in(warehouse.books, "sku,substitutes", "MUG,LAMP")
    warehouse.take_in(order(1), order(2))
    books = warehouse.books
    with books.writing() as connection:
        sina = people.add(connection, books.seal, "Sina", Role.SUPERVISOR, "S1", books.now())
    substituting.may_substitute(books, order_id(1), allowed=True, user_id=sina)
    desk = warehouse.desk()
    assert scanned(desk, order_id(1))[0] is VerdictCode.TAKEN
    assert desk.scan("LAMP").code is not VerdictCode.WRONG_ITEM
    scanned(desk, "LATER", order_id(2))
    assert desk.scan("LAMP").code is VerdictCode.WRONG_ITEM


def test_other_programs_write_between_any_two_transactions_of_an_import(books: Books) -> None:
    """Each time nothing holds their scan up, and what is in by then is whole."""
    other = database.open_database(books.engine.url.render_as_string(hide_password=False))
    bench = Books(other, books.seal, books.now)
    seen: list[int] = []

    def scan(_: Books) -> None:
        with bench.writing() as connection:
            who = f"P{len(seen)}"
            people.add(connection, books.seal, who, Role.PACKER, who, books.now())
            seen.append(len([*catalogue.all_entries(connection)]))

    rows = [f"S{i},{'S0' if i % 2 else ''}" for i in range(4 * WRITTEN_AT_ONCE)]
    lines = ["sku,kit_contents", *rows, "BAD,GONE"]
    import_articles(books, "\n".join(lines).encode(), between=scan)
    assert seen == [WRITTEN_AT_ONCE * times for times in (1, 2, 3, 4)]
    import_articles(books, "\n".join(lines).encode(), between=scan)
    assert len(seen) == 4, "what changes nothing holds nobody up"
    other.dispose()
