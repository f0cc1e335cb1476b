"""Two programs on one database: one of them talks to Amazon, and when it dies the other does."""

from __future__ import annotations

from pathlib import Path

from fbm_desk.services import sweep, sweep_lease
from fbm_desk.services.books import Books
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.store import sync_state
from tests.services.clock import Clock
from tests.simulator.seller import quiet_shop
from tests.store.processes import Other, others

PROGRAM = "tests.services.sweeping_process"


def turns_of(one: Other) -> list[str]:
    """What a program says of its turns; it lives on."""
    assert one.process.stdout is not None
    return [line.strip() for line in iter(one.process.stdout.readline, "done\n")]


def test_two_programs_never_both_sweep(books: Books, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'fbm_desk.sqlite'}"
    with AmazonSimulator(quiet_shop()) as amazon:
        call = (url, amazon.url, "6")
        with others(PROGRAM, call, call) as two:
            for one in two:
                one.go()
            said = [turns_of(one) for one in two]
        assert sorted(said) == [["talked"] * 6, ["waited"] * 6]
        assert len(amazon.requests.of("searchOrders")) == 6
    with books.reading() as connection:
        assert sync_state.mark(connection, sweep.ORDERS).last_success_at


def test_a_holder_that_died_on_this_computer_is_replaced_at_once(
    books: Books, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'fbm_desk.sqlite'}"
    with AmazonSimulator(quiet_shop()) as amazon, others(PROGRAM, (url, amazon.url, "1")) as one:
        one[0].go()
        assert "talked" in one[0].said()
    assert sweep_lease.hold(books, sweep_lease.here())


def test_a_holder_on_another_computer_keeps_it_for_a_minute(books: Books, clock: Clock) -> None:
    assert sweep_lease.hold(books, "elsewhere-17")
    clock.move(seconds=59)
    assert not sweep_lease.hold(books, sweep_lease.here())
    clock.move(seconds=2)
    assert sweep_lease.hold(books, sweep_lease.here())
    assert not sweep_lease.hold(books, "elsewhere-17")
    sweep_lease.give_up(books, sweep_lease.here())
    assert sweep_lease.hold(books, "elsewhere-17")
