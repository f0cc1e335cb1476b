"""Labels of Merchant Fulfillment: asked for once, unpacked, checked, and given back."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from fbm_desk.amazon import merchant_fulfillment_json as mfn_json
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.json_body import BadJson
from fbm_desk.amazon.merchant_fulfillment_labels import MerchantFulfillmentLabels
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import Address, Duty, LineId, OrderId, Sku
from fbm_desk.domain.purchases import Refund
from fbm_desk.domain.shipping import Bought, Box, BoxItem, LabelRequest, Quote
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.simulator.mfn_labels import Refund as Decided
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.amazon.amazon_calls import client
from tests.simulator.seller import US, mugs_and_spoons, quiet_shop

SENDER = Address(
    "Larkmoor Goods", "14 Quarry Bend Dr", city="Columbus", region="OH", postcode="43215",
    country="US", phone="555-0100",
)  # fmt: skip
EMAIL = "desk@larkmoor.example"
ZPL = b"^XA^FO20,20^FDHello^FS^XZ"


@pytest.fixture
def shop() -> Shop:
    return quiet_shop()


@pytest.fixture
def amazon(shop: Shop) -> Iterator[AmazonSimulator]:
    with AmazonSimulator(shop) as simulator:
        yield simulator


@pytest.fixture
def to(amazon: AmazonSimulator, shop: Shop) -> Iterator[AmazonClient]:
    made = client(amazon.url, account={"marketplace_ids": (US,)}, now=shop.clock.now)
    yield made
    made.close()


@pytest.fixture
def seller(to: AmazonClient) -> MerchantFulfillmentLabels:
    return MerchantFulfillmentLabels(lambda: to, SENDER, EMAIL)


@pytest.fixture
def placed(shop: Shop) -> PlacedOrder:
    return mugs_and_spoons(shop)


def wanted(placed: PlacedOrder, *duties: Duty) -> LabelRequest:
    items = tuple(
        BoxItem(LineId(line.line_id), Sku("X"), line.quantity, 300) for line in placed.lines
    )
    box = Box(840, 300, 220, 120)
    return LabelRequest(OrderId(placed.order_id), US, "parcel-1", box, items, frozenset(duties))


def value(answer: Answer[Any]) -> Any:
    assert isinstance(answer, Done), answer
    return answer.value


def body_of(seller: MerchantFulfillmentLabels, placed: PlacedOrder) -> str:
    quote: Quote = value(seller.quote(wanted(placed)))
    return seller.body(quote, quote.offers[0])


def test_a_label_is_offered_bought_unpacked_and_checked(
    amazon: AmazonSimulator, seller: MerchantFulfillmentLabels, placed: PlacedOrder
) -> None:
    quote: Quote = value(seller.quote(wanted(placed)))
    bought: Bought = value(seller.buy(seller.body(quote, quote.offers[0]), "ignored"))
    (sold,) = amazon.apis.mfn.shipments()
    assert (bought.shipment_id, bought.tracking) == (sold.shipment_id, sold.tracking)
    ((form, document),) = bought.documents
    assert form == "ZPL"
    assert document.startswith(b"^XA")
    assert sold.offer.offer_id == quote.offers[0].offer_id
    again: Bought = value(seller.documents(bought.shipment_id, ""))
    assert again.documents == bought.documents
    assert len(amazon.apis.mfn.shipments()) == 1


def test_what_carriers_refuse_is_kept_with_its_reason(
    seller: MerchantFulfillmentLabels, placed: PlacedOrder
) -> None:
    heavy = replace(wanted(placed), box=Box(29_000, 300, 220, 120))
    refused = value(seller.quote(heavy)).refused
    assert refused
    assert all(one.carrier and one.code for one in refused)


def test_a_signature_is_asked_for_with_the_label_and_kept(
    seller: MerchantFulfillmentLabels, placed: PlacedOrder
) -> None:
    quote: Quote = value(seller.quote(wanted(placed, Duty.SIGNATURE)))
    assert quote.offers
    assert all(offer.keeps == {Duty.SIGNATURE} for offer in quote.offers)
    asked = json.loads(seller.body(quote, quote.offers[0]))["request"]["ShipmentRequestDetails"]
    options = asked["ShippingServiceOptions"]
    assert options["DeliveryExperience"] == "DeliveryConfirmationWithSignature"
    assert options["LabelFormat"] == "ZPL203"


@pytest.mark.parametrize(
    ("thermal", "dpi", "form"), [(True, 203, "ZPL203"), (True, 300, "ZPL300"), (False, 203, "PDF")]
)
def test_the_label_suits_the_printer(
    to: AmazonClient, placed: PlacedOrder, thermal: bool, dpi: int, form: str
) -> None:
    seller = MerchantFulfillmentLabels(lambda: to, SENDER, EMAIL, thermal, dpi)
    body = body_of(seller, placed)
    details = json.loads(body)["request"]["ShipmentRequestDetails"]
    assert details["ShippingServiceOptions"]["LabelFormat"] == form
    ((kind, _),) = value(seller.buy(body, "")).documents
    assert kind == form[:3]


def test_without_the_senders_phone_and_mail_nothing_is_asked(
    to: AmazonClient, amazon: AmazonSimulator, placed: PlacedOrder
) -> None:
    seller = MerchantFulfillmentLabels(lambda: to, SENDER._replace(phone=""), "")
    assert seller.quote(wanted(placed)) == Refused("sender_incomplete", "shop_phone, shop_email")
    assert amazon.apis.mfn.shipments() == ()


@pytest.mark.parametrize(
    ("kind", "sold"),
    [(FaultKind.CUT_AFTER, 1), (FaultKind.GARBAGE, 1), (FaultKind.EMPTY_500, 0)],
)
def test_a_lost_answer_is_unclear_whatever_was_done(
    amazon: AmazonSimulator,
    seller: MerchantFulfillmentLabels,
    placed: PlacedOrder,
    kind: FaultKind,
    sold: int,
) -> None:
    body = body_of(seller, placed)
    amazon.faults.add("createShipment", kind)
    assert isinstance(seller.buy(body, "k"), Unclear)
    assert len(amazon.apis.mfn.shipments()) == sold


def test_each_call_that_arrives_buys_which_is_why_nobody_may_repeat_it(
    amazon: AmazonSimulator, seller: MerchantFulfillmentLabels, placed: PlacedOrder, shop: Shop
) -> None:
    body = body_of(seller, placed)
    value(seller.buy(body, "the same key"))
    shop.clock.advance(5)
    seller.buy(body, "the same key")
    assert not seller.keyed
    assert len(amazon.apis.mfn.shipments()) == 2


@pytest.mark.parametrize(
    ("decided", "told"), [(Decided.APPLIED, Refund.GRANTED), (Decided.REJECTED, Refund.REJECTED)]
)
def test_a_refund_is_pending_until_it_is_decided(
    amazon: AmazonSimulator,
    seller: MerchantFulfillmentLabels,
    placed: PlacedOrder,
    shop: Shop,
    decided: Decided,
    told: Refund,
) -> None:
    body = body_of(seller, placed)
    bought: Bought = value(seller.buy(body, ""))
    amazon.apis.mfn.order_refund(decided)
    amazon.apis.mfn.refund_takes_s = 30
    shop.clock.advance(2)
    assert value(seller.void(bought.shipment_id, body)) is Refund.PENDING
    shop.clock.advance(amazon.apis.mfn.refund_takes_s + 1)
    assert value(seller.refund(bought.shipment_id, body)) is told


def test_a_label_without_a_shipment_number_cannot_be_asked_for(
    seller: MerchantFulfillmentLabels,
) -> None:
    assert seller.documents("", "{}") == Refused("no_shipment_id")
    assert seller.void("", "{}") == Refused("no_shipment_id")
    assert seller.refund("", "{}") == Done(None)


# --- the file of a label ---------------------------------------------------------------------


def shipment(content: bytes = ZPL, **file: Any) -> dict[str, Any]:
    """A label's answer with this file."""
    told = {
        "Contents": base64.b64encode(gzip.compress(content)).decode(),
        "FileType": "application/zpl",
        "Checksum": base64.b64encode(hashlib.md5(content).digest()).decode(),
        **file,
    }
    payload = {
        "ShipmentId": "s1", "AmazonOrderId": "305-4471926-8830217", "Status": "Purchased",
        "TrackingId": "1Z999AA10123456784", "Label": {"FileContents": told},
    }  # fmt: skip
    return {"payload": payload}


def test_a_whole_file_of_its_checksum_is_the_label() -> None:
    assert mfn_json.label_from(shipment()).document == ("ZPL", ZPL)


BOMB = base64.b64encode(gzip.compress(b"^XA" + bytes(mfn_json.MOST_LABEL_BYTES + 1))).decode()


@pytest.mark.parametrize(
    "file",
    [
        {"Checksum": base64.b64encode(b"0" * 16).decode()},
        {"Checksum": ""},
        {"Contents": "!!"},
        {"Contents": base64.b64encode(ZPL).decode()},  # not packed
        {"Contents": base64.b64encode(gzip.compress(ZPL)[:-3]).decode()},
        {"Contents": base64.b64encode(gzip.compress(ZPL) + b"more").decode()},
        {"Contents": None},
        {"Contents": BOMB},
        {"FileType": "application/pdf"},
        {"FileType": "text/html"},
        {"FileType": None},
    ],
    ids=["checksum", "none", "base64", "plain", "cut", "longer", "null", "bomb", "kind", "html",
         "no kind"],
)  # fmt: skip
def test_a_damaged_file_is_no_label_and_the_purchase_is_known_all_the_same(
    file: dict[str, Any],
) -> None:
    label = mfn_json.label_from(shipment(**file))
    assert (label.shipment_id, label.document) == ("s1", None)


@pytest.mark.parametrize("name", ["ShipmentId", "AmazonOrderId", "Status"])
def test_an_answer_that_does_not_say_which_label_it_is_is_none(name: str) -> None:
    told = shipment()
    told["payload"][name] = ""
    with pytest.raises(BadJson):
        mfn_json.label_from(told)


def test_another_orders_label_is_unclear(
    seller: MerchantFulfillmentLabels, placed: PlacedOrder
) -> None:
    kept = json.loads(body_of(seller, placed))
    kept["order"] = "305-0000000-0000000"
    assert isinstance(seller.buy(json.dumps(kept), ""), Unclear)


def test_offline_nothing_is_sent(placed: PlacedOrder) -> None:
    nowhere = client("http://127.0.0.1:9")
    offline = MerchantFulfillmentLabels(lambda: nowhere, SENDER, EMAIL)
    assert isinstance(offline.quote(wanted(placed)), NotSent)
    nowhere.close()
