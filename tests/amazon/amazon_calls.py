"""The calls of the desk and an account to make them with, for tests against a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from fbm_desk.amazon.account import Account, Region
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.confirm import confirm_shipment
from fbm_desk.amazon.confirmation_file import ShipmentConfirmation
from fbm_desk.amazon.feeds import AmazonFeeds
from fbm_desk.amazon.listings import AmazonListings
from fbm_desk.amazon.orders import get_order, search_orders
from fbm_desk.amazon.rates import LabelFormat, ParcelItem, Quote, Rate, RatesWanted
from fbm_desk.amazon.reports import AmazonReports
from fbm_desk.amazon.sellers import AmazonAccount
from fbm_desk.amazon.shipping import cancel, documents, get_rates, purchase, purchase_body
from fbm_desk.amazon.transport import Bounds
from fbm_desk.domain.answers import Answer
from fbm_desk.domain.feeds import FeedKind
from fbm_desk.domain.orders import Address, LineId, OrderId
from fbm_desk.domain.reports import ReportKind
from tests.amazon.fault_server import Behaviour, FaultServer, reply

ORDER_ID = OrderId("305-4471926-8830217")
LINE_ID = LineId("61000000000001")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PATIENT = Bounds(connect_s=10, read_s=20, total_s=30)
#: As patient, so that a busy machine is not taken for a silent Amazon; for small answers.
SMALL = replace(PATIENT, body_bytes=200_000, unpacked_bytes=400_000)
#: Where the time runs out in the end; an answer that comes at once still comes in time.
SHORT = replace(SMALL, read_s=1.0, total_s=2.0)

CONFIRMATION = ShipmentConfirmation(
    ORDER_ID, ((LINE_ID, 2),), NOON, "DHL", "DHL", "Paket", "00340434161094042557"
)
SENDER = Address("Mug Shop", "1 Example Wharf", city="Port Invented", postcode="ZZ1", country="GB")
WANTED = RatesWanted(
    order_id=ORDER_ID,
    reference="parcel-1",
    ship_from=SENDER,
    ship_from_email="shop@example.invalid",
    weight_g=750,
    length_mm=305,
    width_mm=200,
    height_mm=100,
    insured_minor=1999,
    currency="GBP",
    items=(ParcelItem(LINE_ID, 2, 350, 999),),
)
FORM = LabelFormat("ZPL", ("4", "6", "INCH"), (203, 300), "DEFAULT")
RATE = Rate("rate-1", "ROYAL", "Royal Example", "RM24", "Tracked 24", 499, "GBP", formats=(FORM,))
QUOTE = Quote("amzn1.rq.1", NOON, (RATE,))


def account(url: str, **changes: Any) -> Account:
    """An invented seller's account at a server on this machine."""
    made = Account(
        seller_id="A1EXAMPLE",
        region=Region.EUROPE,
        marketplace_ids=("A1F83G8C2ARO7P", "A1PA6795UKMFR9"),
        lwa_app_id="amzn1.application-oa2-client.example",
        lwa_client_secret="amzn1.oa2-cs.v1.example",
        refresh_token="Atzr|example",
        api_url=url,
        signin_url=f"{url}/auth/o2/token",
        shipping_business="AmazonShipping_UK",
    )
    return replace(made, **changes)


def client(url: str, **settings: Any) -> AmazonClient:
    """A client with short deadlines that does not wait for an allowance."""
    changes = settings.pop("account", {})
    return AmazonClient(account(url, **changes), **{"bounds": PATIENT, "patience_s": 0, **settings})


def buy(to: AmazonClient, key: str = "key-1") -> Answer[Any]:
    body = purchase_body(QUOTE, RATE, FORM, 203)
    return purchase(to, body, idempotency_key=key, reference="parcel-1")


#: The calls of a bench's day once, by name; each gives one answer.
CALLS: dict[str, Callable[[AmazonClient], Answer[Any]]] = {
    "search": lambda to: next(search_orders(to, NOON)),
    "order": lambda to: get_order(to, ORDER_ID),
    "rates": lambda to: get_rates(to, WANTED),
    "purchase": buy,
    "documents": lambda to: documents(to, "shipment-1", "parcel-1", "ZPL"),
    "cancel": lambda to: cancel(to, "shipment-1"),
    "confirm": lambda to: confirm_shipment(to, CONFIRMATION, 1, "A1F83G8C2ARO7P"),
}
#: The calls of the background once, by name, as far as their first request.
MORE_CALLS: dict[str, Callable[[AmazonClient], Answer[Any]]] = {
    "report": lambda to: AmazonReports(to).request(ReportKind.UNSHIPPED, NOON),
    "report stage": lambda to: AmazonReports(to).stage("report-1"),
    "reports": lambda to: AmazonReports(to).lately(ReportKind.UNSHIPPED, NOON),
    "report file": lambda to: AmazonReports(to).fetch("amzn1.spdoc.1", restricted=False),
    "restricted": lambda to: AmazonReports(to).fetch("amzn1.spdoc.1", restricted=True),
    "feed": lambda to: AmazonFeeds(to).submit(FeedKind.CONFIRMATIONS, b"order-id\n"),
    "feed stage": lambda to: AmazonFeeds(to).stage("feed-1"),
    "feeds": lambda to: AmazonFeeds(to).lately(FeedKind.CONFIRMATIONS, NOON),
    "feed outcome": lambda to: AmazonFeeds(to).outcome("amzn1.spdoc.2"),
    "quantity": lambda to: AmazonListings(to).put_quantity("MUG", 7, "A1F83G8C2ARO7P"),
    "account": lambda to: AmazonAccount(to).marketplaces(),
}

#: One of each kind; the sixth kind, the sign-in, stands before all of them.
KINDS: dict[str, Callable[[AmazonClient], Answer[Any]]] = {
    "orders": CALLS["search"],
    "rates": CALLS["rates"],
    "purchase": CALLS["purchase"],
    "confirm": CALLS["confirm"],
    "document": MORE_CALLS["report file"],
}

#: A signed link as Amazon's storage hands it out.
SIGNED = "/link?X-Amz-Expires=300&X-Amz-Signature=a%2Bb%2Fc%3D"


def link(amazon: FaultServer) -> Behaviour:
    """Amazon's answer that a document lies behind this link."""
    return reply(200, {"reportDocumentId": "amzn1.spdoc.1", "url": amazon.url + SIGNED})


def place(amazon: FaultServer) -> Behaviour:
    """Amazon's answer that a feed is to be brought to this link."""
    return reply(201, {"feedDocumentId": "amzn1.tortuga.3", "url": amazon.url + SIGNED})
