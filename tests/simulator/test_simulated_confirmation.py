"""confirmShipment takes what a box holds, shows it a moment later, and refuses the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import Seller, confirmation, mugs_and_spoons, problem


def test_a_confirmed_package_is_shown_a_moment_later(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    answer = seller.confirm(order, confirmation(order, 3, 1))
    assert (answer.status_code, answer.content) == (204, b"")
    assert seller.order(order.order_id)["packages"] == []
    shop.clock.advance(1)
    (package,) = seller.order(order.order_id)["packages"]
    assert package["trackingNumber"] == "1Z0000000000000001"
    assert package["packageReferenceId"] == "1"
    assert package["carrier"] == "UPS"
    assert [item["quantity"] for item in package["packageItems"]] == [3, 1]


def test_how_long_a_package_stays_unseen_can_be_set(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.package_delay_s = 90
    seller.confirm(order, confirmation(order, 3, 1))
    shop.clock.advance(89)
    assert seller.order(order.order_id)["packages"] == []
    shop.clock.advance(1)
    assert len(seller.order(order.order_id)["packages"]) == 1


def test_a_package_that_becomes_visible_is_an_update(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    seller.confirm(order, confirmation(order, 3, 1))
    shop.clock.advance(5)
    updated = seller.order(order.order_id)["lastUpdatedTime"]
    assert updated == "2026-11-12T09:00:01.000Z"


def status(shop: Shop, seller: Seller, order_id: str) -> tuple[str, list[int]]:
    """The status, and the units left of each line, once everything is to be seen."""
    shop.clock.advance(shop.package_delay_s)
    content = seller.order(order_id)
    left = [item["fulfillment"]["quantityUnfulfilled"] for item in content["orderItems"]]
    return content["fulfillment"]["fulfillmentStatus"], left


def test_an_order_is_shipped_box_by_box(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    seller.confirm(order, confirmation(order, 2))
    assert status(shop, seller, order.order_id) == ("PARTIALLY_SHIPPED", [1, 1])
    seller.confirm(order, confirmation(order, 1, 1, packageReferenceId="2"))
    assert status(shop, seller, order.order_id) == ("SHIPPED", [0, 0])


def test_the_same_package_id_again_is_an_edit(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    seller.confirm(order, confirmation(order, 3, 1))
    shop.clock.advance(1)
    again = confirmation(order, 3, 1, trackingNumber="1Z0000000000000002")
    assert seller.confirm(order, again).status_code == 204
    (before,) = seller.order(order.order_id)["packages"]
    shop.clock.advance(1)
    (after,) = seller.order(order.order_id)["packages"]
    assert before["trackingNumber"] == "1Z0000000000000001"
    assert after["trackingNumber"] == "1Z0000000000000002"


def test_an_edit_can_take_units_out_of_the_box_again(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    seller.confirm(order, confirmation(order, 3, 1))
    seller.confirm(order, confirmation(order, 1))
    assert status(shop, seller, order.order_id) == ("PARTIALLY_SHIPPED", [2, 1])


@pytest.mark.parametrize("reference", [1, 0, "0", "-1", "A1", "", "1.0", "١"])
def test_a_package_id_is_a_string_of_digits(shop: Shop, seller: Seller, reference: object) -> None:
    order = mugs_and_spoons(shop)
    answer = seller.confirm(order, confirmation(order, 3, packageReferenceId=reference))
    assert problem(answer) == (400, "InvalidInput")


@pytest.mark.parametrize(
    "changes",
    [
        {"carrierCode": ""},
        {"carrierCode": None},
        {"carrierCode": "Other"},
        {"trackingNumber": ""},
        {"trackingNumber": 12345},
        {"shipDate": "02/21/2026"},
        {"shipDate": "2026-11-12T09:00:00"},
        {"orderItems": []},
        {"orderItems": "all of it"},
        {"orderItems": [{"orderItemId": "1", "quantity": 1}]},
    ],
)
def test_a_field_that_is_missing_or_wrong_is_refused(
    shop: Shop, seller: Seller, changes: dict[str, Any]
) -> None:
    order = mugs_and_spoons(shop)
    answer = seller.confirm(order, confirmation(order, 3, 1, **changes))
    assert problem(answer) == (400, "InvalidInput")
    assert status(shop, seller, order.order_id) == ("UNSHIPPED", [3, 1])


def test_another_carrier_is_named(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    body = confirmation(order, 3, 1, carrierCode="Other", carrierName="Kestrel Parcel")
    assert seller.confirm(order, body).status_code == 204
    shop.clock.advance(1)
    assert seller.order(order.order_id)["packages"][0]["carrier"] == "Kestrel Parcel"


@pytest.mark.parametrize("units", [(4,), (0,), (-1,), (1.5,), (True,), ("3",)])
def test_units_that_cannot_be_in_the_box_are_refused(
    shop: Shop, seller: Seller, units: tuple[Any, ...]
) -> None:
    order = mugs_and_spoons(shop)
    assert problem(seller.confirm(order, confirmation(order, *units)))[0] == 400


def test_two_boxes_do_not_hold_more_than_was_ordered(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    seller.confirm(order, confirmation(order, 2))
    second = confirmation(order, 2, packageReferenceId="2")
    assert problem(seller.confirm(order, second))[0] == 400


def test_a_shipped_order_has_no_package_left_to_update(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    seller.confirm(order, confirmation(order, 3, 1))
    answer = seller.confirm(order, confirmation(order, 3, 1, packageReferenceId="2"))
    assert problem(answer) == (400, "InvalidInput")
    assert "PackageToUpdateNotFound" in answer.text


def test_ship_plus_orders_are_confirmed_by_amazon(shop: Shop, seller: Seller) -> None:
    order = shop.make_ship_plus(mugs_and_spoons(shop).order_id)
    assert problem(seller.confirm(order, confirmation(order, 3, 1))) == (400, "InvalidInput")


def test_orders_that_wait_or_are_called_off_are_not_confirmed(shop: Shop, seller: Seller) -> None:
    pending = shop.place([("MUG-BLUE", 3)], pending=True)
    cancelled = shop.cancel(mugs_and_spoons(shop).order_id)
    for order in (pending, cancelled):
        assert problem(seller.confirm(order, confirmation(order, 3)))[0] == 400


def test_the_marketplace_must_be_the_orders(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    body = {**confirmation(order, 3, 1), "marketplaceId": "A1PA6795UKMFR9"}
    assert problem(seller.confirm(order, body))[0] == 400


def test_cash_on_delivery_is_for_japan_only(shop: Shop, seller: Seller) -> None:
    for marketplace_id, expected in (("ATVPDKIKX0DER", 400), ("A1VC38T7YXB528", 204)):
        order = mugs_and_spoons(shop, marketplace_id)
        body = {**confirmation(order, 3, 1), "codCollectionMethod": "DirectPayment"}
        assert seller.confirm(order, body).status_code == expected


def test_transparency_wants_one_code_for_each_unit(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    mugs = replace(order.lines[0], transparency=True)
    shop.add(replace(order, lines=(mugs, *order.lines[1:])))
    body = confirmation(order, 3)
    assert problem(seller.confirm(order, body))[0] == 400
    body["packageDetail"]["orderItems"][0]["transparencyCodes"] = ["A1", "A2", "A3"]
    assert seller.confirm(order, body).status_code == 204


def test_the_librarys_extra_keys_do_no_harm(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    body = {
        **confirmation(order, 3, 1),
        "path": "/x",
        "MarketplaceIds": ["A"],
        "marketplaceIds": [],
    }
    assert seller.confirm(order, body).status_code == 204


def test_an_unknown_order_is_not_found(shop: Shop, seller: Seller) -> None:
    order = replace(mugs_and_spoons(shop), order_id="111-0000000-0000000")
    assert problem(seller.confirm(order, confirmation(order, 3))) == (404, "NotFound")


@pytest.mark.parametrize("body", [None, [], "text", {}, {"packageDetail": []}])
def test_a_body_that_is_no_confirmation_is_refused(
    shop: Shop, seller: Seller, body: object
) -> None:
    assert problem(seller.confirm(mugs_and_spoons(shop), body)) == (400, "InvalidInput")
