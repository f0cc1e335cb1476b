"""Transparency codes go from a scan at the bench to Amazon, which demands one for each unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.confirmations import tell
from fbm_desk.services.packing import Desk
from fbm_desk.simulator.placed_order import PlacedOrder
from tests.services.boxes_by_hand import states
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.services.warehouse import Warehouse
from tests.simulator.seller import US

V = VerdictCode
MUG, SPOON = "MUG-BLUE", "SPOON-6"
ONE, TWO = ("AZ:" + 25 * "A" + digit for digit in "23")
NUMBER = "1Z999AA10123456784"


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        yield made


@pytest.fixture
def order(seller: Seller) -> PlacedOrder:
    """Two mugs with codes, and a spoon without."""

    def dressed(placed: PlacedOrder) -> PlacedOrder:
        marked = (replace(one, transparency=one.sku == MUG) for one in placed.lines)
        return replace(placed, lines=tuple(marked))

    placed = seller.shop.place(((MUG, 2), (SPOON, 1)), US, dressed=dressed)
    seller.wait(minutes=3)
    seller.sync.sweep()
    return placed


@pytest.fixture
def desk(seller: Seller) -> Desk:
    return Warehouse(seller.books).desk(label_source=LabelSource.SCANNED, carrier="UPS")


def test_codes_scanned_at_the_bench_reach_amazon_with_their_line(
    seller: Seller, order: PlacedOrder, desk: Desk
) -> None:
    scans = (order.order_id, MUG, ONE, SPOON, MUG, ONE, MUG, TWO, NUMBER)
    answers = [desk.scan(text).code for text in scans]
    assert answers.count(V.TRANSPARENCY_WANTED) == 3
    assert answers[5] is V.SAME_TRANSPARENCY
    assert tell(seller.books, seller.marketplace).sent == 1
    seller.wait(minutes=10)
    tell(seller.books, seller.marketplace)
    assert states(seller.books)[order.order_id, 1] is OutboxState.VERIFIED
    now = seller.shop.order(order.order_id)
    assert now is not None
    (package,) = now.packages_at()
    assert package.tracking == NUMBER
    told = {item.line_id: item.transparency_codes for item in package.contents}
    mug, spoon = (line.line_id for line in order.lines)
    assert told == {mug: (ONE, TWO), spoon: ()}
