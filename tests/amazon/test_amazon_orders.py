"""What Amazon says of an order becomes what the bench needs to know."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.json_body import BadJson, json_object
from fbm_desk.amazon.order_json import order_from
from fbm_desk.amazon.orders import DATA_SETS, OrdersPage, get_order, search_orders
from fbm_desk.domain.answers import Done, Refused, Unclear
from fbm_desk.domain.orders import AmazonStatus, Duty, IncomingOrder, KnownPackage, OrderId, Source
from tests.amazon.amazon_calls import NOON, ORDER_ID, client
from tests.amazon.fault_server import FaultServer, error, reply
from tests.amazon.order_bodies import order

ALL = frozenset(DATA_SETS)


@pytest.fixture
def amazon() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def to(amazon: FaultServer) -> Iterator[AmazonClient]:
    made = client(amazon.url)
    yield made
    made.close()


def read(**changes: Any) -> IncomingOrder:
    return order_from(json_object(json.dumps(order(**changes)).encode()), ALL)


def test_an_order_comes_with_all_a_bench_needs() -> None:
    got = read()
    assert got.order_id == ORDER_ID
    assert got.source is Source.API
    assert got.status is AmazonStatus.UNSHIPPED
    assert got.marketplace_id == "A1PA6795UKMFR9"
    assert got.updated_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert got.ship_by == datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)
    assert got.deliver_by == datetime(2026, 11, 27, 22, 59, 59, tzinfo=UTC)
    assert got.label_not_before == datetime(2026, 11, 23, 6, tzinfo=UTC)
    assert got.duties == {Duty.PRIME}
    assert got.purchase_order_number == "PO-1"
    assert got.recipient is not None
    assert (got.recipient.line1, got.recipient.postcode) == ("Erfundene Straße 12", "01067")
    (line,) = got.lines
    assert (line.sku, line.asin, line.title) == ("TASSE-BLAU", "B0EXAMPLE1", "Tasse")
    assert (line.quantity, line.shipped, line.wanted) == (2, 0, 2)


@pytest.mark.parametrize(
    ("changes", "duty"),
    [
        ({"programs": ["AMAZON_BUSINESS"]}, Duty.BUSINESS),
        ({"programs": ["FBM_SHIP_PLUS", "SOMETHING_NEW"]}, Duty.SHIP_PLUS),
        ({"associatedOrders": [{"associationType": "EXCHANGE_ORIGINAL_ID"}]}, Duty.REPLACEMENT),
        *(
            ({"item__fulfillment__shipping": {"shippingConstraints": {name: "MANDATORY"}}}, duty)
            for name, duty in {
                "signatureConfirmation": Duty.SIGNATURE,
                "recipientAgeVerification": Duty.AGE_CHECK,
                "recipientIdentityVerification": Duty.IDENTITY_CHECK,
                "cashOnDelivery": Duty.CASH_ON_DELIVERY,
            }.items()
        ),
    ],
)
def test_duties_of_the_whole_parcel(changes: dict[str, Any], duty: Duty) -> None:
    assert duty in read(**changes).duties


@pytest.mark.parametrize(
    ("changes", "duty"),
    [
        ({"item__programs": ["TRANSPARENCY"]}, Duty.TRANSPARENCY),
        ({"item__fulfillment__packing": {"giftOption": {"giftMessage": "Hi"}}}, Duty.GIFT),
        ({"item__fulfillment__packing": {"giftOption": {"giftWrapLevel": "A"}}}, Duty.GIFT_WRAP),
        ({"item__product__customization": {"customizedUrl": "https://x"}}, Duty.PERSONALISED),
        (
            {
                "item__fulfillment__packing": {
                    "serialNumberRequirement": {"requirementType": "REQUIRED"}
                }
            },
            Duty.SERIAL,
        ),
    ],
)
def test_duties_of_a_line(changes: dict[str, Any], duty: Duty) -> None:
    assert duty in read(**changes).lines[0].duties


def test_amazon_gives_a_link_to_how_a_line_is_personalised() -> None:
    told = read(item__product__customization={"customizedUrl": "https://x"}).lines[0]
    assert told.wish == "https://x"
    assert "https" not in repr(told)


def test_a_buyers_wish_to_cancel_stops_the_line_and_the_order() -> None:
    wish = {"cancellationRequest": {"requester": "BUYER", "cancelReason": "CHANGED_MIND"}}
    assert read(item__cancellation=wish).cancel_requested
    unnamed = {"cancellationRequest": {"cancelReason": "CHANGED_MIND"}}
    assert read(item__cancellation=unnamed).cancel_requested
    ours = {"cancellationRequest": {"requester": "SELLER"}}
    assert not read(item__cancellation=ours).cancel_requested


def test_a_cancelled_line_wants_nothing_more() -> None:
    got = read(item__cancellation={"cancellationExecution": {"cancelledBy": "BUYER"}})
    assert got.lines[0].wanted == 0


def test_what_is_unfulfilled_is_packed_and_not_what_was_ordered() -> None:
    got = read(
        item__quantityOrdered=5,
        item__fulfillment={"quantityFulfilled": 1, "quantityUnfulfilled": 2},
    )
    assert (got.lines[0].quantity, got.lines[0].shipped, got.lines[0].wanted) == (3, 1, 2)


def test_a_status_of_tomorrow_is_kept_and_shown() -> None:
    got = read(fulfillment__fulfillmentStatus="INVOICE_UNCONFIRMED")
    assert got.status is AmazonStatus.UNKNOWN
    assert got.status_text == "INVOICE_UNCONFIRMED"


def test_no_address_yet_differs_from_no_right_to_see_it() -> None:
    pending = read(fulfillment__fulfillmentStatus="PENDING", recipient=None)
    assert Duty.NO_ADDRESS_RIGHT not in pending.duties
    assert Duty.NO_ADDRESS_RIGHT in read(recipient=None).duties
    masked = read(recipient={"deliveryAddress": {"name": "****", "city": "Köln"}})
    assert masked.recipient is None
    assert Duty.NO_ADDRESS_RIGHT in masked.duties


def test_a_company_gets_its_line_on_the_label() -> None:
    got = read(recipient__deliveryAddress__companyName="Müßig & Söhne")
    assert got.recipient is not None
    assert got.recipient.line1 == "Müßig & Söhne"
    assert got.recipient.line2 == "Erfundene Straße 12"


def test_packages_prove_a_confirmation() -> None:
    package = {
        "packageReferenceId": "1",
        "carrier": "DHL",
        "trackingNumber": "0034",
        "packageStatus": {"status": "IN_TRANSIT"},
    }
    assert read(packages=[package]).packages == (KnownPackage("1", "DHL", "0034", "IN_TRANSIT"),)


@pytest.mark.parametrize(
    "changes",
    [
        {"orderId": None},
        {"orderId": "../../x"},
        {"orderItems": {}},
        {"orderItems": [[]]},
        {"item__orderItemId": None},
        {"item__orderItemId": 61000000000001},
        *({"item__quantityOrdered": n} for n in (None, -1, 1.5, "2", True, 10_000, 2**63)),
        {"item__product": []},
        {"item__product__title": {"x": 1}},
        {"item__product__title": "x" * 5000},
        {"item__product__sellerSku": "A\0B"},
        {"item__product__sellerSku": "\ud800"},
        {"fulfillment": "UNSHIPPED"},
        {"fulfillment__shipByWindow": {"latestDateTime": "02/03/04"}},
        {"lastUpdatedTime": 1763630000},
        {"programs": "PRIME"},
        {"packages": [{"trackingNumber": "1"}]},
        {"recipient": [1]},
    ],
)
def test_an_order_that_makes_no_sense_is_bad_json_and_nothing_worse(
    changes: dict[str, Any],
) -> None:
    with pytest.raises(BadJson):
        read(**changes)


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["orderId", "orderItems", "fulfillment", "product", "packages", "buyer"]),
        inner, max_size=4),
    max_leaves=20,
))  # fmt: skip
def test_no_json_at_all_brings_the_reader_down(value: Any) -> None:
    body = {**order(), **value} if isinstance(value, dict) else {"orderId": value}
    with contextlib.suppress(BadJson):
        order_from(body, ALL)


def test_one_senseless_order_leaves_its_page_whole(amazon: FaultServer, to: AmazonClient) -> None:
    bad = order(orderId="305-0000000-0000002", item__quantityOrdered="two")
    page = {"orders": [order(), bad, {"orderId": 7}], "lastUpdatedBefore": "2026-11-23T12:00:00Z"}
    amazon.behave(reply(200, page))
    (answer,) = search_orders(to, NOON)
    assert isinstance(answer, Done)
    assert len(answer.value.orders) == 1
    assert answer.value.unreadable == ("305-0000000-0000002", "")
    assert answer.value.next_mark == NOON


def test_a_sweep_asks_five_minutes_back_with_no_end(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(reply(200, {"orders": []}))
    next(search_orders(to, NOON))
    next(search_orders(to, NOON, by_creation=True))
    first, second = (seen.query for seen in amazon.seen)
    assert first["lastUpdatedAfter"] == ["2026-11-23T11:55:00.000Z"]
    assert second["createdAfter"] == ["2026-11-23T11:55:00.000Z"]
    assert "lastUpdatedBefore" not in first
    assert "lastUpdatedAfter" not in second


def test_a_page_token_that_comes_again_ends_the_sweep(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.always(reply(200, {"orders": [], "pagination": {"nextToken": "same"}}))
    answers = list(search_orders(to, NOON))
    assert len(amazon.seen) == 2
    assert answers[-1] == Unclear("bad_answer")


def test_a_page_that_fails_ends_the_sweep_without_a_mark(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.behave(reply(200, {"orders": [order()], "pagination": {"nextToken": "t"}}), reply(500))
    first, second = search_orders(to, NOON)
    assert isinstance(first, Done)
    assert first.value.next_mark is None
    assert second == Unclear("server_fault")


def test_a_page_token_of_a_megabyte_is_no_page_token(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(reply(200, {"orders": [], "pagination": {"nextToken": "t" * 1_000_000}}))
    assert list(search_orders(to, NOON)) == [Unclear("bad_answer")]


def test_a_region_that_refuses_a_data_set_is_asked_without_it(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.behave(
        error(400, "InvalidInput", "Value FULFILLMENT for includedData is not supported."),
        reply(200, {"orders": [order()], "pagination": {"nextToken": "t"}}),
        reply(200, {"orders": [], "lastUpdatedBefore": "2026-11-23T12:00:00Z"}),
    )
    first, last = search_orders(to, NOON)
    assert isinstance(first, Done)
    assert isinstance(last, Done)
    assert Duty.UNKNOWN_CONSTRAINTS in first.value.orders[0].duties
    asked = [seen.query["includedData"][0] for seen in amazon.seen]
    assert ["FULFILLMENT" in sets for sets in asked] == [True, False, False]
    assert all("RECIPIENT" in sets for sets in asked)


def test_an_order_asked_for_without_its_packages_says_that_it_knows_none(
    amazon: FaultServer, to: AmazonClient
) -> None:
    """Else a label that is paid would look as if it had never been bought."""
    amazon.behave(
        error(400, "InvalidInput", "Value PACKAGES for includedData is not supported."),
        reply(200, {"order": order()}),
        reply(200, {"order": order()}),
    )
    told = [get_order(to, ORDER_ID), get_order(to, ORDER_ID)]
    assert [isinstance(one, Done) and one.value.packages_told for one in told] == [False, True]


def test_a_data_set_refused_twice_is_asked_for_no_third_time(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.always(error(400, "InvalidInput", "includedData is invalid"))
    assert isinstance(get_order(to, ORDER_ID), Refused)
    assert len(amazon.seen) == 2


def test_an_answer_about_another_order_is_unclear(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(reply(200, {"order": order(orderId="305-0000000-0000001")}))
    assert get_order(to, ORDER_ID) == Unclear("bad_answer")
    amazon.always(reply(200, {"order": order()}))
    assert isinstance(get_order(to, ORDER_ID), Done)


def test_only_an_order_id_is_asked_for(to: AmazonClient) -> None:
    with pytest.raises(ValueError, match="order id"):
        get_order(to, OrderId("../sellers"))


def test_a_page_shows_nothing_of_the_buyer() -> None:
    shown = repr(OrdersPage((read(),), next_token="secret"))
    for secret in ("Größlich", "Erfundene", "marketplace.amazon", "secret", "030"):
        assert secret not in shown
