"""Two programs on one database: one of them talks to Amazon, and when it dies the other does."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from fbm_desk.domain.answers import Answer, Done
from fbm_desk.domain.shipping import OrderPage
from fbm_desk.services import sweep, sweep_lease
from fbm_desk.services.books import Books
from fbm_desk.services.sync import Sync
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.store import sync_state
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import Warehouse
from tests.simulator.seller import quiet_shop
from tests.store.processes import Other, others

PROGRAM = "tests.services.sweeping_process"
NOBODYS_PID = 2**22 + 200
"""No process of Linux has a number above 2**22 (proc(5), pid_max)."""


def turns_of(one: Other) -> list[str]:
    """What a program says of its turns; it lives on."""
    assert one.process.stdout is not None
    said: list[str] = []
    while (line := one.process.stdout.readline()) != "done\n":
        assert line, "it ended"
        said.append(line.strip())
    return said


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


def test_a_holder_on_another_computer_keeps_it_for_three_minutes(
    books: Books, clock: Clock
) -> None:
    assert sweep_lease.hold(books, "elsewhere-17")
    clock.move(seconds=179)
    assert not sweep_lease.hold(books, sweep_lease.here())
    clock.move(seconds=2)
    assert sweep_lease.hold(books, sweep_lease.here())
    assert not sweep_lease.hold(books, "elsewhere-17")
    sweep_lease.give_up(books, sweep_lease.here())
    assert sweep_lease.hold(books, "elsewhere-17")


@pytest.mark.parametrize("where", ["", "-0123456789ab"])
def test_a_holder_of_the_same_name_whose_number_means_nothing_here_keeps_it(
    books: Books, clock: Clock, where: str
) -> None:
    """In another container, or on a computer that was set up from the same image."""
    assert sweep_lease.hold(books, f"{platform.node()}{where}-{NOBODYS_PID}")
    assert not sweep_lease.hold(books, sweep_lease.here())
    clock.move(minutes=4)
    assert sweep_lease.hold(books, sweep_lease.here())


def test_a_dead_holder_is_replaced_although_the_clock_was_set_back(
    books: Books, clock: Clock
) -> None:
    assert sweep_lease.hold(books, "elsewhere-17")
    clock.move(days=-1)
    assert sweep_lease.hold(books, sweep_lease.here())


# --- turns that take longer than the lease -------------------------------------------------------


@dataclass
class SlowAmazon(FakeMarketplace):
    """Each page of a sweep takes a while, at the end of which `meanwhile` happens."""

    clock: Clock = field(default_factory=Clock)
    meanwhile: Callable[[], object] = lambda: None
    pages: int = 0

    def sweep(
        self, since: datetime, *, first: bool = False, page_token: str = ""
    ) -> Iterator[Answer[OrderPage]]:
        """Ten pages, fifty seconds each."""
        for number in range(1, 11):
            self.clock.move(seconds=50)
            self.meanwhile()
            self.pages += 1
            mark = self.clock() if number == 10 else None
            token = f"page-{number}" if mark is None else ""
            yield Done(OrderPage((), mark, next_token=token))


def test_nobody_else_talks_during_a_turn_that_is_long(books: Books, clock: Clock) -> None:
    amazon = SlowAmazon(clock=clock)
    others_may: list[bool] = []
    amazon.meanwhile = lambda: others_may.append(sweep_lease.hold(books, "elsewhere-17"))
    Sync(books, amazon, who=sweep_lease.here()).turn()
    assert (amazon.pages, any(others_may)) == (10, False)


def test_a_turn_ends_when_another_program_talks_instead(books: Books, clock: Clock) -> None:
    """It slept, with its computer; the other one did not."""

    def sleep() -> None:
        if amazon.pages == 3:
            clock.move(hours=1)
            assert sweep_lease.hold(books, "elsewhere-17")

    Warehouse(books).packed([1])
    amazon = SlowAmazon(clock=clock)
    amazon.meanwhile = sleep
    Sync(books, amazon, who=sweep_lease.here()).turn()
    assert amazon.pages == 4
    assert amazon.told == []
    assert not sweep_lease.hold(books, sweep_lease.here())
