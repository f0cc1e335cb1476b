"""News of changed orders from the queue: a wish to cancel counts at once, all are looked up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from fbm_desk.amazon.changes_queue import ChangesQueue, QueueAccess
from fbm_desk.domain.answers import NotSent
from fbm_desk.domain.orders import Duty, OrderId
from fbm_desk.domain.stages import Stage
from fbm_desk.services import backlog, changes_in
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.store import sync_state
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.services.warehouse import Warehouse
from tests.simulator.seller import mugs_and_spoons

ARN = "arn:aws:sqs:eu-west-1:000000000000:order-news"


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        told = made.amazon.apis.notifications
        told.subscribe("ORDER_CHANGE", told.add_destination("desk", ARN).destination_id, "1.0", {})
        yield made


@pytest.fixture
def queue(seller: Seller) -> Iterator[ChangesQueue]:
    url = seller.amazon.url
    access = QueueAccess(
        f"{url}/000000000000/order-news", "eu-west-1", "A2PRETENDSELLER",
        "AKIAEXAMPLE", "example-secret", endpoint_url=url,
    )  # fmt: skip
    made = ChangesQueue(access, wait_s=0)
    yield made
    made.close()


def listen(seller: Seller, queue: ChangesQueue) -> changes_in.Heard:
    return changes_in.listen(seller.books, queue, seller.marketplace)


def test_a_new_order_is_here_without_a_sweep(seller: Seller, queue: ChangesQueue) -> None:
    placed = mugs_and_spoons(seller.shop)
    heard = listen(seller, queue)
    assert (heard.intake.new, heard.news) == (1, 1)
    assert seller.order(placed.order_id) is not None
    assert listen(seller, queue).news == 0
    assert seller.amazon.requests.of("searchOrders") == ()


def test_a_wish_to_cancel_stops_the_bench_though_the_order_cannot_be_read(
    seller: Seller, queue: ChangesQueue
) -> None:
    placed = mugs_and_spoons(seller.shop)
    listen(seller, queue)
    desk = Warehouse(seller.books).desk()
    desk.scan(placed.order_id)
    seller.shop.request_cancel(placed.order_id)
    seller.amazon.faults.add("getOrder", FaultKind.EMPTY_500)
    heard = listen(seller, queue)
    assert heard.intake.stopped == (OrderId(placed.order_id),)
    told = desk.refresh()
    assert told is not None
    assert told.reason == "buyer_asks_to_cancel"
    found = seller.order(placed.order_id)
    assert found is not None
    assert (found.stage, Duty.ASKS_TO_CANCEL in found.duties) == (Stage.ON_BENCH, True)
    seller.wait(minutes=2)  # the news were not laid aside, and come again
    assert listen(seller, queue).news == 1


def test_a_queue_that_does_not_answer_is_noted_and_the_sweep_stays(
    seller: Seller, tmp_path: Path
) -> None:
    class Silent:
        def receive(self) -> NotSent:
            return NotSent("offline")

        def seen(self, receipt: str) -> NotSent:
            raise AssertionError(receipt)

    heard = changes_in.listen(seller.books, Silent(), seller.marketplace)
    assert heard.next_s == changes_in.AGAIN_AFTER_S
    with seller.books.reading() as connection:
        assert sync_state.mark(connection, changes_in.CHANGES).reason == "offline"
    seller.sync.changes = Silent()
    placed = mugs_and_spoons(seller.shop)
    seller.wait(minutes=5)
    seller.sync.turn()
    assert seller.order(placed.order_id) is not None
    assert tmp_path.exists()


def test_an_order_that_cannot_be_read_holds_up_no_other_and_is_laid_aside(
    seller: Seller, queue: ChangesQueue
) -> None:
    bad, good = mugs_and_spoons(seller.shop), mugs_and_spoons(seller.shop)
    seller.amazon.faults.add("getOrder", FaultKind.GARBAGE)
    assert listen(seller, queue).news == 1
    assert (seller.order(bad.order_id), seller.order(good.order_id) is None) == (None, False)
    seller.wait(minutes=2)
    seller.amazon.faults.add("getOrder", FaultKind.GARBAGE)
    assert listen(seller, queue).news == 1  # it is not asked for by this any more
    seller.wait(minutes=2)
    assert listen(seller, queue).news == 0
    seller.wait(hours=2)
    backlog.fill_gaps(seller.books, seller.marketplace, Event())
    assert seller.order(bad.order_id) is not None
