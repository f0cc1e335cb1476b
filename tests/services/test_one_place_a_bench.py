"""A bench is open at one place: its orders are never taken from it by itself."""

from __future__ import annotations

import pytest

from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import bench_look
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.store import people
from fbm_desk.store.bench_leases import LEASE
from tests.services.clock import Clock
from tests.services.rows import rows, value
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

V = VerdictCode
LEASE_S = LEASE.total_seconds()


def opened(books: Books, place: str, name: str = "Bench 1") -> Desk:
    """The bench, opened at a place: a computer, or a data folder of one."""
    return Desk(books, name, DeskRules(label_source=LabelSource.NONE), place=place)


@pytest.fixture
def here(warehouse: Warehouse, books: Books) -> Desk:
    """Bench 1, open at the left computer, with one of three mugs in the box."""
    warehouse.take_in(order(1, line("MUG", 3)), order(2))
    desk = opened(books, "left")
    for text in (BADGE, order_id(1), "MUG"):
        desk.scan(text)
    return desk


def counted(desk: Desk) -> int:
    return desk.bench.opened.session.packed_units if desk.bench else -1


def is_shut_out(desk: Desk, verdict: Verdict | None) -> bool:
    """Told so in words, and nothing in its hands."""
    assert verdict is not None
    assert (verdict.code, verdict.reason) == (V.NOT_SAVED, "bench_elsewhere")
    return desk.person is None and desk.bench is None


def test_a_bench_that_is_open_is_not_opened_at_another_place(books: Books, here: Desk) -> None:
    before = rows(books, "SELECT * FROM benches"), rows(books, "SELECT * FROM claims")
    with pytest.raises(Unavailable, match="bench_elsewhere"):
        opened(books, "right")
    assert (rows(books, "SELECT * FROM benches"), rows(books, "SELECT * FROM claims")) == before
    assert here.scan("MUG").packed == 2
    assert opened(books, "right", "Bench 2").scan(BADGE).code is V.SIGNED_IN


@pytest.mark.parametrize("sign_of_life", ["refresh", "scan", "refresh without an order"])
def test_signs_of_life_keep_a_bench_open(
    books: Books, here: Desk, clock: Clock, sign_of_life: str
) -> None:
    if "without" in sign_of_life:
        here.scan("LATER")
    for _ in range(4):
        clock.move(seconds=LEASE_S * 0.7)
        if sign_of_life == "scan":
            here.scan("X-17")
        else:
            here.refresh()
        with pytest.raises(Unavailable):
            opened(books, "right")


def test_after_a_crash_the_same_place_opens_its_bench_at_once(books: Books, here: Desk) -> None:
    again = opened(books, "left")
    assert (counted(again), counted(here)) == (1, 1)


def test_after_a_crash_another_place_opens_the_bench_when_the_lease_has_ended(
    books: Books, here: Desk, clock: Clock
) -> None:
    clock.move(seconds=LEASE_S)
    there = opened(books, "right")
    assert counted(there) == 1
    assert is_shut_out(here, here.scan("MUG"))
    assert value(books, "SELECT count(*) FROM pack_events WHERE verdict = 'counted'") == 1


def test_a_bench_that_is_left_is_opened_anywhere_at_once(books: Books, here: Desk) -> None:
    here.leave()
    assert counted(opened(books, "right")) == 1


@pytest.mark.parametrize("act", ["scan", "refresh", "lock", "sign in", "next"])
def test_a_place_that_was_away_too_long_changes_nothing_at_its_bench(
    books: Books, here: Desk, clock: Clock, act: str
) -> None:
    if act == "next":
        here.scan("LATER")
    if act == "sign in":
        here.lock()
    clock.move(seconds=LEASE_S)
    there = opened(books, "right")
    there.scan(BADGE)
    there.scan(order_id(1))
    before = [rows(books, f"SELECT * FROM {one}") for one in ("benches", "claims", "pack_events")]
    does = {"refresh": here.refresh, "lock": here.lock}
    scans = {"scan": "MUG", "sign in": BADGE, "next": "NEXT"}
    told = does[act]() if act in does else here.scan(scans[act])
    assert is_shut_out(here, told)
    assert before == [
        rows(books, f"SELECT * FROM {one}") for one in ("benches", "claims", "pack_events")
    ]
    here.leave()
    with books.reading() as connection:
        assert people.at_benches(connection) == [("Mara", "Bench 1")]
    assert there.scan("MUG").packed == 2


def test_a_place_that_was_shut_out_goes_on_when_the_other_has_left(
    books: Books, here: Desk, clock: Clock
) -> None:
    clock.move(seconds=LEASE_S)
    there = opened(books, "right")
    assert is_shut_out(here, here.refresh())
    assert is_shut_out(here, here.scan(BADGE))
    for text in (BADGE, "MUG"):
        there.scan(text)
    there.leave()
    signed_in = here.scan(BADGE)
    assert (signed_in.code, signed_in.packed) == (V.SIGNED_IN, 2)
    assert here.scan("MUG").packed == 3


@pytest.mark.usefixtures("here")
def test_an_order_that_only_its_claim_knows_is_on_the_bench_after_a_restart(books: Books) -> None:
    with books.writing() as connection:
        connection.exec_driver_sql("UPDATE benches SET session_id = NULL")
    assert counted(opened(books, "left")) == 1


@pytest.mark.parametrize("put_away", [["LATER"], ["HOLD", "SHORT"]])
def test_an_order_that_was_put_away_is_not_on_the_bench_after_a_restart(
    books: Books, here: Desk, put_away: list[str]
) -> None:
    for text in put_away:
        here.scan(text)
    assert counted(opened(books, "left")) == -1


def test_after_a_crash_nobody_is_said_to_have_put_the_order_down(books: Books, here: Desk) -> None:
    here.lock()
    assert bench_look.look(here).put_down_by == "Mara"
    again = bench_look.look(opened(books, "left"))
    assert again.put_down_by == ""
    assert again.put_down_at == books.now()
    assert again.order is not None
