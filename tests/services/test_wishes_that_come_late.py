"""A buyer's gift message or wrapping that Amazon tells of while the order is packed."""

from __future__ import annotations

import pytest

from fbm_desk.domain.codes import Command
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import AmazonStatus, Duty, IncomingOrder
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.domain.verdicts import VerdictCode as V
from fbm_desk.services import bench_look, exceptions, late_wishes, slips
from fbm_desk.services.books import Books
from fbm_desk.services.dossier import dossier
from fbm_desk.services.exceptions_view import Deed, Matter
from fbm_desk.services.packing import Desk
from fbm_desk.services.wording import sentence
from tests.services.rows import rows, value
from tests.services.transcripts import with_supervisor
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id, tracking

ONE = order_id(1)
WORDS = "To Ada, with love"
RULES = {"label_source": LabelSource.SCANNED, "slip_printer": "folder:/papers"}


def wished(mugs: int = 2, message: str = "", wrap: bool = False) -> IncomingOrder:
    duties = {Duty.GIFT} if message else set()
    duties |= {Duty.GIFT_WRAP} if wrap else set()
    return order(1, line("MUG", mugs, gift_message=message, duties=frozenset(duties)))


def begun(warehouse: Warehouse, *scans: str, **rules: object) -> Desk:
    warehouse.take_in(wished())
    desk = warehouse.desk(**{**RULES, **rules})  # type: ignore[arg-type]
    assert warehouse.pack(desk, ONE, "MUG", *scans).code in (V.COUNTED, V.ORDER_COMPLETE)
    return desk


def state(desk: Desk) -> State:
    assert desk.bench is not None
    return desk.bench.opened.session.state


@pytest.mark.parametrize("scans", [(), ("MUG",)])
def test_a_message_that_comes_while_packing_is_a_task(
    warehouse: Warehouse, books: Books, scans: tuple[str, ...]
) -> None:
    desk = begun(warehouse, *scans)
    warehouse.take_in(wished(message=WORDS))
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.reason) == (V.REPLANNED, "gift_message")
    assert sentence(bench_look.look(desk), told) == "Now with a gift message"
    assert desk.bench is not None
    assert desk.bench.opened.session.packed_units == 1 + len(scans)
    if not scans:
        assert desk.scan("MUG").code is V.TASK_WANTED
    assert state(desk) is State.TASK_WANTED
    task = bench_look.look(desk).task
    assert task is not None
    assert task.text == WORDS
    assert slips.of_session(books, desk.bench.opened, 1, desk.rules).gift_message == WORDS
    assert desk.scan("FINISH").code is V.ORDER_COMPLETE
    assert desk.scan(tracking(ONE)).code is V.PARCEL_CLOSED
    assert WORDS not in repr(rows(books, "SELECT * FROM pack_events"))


def test_the_slip_of_a_full_box_is_printed_anew_with_the_words(warehouse: Warehouse) -> None:
    desk = begun(warehouse, "MUG")
    assert desk.bench is not None
    before = slips.shows(desk.bench.opened.session, 1)
    warehouse.take_in(wished(message=WORDS))
    desk.refresh()
    assert slips.shows(desk.bench.opened.session, 1) != before


def test_wrapping_that_comes_while_it_is_put_aside_is_asked_for(warehouse: Warehouse) -> None:
    desk = begun(warehouse, "MUG")
    desk.scan("LATER")
    warehouse.take_in(wished(wrap=True))
    assert desk.scan(ONE).code is V.RESUMED
    assert state(desk) is State.TASK_WANTED


def test_what_is_told_again_is_no_news(warehouse: Warehouse, books: Books) -> None:
    desk = begun(warehouse)
    warehouse.take_in(wished(message=WORDS, wrap=True))
    assert desk.refresh() is not None
    told = value(books, "SELECT count(*) FROM pack_events")
    warehouse.take_in(wished(message=WORDS + "!", wrap=True))
    desk.refresh()
    assert value(books, "SELECT count(*) FROM pack_events") == told


def test_without_a_slip_nobody_is_asked_to_put_words_in(warehouse: Warehouse) -> None:
    desk = begun(warehouse, slip_printer="")
    warehouse.take_in(wished(message=WORDS))
    assert desk.refresh() is None
    assert desk.scan("MUG").code is V.ORDER_COMPLETE


def test_more_units_and_a_message_come_at_once(warehouse: Warehouse) -> None:
    desk = begun(warehouse)
    warehouse.take_in(wished(3, message=WORDS))
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.reason) == (V.REPLANNED, "")
    assert [desk.scan("MUG").code for _ in "12"] == [V.COUNTED, V.TASK_WANTED]


# --- after the label ------------------------------------------------------------------------------


def labelled(warehouse: Warehouse, **rules: object) -> Desk:
    warehouse.take_in(wished())
    given = {"slip_printer": "folder:/papers", **rules}
    desk = warehouse.desk(seller=FakeSeller("ZPL"), **given)  # type: ignore[arg-type]
    warehouse.pack(desk, ONE, "MUG", "MUG")
    assert state(desk) is State.LABELLED
    return desk


def kinds(books: Books) -> list[object]:
    return [kind for (kind,) in rows(books, "SELECT kind FROM order_history ORDER BY id")]


def matters(books: Books) -> list[Matter]:
    return [one for one in exceptions.open_matters(books) if one.key.startswith("wish:")]


def test_a_wish_that_comes_after_the_label_is_done_before_the_box_is_closed(
    warehouse: Warehouse, books: Books
) -> None:
    desk = labelled(warehouse)
    assert desk.bench is not None
    before = slips.shows(desk.bench.opened.session, 1)
    warehouse.take_in(wished(message=WORDS, wrap=True))
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.reason) == (V.REPLANNED, "gift_wrap")
    assert state(desk) is State.TASK_WANTED
    assert Command.UNDO not in bench_look.look(desk).commands
    assert slips.shows(desk.bench.opened.session, 1) != before
    assert desk.scan(tracking(ONE)).code is V.NOT_NOW
    assert [desk.scan("FINISH").code for _ in "12"] == [V.TASK_WANTED, V.LABEL_READY]
    assert desk.scan(tracking(ONE)).code is V.PARCEL_CLOSED
    assert value(books, "SELECT count(*) FROM label_purchases") == 1
    assert "wish_late" not in kinds(books)
    assert matters(books) == []


def test_a_wish_that_comes_after_the_parcel_is_closed_waits_for_a_supervisor(
    warehouse: Warehouse, books: Books
) -> None:
    sina = with_supervisor(warehouse)
    desk = labelled(warehouse)
    assert desk.scan(tracking(ONE)).code is V.PARCEL_CLOSED
    warehouse.take_in(wished(message=WORDS, wrap=True))
    warehouse.take_in(wished(message=WORDS + "!", wrap=True))  # that is no news
    (one,) = matters(books)
    assert (one.order_id, one.deeds[0]) == (ONE, Deed.SEEN_TO)
    assert "a gift message, gift wrap" in one.happened
    assert WORDS not in repr(one)
    assert kinds(books).count("wish_late") == 2
    late_wishes.seen_to(books, ONE, sina)
    assert matters(books) == []
    with pytest.raises(Invalid, match="matter_settled"):
        late_wishes.seen_to(books, ONE, sina)
    steps = {step.words: step.who for step in dossier(books, ONE).steps}
    assert "Gift wrap was wanted after a box was closed" in steps
    assert steps["The late wish was seen to"] == "Sina"


def test_what_amazon_tells_of_a_shipped_order_is_no_wish(
    warehouse: Warehouse, books: Books
) -> None:
    desk = labelled(warehouse)
    desk.scan(tracking(ONE))
    warehouse.take_in(wished(message=WORDS)._replace(status=AmazonStatus.SHIPPED))
    assert matters(books) == []


def test_of_several_boxes_one_is_closed(warehouse: Warehouse, books: Books) -> None:
    warehouse.take_in(wished())
    desk = warehouse.desk(label_source=LabelSource.SCANNED, slip_printer="folder:/papers")
    warehouse.pack(desk, ONE, "MUG", "PARCEL", "MUG", tracking(ONE))
    assert desk.bench is not None
    assert len(desk.bench.opened.session.closed) == 1
    warehouse.take_in(wished(wrap=True))
    assert len(matters(books)) == 1


def test_words_that_no_slip_here_tells_go_to_a_supervisor_once_the_label_is_there(
    warehouse: Warehouse, books: Books
) -> None:
    warehouse.take_in(wished(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"), slip_printer="")
    warehouse.pack(desk, ONE, "MUG")
    assert state(desk) is State.LABELLED
    warehouse.take_in(wished(1, message=WORDS))
    desk.refresh()
    assert state(desk) is State.LABELLED
    with books.reading() as connection:
        (matter,) = late_wishes.matters(connection)
    assert matter.order_id == ONE
    assert WORDS not in repr(matter)
