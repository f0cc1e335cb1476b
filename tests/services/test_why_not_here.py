"""Why an order is not here: each reason, from the books and from the pretend Amazon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fbm_desk.domain.orders import AmazonStatus, OrderId
from fbm_desk.services import orders as order_service
from fbm_desk.services.why_not_here import Why, why_not_here
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.store import untold_orders
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.services.warehouse import order, order_id
from tests.simulator.seller import US, mugs_and_spoons

GERMANY = "A1PA6795UKMFR9"


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        yield made


def why(seller: Seller, text: str) -> Why:
    return why_not_here(seller.books, text, seller.marketplace, (US,))


def test_what_is_no_order_number_is_said(seller: Seller) -> None:
    assert why(seller, "MUG-1").code == "no_number"


def test_without_an_account_only_files_can_have_brought_it(seller: Seller) -> None:
    assert why_not_here(seller.books, order_id(1)).code == "no_account"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"status": AmazonStatus.PENDING}, "pending_payment"),
        ({"status": AmazonStatus.PENDING_AVAILABILITY}, "preorder"),
        ({"status": AmazonStatus.UNFULFILLABLE}, "not_ours"),
        ({"status": AmazonStatus.UNKNOWN, "status_text": "NEW_WORD"}, "unknown_status"),
        ({"cancel_requested": True}, "asks_to_cancel"),
        ({}, "here_waiting"),
        ({"status": AmazonStatus.CANCELLED}, "here_cancelled"),
    ],
)
def test_what_is_in_the_books_and_not_offered(
    seller: Seller, facts: dict[str, object], code: str
) -> None:
    order_service.take_in(seller.books, [order(1, **facts)])
    told = why(seller, order_id(1))
    assert (told.code, told.is_here) == (code, True)
    assert seller.amazon.requests.of("getOrder") == ()


def test_an_order_made_after_the_last_sweep_is_fetched(seller: Seller) -> None:
    seller.sync.sweep()
    seller.wait(minutes=5)
    placed = mugs_and_spoons(seller.shop)
    told = why(seller, placed.order_id)
    assert (told.code, told.is_here) == ("not_yet_swept", True)
    assert seller.order(placed.order_id) is not None
    assert why(seller, placed.order_id).code == "here_waiting"


def test_before_the_first_sweep_nothing_was_fetched(seller: Seller) -> None:
    assert why(seller, mugs_and_spoons(seller.shop).order_id).code == "never_swept"


def test_an_order_older_than_the_first_look_back(seller: Seller) -> None:
    placed = mugs_and_spoons(seller.shop)
    seller.wait(days=8)
    seller.sync.sweep()
    assert seller.order(placed.order_id) is None
    assert why(seller, placed.order_id).code == "too_old"


def test_an_order_of_another_marketplace(seller: Seller) -> None:
    placed = mugs_and_spoons(seller.shop, GERMANY)
    told = why(seller, placed.order_id)
    assert (told.code, told.is_here) == ("other_marketplace", False)
    assert GERMANY in told.words


def test_an_order_whose_payment_is_pending_at_amazon(seller: Seller) -> None:
    placed = seller.shop.place([("MUG-BLUE", 1)], US, pending=True)
    assert why(seller, placed.order_id).code == "pending_payment"


def test_an_order_cancelled_before_it_came(seller: Seller) -> None:
    placed = mugs_and_spoons(seller.shop)
    seller.shop.cancel(placed.order_id)
    assert why(seller, placed.order_id).code == "amazon_cancelled"


def test_an_order_amazon_ships_itself(seller: Seller) -> None:
    placed = mugs_and_spoons(seller.shop)
    answer = seller.marketplace.order(OrderId(placed.order_id))
    fba = order(1, order_id=OrderId(placed.order_id), by_amazon=True)
    assert type(answer).__name__ == "Done"
    told = why_not_here(seller.books, placed.order_id, Answering(fba), (US,))  # type: ignore[arg-type]
    assert told.code == "by_amazon"


def test_an_order_nobody_knows(seller: Seller) -> None:
    assert why(seller, order_id(1)).code == "not_found"


def test_an_amazon_that_does_not_answer(seller: Seller) -> None:
    seller.amazon.faults.add("getOrder", FaultKind.EMPTY_500, times=2)
    assert why(seller, order_id(1)).code == "not_reached"


def test_the_allowance_is_kept(seller: Seller) -> None:
    for _ in range(30):
        why(seller, order_id(1))
    told = why(seller, order_id(1))
    assert told.code == "quota"
    assert "s" in told.words


def test_what_a_sweep_was_refused_is_remembered_while_amazon_is_away(seller: Seller) -> None:
    with seller.books.writing() as connection:
        now = seller.books.now() - timedelta(hours=1)
        untold_orders.note(connection, order_id(1), "unauthorised", "Access is denied.", now)
    seller.amazon.faults.add("getOrder", FaultKind.EMPTY_500, times=2)
    told = why(seller, order_id(1))
    assert (told.code, "Access is denied." in told.words) == ("refused", True)


class Answering:
    """Amazon with one answer."""

    def __init__(self, answer: object) -> None:
        self._answer = answer

    def order(self, _order_id: OrderId) -> object:
        """The answer."""
        from fbm_desk.domain.answers import Done

        return Done(self._answer)
