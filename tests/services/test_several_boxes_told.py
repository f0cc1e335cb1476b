"""Orders of several boxes, kits and Transparency codes, told to the pretend Amazon over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.session import State
from fbm_desk.domain.stages import Stage
from fbm_desk.services.confirmations import export, tell
from fbm_desk.simulator.placed_order import Package, PackedItem, PlacedOrder
from fbm_desk.store import orders as order_rows
from tests.services.boxes_by_hand import Box, left, messages, states
from tests.services.rows import rows
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.simulator.seller import US

MUG, SPOON = "MUG-BLUE", "SPOON-6"


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        yield made


def placed(seller: Seller, *lines: tuple[str, int], transparency: bool = False) -> PlacedOrder:
    """An order that is in the books."""

    def dressed(order: PlacedOrder) -> PlacedOrder:
        marked = tuple(replace(line, transparency=transparency) for line in order.lines)
        return replace(order, lines=marked)

    order = seller.shop.place(lines, US, dressed=dressed)
    seller.wait(minutes=3)
    seller.sync.sweep()
    return order


def shown(seller: Seller, order: PlacedOrder) -> dict[str, tuple[str, dict[str, int]]]:
    """What Amazon shows of it: tracking number and units by package reference."""
    now = seller.shop.order(order.order_id)
    assert now is not None
    return {
        package.reference: (
            package.tracking, {item.line_id: item.quantity for item in package.contents},
        )
        for package in now.packages_at()
    }  # fmt: skip


def told_until_quiet(seller: Seller) -> None:
    for _ in range(6):
        tell(seller.books, seller.marketplace)
        seller.wait(seconds=30)


def test_each_of_three_boxes_is_told_by_its_own_number_with_its_own_units(seller: Seller) -> None:
    order = placed(seller, (MUG, 5), (SPOON, 1))
    mug, spoon = (line.line_id for line in order.lines)
    boxes = [
        Box(((mug, MUG, 2),), "1Z0000000000000001"),
        Box(((mug, MUG, 2), (spoon, SPOON, 1)), "1Z0000000000000002"),
        Box(((mug, MUG, 1),), "1Z0000000000000003"),
    ]
    left(seller.books, order.order_id, boxes)
    told_until_quiet(seller)
    assert shown(seller, order) == {
        "1": ("1Z0000000000000001", {mug: 2}),
        "2": ("1Z0000000000000002", {mug: 2, spoon: 1}),
        "3": ("1Z0000000000000003", {mug: 1}),
    }
    assert set(states(seller.books).values()) == {OutboxState.VERIFIED}
    found = seller.order(order.order_id)
    assert found is not None
    assert found.stage is Stage.CONFIRMED
    assert seller.calls("confirmShipment") == 3


def test_a_kit_in_two_boxes_counts_once_and_with_the_box_that_completes_it(seller: Seller) -> None:
    order = placed(seller, (MUG, 2))
    line = order.lines[0].line_id
    kits = [(line, "CUP", 2), (line, "SAUCER", 1)]
    boxes = [
        Box(((line, "CUP", 4),), "1Z0000000000000001"),
        Box(((line, "SAUCER", 2),), "1Z0000000000000002"),
    ]
    left(seller.books, order.order_id, boxes, kits)
    told_until_quiet(seller)
    assert shown(seller, order) == {"2": ("1Z0000000000000002", {line: 2})}
    assert states(seller.books) == {
        (order.order_id, 1): OutboxState.NOT_NEEDED, (order.order_id, 2): OutboxState.VERIFIED,
    }  # fmt: skip


def test_the_upload_file_tells_each_box_with_its_units(seller: Seller, tmp_path: Path) -> None:
    order = placed(seller, (MUG, 3), (SPOON, 1))
    mug, spoon = (line.line_id for line in order.lines)
    boxes = [
        Box(((mug, MUG, 1),), "1Z0000000000000001"),
        Box(((mug, MUG, 2), (spoon, "BOWL", 2), (spoon, "LID", 1)), "1Z0000000000000002"),
    ]
    kits = [(spoon, "BOWL", 2), (spoon, "LID", 1)]
    left(seller.books, order.order_id, boxes, kits)
    assert export(seller.books, tmp_path / "told.txt").parcels == 2
    told = [line.split("\t") for line in (tmp_path / "told.txt").read_text().splitlines()[1:]]
    assert sorted((row[6], row[1], row[2]) for row in told) == sorted(
        [
            ("1Z0000000000000001", mug, "1"),
            ("1Z0000000000000002", mug, "2"),
            ("1Z0000000000000002", spoon, "1"),
        ]
    )


def test_more_than_was_ordered_is_never_told(seller: Seller, tmp_path: Path) -> None:
    order = placed(seller, (MUG, 3))
    mug = order.lines[0].line_id
    boxes = [Box(((mug, MUG, 2),), "1Z0000000000000001"), Box(((mug, MUG, 2),), "1Z1")]
    left(seller.books, order.order_id, boxes)
    assert export(seller.books, tmp_path / "not yet.txt").parcels == 1
    with seller.books.writing() as connection:
        order_rows.set_stage(connection, OrderId(order.order_id), Stage.PACKED)
    told_until_quiet(seller)
    assert messages(seller.books)[order.order_id, 2].reason == "too_many_units"
    assert states(seller.books)[order.order_id, 2] is OutboxState.REFUSED
    assert seller.calls("confirmShipment") == 0


def test_a_box_is_proven_only_with_all_its_units(seller: Seller) -> None:
    order = placed(seller, (MUG, 2), (SPOON, 1))
    mug, spoon = (line.line_id for line in order.lines)
    whole = Box(((mug, MUG, 2), (spoon, SPOON, 1)), "1Z0000000000000001")
    left(seller.books, order.order_id, [whole])
    rows(seller.books, "UPDATE outbox SET state = 'sent', sent_at = 1")

    def only_mugs(_order: PlacedOrder, now: datetime, shown_at: datetime) -> Package:
        items = (PackedItem(mug, 2),)
        return Package("1", "UPS", "", "1Z0000000000000001", now, now, shown_at, items)

    seller.shop.report_package(order.order_id, only_mugs)
    seller.wait(minutes=4)
    seller.sync.sweep()
    assert states(seller.books)[order.order_id, 1] is OutboxState.SENT


def test_transparency_codes_are_told_with_their_line(seller: Seller) -> None:
    order = placed(seller, (MUG, 2), transparency=True)
    mug = order.lines[0].line_id
    codes = ((mug, MUG, "AZ:ONE"), (mug, MUG, "AZ:TWO"))
    left(seller.books, order.order_id, [Box((), "1Z0000000000000001", codes)])
    told_until_quiet(seller)
    now = seller.shop.order(order.order_id)
    assert now is not None
    (item,) = now.packages_at()[0].contents
    assert (item.quantity, item.transparency_codes) == (2, ("AZ:ONE", "AZ:TWO"))
    assert states(seller.books)[order.order_id, 1] is OutboxState.VERIFIED


def test_a_parcel_whose_codes_are_missing_is_set_aside_with_amazons_words(seller: Seller) -> None:
    order = placed(seller, (MUG, 2), transparency=True)
    mug = order.lines[0].line_id
    left(seller.books, order.order_id, [Box(((mug, MUG, 2),), "1Z0000000000000001")])
    assert tell(seller.books, seller.marketplace).refused == 1
    assert "transparencyCodes" in messages(seller.books)[order.order_id, 1].words


@pytest.mark.parametrize("stage", [Stage.ON_BENCH, Stage.LABELLED, Stage.HELD, Stage.WAITING])
def test_a_box_of_an_order_that_is_still_packed_waits(seller: Seller, stage: Stage) -> None:
    order = placed(seller, (MUG, 2))
    mug = order.lines[0].line_id
    box = Box(((mug, MUG, 1),), "1Z1")
    left(seller.books, order.order_id, [box], stage=stage, state=State.LABELLED)
    told_until_quiet(seller)
    assert states(seller.books)[order.order_id, 1] is OutboxState.WAITING
    assert seller.calls("confirmShipment") == 0


@pytest.mark.parametrize("stage", [Stage.ON_BENCH, Stage.HELD, Stage.WAITING])
def test_a_box_shipped_short_is_told_while_the_rest_of_its_order_waits(
    seller: Seller, stage: Stage
) -> None:
    order = placed(seller, (MUG, 2))
    mug = order.lines[0].line_id
    left(seller.books, order.order_id, [Box(((mug, MUG, 1),), "1Z1")], stage=stage)
    told_until_quiet(seller)
    now = seller.shop.order(order.order_id)
    assert now is not None
    assert [item.quantity for item in now.packages_at()[0].contents] == [1]
    assert states(seller.books)[order.order_id, 1] is OutboxState.VERIFIED


def test_what_amazon_sold_the_label_for_is_never_told_whatever_it_is_queued_as(
    seller: Seller, tmp_path: Path
) -> None:
    order = placed(seller, (MUG, 1))
    mug = order.lines[0].line_id
    left(seller.books, order.order_id, [Box(((mug, MUG, 1),), "1Z1", told_by="amazon")])
    assert states(seller.books)[order.order_id, 1] is OutboxState.SENT, (
        "queued as news all the same"
    )
    rows(seller.books, "UPDATE outbox SET state = 'waiting'")
    assert export(seller.books, tmp_path / "told.txt").parcels == 0
    told_until_quiet(seller)
    assert states(seller.books)[order.order_id, 1] is OutboxState.SENT
    assert seller.calls("confirmShipment") == 0


def test_an_order_that_became_ship_plus_after_it_was_packed_is_not_told(seller: Seller) -> None:
    order = placed(seller, (MUG, 1))
    mug = order.lines[0].line_id
    left(seller.books, order.order_id, [Box(((mug, MUG, 1),), "1Z1")])
    seller.shop.make_ship_plus(order.order_id)
    seller.wait(minutes=4)
    seller.sync.sweep()
    told_until_quiet(seller)
    assert seller.calls("confirmShipment") == 0
    assert states(seller.books)[order.order_id, 1] is OutboxState.SENT
