"""One unit, one proof: benches that are shown the same serial number or code, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from fbm_desk.domain.orders import AmazonStatus, Sku
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles, database, migrate
from fbm_desk.store.articles import Article
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.services.warehouse import Warehouse, line, order, order_id

V = VerdictCode
CODE = "AZ:" + "ABCDEFGHJKLMNPQRSTUVWXYZ23"
Pair = tuple[Desk, Desk]


@pytest.fixture(params=["sqlite", "postgresql"])
def books(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Books]:
    """Empty books in a database of each kind."""
    shared = request.param == "postgresql"
    url = request.getfixturevalue("postgres_url") if shared else database.sqlite_url(tmp_path)
    engine = database.open_database(url)
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), clock)
    engine.dispose()


@pytest.fixture
def benches(warehouse: Warehouse) -> Pair:
    """Two benches, each with an order of one camera and one mug with a Transparency code."""
    with warehouse.books.writing() as connection:
        articles.save(connection, [Article(Sku("LENS"), "Lens", transparency=True)], [])
    for number in (1, 2):
        warehouse.take_in(order(number, line("CAMERA"), line("LENS"), line("LAMP")))
    first, second = warehouse.desk("Bench 1"), warehouse.desk("Bench 2")
    first.scan(order_id(1))
    second.scan(order_id(2))
    return first, second


def codes(desk: Desk, *texts: str) -> list[VerdictCode]:
    return [desk.scan(text).code for text in texts]


def test_a_serial_number_in_a_box_at_one_bench_is_refused_at_another(benches: Pair) -> None:
    first, second = benches
    assert codes(first, "CAMERA", "SN-1") == [V.SERIAL_WANTED, V.COUNTED]
    assert codes(second, "CAMERA", "SN-1") == [V.SERIAL_WANTED, V.SAME_SERIAL]
    assert codes(first, "UNDO") == [V.UNDONE]
    assert codes(second, "CAMERA", "SN-1") == [V.SERIAL_WANTED, V.COUNTED]


def test_a_transparency_code_in_a_box_at_one_bench_is_refused_at_another(benches: Pair) -> None:
    first, second = benches
    assert codes(first, "LENS", CODE) == [V.TRANSPARENCY_WANTED, V.COUNTED]
    assert codes(second, "LENS", CODE)[-1] is V.SAME_TRANSPARENCY
    assert codes(first, "LATER") == [V.PUT_DOWN]  # it lies in the box that was put down
    assert codes(second, "LENS", CODE)[-1] is V.SAME_TRANSPARENCY


@pytest.mark.parametrize(
    ("article", "proof", "refused"),
    [("CAMERA", "SN-{}", V.SAME_SERIAL), ("LENS", "AZ:{:0>26}", V.SAME_TRANSPARENCY)],
)
def test_of_benches_racing_with_one_proof_one_counts_it(
    benches: Pair, books: Books, article: str, proof: str, refused: VerdictCode
) -> None:
    for turn in range(12):
        text = proof.format(turn + 1)
        assert codes(benches[0], article) == codes(benches[1], article)
        found = at_once(benches, text)
        assert sorted(found, key=lambda one: one is refused) == [V.COUNTED, refused]
        codes(benches[found.index(V.COUNTED)], "UNDO")
        other = benches[found.index(refused)].bench
        if other is not None and other.opened.session.pending:  # the database refused it
            codes(benches[found.index(refused)], "UNDO")
        assert kept(books, "SELECT * FROM unit_proofs") == []


def test_a_proof_at_its_parcel_is_used_for_ever(benches: Pair, books: Books) -> None:
    first, second = benches
    assert codes(first, "CAMERA", "SN-1", "LENS", CODE, "LAMP")[-1] is V.ORDER_COMPLETE
    assert codes(second, "CAMERA", "SN-1", "LENS", CODE) == [
        V.SERIAL_WANTED, V.SAME_SERIAL, V.TRANSPARENCY_WANTED, V.SAME_TRANSPARENCY
    ]  # fmt: skip
    assert kept(books, "SELECT kind, sku, proof FROM unit_proofs ORDER BY kind") == [
        ("serial", "CAMERA", "sn-1"),
        ("transparency", "", CODE),
    ]


def test_units_taken_out_of_a_stopped_box_prove_themselves_again(
    benches: Pair, warehouse: Warehouse
) -> None:
    first, second = benches
    codes(first, "CAMERA", "SN-1")
    warehouse.take_in(order(1, line("CAMERA"), status=AmazonStatus.CANCELLED))
    assert codes(first, "LAMP", "FINISH")[-1] is V.TAKEN_OUT
    assert codes(second, "CAMERA", "SN-1")[-1] is V.COUNTED


def test_caps_lock_makes_no_other_unit(benches: Pair) -> None:
    first, second = benches
    assert codes(first, "CAMERA", "SNab12") == [V.SERIAL_WANTED, V.COUNTED]
    assert codes(second, "CAMERA", "snAB12") == [V.SERIAL_WANTED, V.SAME_SERIAL]
    assert codes(first, "LENS", CODE, "LAMP")[-1] is V.ORDER_COMPLETE
    assert codes(second, "CAMERA", "SNAB12")[-1] is V.SAME_SERIAL  # it left the house


def test_what_an_earlier_program_kept_as_it_was_read_is_found(benches: Pair, books: Books) -> None:
    first, second = benches
    codes(first, "CAMERA", "SNab12")
    as_read = "UPDATE unit_proofs SET proof = 'SNab12' WHERE kind = 'serial'"
    with books.writing() as connection:
        connection.execute(sa.text(as_read))
    assert codes(second, "CAMERA", "snAB12")[-1] is V.SAME_SERIAL
    assert codes(second, "CAMERA", "SNAB12")[-1] is V.SAME_SERIAL
    assert codes(first, "UNDO") == [V.UNDONE]
    assert kept(books, "SELECT * FROM unit_proofs") == []
    assert codes(second, "CAMERA", "snAB12")[-1] is V.COUNTED


def test_a_unit_that_left_before_there_were_keys_is_found_in_any_case(
    benches: Pair, books: Books
) -> None:
    first, second = benches
    codes(first, "CAMERA", "SNab12", "LENS", CODE, "LAMP")
    with books.writing() as connection:
        connection.execute(sa.text("DELETE FROM unit_proofs"))
    assert codes(second, "CAMERA", "snAB12") == [V.SERIAL_WANTED, V.SAME_SERIAL]


def test_one_tote_is_bound_to_one_order(benches: Pair, books: Books) -> None:
    for turn in range(20):
        tote = f"TOTE-{turn}"
        found = at_once(benches, tote)
        assert set(found) == {V.TOTE_BOUND, V.TOTE_OF_OTHER}, turn
    assert len(kept(books, "SELECT * FROM totes")) == 20


def kept(books: Books, sql: str) -> list[tuple[object, ...]]:
    with books.reading() as connection:
        return [tuple(row) for row in connection.execute(sa.text(sql))]


def at_once(desks: Pair, text: str) -> list[VerdictCode]:
    """Scan the same at both benches at the same moment; their answers in their order."""
    found: dict[str, VerdictCode] = {}
    begin = threading.Barrier(len(desks))

    def work(desk: Desk) -> None:
        begin.wait()
        found[desk.name] = desk.scan(text).code

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[desk.name] for desk in desks]
