"""Labels are priced, bought once and checked before anybody prints them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.confirm import confirm_shipment
from fbm_desk.amazon.label_documents import LabelDocument
from fbm_desk.amazon.shipping import documents, get_rates, purchase, purchase_body
from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import Duty
from tests.amazon.amazon_calls import (
    CONFIRMATION,
    FORM,
    LINE_ID,
    NOON,
    QUOTE,
    RATE,
    WANTED,
    buy,
    client,
)
from tests.amazon.fault_server import FaultServer, error, reply

ZPL = b"^XA^FO20,20^FDHello^FS^XZ"
_RATE: dict[str, Any] = {
    "rateId": "rate-1",
    "carrierId": "ROYAL",
    "carrierName": "Royal Example",
    "serviceId": "RM24",
    "serviceName": "Tracked 24",
    "totalCharge": {"value": 4.99, "unit": "GBP"},
    "promise": {"deliveryWindow": {"start": "2026-11-24T08:00:00Z", "end": "2026-11-25T18:00:00Z"}},
    "supportedDocumentSpecifications": [
        {
            "format": "ZPL",
            "size": {"width": 4, "length": 6, "unit": "INCH"},
            "printOptions": [
                {"supportedDPIs": [203, 300], "supportedPageLayouts": ["DEFAULT"]},
            ],
        }
    ],
    "rateItemList": [{"rateItemID": "SIGNATURE_CONFIRMATION", "rateItemType": "INCLUDED"}],
    "requiresAdditionalInputs": False,
    "benefits": {"includedBenefits": ["CLAIMS_PROTECTED"], "excludedBenefits": []},
}


@pytest.fixture
def amazon() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def to(amazon: FaultServer) -> Iterator[AmazonClient]:
    made = client(amazon.url, now=lambda: NOON)
    yield made
    made.close()


def rates(**changes: Any) -> dict[str, Any]:
    ineligible = {
        "carrierName": "Slow Example",
        "serviceName": "Post",
        "ineligibilityReasons": [{"code": "LATE_DELIVERY", "message": "Too slow."}],
    }
    return {
        "payload": {
            "requestToken": "amzn1.rq.1",
            "rates": [{**_RATE, **changes}],
            "ineligibleRates": [ineligible],
        }
    }


def sold(contents: str | None = None, **changes: Any) -> dict[str, Any]:
    packed = base64.b64encode(ZPL).decode() if contents is None else contents
    package = {
        "packageClientReferenceId": "parcel-1",
        "packageDocuments": [{"type": "LABEL", "format": "ZPL", "contents": packed}],
        "trackingId": "TRK1",
    }
    package.update(changes)
    return {"payload": {"shipmentId": "shipment-1", "packageDocumentDetails": [package]}}


def test_a_quote_tells_price_promise_benefits_and_why_others_are_out(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.behave(reply(200, rates()))
    answer = get_rates(to, WANTED)
    assert isinstance(answer, Done)
    quote = answer.value
    assert NOON < quote.expires_at < NOON + timedelta(minutes=10)
    (rate,) = quote.rates
    assert (rate.price_minor, rate.currency) == (499, "GBP")
    assert rate.promise_by is not None
    assert rate.benefits == {"CLAIMS_PROTECTED"}
    assert rate.keeps == {Duty.SIGNATURE}
    assert rate.formats[0].dpis == (203, 300)
    assert quote.ineligible[0].reasons == (("LATE_DELIVERY", "Too slow."),)
    assert "rq.1" not in repr(quote)


def test_the_question_names_the_parcel_and_never_the_buyer(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.behave(reply(200, rates()))
    get_rates(to, WANTED)
    asked = amazon.seen[0].json
    assert "shipTo" not in asked
    assert asked["channelDetails"] == {
        "channelType": "AMAZON",
        "amazonOrderDetails": {"orderId": "305-4471926-8830217"},
    }
    (package,) = asked["packages"]
    assert package["dimensions"] == {
        "length": 30.5, "width": 20.0, "height": 10.0, "unit": "CENTIMETER",
    }  # fmt: skip
    assert package["weight"] == {"unit": "GRAM", "value": 750}
    assert package["insuredValue"] == {"value": 19.99, "unit": "GBP"}


@pytest.mark.parametrize(
    ("value", "unit", "minor"),
    [("4.99", "USD", 499), ("1200", "JPY", 1200), ("1.234", "KWD", 1234), ("0", "EUR", 0),
     ("4.9900", "EUR", 499), ("4.991", "EUR", 500), ("1e2", "EUR", 10000),
     ("0.1", "EUR", 10), ("1234567.89", "EUR", 123456789)],
)  # fmt: skip
def test_prices_are_whole_minor_units(
    amazon: FaultServer, to: AmazonClient, value: str, unit: str, minor: int
) -> None:
    body = json.dumps(rates(totalCharge={"value": "@", "unit": unit})).replace('"@"', value)
    amazon.behave(reply(200, body))
    answer = get_rates(to, WANTED)
    assert isinstance(answer, Done)
    assert answer.value.rates[0].price_minor == minor


@pytest.mark.parametrize(
    "charged",
    [{"value": -1, "unit": "EUR"}, {"value": "4.99", "unit": "EUR"}, {"value": 4.99, "unit": "€"},
     {"value": 10**12, "unit": "EUR"}, {"value": True, "unit": "EUR"}, {"unit": "EUR"}, [], None,
     {"value": 4.99, "unit": "eur"}, {"value": 4.99}],
)  # fmt: skip
def test_a_price_that_makes_no_sense_is_no_price(
    amazon: FaultServer, to: AmazonClient, charged: Any
) -> None:
    amazon.behave(reply(200, rates(totalCharge=charged)))
    assert get_rates(to, WANTED) == Unclear("bad_answer")


def test_a_price_with_a_monstrous_exponent_neither_hangs_nor_counts(
    amazon: FaultServer, to: AmazonClient
) -> None:
    for value in ("1e999999", "1e-999999", "0e999999"):
        body = json.dumps(rates(totalCharge={"value": "@", "unit": "EUR"})).replace('"@"', value)
        amazon.behave(reply(200, body))
        answer = get_rates(to, WANTED)
        assert answer == Unclear("bad_answer") or isinstance(answer, Done)


def test_a_bought_label_brings_tracking_and_document(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.behave(reply(200, sold()))
    answer = buy(to)
    assert isinstance(answer, Done)
    assert answer.value.shipment_id == "shipment-1"
    assert answer.value.tracking == "TRK1"
    assert answer.value.documents == (LabelDocument("LABEL", "ZPL", ZPL),)
    assert not answer.value.damaged
    assert "Hello" not in repr(answer)


@pytest.mark.parametrize(
    "contents", ["", "not base64!", base64.b64encode(b"%PDF-1.7").decode(), "AAAA", "Ä"]
)
def test_a_damaged_document_never_loses_a_paid_label(
    amazon: FaultServer, to: AmazonClient, contents: str
) -> None:
    amazon.behave(reply(200, sold(contents)))
    answer = buy(to)
    assert isinstance(answer, Done)
    assert answer.value.shipment_id == "shipment-1"
    assert answer.value.documents == ()
    assert answer.value.damaged


def test_a_label_of_another_parcel_is_unclear(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.behave(reply(200, sold(packageClientReferenceId="parcel-2")))
    assert buy(to) == Unclear("bad_answer")


def test_an_expired_offer_is_a_refusal_that_says_so(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.behave(error(400, "TOKEN_EXPIRED", "The token has expired."))
    answer = buy(to)
    assert isinstance(answer, Refused)
    assert answer.code == "offer_expired"


def test_every_try_of_a_purchase_sends_the_same_bytes(
    amazon: FaultServer, to: AmazonClient
) -> None:
    body = purchase_body(QUOTE, RATE, FORM, 300)
    amazon.behave(reply(500), reply(200, sold()))
    for _ in range(2):
        purchase(to, body, idempotency_key="k", reference="parcel-1")
    assert amazon.seen[0].body == amazon.seen[1].body
    assert amazon.seen[0].json["requestedDocumentSpecification"] == {
        "format": "ZPL",
        "size": {"width": 4.0, "length": 6.0, "unit": "INCH"},
        "needFileJoining": False,
        "requestedDocumentTypes": ["LABEL"],
        "dpi": 300,
        "pageLayout": "DEFAULT",
    }


@pytest.mark.parametrize("key", ["", "a b", "a\r\nx-evil: 1", "ä", "k" * 256])
def test_a_key_that_fits_no_header_is_not_sent(to: AmazonClient, key: str) -> None:
    with pytest.raises(ValueError, match="visible ASCII"):
        buy(to, key=key)


def test_documents_can_be_fetched_again(amazon: FaultServer, to: AmazonClient) -> None:
    details = sold()["payload"]["packageDocumentDetails"][0]
    body = {"payload": {"shipmentId": "shipment-1", "packageDocumentDetail": details}}
    amazon.always(reply(200, body))
    answer = documents(to, "shipment-1", "parcel-1", "ZPL", 203)
    assert isinstance(answer, Done)
    assert answer.value.documents[0].data == ZPL
    assert amazon.seen[0].query == {
        "packageClientReferenceId": ["parcel-1"], "format": ["ZPL"], "dpi": ["203"],
    }  # fmt: skip
    assert documents(to, "shipment-2", "parcel-1", "ZPL") == Unclear("bad_answer")


def test_a_confirmation_says_what_is_in_the_box(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.behave(reply(204))
    codes = {LINE_ID: ["AZ:ONE", "AZ:TWO"]}
    answer = confirm_shipment(to, CONFIRMATION, 2, "A1F83G8C2ARO7P", codes)
    assert answer == Done(None)
    assert amazon.seen[0].json == {
        "marketplaceId": "A1F83G8C2ARO7P",
        "packageDetail": {
            "packageReferenceId": "2",
            "carrierCode": "DHL",
            "carrierName": "DHL",
            "shippingMethod": "Paket",
            "trackingNumber": "00340434161094042557",
            "shipDate": "2026-11-23T12:00:00.000Z",
            "orderItems": [
                {
                    "orderItemId": "61000000000001",
                    "quantity": 2,
                    "transparencyCodes": ["AZ:ONE", "AZ:TWO"],
                }
            ],
        },
    }


@pytest.mark.parametrize(
    ("code", "message"),
    [("PackageToUpdateNotFound", "x"), ("InvalidInput", "The order is already fulfilled.")],
)
def test_an_order_fulfilled_before_is_looked_at_first(
    amazon: FaultServer, to: AmazonClient, code: str, message: str
) -> None:
    amazon.behave(error(400, code, message))
    answer = confirm_shipment(to, CONFIRMATION, 1, "A1F83G8C2ARO7P")
    assert isinstance(answer, Refused)
    assert answer.code == "look_first"


def test_a_parcel_without_reference_is_not_confirmed(to: AmazonClient) -> None:
    with pytest.raises(ValueError, match="reference"):
        confirm_shipment(to, CONFIRMATION, 0, "A1F83G8C2ARO7P")


def test_signing_in_can_be_tried_on_its_own(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.sign_in(reply(400, {"error": "invalid_grant", "error_description": "revoked"}))
    assert to.sign_in() == NotSent("sign_in_refused")
    assert to.sign_in() == Done(None)
    assert not amazon.seen
