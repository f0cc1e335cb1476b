"""The calls the desk makes and how often Amazon allows them; leaves counting to `quota`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Operation(Enum):
    """A call of the Selling Partner API, by Amazon's own name."""

    SEARCH_ORDERS = "searchOrders"  #: Orders 2026-01-01
    GET_ORDER = "getOrder"  #: Orders 2026-01-01
    CONFIRM_SHIPMENT = "confirmShipment"  #: Orders v0, which has no successor
    GET_RATES = "getRates"  #: Shipping v2
    PURCHASE_SHIPMENT = "purchaseShipment"  #: Shipping v2
    GET_SHIPMENT_DOCUMENTS = "getShipmentDocuments"  #: Shipping v2
    CANCEL_SHIPMENT = "cancelShipment"  #: Shipping v2


@dataclass(frozen=True, slots=True)
class Allowance:
    """A token bucket: tokens per second refilled, and how many it holds."""

    rate_per_s: float
    burst: int


#: The documented defaults (SP-API usage plans, read 2026-11); answers correct them.
ALLOWANCES = {
    Operation.SEARCH_ORDERS: Allowance(0.0056, 20),
    Operation.GET_ORDER: Allowance(0.5, 30),
    Operation.CONFIRM_SHIPMENT: Allowance(2.0, 10),
    Operation.GET_RATES: Allowance(80.0, 100),
    Operation.PURCHASE_SHIPMENT: Allowance(80.0, 100),
    Operation.GET_SHIPMENT_DOCUMENTS: Allowance(80.0, 100),
    Operation.CANCEL_SHIPMENT: Allowance(80.0, 100),
}
