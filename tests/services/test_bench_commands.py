"""Taking over, expediting, asking Amazon, help: commands that concern more than one order."""

from __future__ import annotations

from datetime import UTC

from fbm_desk.domain.orders import AmazonStatus, OrderId
from fbm_desk.domain.stages import Role
from fbm_desk.services import sync_wishes
from fbm_desk.services.today import today
from fbm_desk.store import history, orders
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id


def kinds(warehouse: Warehouse, number: int) -> list[tuple[str, str]]:
    with warehouse.books.reading() as connection:
        return [(row.kind, row.details) for row in history.of_order(connection, order_id(number))]


def test_a_supervisor_takes_an_order_over_and_the_other_bench_is_told(warehouse: Warehouse) -> None:
    with_supervisor(warehouse)
    warehouse.take_in(order(1, line("MUG", 2)))
    first, second = warehouse.desk("Bench 1"), warehouse.desk("Bench 2")
    answers(first, order_id(1), "MUG")
    assert answers(second, order_id(1), "TAKEOVER", SINA, "MUG") == [
        "order_taken", "supervisor_wanted:take_over", "resumed", "order_complete",
    ]  # fmt: skip
    lost = first.scan("MUG")
    assert (lost.code.value, lost.who) == ("taken_over", "Sina, Bench 2")
    assert ("taken_over", "Bench 2") in kinds(warehouse, 1)


def test_a_supervisor_at_the_bench_needs_no_second_scan(warehouse: Warehouse) -> None:
    with_supervisor(warehouse)
    warehouse.take_in(order(1))
    first, second = warehouse.desk("Bench 1"), warehouse.desk("Bench 2")
    first.scan(order_id(1))
    assert answers(second, SINA, order_id(1), "TAKEOVER")[-1] == "resumed"


def test_taking_over_follows_the_scan_of_the_order(warehouse: Warehouse) -> None:
    desk = warehouse.desk()
    assert answers(desk, "TAKEOVER") == ["not_now:take_over"]


def test_an_expedited_order_comes_before_all_others(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1), order(2), order(3))
    desk = warehouse.desk()
    assert answers(desk, "EXPEDITE", order_id(3), "NEXT") == [
        "order_wanted:expedite", "expedited", "taken",
    ]  # fmt: skip
    assert desk.bench is not None
    assert desk.bench.order.order_id == order_id(3)
    rows = today(warehouse.books, warehouse.books.now().date(), UTC).rows
    assert rows[0].order_id == order_id(3)
    assert ("expedited", "") in kinds(warehouse, 3)


def test_an_order_that_was_packed_or_cancelled_is_not_expedited(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1), order(2))
    desk = warehouse.desk()
    packed = answers(desk, order_id(1), "MUG", "EXPEDITE", order_id(1))
    assert packed == ["taken", "order_complete", "order_wanted:expedite", "order_closed:packed"]
    warehouse.take_in(order(2, status=AmazonStatus.CANCELLED))
    assert answers(desk, "EXPEDITE", order_id(2))[-1] == "order_closed:cancelled"
    assert "expedited" not in [kind for n in (1, 2) for kind, _ in kinds(warehouse, n)]


def test_what_is_expedited_last_comes_first_with_an_item_too(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1), order(2), order(3))
    desk = warehouse.desk()
    answers(desk, "EXPEDITE", order_id(2), "EXPEDITE", order_id(3))
    with warehouse.books.reading() as connection:
        found = orders.most_urgent_with(connection, [line("MUG").sku], warehouse.books.now())
    assert found == order_id(3)


def test_the_order_on_the_bench_is_expedited_without_its_number(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1), order(2))
    desk = warehouse.desk()
    assert answers(desk, order_id(2), "EXPEDITE", "LATER") == ["taken", "expedited", "put_down"]
    assert answers(desk, "EXPEDITE", "305-9999999-9999999")[-1] == "order_unknown"


def test_amazon_is_asked_for_the_order_on_the_bench(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(connected=True)
    assert answers(desk, "REFRESH", order_id(1), "REFRESH") == [
        "not_now:refresh", "taken", "asking_amazon",
    ]  # fmt: skip
    assert sync_wishes.asked_for(warehouse.books).orders == (OrderId(order_id(1)),)


def test_help_says_where_one_stands(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    assert answers(desk, "HELP", order_id(1), "HELP") == ["help:waiting", "taken", "help:packing"]


def test_a_role_is_looked_at_and_not_the_word_badge(warehouse: Warehouse) -> None:
    assert Role.PACKER.value == "packer"
    warehouse.take_in(order(1))
    first, second = warehouse.desk("Bench 1"), warehouse.desk("Bench 2")
    first.scan(order_id(1))
    said = answers(second, order_id(1), "TAKEOVER", "BADGE-NOBODY", order_id(1))
    assert said[-1] == "order_taken"
