"""Listings Items 2021-08-01: how many of an article are on offer, one by one or as a feed.

Leaves the seller's buffer and which quantities changed to `services`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fbm_desk.amazon.answers import Refusal, Reply, printable, read
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.json_body import BadJson, JsonObject, parts, required, text
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.troubles import Trouble
from fbm_desk.domain.answers import Answer, Done, Refused, Unclear
from fbm_desk.domain.feeds import QuantityChange, last_per_sku

#: Amazon takes no more in one feed (changelog of 2025-05-06).
MOST_MESSAGES = 25_000
#: The product type that fits every article when only its availability changes.
_PRODUCT_TYPE = "PRODUCT"


@dataclass(frozen=True, slots=True)
class AmazonListings:
    """What the account's seller offers."""

    client: AmazonClient

    def put_quantity(self, sku: str, quantity: int, marketplace_id: str) -> Answer[None]:
        """Offer so many. Accepted is not yet seen in the shop; again is the same.

        `Refused` with Amazon's first issue when the listing does not take it. Raises ValueError.
        """
        return _accepted(self._patch(QuantityChange(sku, quantity), marketplace_id), "ACCEPTED")

    def preview(self, sku: str, quantity: int, marketplace_id: str) -> Answer[None]:
        """Whether it would be accepted; changes nothing. Raises ValueError."""
        change = QuantityChange(sku, quantity)
        answer = self._patch(change, marketplace_id, mode="VALIDATION_PREVIEW")
        return _accepted(answer, "VALID")

    def quantities(self, changes: Sequence[QuantityChange]) -> bytes:
        """The content of a feed of quantities, the last one of each SKU, numbered from 1.

        Raises ValueError for none or more than 25,000.
        """
        last = last_per_sku(changes)
        if not 1 <= len(last) <= MOST_MESSAGES:
            raise ValueError(f"a feed of quantities has 1 to {MOST_MESSAGES} of them")
        messages = [
            {
                "messageId": number,
                "sku": change.sku,
                "operationType": "PARTIAL_UPDATE",
                "productType": _PRODUCT_TYPE,
                "attributes": {"fulfillment_availability": _availability(change)},
            }
            for number, change in enumerate(last, 1)
        ]
        header = {"sellerId": self.client.account.seller_id, "version": "2.0"}
        feed = {"header": header, "messages": messages}
        return json.dumps(feed, ensure_ascii=False, separators=(",", ":")).encode()

    def _patch(
        self, change: QuantityChange, marketplace_id: str, **mode: str
    ) -> Answer[tuple[str, Refused]]:
        patch = {
            "op": "replace",
            "path": "/attributes/fulfillment_availability",
            "value": _availability(change),
        }

        def send(api: Any) -> Any:
            return api.patch_listings_item(
                self.client.account.seller_id,
                change.sku,
                marketplaceIds=marketplace_id,
                **mode,
                body={"productType": _PRODUCT_TYPE, "patches": [patch]},
            )

        answer: Answer[Reply] = self.client.call(Operation.PATCH_LISTINGS_ITEM, send)
        return read(answer, lambda body: _verdict(body, change.sku))


def _availability(change: QuantityChange) -> list[dict[str, Any]]:
    return [{"fulfillment_channel_code": "DEFAULT", "quantity": change.quantity}]


def _verdict(body: JsonObject, sku: str) -> tuple[str, Refused]:
    """The status, and the refusal that the worst issue makes of it."""
    if required(body, "sku") != sku:
        raise BadJson("another article")
    issues = parts(body, "issues")
    errors = [one for one in issues if text(one, "severity") == "ERROR"] or [{}]
    words, code = text(errors[0], "message"), text(errors[0], "code")
    refused = Refused(Refusal.INVALID.value, printable(words), printable(code))
    return required(body, "status"), refused


def _accepted(answer: Answer[tuple[str, Refused]], wanted: str) -> Answer[None]:
    if not isinstance(answer, Done):
        return answer
    status, refused = answer.value
    if status == wanted:
        return Done(None)
    return refused if status == "INVALID" else Unclear(Trouble.BAD_ANSWER.value)
