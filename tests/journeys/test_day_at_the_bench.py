"""A day at the bench in the real window: sign in, pack, label, tell Amazon, make a manifest."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.gui.sounds import Sound
from fbm_desk.services import manifests
from fbm_desk.services.desk_view import BenchScreen, LabelStep
from fbm_desk.simulator.demonstration import Demonstration
from fbm_desk.store import orders, outbox
from tests.journeys.packer import WAIT_MS, Ear, Packer, close_window, open_window

LONG_ENOUGH = 40


def pack(packer: Packer) -> OrderId:
    """Pack the order on the bench to its end; its id."""
    order = packer.view().order
    assert order is not None
    for _ in range(LONG_ENOUGH):
        screen = packer.view().screen
        if screen in (BenchScreen.FULL, BenchScreen.LABELLED):
            break
        packer.right()
    label = packer.wait_for(BenchScreen.LABELLED).label
    assert label is not None
    assert label.tracking
    packer.qtbot.waitUntil(lambda: _printed(packer), timeout=WAIT_MS)
    closed = packer.scan(label.tracking)
    assert closed.verdict is not None
    assert closed.verdict.code is VerdictCode.PARCEL_CLOSED
    return order.order_id


def _printed(packer: Packer) -> bool:
    label = packer.view().label
    return label is not None and label.step is LabelStep.PRINTED


def test_three_orders_one_wrong_scan_one_hold_one_by_item(
    packer: Packer, demo: Demonstration
) -> None:
    began_on = _today(packer)
    assert packer.view().screen is BenchScreen.LOCKED
    hello = packer.scan("BADGE-MARA-71")
    assert hello.packer == "Mara Fenwick"

    packer.scan("NEXT")
    wrong = packer.scan(packer.next_code(wrong=True))
    assert wrong.verdict is not None
    assert wrong.verdict.code is VerdictCode.WRONG_ITEM
    assert wrong.order is not None
    assert wrong.order.packed == 0
    first = pack(packer)

    packer.scan("NEXT")
    packer.scan("HOLD")
    held = packer.scan("3")
    assert held.verdict is not None
    assert held.verdict.code is VerdictCode.HELD
    assert held.verdict.order_id is not None
    packer.scan(held.verdict.order_id)
    second = pack(packer)

    offered = packer.view().next_order
    assert offered is not None
    by_item = packer.scan(offered.lines[0].article.sku)
    assert by_item.verdict is not None
    assert by_item.verdict.code in (VerdictCode.COUNTED, VerdictCode.ORDER_COMPLETE)
    third = pack(packer)

    assert len({first, second, third}) == 3
    assert demo.label_printer.wait_for(3, 10)
    assert len(demo.amazon.shipping.shipments()) == 3
    _everything_is_told(packer, demo, {first, second, third})
    _manifest_lists_them(packer, began_on)
    ear = packer.window.shell.sounds
    assert isinstance(ear, Ear)
    assert Sound.WRONG in ear.heard


def _everything_is_told(packer: Packer, demo: Demonstration, order_ids: set[OrderId]) -> None:
    books = packer.window.works().house.books

    def told() -> bool:
        sync = packer.window.works().sync
        assert sync is not None
        sync.wake()
        with books.reading() as connection:
            return not outbox.due(connection, datetime(9999, 1, 1, tzinfo=UTC))

    packer.qtbot.waitUntil(told, timeout=WAIT_MS)
    with books.reading() as connection:
        stages = {one.order_id: one.stage.value for one in orders.all_orders(connection)}
    assert {stages[order_id] for order_id in order_ids} == {"confirmed"}
    shown = {one.order_id for one in demo.amazon.shop.orders() if one.packages_at(now(demo))}
    assert order_ids <= shown


def now(demo: Demonstration) -> datetime:
    """The pretend Amazon's time."""
    return demo.amazon.shop.clock.now()


def _today(packer: Packer) -> date:
    return packer.window.works().house.books.now().astimezone().date()


def _manifest_lists_them(packer: Packer, began_on: date) -> None:
    books = packer.window.works().house.books
    days = {began_on, _today(packer)}  # two when it was midnight meanwhile
    counted = sum(one.packed for day in days for one in manifests.carriers(books, day, None))
    assert counted == 3


def test_killed_in_the_middle_the_same_order_is_back_with_the_same_counts(
    demo: Demonstration, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(demo, tmp_path)
    packer = Packer(window, qtbot)
    qtbot.waitUntil(lambda: window.shell.bench.view() is not None, timeout=WAIT_MS)
    packer.scan("BADGE-MARA-71")
    packer.scan("NEXT")
    packer.right()
    before = packer.view().order
    assert before is not None
    close_window(window)

    again = open_window(demo, tmp_path)
    packer = Packer(again, qtbot)
    qtbot.waitUntil(lambda: again.shell.bench.view() is not None, timeout=WAIT_MS)
    packer.scan("BADGE-MARA-71")
    after = packer.view().order
    assert after is not None
    assert (after.order_id, after.packed) == (before.order_id, before.packed)
    close_window(again)


def test_order_cancelled_while_it_is_packed_stops_the_bench(
    packer: Packer, demo: Demonstration
) -> None:
    packer.scan("BADGE-MARA-71")
    taken = packer.scan("NEXT")
    assert taken.order is not None
    order_id = taken.order.order_id
    demo.amazon.shop.cancel(order_id)
    books = packer.window.works().house.books
    sync = packer.window.works().refresh_order
    packer.window.threads.labels.ask(lambda: sync(order_id)).result(20)
    stopped = packer.wait_for(BenchScreen.STOPPED)
    assert stopped.order is not None
    out = packer.scan("FINISH")
    assert out.screen is BenchScreen.WAITING
    with books.reading() as connection:
        order = orders.find(connection, order_id)
    assert order is not None
    assert order.stage.value == "cancelled"
    assert demo.amazon.shipping.shipments() == ()
