"""A day at a bench with planted texts: none of them stands in a file of the data folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk import log
from fbm_desk.domain.orders import Address, Duty, Sku
from fbm_desk.domain.session import LabelBought, LabelSource, State
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import bench_look, pins
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import articles, parcels, sessions
from fbm_desk.store.articles import Article
from tests.services.label_counter import Tray
from tests.services.transcripts import SINA, with_supervisor
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

V = VerdictCode
ONE, TWO = order_id(1), order_id(2)
MAXICODE = (
    "[)>\x1e01\x1d9698109\x1d840\x1d003\x1d1Z12345677\x1dUPSN\x1d12345E\x1d1/1\x1d10\x1dY\x1d"
    "5 ZANZIBELL ROAD\x1dSEATTLE\x1dWA\x1e\x04"
)
ROUTED = "420987169400111899560000000007"  # USPS: the postcode, then the number
OTHER = "420987169401111899560000000006"
NUMBER = "9400111899560000000007"
PIN, WRONG_PIN = "804913", "592716"
PLANTED = (
    "Zanzibell", "ZANZIBELL", "98716", "Quillmother", "Fernwhistle", "zanzi@", PIN, WRONG_PIN,
    BADGE, SINA,
)  # fmt: skip
BUYER = Address(
    name="Ada Zanzibell", line1="5 Zanzibell Road", city="Seattle", postcode="98716", country="US"
)
RULES = DeskRules(
    label_source=LabelSource.SCANNED, slip_printer="folder:/papers", unknown_tracking=True
)


@pytest.fixture
def folder(books: Books) -> Iterator[Path]:
    """The data folder, with the program's log in it."""
    path = Path(str(books.engine.url.database)).parent
    log.configure(path / "logs", level=logging.DEBUG)
    yield path
    log.close()


@pytest.fixture
def desk(books: Books, warehouse: Warehouse, folder: Path) -> Desk:
    """A bench with two orders of the same buyer: gifts, personalised, with serial and lot."""
    assert folder.exists()
    with_supervisor(warehouse)
    with books.writing() as connection:
        articles.save(connection, [Article(Sku("TEA"), "Tea", proof="lot")], [])
    duties = frozenset({Duty.PERSONALISED, Duty.GIFT_WRAP})
    facts = {"recipient": BUYER, "buyer_name": "Ada Zanzibell", "buyer_email": "zanzi@example.org"}
    warehouse.take_in(
        order(
            1,
            line("MUG", gift_message="Quillmother loves you", duties=duties),
            line("CAMERA", gift_message="Fernwhistle"),
            line("TEA"),
            **facts,
        ),
        order(2, **facts),
    )
    made = Desk(books, "Bench 1", RULES, Workshop(books, RULES, Tray()))
    made.scan(BADGE)
    return made


def acknowledge(desk: Desk) -> None:
    """Say of each task that it is done."""
    while desk.bench is not None and desk.bench.opened.session.state is State.TASK_WANTED:
        desk.scan("FINISH")
        bench_look.look(desk)


def found(folder: Path, *also: str) -> list[str]:
    """Which of the planted texts stand in a file or its name."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    content = b"".join(str(path).encode() + path.read_bytes() for path in files)
    assert len(files) > 1
    return [text for text in (*PLANTED, *also) if text.encode() in content]


def test_a_day_with_wrong_scans_leaves_nothing_personal(
    desk: Desk, books: Books, warehouse: Warehouse, folder: Path
) -> None:
    pins.set_pin(books, warehouse.mara, PIN)
    for text in (
        ONE,
        MAXICODE,
        "MUG",
        PIN,
        "CAMERA",
        MAXICODE,
        SINA,
        "SN-1",
        "TEA",
        MAXICODE,
        "L1",
    ):
        desk.scan(text)
        bench_look.look(desk)
    assert desk.bench is not None
    assert [one.serial for one in desk.bench.opened.session.lying if one.serial] == ["SN-1"]
    desk.scan(MAXICODE)
    acknowledge(desk)
    assert [desk.scan(text).code for text in (MAXICODE, ROUTED)] == [
        V.TRACKING_WANTED, V.PARCEL_CLOSED
    ]  # fmt: skip
    desk.lock()
    assert desk.sign_in_pin(warehouse.mara, WRONG_PIN).code is V.PIN_WRONG
    assert desk.sign_in_pin(warehouse.mara, PIN).code is V.SIGNED_IN
    assert [desk.scan(text).code for text in (TWO, "MUG", ROUTED)] == [
        V.TAKEN, V.ORDER_COMPLETE, V.LABEL_ALREADY_USED
    ]  # fmt: skip
    desk.leave()
    assert found(folder) == []
    assert found(folder, NUMBER) == [NUMBER]  # so that what is searched is what was written


def test_the_session_reads_back_as_it_was(desk: Desk, books: Books) -> None:
    for text in (ONE, PIN, "CAMERA", MAXICODE, "SN-1", MAXICODE, "MUG", "TEA", "L1"):
        desk.scan(text)
    acknowledge(desk)
    desk.scan(OTHER)
    assert desk.bench is None
    with books.reading() as connection:
        (parcel,) = parcels.of_order(connection, ONE)
        replayed = sessions.as_ended(connection, parcel.session_id)
    assert (replayed.state.value, replayed.tracking) == ("done", parcel.tracking)


def test_a_label_that_was_bought_is_closed_without_its_postcode(
    books: Books, warehouse: Warehouse, folder: Path
) -> None:
    warehouse.take_in(order(3, recipient=BUYER))
    bought = Desk(books, "Bench 2", DeskRules(label_source=LabelSource.BOUGHT))
    for text in (BADGE, order_id(3), "MUG"):
        bought.scan(text)
    assert bought.bench is not None
    bought.label_came(bought.bench.opened.id, LabelBought(NUMBER))
    assert bought.scan(ROUTED).code is V.PARCEL_CLOSED
    assert found(folder) == []
