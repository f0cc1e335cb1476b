"""Writers of one program take turns, the one who asked first before the one who asks again."""

from __future__ import annotations

import threading

import sqlalchemy as sa

from fbm_desk.store import database
from fbm_desk.store.writers_turn import WritersTurn


def test_turn_goes_to_the_one_who_waits_not_to_the_one_who_gives_it_back() -> None:
    turn, came = WritersTurn(), []
    assert turn.take(1)
    asked = threading.Thread(target=lambda: came.append(turn.take(10)))
    asked.start()
    while not turn.wanted:
        pass
    turn.give_back()
    assert not turn.take(0.01)
    asked.join()
    assert came == [True]
    turn.give_back()
    assert turn.take(0)


def test_who_waited_in_vain_is_not_waited_for() -> None:
    turn = WritersTurn()
    assert turn.take(0)
    assert not turn.take(0.01)
    assert not turn.wanted
    turn.give_back()
    assert turn.take(0)


def test_turns_never_overlap() -> None:
    turn, inside, most = WritersTurn(), [0], [0]

    def work() -> None:
        for _ in range(300):
            assert turn.take(10)
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            inside[0] -= 1
            turn.give_back()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_who_writes_long_rests_longer_than_another_program_sleeps() -> None:
    """SQLite looks again after 25 ms at most while it waits no longer than 0.1 s."""
    rests: list[float] = []
    database.let_others_write(sa.create_engine("sqlite://"), rests.append)
    assert [rest_s > 0.025 for rest_s in rests] == [True]
    database.let_others_write(sa.create_engine("postgresql+psycopg://"), rests.append)
    assert len(rests) == 1
