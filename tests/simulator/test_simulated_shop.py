"""The pretend shop's orders can be believed, repeat with the seed, and live."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from fbm_desk.simulator.buyers import HEAVIEST_ORDER_G
from fbm_desk.simulator.placed_order import PlacedOrder, Recipient, Stage
from fbm_desk.simulator.shop import NotPossible, Shop, simulated_shop
from tests.simulator.seller import ARTICLES, NOW, mugs_and_spoons, quiet_shop


def busy_day() -> tuple[PlacedOrder, ...]:
    return simulated_shop(11, 400, ARTICLES, NOW).orders()


def test_the_same_seed_gives_the_same_shop() -> None:
    assert (
        simulated_shop(3, 50, ARTICLES, NOW).orders()
        == simulated_shop(3, 50, ARTICLES, NOW).orders()
    )


def test_another_seed_gives_another_shop() -> None:
    one, other = (simulated_shop(seed, 20, ARTICLES, NOW).orders() for seed in (3, 4))
    assert {order.order_id for order in one}.isdisjoint(order.order_id for order in other)


def test_the_shop_goes_on_the_same_way_when_more_is_ordered() -> None:
    one, other = quiet_shop(5), quiet_shop(5)
    assert [one.place() for _ in range(3)] == [other.place() for _ in range(3)]


def test_about_half_the_orders_are_one_unit_of_one_article() -> None:
    orders = busy_day()
    single = [order for order in orders if [line.quantity for line in order.lines] == [1]]
    assert 0.5 < len(single) / len(orders) < 0.65
    assert {len(order.lines) for order in orders} <= {1, 2, 3, 4}
    assert {line.quantity for order in orders for line in order.lines} == {1, 2, 3}


def test_every_order_fits_on_the_bench() -> None:
    heavy = [
        order
        for order in busy_day()
        if sum(line.weight_g * line.quantity for line in order.lines) > HEAVIEST_ORDER_G
        and len(order.lines) > 1
    ]
    assert not heavy


def test_gifts_businesses_prime_and_pending_orders_are_as_rare_as_they_should_be() -> None:
    orders = busy_day()
    counts = Counter(
        word
        for order in orders
        for word, holds in {
            "gift": any(line.gift_message for line in order.lines),
            "business": bool(order.buyer.purchase_order_number),
            "prime": "PRIME" in order.programs,
            "pending": order.stage is Stage.PENDING,
            "signature": any(line.signature for line in order.lines),
        }.items()
        if holds
    )
    assert 30 < counts["gift"] < 75
    assert 18 < counts["business"] < 52
    assert 30 < counts["prime"] < 90
    assert counts["pending"] == 16
    assert counts["signature"] == 10


def test_orders_come_from_all_four_shops_in_their_money() -> None:
    orders = busy_day()
    assert {order.marketplace.country for order in orders} == {"US", "GB", "DE", "JP"}
    yen = [
        line.unit_price.amount
        for order in orders
        if order.marketplace.currency == "JPY"
        for line in order.lines
    ]
    assert all("." not in amount for amount in yen)


def test_addresses_are_written_in_the_scripts_of_their_countries() -> None:
    names = "".join(order.recipient.name + order.recipient.city for order in busy_day())
    scripts = {unicodedata.name(sign).split(" ")[0] for sign in names if sign.isalpha()}
    assert {"LATIN", "CJK", "HIRAGANA", "GREEK", "ARABIC"} <= scripts
    assert {"ü", "ß", "Ł"} <= set(names)


def test_ship_by_times_are_spread_over_today_and_tomorrow() -> None:
    hours = {(order.ship_by.latest - NOW) // timedelta(hours=6) for order in busy_day()}
    assert min(hours) == 0
    assert max(hours) == 5
    assert len(hours) >= 4


def test_an_order_says_nothing_about_people_when_it_is_printed() -> None:
    order = busy_day()[0]
    printed = repr(order)
    assert order.recipient.name not in printed
    assert order.buyer.email not in printed
    assert order.recipient.line1 not in repr(order.recipient)


def test_a_pending_order_becomes_work_when_it_is_paid(shop: Shop) -> None:
    order = shop.place(pending=True)
    assert order.status(NOW) == "PENDING"
    assert shop.authorise(order.order_id).status(NOW) == "UNSHIPPED"
    with pytest.raises(NotPossible):
        shop.authorise(order.order_id)


def test_every_change_moves_the_time_of_the_last_update(shop: Shop) -> None:
    order = mugs_and_spoons(shop)
    shop.clock.advance(60)
    elsewhere = Recipient("A", "B", "C", "1", "US")
    changed = shop.change_address(order.order_id, elsewhere)
    assert changed.recipient == elsewhere
    assert changed.updated_at(shop.clock.now()) == NOW + timedelta(seconds=60)


def test_a_buyer_can_ask_to_cancel_a_single_line(shop: Shop) -> None:
    order = mugs_and_spoons(shop)
    asked = shop.request_cancel(order.order_id, "Too slow", order.lines[1].line_id)
    assert [line.cancel_reason for line in asked.lines] == ["", "Too slow"]
    assert asked.status(NOW) == "UNSHIPPED"


def test_a_cancelled_order_is_not_cancelled_again(shop: Shop) -> None:
    order = mugs_and_spoons(shop)
    assert shop.cancel(order.order_id).status(NOW) == "CANCELLED"
    with pytest.raises(NotPossible):
        shop.cancel(order.order_id)
    with pytest.raises(NotPossible):
        shop.request_cancel(order.order_id)


def test_a_quantity_can_change_but_not_to_nothing(shop: Shop) -> None:
    order = mugs_and_spoons(shop)
    line_id = order.lines[0].line_id
    assert shop.change_quantity(order.order_id, line_id, 5).lines[0].quantity == 5
    with pytest.raises(NotPossible):
        shop.change_quantity(order.order_id, line_id, 0)
    with pytest.raises(NotPossible):
        shop.change_quantity(order.order_id, "no such line", 1)


def test_an_order_can_be_taken_in_as_a_test_wrote_it(shop: Shop) -> None:
    order = mugs_and_spoons(shop)
    shop.add(replace(order, programs=("PRIME",)))
    found = shop.order(order.order_id)
    assert found is not None
    assert found.programs == ("PRIME",)


def test_what_nobody_ordered_cannot_be_changed(shop: Shop) -> None:
    with pytest.raises(KeyError):
        shop.cancel("111-0000000-0000000")
    with pytest.raises(KeyError):
        shop.place([("NO-SUCH-SKU", 1)])


def test_a_shop_without_articles_is_refused() -> None:
    with pytest.raises(ValueError, match="without articles"):
        simulated_shop(1, 1, [], NOW)
