"""An order report as a file becomes orders, whoever reads it, and never doubles them."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from threading import Event

import pytest

from fbm_desk.amazon.order_report import UnreadableReport
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.measuring.invented_report import invented_report
from fbm_desk.services import orders
from fbm_desk.services.books import Books
from fbm_desk.services.report_reading import LARGE_BYTES, Apart, Here, Read, as_one
from fbm_desk.store import history, privacy
from fbm_desk.store import orders as store
from fbm_desk.store.order_rows import OrderRows
from fbm_desk.threads import Worker

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SMALL = invented_report(30, NOW)
LARGE = invented_report(4_500, NOW)


def first_order(data: bytes) -> OrderId:
    """The number in the report's first row."""
    return OrderId(data.split(b"\n")[1].split(b"\t")[0].decode())


def with_units(data: bytes, units: bytes) -> bytes:
    """The same report, another quantity in its first row."""
    head, row, rest = data.split(b"\n", 2)
    fields = row.split(b"\t")
    names = head.split(b"\t")
    for name in (b"quantity-purchased", b"quantity-to-ship"):
        fields[names.index(name)] = units
    return b"\n".join((head, b"\t".join(fields), rest))


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["read here", "read apart"])
def test_report_comes_in_once(books: Books, data: bytes) -> None:
    rows = data.count(b"\n") - 1
    first = orders.import_report(books, data)
    again = orders.import_report(books, data)
    assert (first.intake.new, first.intake.lines) == (rows * 2 // 3, rows)
    assert (again.intake.new, again.intake.unchanged) == (0, rows * 2 // 3)


@pytest.mark.parametrize("data", [SMALL, LARGE], ids=["read here", "read apart"])
def test_newer_report_changes_what_it_tells_otherwise(books: Books, data: bytes) -> None:
    orders.import_report(books, data)
    newer = orders.import_report(books, with_units(data, b"9"))
    assert (newer.intake.new, newer.intake.updated) == (0, 1)
    with books.reading() as connection:
        lines = store.lines_of(connection, first_order(data))
        kinds = [row.kind for row in history.of_order(connection, first_order(data))]
    assert lines[0].wanted == 9
    assert kinds == ["came", "changed"]


def test_buyer_is_found_again_as_he_was_told(books: Books) -> None:
    orders.import_report(books, SMALL)
    names = SMALL.split(b"\n")[0].split(b"\t")
    told = SMALL.split(b"\n")[1].split(b"\t")
    with books.reading() as connection:
        kept = privacy.find(connection, books.seal, first_order(SMALL)).recipient
    assert kept is not None
    for field, column in ((kept.name, b"recipient-name"), (kept.postcode, b"ship-postal-code")):
        assert field == told[names.index(column)].decode()


def test_both_ways_of_reading_tell_the_same() -> None:
    assert len(LARGE) > LARGE_BYTES
    with closing(Apart(LARGE, NOW)) as apart:
        apart_rows = everything(list(apart.orders()))
        (found,) = apart.whole(frozenset({first_order(LARGE)}))
    here = Here(LARGE, NOW)
    assert apart_rows == everything(list(here.orders()))
    assert found == next(iter(here.whole(frozenset({first_order(LARGE)}))))


def spoilt(data: bytes, every: int) -> bytes:
    """The same report; one of so many rows has a quantity that is none."""
    head, *rows = data.split(b"\n")
    at = head.split(b"\t").index(b"quantity-purchased")
    for number in range(0, len(rows) - 1, every):
        fields = rows[number].split(b"\t")
        fields[at] = b"many"
        rows[number] = b"\t".join(fields)
    return b"\n".join((head, *rows))


def test_refused_rows_are_told_by_both_ways_of_reading() -> None:
    data = spoilt(LARGE, every=400)
    with closing(Apart(data, NOW)) as apart:
        apart_rows = everything(list(apart.orders()))
    assert apart_rows == everything(list(Here(data, NOW).orders()))
    assert len(apart_rows[1]) >= 12


def test_messages_taken_together_tell_all_that_each_told() -> None:
    reads = list(Here(spoilt(LARGE, every=400), NOW).orders())
    told = [
        ([*zip(*one.orders, strict=True)], one.refused, one.rows_read, one.left_out)
        for one in reads
    ]
    assert len(told) > 2
    assert everything([as_one(told)]) == everything(reads)


def everything(reads: list[Read]) -> tuple[list[OrderRows], list[tuple[int, str]], int]:
    """All rows and refusals, and how far it got."""
    rows = [row for read in reads for row in read.orders]
    return rows, [fault for read in reads for fault in read.refused], reads[-1].rows_read


def test_reading_that_ends_too_early_is_told(books: Books) -> None:
    with closing(Apart(LARGE, books.now())) as report:
        read = report.orders()
        next(read)
        report.end_process()
        with pytest.raises(Unavailable, match="reading_stopped"):
            list(read)


def test_a_reader_that_ends_before_it_was_told_anything_is_told() -> None:
    with pytest.raises(Unavailable, match="reading_stopped"):
        Apart(LARGE, NOW, work=id)  # it looks at its end of the pipe, and is over


def test_file_that_is_no_report_is_refused_at_once(books: Books) -> None:
    with pytest.raises(UnreadableReport):
        orders.import_report(books, b"PK\x03\x04" + bytes(LARGE_BYTES))


def test_stopping_keeps_what_was_read(books: Books) -> None:
    stopped = orders.import_report(books, LARGE, lambda done, rows: False)
    assert stopped.cancelled
    with books.reading() as connection:
        assert len(store.all_orders(connection)) == stopped.intake.new


def test_import_lets_a_waiting_writer_in_between(books: Books) -> None:
    """Every writer gets in while a long import goes on, not after it."""
    worker = Worker("import")
    done = Event()
    filing = worker.ask(lambda: orders.import_report(books, invented_report(9_000, NOW)))
    filing.add_done_callback(lambda _filing: done.set())
    seen: list[int] = []
    while not done.is_set():
        with books.writing() as connection:
            seen.append(len(store.lines(connection)))
    worker.stop()
    assert filing.result().intake.lines == 9_000
    assert len([count for count in set(seen) if 0 < count < 9_000]) > 3


def test_newer_report_lets_a_waiting_writer_in_between_what_changed(books: Books) -> None:
    orders.import_report(books, LARGE)
    worker = Worker("import")
    done = Event()
    newer = LARGE.replace(b"\tStandard\t", b"\tExpedited\t")
    filing = worker.ask(lambda: orders.import_report(books, newer))
    filing.add_done_callback(lambda _filing: done.set())
    seen: set[int] = set()
    asked = "SELECT count(*) FROM orders WHERE service_level = 'Expedited'"
    while not done.is_set():
        with books.writing() as connection:
            seen.add(connection.exec_driver_sql(asked).scalar_one())
    worker.stop()
    assert filing.result().intake.updated == 3_000
    assert len(seen - {0, 3_000}) > 10
