"""A scan passes orders that come in, paper and pictures: they rest, in no transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
import sqlalchemy as sa

from fbm_desk.amazon.orders import page_from
from fbm_desk.devices.camera import CameraConnection, CameraListeners
from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.measuring.invented_report import invented_report
from fbm_desk.measuring.slip_cost import invented_slip
from fbm_desk.printing.slip_pdf import packing_slip_pdf
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.orders import import_report, take_in
from fbm_desk.threads import ScanPart, Worker, scans_first
from tests.patient import A_MOMENT_S, LONG_S, patient, scan_under_way
from tests.services.warehouse import order

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey

MANY = 2 * order_service.BATCH
PAGE = {"orders": [{"orderId": "no order"}]}


@pytest.fixture
def background() -> Iterator[Worker]:
    """A thread that works in the background."""
    worker = Worker("background", rests=True)
    worker.ask(lambda: None).result(LONG_S)
    yield worker
    worker.stop()


def _sweep(books: Books) -> object:
    return take_in(books, [order(number) for number in range(1, MANY)])


def _import(books: Books) -> object:
    return import_report(books, invented_report(30, datetime.now(UTC)))


def _read_page(_books: Books) -> object:
    return page_from(PAGE, frozenset())


def _draw(_books: Books) -> object:
    return packing_slip_pdf(invented_slip(1))


def _look(_books: Books) -> object:
    listeners = CameraListeners(lambda *_scan: None, lambda _state: None)
    return CameraConnection("Camera", Wall(), listeners).turn()


class Wall:
    """A camera before a grey wall."""

    def open(self) -> None:
        """Nothing to open."""

    def frame(self) -> Grey:
        return np.full((48, 64), 128, dtype=np.uint8)

    def close(self) -> None:
        """Nothing to close."""


WORKS = [_sweep, _import, _read_page, _draw, _look]


@pytest.mark.parametrize("work", WORKS)
def test_a_scan_that_begins_meanwhile_passes_and_work_goes_on_after_it(
    books: Books, background: Worker, work: Callable[[Books], object]
) -> None:
    def begun_and_then_scanned() -> object:
        scans_first.begins(ScanPart.ANSWERING)
        return work(books)

    with patient():
        done = background.ask(begun_and_then_scanned)
        with pytest.raises(TimeoutError):
            done.result(A_MOMENT_S)
        with books.writing():
            pass  # it holds up no scan: it rests outside of any transaction
    assert done.result(LONG_S)


@pytest.mark.parametrize("work", WORKS)
def test_without_a_window_nothing_rests(
    books: Books, background: Worker, work: Callable[[Books], object]
) -> None:
    assert background.ask(lambda: work(books)).result(LONG_S)


def _changed(books: Books) -> tuple[order_service.Intake, int]:
    """What became of orders that all changed, one of them told twice, and in how many
    transactions."""
    commits: list[object] = []
    take_in(books, [order(number) for number in range(1, 7)])

    def note(connection: object) -> None:
        commits.append(connection)

    sa.event.listen(books.engine, "commit", note)
    told = [order(number, status=AmazonStatus.CANCELLED) for number in range(1, 6)]
    result = take_in(books, [told[0], *told, order(6), order(7)])
    sa.event.remove(books.engine, "commit", note)
    return result, len(commits)


def test_a_scan_waits_for_one_changed_order_and_not_for_all(books: Books) -> None:
    with scan_under_way():
        result, transactions = _changed(books)
    assert (result.new, result.updated, result.unchanged) == (1, 5, 2)
    assert transactions == 5
    assert take_in(books, [order(1, status=AmazonStatus.CANCELLED)]).unchanged == 1


def test_without_a_scan_a_batch_is_one_transaction(books: Books) -> None:
    result, transactions = _changed(books)
    assert (result.new, result.updated, result.unchanged) == (1, 5, 2)
    assert transactions == 1
