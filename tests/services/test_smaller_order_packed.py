"""An order that becomes smaller on its bench, the whole way: told, shown, packed on, sent."""

from __future__ import annotations

import pytest

from fbm_desk.domain.orders import Address, Duty, LineId, Sku
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.domain.verdicts import VerdictCode as V
from fbm_desk.services import bench_look, slips
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.services.wording import hint, sentence
from fbm_desk.store import articles, sessions, shipments
from fbm_desk.store.articles import Article
from tests.services.rows import rows, value
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id, tracking

ONE = order_id(1)


def begun(warehouse: Warehouse, seller: FakeSeller | None = None, **rules: object) -> Desk:
    warehouse.take_in(order(1, line("MUG", 5), line("SPOON", 2)))
    desk = warehouse.desk("Bench 1", seller, **rules)
    assert warehouse.pack(desk, ONE, "MUG").code is V.COUNTED
    return desk


def state(desk: Desk) -> State:
    assert desk.bench is not None
    return desk.bench.opened.session.state


def test_a_packed_mug_stays_when_fewer_mugs_are_ordered(warehouse: Warehouse, books: Books) -> None:
    desk = begun(warehouse)
    warehouse.take_in(order(1, line("MUG", 3), line("SPOON", 2)))
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.sku, told.packed, told.wanted) == (V.REPLANNED, "MUG", 1, 5)
    view = bench_look.look(desk)
    assert [(one.article.sku, one.was, one.now) for one in view.changed_lines] == [("MUG", 5, 3)]
    assert [desk.scan(text).code for text in ("MUG", "MUG", "MUG", "SPOON", "SPOON")] == [
        V.COUNTED, V.COUNTED, V.ALREADY_ENOUGH, V.COUNTED, V.ORDER_COMPLETE
    ]  # fmt: skip
    assert rows(books, "SELECT sku, packed FROM order_lines ORDER BY sku") == [
        ("MUG", 3), ("SPOON", 2)
    ]  # fmt: skip
    assert rows(books, "SELECT sku, units FROM parcel_units ORDER BY sku") == [
        ("MUG", 3), ("SPOON", 2)
    ]  # fmt: skip


def test_what_lies_in_the_box_stops_it_when_it_is_too_much(warehouse: Warehouse) -> None:
    desk = begun(warehouse)
    warehouse.take_in(order(1, line("SPOON", 2)))
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.reason) == (V.CANCELLED, "changed")


def test_what_is_dropped_is_seen_nowhere_any_more(warehouse: Warehouse, books: Books) -> None:
    desk = begun(warehouse)
    warehouse.take_in(order(1, line("MUG", 2)))
    desk.refresh()
    view = bench_look.look(desk)
    assert view.order is not None
    assert [(one.article.sku, one.packed, one.wanted) for one in view.order.lines] == [
        ("MUG", 1, 2)
    ]  # fmt: skip
    assert [(one.article.sku, one.was, one.now) for one in view.changed_lines] == [
        ("MUG", 5, 2), ("SPOON", 2, 0)
    ]  # fmt: skip
    assert desk.scan("SPOON").code is V.WRONG_ITEM
    assert desk.scan("MUG").code is V.ORDER_COMPLETE
    with books.reading() as connection:
        told = shipments.find(connection, [1])[1]
    assert dict(told.lines) == {LineId("line-MUG"): 2}
    assert value(books, "SELECT weight_g FROM parcels") == 2 * 310 + 120


def test_the_line_before_the_one_that_stays_may_be_dropped(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG", 2), line("SPOON", 2)))
    desk = warehouse.desk()
    warehouse.pack(desk, ONE, "SPOON")
    warehouse.take_in(order(1, line("SPOON", 2)))
    desk.refresh()
    view = bench_look.look(desk)
    assert view.order is not None
    assert [one.article.sku for one in view.order.lines] == ["SPOON"]
    assert (view.order.focus, view.order.following) == (0, 0)
    assert desk.scan("SPOON").code is V.ORDER_COMPLETE


def test_a_box_that_is_full_by_it_buys_its_label_with_finish(
    warehouse: Warehouse, books: Books
) -> None:
    seller = FakeSeller("ZPL")
    desk = begun(warehouse, seller)
    warehouse.take_in(order(1, line("MUG", 1)))
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.left, state(desk)) == (V.REPLANNED, 0, State.LABEL_FAILED)
    assert seller.bought == []
    assert value(books, "SELECT count(*) FROM label_purchases") == 0
    view = bench_look.look(desk)
    assert view.label is not None
    assert view.label.reason == "fewer"
    assert sentence(view, told) == "Mug: 1 instead of 5, and more"
    assert hint(view, told) == "Everything wanted now is in. FINISH goes on to its label"
    assert desk.scan("FINISH").code in (V.LABEL_WAITS, V.LABEL_READY)
    assert len(seller.bought) == 1
    assert desk.scan(tracking(ONE)).code is V.PARCEL_CLOSED
    assert rows(books, "SELECT sku, packed FROM order_lines") == [("MUG", 1)]


def test_one_change_is_named_in_the_band(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG", 5)))
    desk = warehouse.desk()
    warehouse.pack(desk, ONE, "MUG")
    warehouse.take_in(order(1, line("MUG", 1)))
    told = desk.refresh()
    assert told is not None
    assert sentence(bench_look.look(desk), told) == "Mug: 1 instead of 5"
    assert desk.scan("FINISH").code is V.ORDER_COMPLETE
    assert desk.bench is None


def test_at_another_bench_after_a_restart_it_is_the_same(
    warehouse: Warehouse, books: Books
) -> None:
    seller = FakeSeller("ZPL")
    begun(warehouse, seller)
    warehouse.take_in(order(1, line("MUG", 1)))
    again = warehouse.desk(seller=seller)
    assert state(again) is State.LABEL_FAILED
    view = bench_look.look(again)
    assert view.label is not None
    assert view.label.reason == "fewer"
    assert again.scan("LATER").code is V.PUT_DOWN
    other = warehouse.desk("Bench 2", seller=seller)
    assert other.scan(ONE).code is V.RESUMED
    assert state(other) is State.LABEL_FAILED
    other.scan("FINISH")
    assert other.scan(tracking(ONE)).code is V.PARCEL_CLOSED
    with books.reading() as connection:
        assert sessions.chain(connection, 1)[0]
    assert len(seller.bought) == 1


def test_put_down_it_becomes_smaller_and_full(warehouse: Warehouse) -> None:
    desk = begun(warehouse)
    desk.scan("LATER")
    warehouse.take_in(order(1, line("MUG", 1)))
    assert desk.scan(ONE).code is V.RESUMED
    assert desk.scan("FINISH").code is V.ORDER_COMPLETE


def test_an_address_that_changes_afterwards_still_stops_a_full_box(warehouse: Warehouse) -> None:
    desk = begun(warehouse, FakeSeller("ZPL"))
    warehouse.take_in(order(1, line("MUG", 1)))
    desk.refresh()
    there = Address("Buyer 1", "Calle Mayor 1", city="Vigo", postcode="36201", country="ES")
    warehouse.take_in(order(1, line("MUG", 1), recipient=there))
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.reason) == (V.CANCELLED, "address_changed")


def test_tasks_and_the_carriers_label_follow_as_after_the_last_unit(warehouse: Warehouse) -> None:
    wrapped = line("MUG", 3, duties=frozenset({Duty.GIFT_WRAP}))
    warehouse.take_in(order(1, wrapped, line("SPOON", 1)))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, ONE, "MUG", "SPOON")
    fewer = line("MUG", 1, duties=frozenset({Duty.GIFT_WRAP}))
    warehouse.take_in(order(1, fewer, line("SPOON", 1)))
    desk.refresh()
    view = bench_look.look(desk)
    assert view.task is not None
    assert (view.task.number, view.task.count) == (1, 1)
    assert desk.scan("FINISH").code is V.ORDER_COMPLETE
    assert desk.scan(tracking(ONE)).code is V.PARCEL_CLOSED


def test_kits_become_fewer(warehouse: Warehouse, books: Books) -> None:
    with books.writing() as connection:
        parts = ((Sku("SET"), Sku("MUG"), 1), (Sku("SET"), Sku("SPOON"), 2))
        articles.save(connection, (Article(Sku("SET"), "Set"),), (), parts)
    warehouse.take_in(order(1, line("SET", 3)))
    desk = warehouse.desk()
    warehouse.pack(desk, ONE, "MUG", "SPOON", "SPOON", "SPOON")
    warehouse.take_in(order(1, line("SET", 2)))
    desk.refresh()
    assert [desk.scan(text).code for text in ("MUG", "MUG", "SPOON")] == [
        V.COUNTED, V.ALREADY_ENOUGH, V.ORDER_COMPLETE
    ]  # fmt: skip
    assert rows(books, "SELECT sku, packed FROM order_lines") == [("SET", 2)]


@pytest.mark.parametrize("paper", ["slip_printer", "receipt_printer"])
def test_no_slip_tells_of_what_was_dropped(warehouse: Warehouse, paper: str) -> None:
    desk = begun(warehouse, FakeSeller("ZPL"), **{paper: "file:slips"})
    warehouse.take_in(order(1, line("MUG", 1)))
    desk.refresh()
    desk.scan("FINISH")
    assert desk.bench is not None
    told = slips.of_session(warehouse.books, desk.bench.opened, 1, desk.rules)
    assert [(one.sku, one.quantity, one.ordered_quantity) for one in told.lines] == [("MUG", 1, 1)]
