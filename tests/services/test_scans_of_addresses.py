"""A carrier's matrix code holds the buyer's address: scanned by mistake, it is not written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk.domain.session import LabelSource, State
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from tests.services.rows import rows
from tests.services.warehouse import BADGE, FakeSeller, Warehouse, line, order, order_id

PDF417 = (
    "[)>\x1e01\x1d0298109\x1d840\x1d20\x1d7712345678900201\x1dFDEB\x1d1/1\x1d2.0LB\x1dN\x1d"
    "5 Planted Elm Street\x1dSeattle\x1dWA\x1dAda Planted\x1e06\x1d10ZED008\x1e\x04"
)
LONG = "Ada Planted, 5 Planted Elm Street, 98109 Seattle, Washington"


def on_disk(books: Books) -> bytes:
    path = Path(str(books.engine.url.database))
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


@pytest.mark.parametrize(
    ("text", "answer"), [(PDF417, VerdictCode.NOT_AN_ITEM), (LONG, VerdictCode.UNKNOWN)]
)
def test_it_is_refused_and_its_text_is_on_no_disk(
    books: Books, warehouse: Warehouse, text: str, answer: VerdictCode
) -> None:
    warehouse.take_in(order(1, line("MUG", 1)), order(2))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    desk.scan(order_id(1))
    assert desk.scan(text).code is answer
    desk.scan("MUG")
    assert desk.scan(text).code is VerdictCode.NOT_NOW
    assert b"Planted" not in on_disk(books)
    again = Desk(books, "Bench 1", desk.rules)
    again.scan(BADGE)
    assert again.bench is not None
    assert again.bench.opened.session.state is State.LABELLED


def test_where_the_carriers_number_is_wanted_it_is_asked_for_again(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, order_id(1), "MUG")
    assert desk.scan(PDF417).code is VerdictCode.TRACKING_WANTED
    assert b"Planted" not in on_disk(books)


def test_an_unknown_barcode_of_an_article_stays_readable_in_the_record(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    warehouse.pack(desk, order_id(1), "4006381999999")
    ((data,),) = rows(books, "SELECT data FROM pack_events")
    assert "4006381999999" in data
