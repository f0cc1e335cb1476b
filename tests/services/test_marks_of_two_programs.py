"""Two programs on one database change the same mark at the same moment: neither is overwritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Barrier, Thread

import pytest

from fbm_desk.domain.orders import OrderId
from fbm_desk.services import sweep_lease, sync_wishes
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import WorkKind
from fbm_desk.store import database, migrate
from fbm_desk.store.sealed import Seal
from tests.services.warehouse import order_id

ROUNDS = 25
"""On a server two that did not wait for each other met in every second round."""


@pytest.fixture(params=["sqlite", "postgresql"])
def two(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Books, Books]]:
    """The same books as two programs open them: writers of one program would take turns."""
    on_server = request.param == "postgresql"
    url = (
        request.getfixturevalue("postgres_url")
        if on_server
        else database.sqlite_url(tmp_path_factory.mktemp("two"))
    )
    with ExitStack() as stack:
        engines = [database.open_database(url) for _ in range(2)]
        for engine in engines:
            stack.callback(engine.dispose)
        migrate.upgrade(engines[0])
        first, second = (Books(engine, Seal(b"k" * 32)) for engine in engines)
        yield first, second


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each brings, all begun at the same moment."""
    together, brought = Barrier(len(works)), dict[int, object]()

    def do(number: int) -> None:
        together.wait()
        brought[number] = works[number]()

    threads = [Thread(target=do, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [brought[number] for number in range(len(works))]


def test_of_two_that_want_to_talk_at_the_same_moment_one_does(two: tuple[Books, Books]) -> None:
    first, second = two
    for _ in range(ROUNDS):
        held = at_once(
            lambda: sweep_lease.hold(first, "here-1"), lambda: sweep_lease.hold(second, "there-2")
        )
        assert sorted(held, key=bool) == [False, True]
        sweep_lease.give_up(first, "here-1")
        sweep_lease.give_up(second, "there-2")


def test_what_two_people_ask_for_at_the_same_moment_is_both_heard(
    two: tuple[Books, Books],
) -> None:
    first, second = two
    wanted: list[OrderId] = []
    for number in range(1, 2 * ROUNDS, 2):
        mine, theirs = order_id(number), order_id(number + 1)
        wanted += [mine, theirs]
        at_once(
            lambda one=mine: sync_wishes.sync_now(first, one),  # type: ignore[misc]
            lambda one=theirs: sync_wishes.sync_now(second, one),  # type: ignore[misc]
        )
    assert sorted(sync_wishes.asked_for(first).orders) == sorted(wanted)


def test_what_two_people_let_rest_at_the_same_moment_both_rests(two: tuple[Books, Books]) -> None:
    first, second = two
    one, other = WorkKind.ORDERS, WorkKind.LABELS
    for _ in range(ROUNDS):
        at_once(lambda: sync_wishes.pause(first, one), lambda: sync_wishes.pause(second, other))
        assert sync_wishes.paused(first) == {one, other}
        at_once(lambda: sync_wishes.resume(first, one), lambda: sync_wishes.resume(second, other))
        assert sync_wishes.paused(first) == set()
