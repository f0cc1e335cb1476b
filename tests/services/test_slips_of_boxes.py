"""Each box has its own slip: what lies in it, which box of how many; anew when filled anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.orders import AmazonStatus, Duty, Sku
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.printing.documents import PackingSlip
from fbm_desk.services import slips
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import articles, parcels, sessions
from fbm_desk.store.articles import Article
from tests.services.label_counter import Tray
from tests.services.rows import rows
from tests.services.transcripts import SINA, with_supervisor
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

ONE = order_id(1)
OWN = DeskRules(
    label_source=LabelSource.SCANNED, slip_printer="folder:/papers", unknown_tracking=True
)
V = VerdictCode
FIRST, SECOND = "KP000000000001PT", "KP000000000002PT"


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def desk(books: Books, warehouse: Warehouse, tray: Tray) -> Desk:
    """A bench that scans its own labels and prints slips; three mugs and a spoon are ordered."""
    warehouse.take_in(order(1, line("MUG", 3), line("SPOON")))
    return opened(books, tray)


def opened(books: Books, tray: Tray, rules: DeskRules = OWN) -> Desk:
    desk = Desk(books, "Bench 1", rules, Workshop(books, rules, tray))
    desk.scan(BADGE)
    return desk


def scan(desk: Desk, *texts: str) -> list[VerdictCode]:
    return [desk.scan(text).code for text in texts]


def slip(desk: Desk, books: Books, box: int) -> PackingSlip:
    """The slip of a box, closed or not."""
    with books.reading() as connection:
        closed = [one for one in parcels.of_order(connection, ONE) if one.box == box]
    if closed:
        return slips.of_parcel(books, closed[0], OWN)
    assert desk.bench is not None
    return slips.of_session(books, desk.bench.opened, box, OWN)


def told(found: PackingSlip) -> tuple[str, dict[str, int]]:
    which = f"{found.parcel_number} of {found.parcel_count}"
    return which, {one.sku: one.quantity for one in found.lines}


def test_each_box_lists_what_lies_in_it(desk: Desk, books: Books, tray: Tray) -> None:
    scan(desk, ONE, "MUG", "MUG", "PARCEL", "MUG")
    assert len(tray.printed) == 0
    assert scan(desk, "SPOON") == [V.ORDER_COMPLETE]
    assert len(tray.printed) == 1  # the second one when its turn comes
    assert told(slip(desk, books, 1)) == ("1 of 2", {"MUG": 2})
    assert told(slip(desk, books, 2)) == ("2 of 2", {"MUG": 1, "SPOON": 1})
    scan(desk, FIRST)
    assert len(tray.printed) == 2
    assert told(slip(desk, books, 1)) == ("1 of 2", {"MUG": 2})
    scan(desk, SECOND)
    assert told(slip(desk, books, 2)) == ("2 of 2", {"MUG": 1, "SPOON": 1})
    assert rows(books, "SELECT box, state FROM print_jobs ORDER BY id") == [
        (1, "printed"), (2, "printed")
    ]  # fmt: skip


def test_a_box_that_was_filled_anew_gets_a_new_slip(desk: Desk, books: Books, tray: Tray) -> None:
    scan(desk, ONE, "MUG", "MUG", "MUG", "SPOON")
    assert len(tray.printed) == 1
    scan(desk, "UNDO", "SPOON")  # the same again
    assert len(tray.printed) == 1
    scan(desk, "UNDO", "PARCEL", "SPOON")
    assert len(tray.printed) == 2
    assert told(slip(desk, books, 1)) == ("1 of 2", {"MUG": 3})


def test_an_order_that_grew_gets_a_slip_with_all_of_it(
    desk: Desk, books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    scan(desk, ONE, "MUG", "MUG", "MUG", "SPOON")
    warehouse.take_in(order(1, line("MUG", 4), line("SPOON"), status=AmazonStatus.UNSHIPPED))
    assert desk.refresh() is not None
    scan(desk, "MUG")
    assert len(tray.printed) == 2
    assert told(slip(desk, books, 1)) == ("1 of 1", {"MUG": 4, "SPOON": 1})


def test_a_slip_that_was_not_printed_yet_gives_way_to_the_new_one(
    books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    warehouse.take_in(order(1, line("MUG", 2)))
    waiting = Desk(books, "Bench 1", OWN, Workshop(books, OWN, tray, print_run=lambda _: None))
    scan(waiting, BADGE, ONE, "MUG", "MUG", "UNDO", "PARCEL", "MUG")
    assert rows(books, "SELECT state, reason FROM print_jobs ORDER BY id") == [
        ("replaced", "box_changed"), ("waiting", "")
    ]  # fmt: skip


def test_parts_of_a_kit_that_another_box_completes_are_listed(
    desk: Desk, books: Books, warehouse: Warehouse
) -> None:
    with books.writing() as connection:
        parts = ((Sku("SET"), Sku("MUG"), 1), (Sku("SET"), Sku("SPOON"), 1))
        articles.save(connection, (Article(Sku("SET"), "Set"),), (), parts)
    warehouse.take_in(order(2, line("SET")))
    scan(desk, order_id(2), "MUG", "PARCEL", "SPOON")
    with books.reading() as connection:
        begun = sessions.find_open(connection, order_id(2))
    assert begun is not None
    found = slips.of_session(books, begun, 1, OWN)
    assert [(one.title, one.quantity) for one in found.lines] == [("Mug, 350 ml", 1)]


def test_what_is_short_shipped_and_what_follows_are_two_boxes(
    books: Books, warehouse: Warehouse
) -> None:
    rules = replace(OWN, label_source=LabelSource.NONE)
    other = warehouse.desk("Bench 2", label_source=rules.label_source)
    warehouse.take_in(order(3, line("MUG", 2)))
    with_supervisor(warehouse)
    scan(other, order_id(3), "MUG", "SHORTSHIP", SINA, "1")
    scan(other, order_id(3), "MUG")
    with books.reading() as connection:
        first, second = parcels.of_order(connection, order_id(3))
    assert told(slips.of_parcel(books, first, rules)) == ("1 of 2", {"MUG": 1})
    assert told(slips.of_parcel(books, second, rules)) == ("2 of 2", {"MUG": 1})


WORDS = "To Ada, with love"


def test_the_buyers_words_are_put_in_once_whatever_the_lines_ask(
    desk: Desk, books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    gift = frozenset({Duty.GIFT, Duty.GIFT_WRAP})
    lines = (line(sku, gift_message=WORDS, duties=gift) for sku in ("MUG", "SPOON"))
    warehouse.take_in(order(4, *lines))
    scan(desk, order_id(4), "MUG", "SPOON")
    assert desk.bench is not None
    kinds = [task.kind.value for task in desk.bench.opened.session.tasks]
    assert kinds == ["gift_wrap", "gift_wrap", "gift_message"]
    scan(desk, "FINISH")
    assert len(tray.printed) == 0
    scan(desk, "FINISH")
    assert len(tray.printed) == 1  # the slip it stands on is there before it is asked for
    assert scan(desk, "FINISH") == [V.ORDER_COMPLETE]
    assert len(tray.printed) == 1
    events = rows(books, "SELECT * FROM pack_events")
    assert events
    assert WORDS not in repr(events)


def test_nobody_is_asked_to_put_in_words_that_no_slip_tells(
    books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    gift = frozenset({Duty.GIFT})
    warehouse.take_in(order(4, line("MUG", gift_message=WORDS, duties=gift)))
    warehouse.take_in(order(5, line("MUG", duties=gift)))  # the buyer wrote nothing
    bare = opened(books, tray, replace(OWN, slip_printer=""))
    assert scan(bare, order_id(4), "MUG")[-1] is V.ORDER_COMPLETE
    scan(bare, "LATER")
    assert scan(opened(books, tray), order_id(5), "MUG")[-1] is V.ORDER_COMPLETE


def test_the_buyers_words_lie_in_the_first_box_only(
    desk: Desk, books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(4, line("MUG", 2, gift_message=WORDS)))
    scan(desk, order_id(4), "MUG", "PARCEL", "MUG")
    assert desk.bench is not None
    both = [slips.of_session(books, desk.bench.opened, box, OWN).gift_message for box in (1, 2)]
    assert both == ["To Ada, with love", ""]
