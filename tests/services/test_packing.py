"""A packer at a bench: signs in, takes orders, scans right and wrong, holds, resumes, stops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fbm_desk.domain.orders import AmazonStatus, OrderId, Sku
from fbm_desk.domain.session import State
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles, orders, people, sessions
from tests.services.clock import Clock
from tests.services.rows import rows, value
from tests.services.warehouse import BADGE, SHIP_BY, Warehouse, line, order, order_id

V = VerdictCode
DAY = timedelta(days=1)


def counts(desk: Desk) -> list[int]:
    assert desk.bench is not None
    session = desk.bench.opened.session
    return [session.packed(i) for i in range(len(session.lines))]


def stage(books: Books, number: int) -> Stage:
    with books.reading() as connection:
        found = orders.find(connection, order_id(number))
    assert found is not None
    return found.stage


def codes(desk: Desk, *scans: str) -> list[VerdictCode]:
    return [desk.scan(text).code for text in scans]


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    return warehouse.desk()


# --- signing in ----------------------------------------------------------------------------------


def test_nothing_is_packed_before_somebody_signed_in(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    desk.lock()
    scans = (order_id(1), "MUG", "NEXT", "CMD-HOLD", "CMD-SHORT")
    assert codes(desk, *scans) == [V.SIGN_IN_FIRST] * 5
    assert codes(desk, "BADGE-NOBODY") == [V.BADGE_UNKNOWN]
    assert desk.bench is None


def test_a_badge_signs_its_owner_in_whatever_its_case(warehouse: Warehouse) -> None:
    desk = warehouse.desk()
    desk.lock()
    verdict = desk.scan(f" {BADGE.lower()}\r\n")
    assert (verdict.code, verdict.who) == (V.SIGNED_IN, "Mara")
    assert value(warehouse.books, "SELECT user_id FROM benches") == warehouse.mara


def test_scans_before_signing_in_are_recorded_without_their_text(
    warehouse: Warehouse, books: Books
) -> None:
    desk = warehouse.desk()
    desk.lock()
    codes(desk, "BADGE-NOBODY", "MUG")
    assert rows(books, "SELECT verdict, user_id, bench_id FROM stray_scans") == [
        ("badge_unknown", None, 1), ("sign_in_first", None, 1),
    ]  # fmt: skip


def test_lock_and_another_badge_in_the_middle_of_an_order(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    with books.writing() as connection:
        people.add(connection, books.seal, "Tomas", Role.PACKER, "BADGE-TOMAS", books.now())
    warehouse.take_in(order(1, line("MUG", 3)))
    assert codes(desk, order_id(1), "MUG", "LOCK", "MUG") == [
        V.TAKEN, V.COUNTED, V.LOCKED, V.SIGN_IN_FIRST,
    ]  # fmt: skip
    back = desk.scan("BADGE-TOMAS")
    assert (back.code, back.who, back.packed, back.wanted) == (V.SIGNED_IN, "Tomas", 1, 3)
    desk.scan("MUG")
    assert desk.scan(BADGE).who == "Mara"  # switching takes one scan
    desk.scan("MUG")
    assert rows(books, "SELECT user_id FROM pack_events ORDER BY seq") == [(1,), (2,), (1,)]


def test_a_locked_bench_keeps_its_order(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG")
    assert desk.lock().code is V.LOCKED
    assert codes(desk, BADGE, "MUG") == [V.SIGNED_IN, V.COUNTED]
    assert counts(desk) == [2]


# --- taking an order -----------------------------------------------------------------------------


def test_orders_are_taken_by_their_number(warehouse: Warehouse, books: Books, desk: Desk) -> None:
    warehouse.take_in(order(1, line("MUG", 3)), order(2))
    assert desk.scan(order_id(9)).code is V.ORDER_UNKNOWN
    taken = desk.scan(order_id(1).replace("-", ""))
    assert (taken.code, taken.order_id, taken.wanted) == (V.TAKEN, order_id(1), 3)
    assert codes(desk, order_id(1), order_id(2)) == [V.ALREADY_HERE, V.NOT_NOW]
    assert (stage(books, 1), stage(books, 2)) == (Stage.ON_BENCH, Stage.WAITING)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (AmazonStatus.PENDING, V.ORDER_PENDING),
        (AmazonStatus.UNFULFILLABLE, V.ORDER_PENDING),
        (AmazonStatus.CANCELLED, V.ORDER_CLOSED),
        (AmazonStatus.SHIPPED, V.ORDER_CLOSED),
    ],
)
def test_orders_not_to_be_shipped_cannot_be_taken(
    warehouse: Warehouse, desk: Desk, status: AmazonStatus, code: VerdictCode
) -> None:
    warehouse.take_in(order(1, status=status))
    assert codes(desk, order_id(1), "NEXT", "MUG") == [code, V.NOTHING_TO_DO, V.NOT_NEEDED]


def test_next_gives_the_most_urgent_order_that_can_be_packed_completely(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    with books.writing() as connection:
        known = articles.find(connection, [Sku("LAMP")])
        articles.save(connection, list(known.values()), [], on_hand=[(Sku("LAMP"), 1)])
    warehouse.take_in(
        order(1, line("LAMP", 2), ship_by=SHIP_BY - 5 * DAY),  # one of two is there
        order(2, status=AmazonStatus.PENDING, ship_by=SHIP_BY - 4 * DAY),
        order(3, cancel_requested=True, ship_by=SHIP_BY - 3 * DAY),
        order(4, ship_by=SHIP_BY - 2 * DAY),  # another bench has it
        order(5, line("LAMP", 1), ship_by=SHIP_BY),
        order(6, ship_by=SHIP_BY + DAY),
        order(7, ship_by=None),
    )
    other = warehouse.desk("Bench 2")
    assert other.scan(order_id(4)).code is V.TAKEN
    found = []
    for _ in range(3):
        found.append(desk.scan("NEXT").order_id)
        desk.scan("HOLD")
        desk.scan("SHORT")
    assert found == [order_id(5), order_id(6), order_id(7)]
    assert desk.scan("NEXT").code is V.DECISIONS_WAIT


def test_an_item_first_takes_the_most_urgent_order_that_needs_it_and_counts(
    warehouse: Warehouse, desk: Desk
) -> None:
    warehouse.take_in(
        order(1, line("MUG"), line("SPOON", 2)),
        order(2, line("SPOON", 2)),
        order(3, line("SPOON"), ship_by=SHIP_BY + DAY),
    )
    first = desk.scan("SPOON")
    assert (first.code, first.order_id, first.packed) == (V.COUNTED, order_id(2), 1)
    assert desk.scan("SPOON").code is V.ORDER_COMPLETE
    assert desk.scan("SPOON").order_id == order_id(1)
    assert codes(desk, "LATER", "LAMP", "X-UNKNOWN") == [V.PUT_DOWN, V.NOT_NEEDED, V.UNKNOWN]


def test_an_item_first_leaves_alone_what_a_buyer_asks_to_cancel(
    warehouse: Warehouse, desk: Desk
) -> None:
    warehouse.take_in(order(1, cancel_requested=True))
    told = desk.scan("MUG")
    assert (told.code, told.order_id) == (V.ITEM_AWAITS_DECISION, order_id(1))


def test_an_item_first_can_finish_its_order_at_once(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1))
    verdict = desk.scan("4006381333931")
    assert (verdict.code, desk.bench) == (V.ORDER_COMPLETE, None)
    assert stage(books, 1) is Stage.PACKED


# --- units go in ---------------------------------------------------------------------------------


def test_right_wrong_enough_and_unknown_are_told_apart_and_all_recorded(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3), line("SPOON")))
    scans = ("4006381333931", "SPOON", "SPOON", "LAMP-EAN", "X-17", "MUG-CASE")
    assert codes(desk, order_id(1), *scans) == [
        V.TAKEN, V.COUNTED, V.COUNTED, V.ALREADY_ENOUGH, V.WRONG_ITEM, V.UNKNOWN, V.ORDER_COMPLETE,
    ]  # fmt: skip
    assert rows(books, "SELECT verdict, refused, units FROM pack_events ORDER BY seq") == [
        ("counted", 0, 1),
        ("counted", 0, 1),
        ("already_enough", 1, 0),
        ("wrong_item", 1, 0),
        ("unknown", 1, 0),
        ("order_complete", 0, 2),
    ]
    assert rows(books, "SELECT sku, packed FROM order_lines ORDER BY sku") == [
        ("MUG", 3), ("SPOON", 1),
    ]  # fmt: skip


def test_a_wrong_item_is_named(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.take_in(order(1))
    verdict = warehouse.pack(desk, order_id(1), "LAMP")
    assert (verdict.came, verdict.sku, verdict.packed, verdict.wanted) == ("LAMP", "MUG", 0, 1)


def test_a_scan_that_the_wedge_sent_twice_counts_once(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    desk.scan(order_id(1))
    first = desk.scan("MUG", "scan-1")
    assert desk.scan("MUG", "scan-1") is first
    assert counts(desk) == [1]
    assert desk.scan("MUG", "scan-2").packed == 2
    assert value(books, "SELECT count(*) FROM pack_events") == 2


def test_a_stray_scan_sent_twice_to_a_bench_that_just_started_is_answered(
    warehouse: Warehouse, books: Books
) -> None:
    warehouse.desk().lock()
    Desk(books, "Bench 1", warehouse.desk().rules).scan("BADGE-NOBODY", "scan-1")
    again = Desk(books, "Bench 1", warehouse.desk().rules)
    assert again.scan("BADGE-NOBODY", "scan-1").code is V.NOT_NOW
    assert value(books, "SELECT count(*) FROM stray_scans") == 1


def test_half_characters_and_control_bytes_are_unknown_and_nothing_worse(
    warehouse: Warehouse, desk: Desk
) -> None:
    warehouse.take_in(order(1))
    scans = ("\ud800", "A\x00B", "9" * 10_000, "\x1b[2J", "'; DROP TABLE orders")
    desk.scan(order_id(1))
    assert codes(desk, *scans) == [V.UNKNOWN] * 5
    desk.scan("LATER")
    assert codes(desk, *scans) == [V.UNKNOWN] * 5
    desk.lock()
    assert codes(desk, *scans) == [V.BADGE_UNKNOWN] * 5


def test_commands_without_an_order_are_not_possible_now(desk: Desk) -> None:
    assert codes(desk, "UNDO", "HOLD", "FINISH", "SHORT", "") == [V.NOT_NOW] * 5


# --- put down and held ---------------------------------------------------------------------------


def test_a_held_order_is_resumed_on_another_bench_with_its_counts(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3), line("SPOON")))
    warehouse.pack(desk, order_id(1), "MUG", "MUG")
    assert codes(desk, "HOLD", "DAMAGED") == [V.HOLD_ASKED, V.HELD]
    assert value(books, "SELECT stage_reason FROM orders") == "DAMAGED"
    assert (stage(books, 1), desk.bench) == (Stage.HELD, None)
    assert desk.scan("NEXT").code is V.NOTHING_TO_DO  # a reason stands against it
    other = warehouse.desk("Bench 2")
    verdict = other.scan(order_id(1))
    assert (verdict.code, verdict.packed, verdict.left) == (V.RESUMED, 2, 2)
    assert counts(other) == [2, 0]
    assert (stage(books, 1), value(books, "SELECT stage_reason FROM orders")) == (
        Stage.ON_BENCH, "",
    )  # fmt: skip
    assert codes(other, "MUG", "SPOON") == [V.COUNTED, V.ORDER_COMPLETE]


def test_an_order_put_down_waits_again_with_its_counts(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG", "LATER")
    assert (stage(books, 1), desk.bench) == (Stage.WAITING, None)
    assert desk.scan("MUG").packed == 2  # item first finds it again


# --- the record ----------------------------------------------------------------------------------


def test_every_event_says_who_where_and_when(
    warehouse: Warehouse, books: Books, desk: Desk, clock: Clock
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    begun = clock()
    desk.scan(order_id(1))
    for text in ("MUG", "X-17", "HOLD", "SHORT"):
        clock.move(seconds=7)
        desk.scan(text)
    seconds = [(row[3] - int(begun.timestamp() * 1000)) // 1000 for row in rows(
        books, "SELECT seq, user_id, bench_id, at FROM pack_events ORDER BY seq")]  # fmt: skip
    assert seconds == [7, 14, 21, 28]
    assert rows(books, "SELECT DISTINCT user_id, bench_id FROM pack_events") == [(1, 1)]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE pack_events SET verdict = 'counted' WHERE seq = 2",
        "UPDATE pack_events SET user_id = 2 WHERE seq = 1",
        "UPDATE pack_events SET at = at + 1 WHERE seq = 3",
        "UPDATE pack_events SET data = '{}' WHERE seq = 1",
        "DELETE FROM pack_events WHERE seq = 2",
    ],
)
def test_the_chain_of_events_is_whole_and_breaks_when_a_row_is_changed(
    warehouse: Warehouse, books: Books, desk: Desk, tampering: str
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG", "LAMP", "UNDO")
    with books.reading() as connection:
        intact, events = sessions.chain(connection, 1)
    assert (intact, [event.user_name for event in events]) == (True, ["Mara"] * 3)
    rows(books, tampering)
    with books.reading() as connection:
        assert not sessions.chain(connection, 1)[0]


def test_a_session_on_disk_is_the_one_in_memory(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("CAMERA", 2), line("MUG")))
    warehouse.pack(desk, order_id(1), "CAMERA", "SN-1", "LAMP", "MUG", "UNDO", "CAMERA")
    assert desk.bench is not None
    with books.reading() as connection:
        on_disk = sessions.find_open(connection, OrderId(order_id(1)))
    assert on_disk == desk.bench.opened
    assert on_disk.session.state is State.ASKING_SERIAL
