"""Labels from Merchant Fulfillment v0, an API without a key: each call that buys may buy again.

So a purchase is sent once. After an unclear answer nothing here asks again; `services` reads the
order's packages, and a person decides. All that show a label need a token for that very path.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from fbm_desk.amazon.answers import Reply, read
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.json_body import BadJson, JsonObject
from fbm_desk.amazon.merchant_fulfillment_json import (
    LabelWanted,
    MfnLabel,
    NoService,
    Service,
    details,
    label_from,
    services_from,
)
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.tokens import Restricted, RestrictedTokens
from fbm_desk.domain.answers import Answer
from fbm_desk.domain.orders import OrderId

_SHIPMENTS = "/mfn/v0/shipments"
_ID = re.compile(r"[!-~]{1,100}").fullmatch


def get_services(
    client: AmazonClient, wanted: LabelWanted
) -> Answer[tuple[tuple[Service, ...], tuple[NoService, ...]]]:
    """What is offered for a parcel, and what is not; spends nothing."""
    body = details(wanted)
    answer = client.call(
        Operation.GET_ELIGIBLE_SHIPMENT_SERVICES,
        lambda api: api.get_eligible_shipment_services(body),
    )
    return read(answer, services_from)


def create_shipment(
    tokens: RestrictedTokens, request: dict[str, Any], order_id: OrderId
) -> Answer[MfnLabel]:
    """Spends money with every call that arrives. `request` is what `CreateShipmentRequest` says."""
    body = dict(request)
    wanted, service = body.pop("ShipmentRequestDetails"), body.pop("ShippingServiceId")
    answer = tokens.call(
        Restricted("POST", _SHIPMENTS),
        Operation.CREATE_SHIPMENT,
        lambda api: api.create_shipment(wanted, service, **body),
    )
    return read(answer, lambda reply: _of_order(label_from(reply), order_id))


def get_shipment(tokens: RestrictedTokens, shipment_id: str) -> Answer[MfnLabel]:
    """A label bought before, with its document and where its money stands."""
    return _one(tokens, "GET", Operation.GET_SHIPMENT, shipment_id)


def cancel_shipment(tokens: RestrictedTokens, shipment_id: str) -> Answer[MfnLabel]:
    """Asks for the money of a label; the status of the answer says how that went."""
    return _one(tokens, "DELETE", Operation.MFN_CANCEL_SHIPMENT, shipment_id)


def _one(
    tokens: RestrictedTokens, method: str, operation: Operation, shipment_id: str
) -> Answer[MfnLabel]:
    """A call about one label. Raises ValueError for what cannot be an id."""
    if not _ID(shipment_id):
        raise ValueError("a shipment id is visible ASCII")
    name = "get_shipment" if method == "GET" else "cancel_shipment"
    path = f"{_SHIPMENTS}/{quote(shipment_id, safe='')}"
    answer: Answer[Reply] = tokens.call(
        Restricted(method, path), operation, lambda api: getattr(api, name)(shipment_id)
    )

    def take(reply: JsonObject) -> MfnLabel:
        label = label_from(reply)
        if label.shipment_id != shipment_id:
            raise BadJson("another shipment")
        return label

    return read(answer, take)


def _of_order(label: MfnLabel, order_id: OrderId) -> MfnLabel:
    if label.order_id != order_id:
        raise BadJson("another order's label")
    return label
