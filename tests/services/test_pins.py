"""A PIN signs in to pack; wrong ones make the bench rest, whoever they were tried for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fbm_desk.domain.errors import Invalid
from fbm_desk.services import pins
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.store import people
from fbm_desk.store.schema import users
from tests.services.clock import START, Clock
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import BADGE, Warehouse, order, order_id

PIN, WRONG, OTHER = "482915", "482916", "739204"


@pytest.fixture
def bench(warehouse: Warehouse) -> Desk:
    """A locked bench; Mara and Sina have PINs."""
    pins.set_pin(warehouse.books, warehouse.mara, PIN)
    pins.set_pin(warehouse.books, with_supervisor(warehouse), OTHER)
    return Desk(warehouse.books, "Bench 1", DeskRules())


def tried(bench: Desk, person: int, *typed: str) -> list[str]:
    return [bench.sign_in_pin(person, pin).code.value for pin in typed]


def test_those_with_a_pin_are_offered_and_sign_in(bench: Desk, warehouse: Warehouse) -> None:
    assert [person.name for person in bench.people_here()] == ["Mara", "Sina"]
    assert tried(bench, warehouse.mara, PIN) == ["signed_in"]
    assert bench.person is not None
    assert bench.person.name == "Mara"


def test_a_wrong_pin_and_somebody_elses_do_not(bench: Desk, warehouse: Warehouse) -> None:
    assert tried(bench, warehouse.mara, WRONG, OTHER, "") == ["pin_wrong"] * 3
    assert tried(bench, 4711, PIN) == ["pin_wrong"]
    assert bench.person is None


def test_the_fifth_wrong_one_makes_the_bench_rest_longer_each_time(
    bench: Desk, warehouse: Warehouse, clock: Clock
) -> None:
    assert tried(bench, warehouse.mara, *[WRONG] * 5, PIN) == ["pin_wrong"] * 4 + ["pin_rests"] * 2
    assert bench.verdict is not None
    assert bench.verdict.at == START + timedelta(seconds=30)
    clock.move(seconds=31)
    assert tried(bench, warehouse.mara, WRONG, PIN) == ["pin_rests", "pin_rests"]
    clock.move(seconds=31)
    assert tried(bench, warehouse.mara, PIN) == ["pin_rests"]
    clock.move(seconds=30)
    assert tried(bench, warehouse.mara, PIN) == ["signed_in"]


def test_a_badge_opens_a_bench_that_rests_and_another_bench_does_not_rest(
    bench: Desk, warehouse: Warehouse
) -> None:
    tried(bench, warehouse.mara, *[WRONG] * 5)
    assert bench.scan(BADGE).code.value == "signed_in"
    second = Desk(warehouse.books, "Bench 2", DeskRules())
    assert tried(second, warehouse.mara, PIN) == ["signed_in"]


def test_a_pin_of_ones_own_does_not_clear_the_tries_on_a_colleague(
    bench: Desk, warehouse: Warehouse
) -> None:
    sina = bench.people_here()[1].id
    tried(bench, sina, *[WRONG] * 4)
    assert tried(bench, warehouse.mara, PIN) == ["signed_in"]
    assert tried(bench, sina, WRONG) == ["pin_rests"]


@pytest.mark.parametrize("back", [{"minutes": 10}, {"days": 3}])
def test_setting_the_clock_back_ends_no_rest(
    bench: Desk, warehouse: Warehouse, clock: Clock, back: dict[str, float]
) -> None:
    tried(bench, warehouse.mara, *[WRONG] * 5)
    clock.set(START - timedelta(**back))
    assert tried(bench, warehouse.mara, PIN) == ["pin_rests"]


def test_tries_of_yesterday_are_forgotten(bench: Desk, warehouse: Warehouse, clock: Clock) -> None:
    tried(bench, warehouse.mara, *[WRONG] * 4)
    clock.move(hours=25)
    assert tried(bench, warehouse.mara, WRONG) == ["pin_wrong"]


def test_a_supervisor_with_a_pin_packs_and_decides_only_with_the_badge(
    bench: Desk, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    sina = bench.people_here()[1].id
    assert tried(bench, sina, OTHER) == ["signed_in"]
    said = answers(bench, order_id(1), "CANCEL", SINA)
    assert said[1:] == ["supervisor_wanted:cancel", "why_asked:cancel"]
    assert not bench.may_decide


def test_who_left_has_no_pin(bench: Desk, warehouse: Warehouse) -> None:
    with warehouse.books.writing() as connection:
        people.let_go(connection, warehouse.mara)
    assert tried(bench, warehouse.mara, PIN) == ["pin_wrong"]
    assert [person.name for person in bench.people_here()] == ["Sina"]


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("12345", "pin_digits"), ("1234567", "pin_digits"), ("12345a", "pin_digits"),
        ("١٢٣٤٥٦", "pin_digits"), ("123456", "pin_simple"), ("987654", "pin_simple"),
        ("000000", "pin_simple"), ("123123", "pin_simple"), ("121212", "pin_simple"),
    ],
)  # fmt: skip
def test_what_is_no_pin(warehouse: Warehouse, pin: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        pins.set_pin(warehouse.books, warehouse.mara, pin)
    assert refused.value.code == code


def test_the_books_keep_neither_the_pin_nor_the_same_text_twice(warehouse: Warehouse) -> None:
    kept = []
    for _ in range(2):
        pins.set_pin(warehouse.books, warehouse.mara, PIN)
        with warehouse.books.reading() as connection:
            kept.append(connection.scalar(users.select().with_only_columns(users.c.pin_hash)))
    assert PIN not in str(kept)
    assert kept[0] != kept[1]
    pins.remove_pin(warehouse.books, warehouse.mara)
    assert pins.people_here(warehouse.books) == ()
