"""Orders in several boxes on real books: labels, parcels, news, restarts, stops, what is short."""

from __future__ import annotations

import pytest

from fbm_desk.domain.answers import Answer, Done
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import AmazonStatus, Duty, LineId, Sku
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.session import State
from fbm_desk.domain.shipping import Bought
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import interceptions, manifests
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles, orders, outbox, parcels, people, sessions, shipments
from fbm_desk.store.articles import Article
from tests.services.rows import rows, value
from tests.services.warehouse import (
    BADGE,
    FakeSeller,
    Warehouse,
    label_document,
    line,
    order,
    order_id,
)

ONE = order_id(1)
V = VerdictCode
CHIEF = "BADGE-CHIEF"


class ManyNumbers(FakeSeller):
    """Sells labels whose numbers differ from box to box."""

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """Sell a label with the next number."""
        self.bought.append(key)
        number = box_number(len(self.bought))
        return Done(Bought(f"SHIP-{number}", number, (("ZPL", label_document("ZPL", number)),)))


def box_number(box: int) -> str:
    return f"KP00000000000{box}PT"


def codes(desk: Desk, *scans: str) -> list[VerdictCode]:
    return [desk.scan(text).code for text in scans]


def two_boxes(warehouse: Warehouse) -> tuple[Desk, ManyNumbers]:
    """Three mugs and a spoon: two mugs in the first box, the rest in the second."""
    seller = ManyNumbers("ZPL")
    warehouse.take_in(order(1, line("MUG", 3), line("SPOON")))
    desk = warehouse.desk(seller=seller)
    warehouse.pack(desk, ONE, "MUG", "MUG", "PARCEL", "MUG")
    return desk, seller


def stage(books: Books) -> tuple[Stage, str]:
    with books.reading() as connection:
        found = orders.find(connection, ONE)
    assert found is not None
    return found.stage, found.stage_reason


def test_each_box_has_its_label_its_parcel_and_its_news(warehouse: Warehouse, books: Books) -> None:
    desk, seller = two_boxes(warehouse)
    assert codes(desk, "SPOON") == [V.ORDER_COMPLETE]
    assert rows(books, "SELECT box, state FROM label_purchases") == [(1, "bought")]
    assert codes(desk, box_number(2), box_number(1)) == [V.WRONG_LABEL, V.BOX_CLOSED]
    assert rows(books, "SELECT box, state FROM label_purchases") == [(1, "bought"), (2, "bought")]
    assert value(books, "SELECT count(*) FROM outbox") == 0  # never of an unpacked order
    assert stage(books) == (Stage.ON_BENCH, "")
    assert codes(desk, box_number(2)) == [V.PARCEL_CLOSED]
    assert len(seller.bought) == 2
    assert rows(books, "SELECT number, box, weight_g, tracking FROM parcels ORDER BY number") == [
        (1, 1, 740, box_number(1)), (2, 2, 470, box_number(2))
    ]  # fmt: skip
    assert rows(books, "SELECT parcel_id, sku, units FROM parcel_units ORDER BY id") == [
        (1, "MUG", 2), (2, "MUG", 1), (2, "SPOON", 1)
    ]  # fmt: skip
    assert value(books, "SELECT count(*) FROM outbox") == 2
    assert stage(books) == (Stage.PACKED, "")
    with books.reading() as connection:
        told = shipments.find(connection, [1, 2])
    assert dict(told[1].lines) == {"line-MUG": 2}
    assert dict(told[2].lines) == {"line-MUG": 1, "line-SPOON": 1}


def test_a_restart_between_two_boxes_goes_on_with_the_second(
    warehouse: Warehouse, books: Books
) -> None:
    desk, seller = two_boxes(warehouse)
    codes(desk, "SPOON", box_number(1))
    assert desk.bench is not None
    before = desk.bench.opened.session
    again = warehouse.desk(seller=seller)
    assert again.bench is not None
    assert again.bench.opened.session == before
    assert (before.state, before.box) == (State.LABELLED, 2)
    assert codes(again, box_number(2)) == [V.PARCEL_CLOSED]
    assert len(seller.bought) == 2
    assert value(books, "SELECT sum(units) FROM stock_movements") == -4


def test_a_second_box_is_weighed_where_a_scale_is_although_the_first_could_not_be(
    warehouse: Warehouse, books: Books
) -> None:
    seller = ManyNumbers("ZPL")
    wrap = frozenset({Duty.GIFT_WRAP})
    warehouse.take_in(order(1, line("MUG"), line("SPOON", duties=wrap)))
    with_scale = warehouse.desk("Bench 1", seller=seller, has_scale=True)
    with_scale.scale_g = lambda: 60
    warehouse.pack(with_scale, ONE, "MUG", "PARCEL", "SPOON", "LATER")
    bare = warehouse.desk("Bench 2", seller=seller)
    assert codes(bare, ONE, "FINISH", "LATER") == [V.RESUMED, V.ORDER_COMPLETE, V.PUT_DOWN]
    assert codes(with_scale, ONE, box_number(1)) == [V.RESUMED, V.BOX_CLOSED]
    assert rows(books, "SELECT number, box, weight_g FROM parcels") == [(1, 1, 430)]
    assert len(seller.bought) == 1
    assert with_scale.weighed(170).code is V.ORDER_COMPLETE
    assert codes(with_scale, box_number(2)) == [V.PARCEL_CLOSED]
    assert rows(books, "SELECT box, weight_g FROM parcels") == [(1, 430), (2, 170)]


def test_no_box_gets_onto_a_manifest_before_its_order_is_done(
    warehouse: Warehouse, books: Books
) -> None:
    desk, _ = two_boxes(warehouse)
    codes(desk, "SPOON", box_number(1))
    on = books.now().date()
    with pytest.raises(Invalid):
        manifests.make_manifest(books, "Kestrel Parcel", on, None, None, "Shop")
    desk.scan(box_number(2))
    manifests.make_manifest(books, "Kestrel Parcel", on, None, None, "Shop")
    assert value(books, "SELECT count(*) FROM parcels WHERE manifest_id = 1") == 2


def test_a_bench_that_lost_its_order_closes_no_box(warehouse: Warehouse, books: Books) -> None:
    desk, seller = two_boxes(warehouse)
    desk.scan("SPOON")
    rows(books, "UPDATE claims SET expires_at = 0")
    other = warehouse.desk("Bench 2", seller=seller)
    assert codes(other, ONE) == [V.RESUMED]
    assert codes(desk, box_number(1)) == [V.ORDER_TAKEN]
    assert value(books, "SELECT count(*) FROM parcels") == 0
    assert codes(other, box_number(1), box_number(2)) == [V.BOX_CLOSED, V.PARCEL_CLOSED]


def test_a_cancellation_between_two_boxes_intercepts_the_closed_one(
    warehouse: Warehouse, books: Books
) -> None:
    desk, _ = two_boxes(warehouse)
    codes(desk, "SPOON", box_number(1))
    told = order(1, line("MUG", 3), line("SPOON"), status=AmazonStatus.CANCELLED)
    order_service.take_in(books, [told])
    assert [one.reason for one in interceptions.open_ones(books)] == ["cancelled"]
    states = "SELECT box, state FROM label_purchases ORDER BY box"
    assert rows(books, states) == [(1, "bought"), (2, "void_wanted")]
    assert codes(desk, "MUG", "FINISH") == [V.CANCELLED, V.TAKEN_OUT]
    assert rows(books, states) == [(1, "bought"), (2, "void_wanted")]
    assert value(books, "SELECT count(*) FROM outbox") == 0
    assert stage(books)[0] is Stage.CANCELLED


def test_what_is_short_waits_on_hold_and_a_later_session_packs_only_that(
    warehouse: Warehouse, books: Books
) -> None:
    with books.writing() as connection:
        people.add(connection, books.seal, "Ana", Role.SUPERVISOR, CHIEF, books.now())
    warehouse.take_in(order(1, line("MUG", 3), line("SPOON")))
    desk = warehouse.desk(seller=ManyNumbers("ZPL"))
    warehouse.pack(desk, ONE, "MUG")
    assert codes(desk, "SHORTSHIP", BADGE, CHIEF, "1") == [
        V.SUPERVISOR_WANTED, V.NOT_NOW, V.WHY_ASKED, V.SHORT_SHIPPED
    ]  # fmt: skip
    assert codes(desk, box_number(1)) == [V.PARCEL_CLOSED]
    assert stage(books) == (Stage.HELD, "SHORT")
    with books.reading() as connection:
        (message,) = outbox.in_state(connection, OutboxState.SENT)
        assert shipments.find(connection, [message.parcel_id])[message.parcel_id].left_the_bench
    back = desk.scan(ONE)
    assert (back.code, back.wanted) == (V.TAKEN, 3)
    assert codes(desk, "MUG", "MUG", "MUG", "SPOON") == [
        V.COUNTED, V.COUNTED, V.ALREADY_ENOUGH, V.ORDER_COMPLETE
    ]  # fmt: skip
    assert codes(desk, box_number(2)) == [V.PARCEL_CLOSED]
    assert stage(books)[0] is Stage.PACKED
    assert rows(books, "SELECT sku, packed FROM order_lines ORDER BY sku") == [
        ("MUG", 3), ("SPOON", 1)
    ]  # fmt: skip
    assert value(books, "SELECT count(*) FROM order_history WHERE kind = 'short_shipped'") == 1


def test_more_is_told_to_the_bench_and_packed_on(warehouse: Warehouse, books: Books) -> None:
    warehouse.take_in(order(1, line("MUG", 2)))
    desk = warehouse.desk()
    warehouse.pack(desk, ONE, "MUG")
    order_service.take_in(books, [order(1, line("MUG", 2), line("LAMP"))])
    told = desk.scan("MUG")
    assert (told.code, told.sku) == (V.REPLANNED, "LAMP")
    assert codes(desk, "MUG", "LAMP") == [V.COUNTED, V.ORDER_COMPLETE]


def test_kits_in_kits_tasks_and_substitutes_come_from_the_catalogue(
    warehouse: Warehouse, books: Books
) -> None:
    with books.writing() as connection:
        kits = (Article(Sku("OUTER"), "Outer"), Article(Sku("INNER"), "Inner"))
        parts = (("OUTER", "INNER", 2), ("OUTER", "LAMP", 1), ("INNER", "SPOON", 3))
        articles.save(connection, kits, (), [(Sku(a), Sku(b), n) for a, b, n in parts])
    rows(books, "INSERT INTO substitutes (sku, by_sku) VALUES ('MUG', 'CAMERA')")
    wrapped = line("MUG", 1, duties=frozenset({Duty.GIFT_WRAP}))
    warehouse.take_in(order(1, wrapped, line("OUTER")))
    rows(books, "UPDATE orders SET may_substitute = 1")
    desk = warehouse.desk()
    assert codes(desk, ONE, "INNER", "INNER", "LAMP", "CAMERA", "SN-1", "FINISH") == [
        V.TAKEN, V.COUNTED, V.COUNTED, V.COUNTED, V.SERIAL_WANTED, V.TASK_WANTED, V.ORDER_COMPLETE
    ]  # fmt: skip
    assert rows(books, "SELECT line_id, sku, units, serial FROM parcel_units ORDER BY id") == [
        ("line-OUTER", "SPOON", 6, ""), ("line-OUTER", "LAMP", 1, ""),
        ("line-MUG", "CAMERA", 1, "SN-1"),
    ]  # fmt: skip
    with books.reading() as connection:
        told = shipments.find(connection, [1])[1]
    assert dict(told.lines) == {LineId("line-MUG"): 1, LineId("line-OUTER"): 1}


def test_a_broken_unit_leaves_the_stock_and_comes_back_with_undo(
    warehouse: Warehouse, books: Books
) -> None:
    warehouse.take_in(order(1, line("MUG", 2)))
    rows(books, "INSERT INTO stock_levels (sku, on_hand) VALUES ('MUG', 10)")
    desk = warehouse.desk()
    assert codes(desk, ONE, "BROKEN", "MUG") == [V.TAKEN, V.DAMAGED_ASKED, V.DAMAGED]
    assert value(books, "SELECT on_hand FROM stock_levels WHERE sku = 'MUG'") == 9
    assert codes(desk, "UNDO", "MUG", "MUG") == [V.UNDONE, V.COUNTED, V.ORDER_COMPLETE]
    assert value(books, "SELECT on_hand FROM stock_levels WHERE sku = 'MUG'") == 8


def test_a_session_in_boxes_is_the_same_at_another_bench(
    warehouse: Warehouse, books: Books
) -> None:
    desk, _ = two_boxes(warehouse)
    assert codes(desk, "MOVE", "MUG", "LATER") == [V.MOVE_ASKED, V.MOVED, V.PUT_DOWN]
    other = warehouse.desk("Bench 2", seller=ManyNumbers("ZPL"))
    assert codes(other, ONE) == [V.RESUMED]
    assert other.bench is not None
    session = other.bench.opened.session
    assert [(one.index, one.units, one.box) for one in session.lying] == [(0, 1, 1), (0, 2, 2)]
    with books.reading() as connection:
        assert sessions.chain(connection, other.bench.opened.id)[0]


def test_a_unit_that_was_taken_out_of_its_parcel_may_be_packed_again(
    warehouse: Warehouse, books: Books
) -> None:
    warehouse.take_in(order(1, line("CAMERA")), order(2, line("CAMERA")))
    desk = warehouse.desk()
    assert codes(desk, ONE, "CAMERA", "SN-1")[-1] is V.ORDER_COMPLETE
    assert codes(desk, order_id(2), "CAMERA", "SN-1")[-1] is V.SAME_SERIAL
    with books.writing() as connection:
        parcels.void(connection, 1)
    assert codes(desk, "CAMERA", "SN-1") == [V.SERIAL_WANTED, V.ORDER_COMPLETE]


def test_a_parcel_with_nothing_but_parts_of_a_kit_is_told_with_the_last_of_them(
    warehouse: Warehouse, books: Books
) -> None:
    with books.writing() as connection:
        parts = ((Sku("SET"), Sku("MUG"), 1), (Sku("SET"), Sku("SPOON"), 1))
        articles.save(connection, (Article(Sku("SET"), "Set"),), (), parts)
    warehouse.take_in(order(1, line("SET")))
    desk = warehouse.desk(seller=ManyNumbers("ZPL"))
    assert codes(desk, ONE, "MUG", "PARCEL", "SPOON", box_number(1), box_number(2)) == [
        V.TAKEN, V.COUNTED, V.BOX_OPEN, V.ORDER_COMPLETE, V.BOX_CLOSED, V.PARCEL_CLOSED
    ]  # fmt: skip
    with books.reading() as connection:
        told = shipments.find(connection, [1, 2])
    assert (told[1].lines, told[2].lines) == ((), (("line-SET", 1),))
