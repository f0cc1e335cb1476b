"""Which path is which operation; the operations themselves live in the `…_api` modules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from fbm_desk.simulator.answers import Answer, Call
from fbm_desk.simulator.confirm_api import ConfirmApi
from fbm_desk.simulator.orders_api import OrdersApi
from fbm_desk.simulator.shipping_api import ShippingApi
from fbm_desk.simulator.shop import Shop
from fbm_desk.simulator.signin import SignIn

#: The operation that gives out tokens; it needs none itself.
SIGN_IN = "token"
#: What a request to an unknown path is recorded as.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: `path` is a pattern whose only group is the id in it."""

    method: str
    path: re.Pattern[str]
    operation: str
    carry_out: Callable[[Call], Answer]


def routes(shop: Shop, sign_in: SignIn, shipping: ShippingApi) -> tuple[Route, ...]:
    """Every operation the simulator knows, over one shop."""
    orders = OrdersApi(shop)
    confirm = ConfirmApi(shop)
    new, old, parcels = "/orders/2026-01-01/orders", "/orders/v0/orders", "/shipping/v2/shipments"
    return (
        _route("POST", "/auth/o2/token", SIGN_IN, sign_in.token),
        _route("GET", new, "searchOrders", orders.search_orders),
        _route("GET", f"{new}/ID", "getOrder", orders.get_order),
        _route(
            "POST", f"{old}/ID/shipmentConfirmation", "confirmShipment", confirm.confirm_shipment
        ),
        _route("POST", f"{parcels}/rates", "getRates", shipping.get_rates),
        _route("POST", parcels, "purchaseShipment", shipping.purchase_shipment),
        _route(
            "GET", f"{parcels}/ID/documents", "getShipmentDocuments",
            shipping.get_shipment_documents,
        ),
        _route("PUT", f"{parcels}/ID/cancel", "cancelShipment", shipping.cancel_shipment),
        _route("GET", "/shipping/v2/tracking", "getTracking", shipping.get_tracking),
    )  # fmt: skip


def find(table: tuple[Route, ...], method: str, path: str) -> tuple[Route, str] | None:
    """The route of a request and the id in its path."""
    for route in table:
        match = route.path.fullmatch(path) if route.method == method else None
        if match is not None:
            return route, unquote("".join(match.groups()))
    return None


def _route(method: str, path: str, operation: str, carry_out: Callable[[Call], Answer]) -> Route:
    pattern = re.escape(path).replace("ID", "([^/]+)")
    return Route(method, re.compile(pattern), operation, carry_out)
