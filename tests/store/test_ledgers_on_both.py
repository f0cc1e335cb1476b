"""Fencing, purchases, confirmations, print jobs and people, on a file and on a server alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from fbm_desk.domain.answers import Answer
from fbm_desk.domain.orders import AmazonStatus, IncomingOrder
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.domain.shipping import Bought
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.orders import take_in
from fbm_desk.services.packing import Desk
from fbm_desk.store import (
    database,
    orders,
    outbox,
    people,
    print_jobs,
    privacy,
    purchases,
    sessions,
)
from fbm_desk.store.people import NameTaken
from fbm_desk.store.sealed import Seal, Unreadable
from fbm_desk.store.sessions import LEASE
from tests.services.clock import Clock
from tests.services.warehouse import (
    BADGE,
    SHIP_BY,
    FakeSeller,
    Warehouse,
    line,
    order,
    order_id,
    tracking,
)

ONE, TWO = order_id(1), order_id(2)
S = PurchaseState


@pytest.fixture
def warehouse(books: Books) -> Warehouse:
    return Warehouse(books)


def count(books: Books, table: str) -> int:
    with books.reading() as connection:
        return int(connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)


# --- a holder that was paused --------------------------------------------------------------------


def test_a_paused_holder_coming_back_commits_no_scan(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    """Its lease ended, another bench went on; the item it scans now is nobody's."""
    warehouse.take_in(order(1, line("MUG", 3)))
    paused, other = warehouse.desk("Bench 1"), warehouse.desk("Bench 2")
    warehouse.pack(paused, ONE, "MUG")
    clock.move(seconds=LEASE.total_seconds() - 1)
    assert other.scan(ONE).code is VerdictCode.ORDER_TAKEN
    clock.move(seconds=1)
    assert other.scan(ONE).packed == 1
    events = count(books, "pack_events")
    late = paused.scan("MUG", "late")
    assert (late.code, late.who) == (VerdictCode.ORDER_TAKEN, "Bench 2")
    assert paused.bench is None
    assert count(books, "pack_events") == events
    assert [other.scan("MUG").packed, other.scan("MUG").packed] == [2, 3]
    with books.reading() as connection:
        assert sessions.chain(connection, 1)[0]


def test_a_paused_holder_cannot_close_the_parcel_that_another_bench_works_on(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1))
    paused = warehouse.desk("Bench 1", label_source=LabelSource.SCANNED)
    other = warehouse.desk("Bench 2", label_source=LabelSource.SCANNED)
    warehouse.pack(paused, ONE, "MUG")
    clock.move(seconds=LEASE.total_seconds())
    other.scan(ONE)
    assert paused.scan(tracking(ONE)).code is VerdictCode.ORDER_TAKEN
    assert (count(books, "parcels"), count(books, "outbox")) == (0, 0)
    assert other.scan(tracking(ONE)).code is VerdictCode.PARCEL_CLOSED
    assert (count(books, "parcels"), count(books, "outbox")) == (1, 1)


# --- orders that change in somebody's hands ------------------------------------------------------


@pytest.mark.parametrize(
    ("news", "reason"),
    [
        (order(1, line("MUG", 3), status=AmazonStatus.CANCELLED), "cancelled"),
        (order(1, line("MUG", 1)), "changed"),  # fewer than are in the box
        (order(1, line("MUG", 3), cancel_requested=True), "buyer_asks_to_cancel"),
    ],
)
def test_an_order_that_is_cancelled_or_falls_below_what_is_packed_stops_its_bench(
    books: Books, warehouse: Warehouse, news: IncomingOrder, reason: str
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    desk = warehouse.desk()
    warehouse.pack(desk, ONE, "MUG", "MUG")
    assert take_in(books, [news]).stopped == (ONE,)
    with books.reading() as connection:
        stopped = sessions.find_open(connection, ONE)
        (kept,) = orders.lines_of(connection, ONE)
    assert stopped is not None
    assert (stopped.session.state, stopped.session.reason) == (State.STOPPED, reason)
    assert kept.packed == 2  # they are in the box until somebody takes them out
    assert desk.scan("MUG").code is not VerdictCode.COUNTED
    assert count(books, "parcels") == count(books, "outbox") == 0
    assert desk.scan("FINISH").code is VerdictCode.TAKEN_OUT
    with books.reading() as connection:
        assert [one.packed for one in orders.lines_of(connection, ONE)] == [0]
        assert sessions.find_open(connection, ONE) is None


# --- confirmations -------------------------------------------------------------------------------


def test_parcel_stock_and_news_are_one_transaction(books: Books, warehouse: Warehouse) -> None:
    """The news cannot be written: then there is no parcel, and the order is not packed."""
    warehouse.take_in(order(1))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, ONE, "MUG")
    with books.writing() as connection:
        connection.execute(sa.text("ALTER TABLE outbox RENAME TO outbox_away"))
    with pytest.raises(sa.exc.DBAPIError):
        desk.scan(tracking(ONE))
    assert (count(books, "parcels"), count(books, "stock_movements")) == (0, 0)
    with books.writing() as connection:
        connection.execute(sa.text("ALTER TABLE outbox_away RENAME TO outbox"))
        packed = orders.find(connection, ONE)
    assert packed is not None
    assert packed.stage is Stage.ON_BENCH
    assert desk.scan(tracking(ONE)).code is VerdictCode.PARCEL_CLOSED
    assert (count(books, "parcels"), count(books, "outbox")) == (1, 1)


def test_amazon_is_told_nothing_of_an_order_that_is_not_packed(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, line("MUG", 2)), order(2))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, ONE, "MUG")
    desk.scan("LATER")
    warehouse.pack(desk, TWO, "MUG", "HOLD")
    assert count(books, "outbox") == 0
    with books.reading() as connection:
        assert outbox.fully_told(connection, [ONE, TWO]) == []


def test_one_message_is_told_by_one_teller_and_one_parcel_has_one(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.packed([1])
    with books.writing() as connection:
        (message,) = outbox.due(connection, books.now())
        taken = [outbox.take(connection, message.id, books.now()) for _ in range(2)]
        assert taken == [True, False]
        assert outbox.due(connection, books.now()) == []  # its fate is unclear: looked into later
    state, now = OutboxState.WAITING, books.now()
    with pytest.raises(sa.exc.IntegrityError), books.writing() as connection:
        outbox.add(connection, ONE, message.parcel_id, 1, SHIP_BY, state, now)
    assert count(books, "outbox") == 1


# --- purchases -----------------------------------------------------------------------------------


class WatchingSeller(FakeSeller):
    """Looks into the books at the very moment of the call, from outside of its transaction."""

    def __init__(self, books: Books) -> None:
        super().__init__("ZPL")
        self.engine = database.open_database(books.engine.url.render_as_string(False))
        self.seen: list[tuple[str, str, bool, bool]] = []

    def buy(self, body: str, key: str) -> Answer[Bought]:
        with database.reading(self.engine) as connection:
            for one in purchases.in_state(connection, *S):
                sent = purchases.sent_before(connection, one.id)
                facts = (one.state.value, one.idempotency_key, one.request == body, sent)
                self.seen.append(facts)
        return super().buy(body, key)


def test_the_intent_is_on_disk_with_key_and_body_before_the_call(
    books: Books, warehouse: Warehouse
) -> None:
    seller = WatchingSeller(books)
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=seller), ONE, "MUG")
    seller.engine.dispose()
    assert seller.seen == [("intended", seller.bought[0], True, True)]
    with books.reading() as connection:
        assert [one.state for one in purchases.of_order(connection, ONE)] == [S.BOUGHT]


def wanted(books: Books, warehouse: Warehouse) -> tuple[int, int]:
    """A purchase under way and its session."""
    warehouse.take_in(order(1))
    desk = warehouse.desk(label_source=LabelSource.BOUGHT)  # and nobody who buys it
    warehouse.pack(desk, ONE, "MUG")
    with books.reading() as connection:
        (purchase,) = purchases.of_order(connection, ONE)
    return purchase.id, purchase.session_id


def want(books: Books, session_id: int, key: str) -> int:
    with books.writing() as connection:
        return purchases.want(connection, ONE, session_id, key, 5000, 1, 1, books.now())


def test_a_box_gets_another_purchase_only_when_no_money_can_be_spent_for_it(
    books: Books, warehouse: Warehouse
) -> None:
    newest, session_id = wanted(books, warehouse)
    for state in S:
        free = state is S.REFUSED or state.name.startswith("VOID")
        with books.writing() as connection:
            connection.execute(
                sa.text("UPDATE label_purchases SET state = :state WHERE id = :id"),
                {"state": state.value, "id": newest},
            )
        found = want(books, session_id, f"key after {state.value}")
        assert (found != newest) is free, state
        newest = found


def test_no_key_is_used_for_two_purchases(books: Books, warehouse: Warehouse) -> None:
    first, session_id = wanted(books, warehouse)
    with books.writing() as connection:
        purchases.settle(connection, first, S.REFUSED)
        key = purchases.find(connection, first).idempotency_key
    with pytest.raises(sa.exc.IntegrityError):
        want(books, session_id, key)
    assert count(books, "label_purchases") == 1


def test_what_is_paid_stays_paid_whatever_an_older_call_answers(
    books: Books, warehouse: Warehouse
) -> None:
    first, _ = wanted(books, warehouse)
    with books.writing() as connection:
        purchases.settle(connection, first, S.BOUGHT, tracking="KP1")
        for late in (S.WANTED, S.INTENDED, S.UNCLEAR, S.REFUSED):
            purchases.settle(connection, first, late, tracking="")
            kept = purchases.find(connection, first)
            assert (kept.state, kept.tracking) == (S.BOUGHT, "KP1"), late


# --- paper ---------------------------------------------------------------------------------------


def test_one_print_job_has_one_printer_and_a_crash_makes_it_a_question(books: Books) -> None:
    now = books.now()
    with books.writing() as connection:
        bench, other = (people.bench(connection, name, now) for name in ("Bench 1", "Bench 2"))
        facts = {"destination": "folder:/p", "asked_at": now}
        jobs = [
            print_jobs.add(connection, books.seal, Paper.SLIP, b"paper", bench_id=at, **facts)
            for at in (bench, bench, other)
        ]
        assert [print_jobs.begin(connection, jobs[0]) for _ in range(2)] == [True, False]
        print_jobs.begin(connection, jobs[2])
        assert [job.id for job in print_jobs.waiting(connection, bench)] == [jobs[1]]
        assert print_jobs.ask_after_crash(connection, bench) == 1
        states = [print_jobs.find(connection, job).state for job in jobs]
        assert states == [JobState.UNKNOWN, JobState.WAITING, JobState.SENDING]
        print_jobs.settle(connection, jobs[2], JobState.NOT_SENT, now, "refused")
        assert print_jobs.begin(connection, jobs[2])
        assert print_jobs.find(connection, jobs[2]).tries == 2


# --- sealed --------------------------------------------------------------------------------------


@pytest.fixture
def two_sealed(books: Books, warehouse: Warehouse) -> Books:
    """Two packed orders with their addresses, labels and slips."""
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    for number in (1, 2):
        (one,) = warehouse.take_in(order(number, line("MUG", gift_message=f"For you {number}")))
        warehouse.pack(desk, one, "MUG", tracking(one))
        with books.writing() as connection:
            facts = {"destination": "folder:/p", "asked_at": books.now(), "order_id": one}
            print_jobs.add(connection, books.seal, Paper.SLIP, b"slip", **facts)
    return books


Reading = Callable[[Books, Seal], None]


def read_private(books: Books, seal: Seal) -> None:
    with books.reading() as connection:
        assert privacy.find(connection, seal, ONE).recipient


def read_names(books: Books, seal: Seal) -> None:
    with books.reading() as connection:
        assert privacy.names_and_postcodes(connection, seal, [ONE, TWO])


def read_label(books: Books, seal: Seal) -> None:
    with books.reading() as connection:
        assert purchases.documents(connection, seal, 1)


def read_paper(books: Books, seal: Seal) -> None:
    with books.reading() as connection:
        assert print_jobs.content(connection, seal, 1)


READ = (read_private, read_names, read_label, read_paper)


@pytest.mark.parametrize(
    ("table", "column", "key", "reads"),
    [
        ("order_private", "recipient", "order_id", (read_private, read_names)),
        ("order_private", "messages", "order_id", (read_private,)),
        ("label_documents", "bytes", "purchase_id", (read_label,)),
        ("print_jobs", "bytes", "id", (read_paper,)),
    ],
)
def test_values_swapped_between_two_buyers_do_not_open(
    two_sealed: Books,
    table: str,
    column: str,
    key: str,
    reads: tuple[Reading, ...],
) -> None:
    """Who can write to the database cannot give one buyer's parcel to another."""
    for read in reads:
        read(two_sealed, two_sealed.seal)
    values = sa.text(f"SELECT {key}, {column} FROM {table} ORDER BY {key} LIMIT 2")
    put = sa.text(f"UPDATE {table} SET {column} = :value WHERE {key} = :row")
    with two_sealed.writing() as connection:
        (one, first), (two, second) = connection.execute(values)
        connection.execute(put, [{"row": one, "value": second}, {"row": two, "value": first}])
    for read in reads:
        with pytest.raises(Unreadable) as refused:
            read(two_sealed, two_sealed.seal)
        assert "Buyer" not in str(refused.value)


def test_with_another_key_nothing_opens_and_nobody_signs_in(two_sealed: Books) -> None:
    another = Seal(b"j" * 32)
    for read in READ:
        with pytest.raises(Unreadable) as refused:
            read(two_sealed, another)
        assert str(refused.value) == "the key does not fit, or the data was changed"
    with two_sealed.reading() as connection:
        assert people.by_badge(connection, two_sealed.seal, BADGE) is not None
        assert people.by_badge(connection, another, BADGE) is None


# --- people --------------------------------------------------------------------------------------


def test_a_badge_is_kept_as_a_digest_that_depends_on_the_key(books: Books) -> None:
    with books.writing() as connection:
        people.add(connection, books.seal, "Mara", Role.PACKER, " Badge-77 ", books.now())
        people.add(connection, books.seal, "Nuno", Role.SUPERVISOR, "", books.now())
        kept = connection.scalars(sa.text("SELECT badge_digest FROM users ORDER BY id")).all()
        found = people.by_badge(connection, books.seal, "BADGE-77")
        assert people.by_badge(connection, books.seal, " ") is None  # nobody's is not Nuno's
    assert found is not None
    assert (found.name, found.has_badge) == ("Mara", True)
    assert kept[1] is None
    assert len(kept[0]) == 32
    assert kept[0] != Seal(b"j" * 32).digest("badge badge-77")


@pytest.mark.parametrize(("name", "badge"), [("Mara", "OTHER"), ("Nuno", "badge-mara")])
def test_a_name_or_a_badge_is_given_once(
    books: Books, warehouse: Warehouse, name: str, badge: str
) -> None:
    assert warehouse.mara
    with pytest.raises(NameTaken), books.writing() as connection:
        people.add(connection, books.seal, name, Role.PACKER, badge, books.now())
    with books.reading() as connection:
        assert [person.name for person in people.everybody(connection)] == ["Mara"]


def test_who_does_not_work_here_any_more_signs_in_nowhere_but_stays_in_the_record(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.packed([1])
    with books.writing() as connection:
        connection.execute(sa.text("UPDATE users SET active = false"))
    desk = Desk(books, "Bench 2", DeskRules())
    assert desk.scan(BADGE).code is VerdictCode.BADGE_UNKNOWN
    with books.reading() as connection:
        assert people.everybody(connection) == []
        assert people.name_of(connection, warehouse.mara) == "Mara"
        _, events = sessions.chain(connection, 1)
    assert {event.user_name for event in events} == {"Mara"}
