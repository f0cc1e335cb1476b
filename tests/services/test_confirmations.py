"""Amazon is told of every parcel once: by file, or by its API with a look at what it shows."""

from __future__ import annotations

import csv
import io
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from fbm_desk.domain.answers import Answer, NotSent, Refused, Unclear
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.shipping import Shipped
from fbm_desk.domain.stages import Stage
from fbm_desk.services import whole_file
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import Exported, export, export_confirmations, tell
from fbm_desk.store import articles, history, orders, outbox, parcels
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import (
    SHIP_BY,
    FakeSeller,
    Warehouse,
    line,
    order,
    order_id,
    tracking,
)


def states(books: Books) -> dict[OrderId, OutboxState]:
    with books.reading() as connection:
        return {one.order_id: one.state for one in outbox.in_state(connection, *OutboxState)}


def stage(books: Books, wanted: OrderId) -> Stage:
    with books.reading() as connection:
        found = orders.find(connection, wanted)
    assert found is not None
    return found.stage


def kinds(books: Books, wanted: OrderId) -> list[str]:
    with books.reading() as connection:
        return [f"{row.kind} {row.details}" for row in history.of_order(connection, wanted)]


def message(books: Books, number: int = 1) -> outbox.Message:
    with books.reading() as connection:
        found = outbox.in_state(connection, *OutboxState)
    return next(one for one in found if one.order_id == order_id(number))


# --- by file -------------------------------------------------------------------------------------


def test_every_parcel_is_written_once(books: Books, warehouse: Warehouse, tmp_path: Path) -> None:
    first, second = warehouse.packed([1, 2])
    path = tmp_path / "confirmations.txt"
    assert export_confirmations(books, path) == 2
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8")), delimiter="\t"))
    assert [(row["order-id"], row["order-item-id"], row["quantity"]) for row in rows] == [
        (first, "line-MUG", "1"),
        (second, "line-MUG", "1"),
    ]
    assert [row["tracking-number"] for row in rows] == [tracking(first), tracking(second)]
    assert {(row["carrier-code"], row["carrier-name"]) for row in rows} == {
        ("Other", "Kestrel Parcel")
    }
    assert states(books) == dict.fromkeys((first, second), OutboxState.EXPORTED)
    assert stage(books, first) is Stage.CONFIRMED
    assert kinds(books, first)[-1] == "confirmed file"
    assert sorted(one.name for one in tmp_path.iterdir() if "confirm" in one.name) == [path.name]

    again = tmp_path / "again.txt"
    assert export_confirmations(books, again) == 0
    assert not again.exists()


def test_a_parcel_without_a_tracking_number_is_told_and_named(
    books: Books, warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.take_in(order(1), order(2))
    desk = warehouse.desk()
    warehouse.pack(desk, order_id(1), "MUG")
    warehouse.pack(desk, order_id(2), "MUG", tracking(order_id(2)))
    told = export(books, tmp_path / "told.txt")
    assert (told.parcels, told.untracked) == (2, (order_id(1),))
    text = (tmp_path / "told.txt").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
    assert [row["tracking-number"] for row in rows] == ["", tracking(order_id(2))]
    assert [row["carrier-code"] for row in rows] == ["Other", "Other"]


def test_a_link_is_written_through_and_a_device_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    whole_file.write(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a file"):
        whole_file.write(tmp_path / "pipe", b"new")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.txt", "pipe", "real.txt"]


def test_nothing_counts_as_told_when_the_file_cannot_be_written(
    books: Books, warehouse: Warehouse, tmp_path: Path
) -> None:
    (packed,) = warehouse.packed([1])
    with pytest.raises(OSError, match="No such file"):
        export_confirmations(books, tmp_path / "no such folder" / "confirmations.txt")
    occupied = tmp_path / "confirmations.txt"
    occupied.mkdir()
    with pytest.raises(OSError, match="confirmations"):
        export_confirmations(books, occupied)
    assert states(books) == {packed: OutboxState.WAITING}
    assert stage(books, packed) is Stage.PACKED
    assert list(tmp_path.glob(".*")) == [], "a draft was left behind"


def test_no_file_stays_when_the_books_cannot_keep_it(
    books: Books, warehouse: Warehouse, tmp_path: Path
) -> None:
    (packed,) = warehouse.packed([1])
    path = tmp_path / "confirmations.txt"
    times = [SHIP_BY]

    def stops_before_the_last_entry() -> datetime:
        if not times:
            raise RuntimeError("the clock stopped")
        return times.pop()

    broken = Books(books.engine, books.seal, stops_before_the_last_entry)
    with pytest.raises(RuntimeError, match="the clock stopped"):
        export_confirmations(broken, path)
    assert not path.exists()
    assert states(books) == {packed: OutboxState.WAITING}


def test_a_file_is_taken_away_again_when_what_it_says_was_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "confirmations.txt"

    def put_in_place_and_fail() -> None:
        with whole_file.draft(path, b"told") as put_in_place:
            put_in_place()
            raise RuntimeError("not kept")

    with pytest.raises(RuntimeError, match="not kept"):
        put_in_place_and_fail()
    assert list(tmp_path.iterdir()) == []


def test_a_kit_is_told_as_it_was_ordered(
    books: Books, warehouse: Warehouse, tmp_path: Path
) -> None:
    with books.writing() as connection:
        tea_set = articles.Article(Sku("TEA-SET"), "Tea set")
        parts = [(Sku("TEA-SET"), Sku("MUG"), 2), (Sku("TEA-SET"), Sku("SPOON"), 1)]
        articles.save(connection, [tea_set], [], parts)
    warehouse.take_in(order(1, line("TEA-SET", 2)))
    scans = ["MUG", "MUG", "MUG", "MUG", "SPOON", "SPOON"]
    warehouse.pack(warehouse.desk(), order_id(1), *scans)
    export_confirmations(books, tmp_path / "told.txt")
    rows = (tmp_path / "told.txt").read_text("utf-8").splitlines()[1:]
    assert [row.split("\t")[1:3] for row in rows] == [["line-TEA-SET", "2"]]


# --- by the API ----------------------------------------------------------------------------------


def test_a_parcel_is_told_and_then_read_back(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    (packed,) = warehouse.packed([1])
    amazon = FakeMarketplace()
    told = tell(books, amazon)
    assert (told.sent, told.verified, told.waiting) == (1, 0, 0)
    assert amazon.told == [
        Shipped(
            packed, "A1RKKUPIHCS9HS", 1, ((LineId("line-MUG"), 1),), clock(),
            "Other", "Kestrel Parcel", "", tracking(packed),
        )
    ]  # fmt: skip
    assert (states(books)[packed], stage(books, packed)) == (OutboxState.SENT, Stage.PACKED)
    clock.move(seconds=told.next_s)
    assert tell(books, amazon).verified == 1
    assert stage(books, packed) is Stage.CONFIRMED
    assert states(books)[packed] is OutboxState.VERIFIED
    assert kinds(books, packed)[-1] == "confirmed api"
    clock.move(hours=1)
    tell(books, amazon)
    assert len(amazon.told) == 1


def test_the_soonest_ship_by_is_told_first(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, ship_by=SHIP_BY + timedelta(days=1)), order(2), order(3))
    desk = warehouse.desk(carrier="Kestrel Parcel")
    for number in (1, 3, 2):
        warehouse.pack(desk, order_id(number), "MUG", tracking(order_id(number)))
    amazon = FakeMarketplace()
    tell(books, amazon)
    assert [one.order_id for one in amazon.told] == [order_id(3), order_id(2), order_id(1)]


def test_the_row_says_what_is_about_to_happen_before_it_happens(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.packed([1])
    seen: list[OutboxState] = []

    def crash(_shipped: Shipped) -> None:
        seen.append(message(books).state)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tell(books, FakeMarketplace(during_call=crash))
    assert (seen, message(books).state) == ([OutboxState.UNCLEAR], OutboxState.UNCLEAR)


def test_after_a_crash_in_the_call_the_order_is_read_before_anything_else(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    (packed,) = warehouse.packed([1])
    amazon = FakeMarketplace()

    def crash(shipped: Shipped) -> None:
        amazon.show(shipped.order_id, shipped.tracking)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tell(books, FakeMarketplace(during_call=crash))
    assert tell(books, amazon).sent == 0, "the call may still be under way"
    clock.move(minutes=3)
    assert tell(books, amazon).verified == 1
    assert amazon.told == []
    assert stage(books, packed) is Stage.CONFIRMED


def test_a_lost_answer_is_looked_up_and_told_again_as_the_same_package(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    (packed,) = warehouse.packed([1])
    amazon = FakeMarketplace(answers=[Unclear("timed_out")])
    tell(books, amazon)
    assert states(books)[packed] is OutboxState.UNCLEAR
    clock.move(minutes=1)
    assert tell(books, amazon).sent == 0
    assert (amazon.read, states(books)[packed]) == ([packed], OutboxState.WAITING)
    clock.move(minutes=1)
    assert tell(books, amazon).sent == 1
    assert [one.package_reference for one in amazon.told] == [1, 1]
    clock.move(minutes=1)
    tell(books, amazon)
    assert stage(books, packed) is Stage.CONFIRMED
    assert len(amazon.packages[packed]) == 1


def test_a_lost_answer_of_a_parcel_that_arrived_is_not_told_again(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    (packed,) = warehouse.packed([1])
    amazon = FakeMarketplace(answers=[Unclear("arrived")])
    tell(books, amazon)
    clock.move(minutes=1)
    assert tell(books, amazon).verified == 1
    assert (len(amazon.told), stage(books, packed)) == (1, Stage.CONFIRMED)


def test_what_nobody_got_waits_without_counting_as_a_try(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1, 2, 3])
    amazon = FakeMarketplace(answers=[NotSent("quota", 40.0)])
    told = tell(books, amazon)
    assert (told.sent, told.waiting, told.next_s) == (0, 3, 40.0)
    assert len(amazon.told) == 1, "the others fare alike and were not tried"
    assert (message(books).state, message(books).tries) == (OutboxState.WAITING, 0)
    clock.move(seconds=40)
    assert tell(books, amazon).sent == 3


def test_a_refused_parcel_is_set_aside_and_holds_up_nobody(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    first, second = warehouse.packed([1, 2])
    amazon = FakeMarketplace(answers=[Refused("invalid", "The carrier is unknown.")])
    told = tell(books, amazon)
    assert (told.refused, told.sent) == (1, 1)
    assert states(books) == {first: OutboxState.REFUSED, second: OutboxState.SENT}
    assert (message(books).reason, message(books).words) == ("invalid", "The carrier is unknown.")
    clock.move(hours=1)
    tell(books, amazon)
    assert len(amazon.told) == 2


@pytest.mark.parametrize(
    ("shown", "became"),
    [(True, OutboxState.VERIFIED), (False, OutboxState.REFUSED)],
)
def test_already_fulfilled_is_believed_only_when_the_order_shows_it(
    books: Books, warehouse: Warehouse, shown: bool, became: OutboxState
) -> None:
    (packed,) = warehouse.packed([1])
    amazon = FakeMarketplace(answers=[Refused("look_first", "Already fulfilled.")])
    if shown:
        amazon.show(packed, tracking(packed))
    tell(books, amazon)
    assert states(books)[packed] is became


def test_a_locked_account_is_no_parcels_fault(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1, 2])
    answers: list[Answer[None]] = [Refused("unauthorised")] * 2
    told = tell(books, FakeMarketplace(answers=answers))
    assert (told.refused, told.waiting) == (0, 2)


def test_what_amazon_accepted_is_confirmed_only_once_it_shows(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    (packed,) = warehouse.packed([1])
    amazon = FakeMarketplace(shows=False)
    tell(books, amazon)
    for _ in range(20):
        clock.move(minutes=15)
        tell(books, amazon)
    assert (len(amazon.told), states(books)[packed]) == (1, OutboxState.SENT)
    clock.move(hours=2)
    tell(books, amazon)
    clock.move(minutes=11)
    tell(books, amazon)
    assert [one.package_reference for one in amazon.told] == [1, 1], "told again after hours"


def test_a_label_amazon_sold_is_only_read_back(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, order_id(1), "MUG", tracking(order_id(1)))
    amazon = FakeMarketplace()
    for _ in range(50):
        clock.move(minutes=15)
        assert tell(books, amazon).sent == 0
    assert (amazon.told, stage(books, order_id(1))) == ([], Stage.PACKED)
    amazon.show(order_id(1), tracking(order_id(1)))
    clock.move(minutes=15)
    assert tell(books, amazon).verified == 1
    assert stage(books, order_id(1)) is Stage.CONFIRMED


def test_a_parcel_without_its_tracking_number_waits_for_it(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    warehouse.pack(desk, order_id(1), "MUG")
    amazon = FakeMarketplace()
    assert tell(books, amazon).waiting == 1
    desk.scan(tracking(order_id(1)))
    clock.move(minutes=1)
    assert tell(books, amazon).sent == 1


def test_a_parcel_that_went_void_meanwhile_is_not_told(
    books: Books, warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.packed([1])
    with books.writing() as connection:
        parcels.void(connection, message(books).parcel_id)
    assert export_confirmations(books, tmp_path / "told.txt") == 0
    amazon = FakeMarketplace()
    assert tell(books, amazon).refused == 1
    assert (amazon.told, message(books).reason) == ([], "not_packed")


def test_stopping_ends_the_turn_between_two_parcels(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1, 2, 3])
    stop = Event()
    amazon = FakeMarketplace(during_call=lambda _shipped: stop.set())
    assert tell(books, amazon, stop=stop).sent == 1


@pytest.mark.parametrize("silent", [Refused("not_found"), Unclear("timed_out"), NotSent("offline")])
def test_an_order_that_cannot_be_read_leaves_everything_as_it_was(
    books: Books, warehouse: Warehouse, clock: Clock, silent: Refused | Unclear | NotSent
) -> None:
    (packed,) = warehouse.packed([1])
    amazon = FakeMarketplace(answers=[Unclear("timed_out")])
    tell(books, amazon)
    amazon.silent = silent
    clock.move(minutes=5)
    tell(books, amazon)
    assert (states(books)[packed], len(amazon.told)) == (OutboxState.UNCLEAR, 1)


def test_nothing_is_told_again_while_amazon_says_nothing_about_packages(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1])
    market = FakeMarketplace([Unclear("arrived")], tells=False)
    for _ in range(3):
        tell(books, market)
        clock.move(hours=1)
    assert [len(market.told), states(books)] == [1, {order_id(1): OutboxState.UNCLEAR}]
    market.tells = True
    tell(books, market)
    assert states(books) == {order_id(1): OutboxState.VERIFIED}


def test_what_a_lost_file_told_can_be_written_again_on_its_day(
    books: Books, warehouse: Warehouse, clock: Clock, tmp_path: Path
) -> None:
    today = clock().date()
    warehouse.packed([1])
    export(books, tmp_path / "lost.txt")
    warehouse.packed([2])
    assert export(books, tmp_path / "again.txt", today, UTC) == Exported(2, (), again=1)
    written = (tmp_path / "again.txt").read_text()
    assert tracking(order_id(1)) in written
    assert tracking(order_id(2)) in written
    assert export(books, tmp_path / "none.txt") == Exported()
    assert export(books, tmp_path / "third.txt", today, UTC) == Exported(2, (), again=2)
    clock.move(days=1)
    assert export(books, tmp_path / "none.txt", clock().date(), UTC) == Exported()
    assert not (tmp_path / "none.txt").exists()
