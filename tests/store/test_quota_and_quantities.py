"""The shared allowance and the quantities to be told, alike on both databases."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.quota import Quota
from fbm_desk.domain.quantities import NewsState
from fbm_desk.services.allowance import KeptAllowance
from fbm_desk.services.books import Books
from fbm_desk.store import quantities
from tests.services.clock import Clock

DE = "A1PA6795UKMFR9"


def test_threads_of_two_programs_take_each_token_once(books: Books) -> None:
    kept = KeptAllowance(books, "A1")
    programs = [Quota(kept, clock=kept.seconds) for _ in range(2)]
    taken: list[float] = []

    def take(one: Quota) -> None:
        taken.extend(one.take(Operation.GET_ORDER) for _ in range(20))

    threads = [Thread(target=take, args=(programs[n % 2],), name=f"takes {n}") for n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert taken.count(0.0) == 30


def test_a_block_is_kept_to_the_millisecond(books: Books, clock: Clock) -> None:
    kept = KeptAllowance(books, "A1")
    Quota(kept, clock=kept.seconds).refused(Operation.GET_ORDER, "300")
    clock.move(seconds=299)
    assert Quota(kept, clock=kept.seconds).take(Operation.GET_ORDER) == 1.0
    clock.move(seconds=1)
    assert Quota(kept, clock=kept.seconds).take(Operation.GET_ORDER) == 0.0


def test_a_quantity_goes_its_way(books: Books, clock: Clock) -> None:
    with books.writing() as connection:
        quantities.wish(connection, DE, {"MUG": 5, "SPOON": 2}, clock())
    clock.move(seconds=1)
    with books.writing() as connection:
        quantities.wish(connection, DE, {"MUG": 4}, clock())
        assert quantities.waiting(connection) == (2, clock() - timedelta(seconds=1))
        due = quantities.due(connection, DE, clock(), 9)
        assert [(one.sku, one.wanted) for one in due] == [("SPOON", 2), ("MUG", 4)]
        quantities.take(connection, due, NewsState.IN_FEED)
        quantities.wish(connection, DE, {"MUG": 3}, clock())
        assert quantities.due(connection, DE, clock(), 9) == []  # or the older comes in last
        quantities.told(connection, quantities.in_state(connection, NewsState.IN_FEED), clock())
    with books.writing() as connection:
        (mug,) = quantities.due(connection, DE, clock(), 9)
        assert (mug.sku, mug.wanted, mug.told) == ("MUG", 3, 4)
        quantities.wish(connection, DE, {"MUG": 4}, clock())  # as it was told
        assert quantities.due(connection, DE, clock(), 9) == []
        again_at = clock() + timedelta(days=1)
        quantities.set_aside(connection, mug, NewsState.REFUSED, "1", "No.", again_at)
        assert quantities.refused(connection)[0] == 1
        assert quantities.due(connection, DE, clock(), 9) == []
        quantities.try_again_now(connection)
        assert [one.sku for one in quantities.due(connection, DE, clock(), 9)] == ["MUG"]
        quantities.drop(connection, DE, ["MUG"])
        assert quantities.wanted(connection, DE) == {"SPOON": 2}
