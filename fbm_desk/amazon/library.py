"""Makes python-amazon-sp-api safe to call; leaves waiting, sign-in and judging to `client`.

The library knows Amazon's paths and parameters, and that is what it is used for. Everything else
of its own is replaced: its settings from the environment, its transport with 5 s or no time-out,
its token cache without a lock, its reading of answers that takes an empty 500 for a success.
Each call gets a new object, so that no token or method of one call can reach another.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fbm_desk.amazon.operations import Operation

if TYPE_CHECKING:
    from fbm_desk.amazon.transport import RawAnswer, Transport

# WORKAROUND: read at import, where a wrong value raises KeyError or ValueError, and
# SP_API_DEFAULT_MARKETPLACE overrides arguments (python-amazon-sp-api 2.1.35, base/client.py,
# base/marketplaces.py, auth/access_token_client.py).
_ENVIRONMENT = (
    "SP_API_DEFAULT_MARKETPLACE", "AWS_ENV", "SP_API_AUTH_CACHE_SIZE", "SP_API_AUTH_CACHE_TTL",
)  # fmt: skip
#: At DEBUG they print tokens and addresses, httpx at INFO whole links.
TALKATIVE = ("sp_api", "sp_api.base.client", "sp_api.auth", "httpx", "httpcore")
_importing = threading.Lock()


@dataclass(frozen=True, slots=True)
class CallSettings:
    """What one call needs: where, with which token, which headers beside the usual ones."""

    api_url: str
    token: str = field(repr=False)
    transport: Transport = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)


def api_object(operation: Operation, settings: CallSettings) -> Any:
    """An object of the library's class for this operation, for one call.

    Its methods return the transport's `RawAnswer` whatever the status, or raise `TransportFault`.
    """
    return _classes()[operation](settings)


class _Safe:
    """Stands before a class of the library; nothing of the library's constructors runs."""

    restricted_data_token = None

    def __init__(self, settings: CallSettings) -> None:
        self.endpoint = settings.api_url
        self.marketplace_id = ""
        self.version: str | None = None
        self._settings = settings
        self._transport = settings.transport

    @property
    def headers(self) -> dict[str, str]:
        return {
            "host": urlsplit(self.endpoint).netloc,
            "user-agent": "FBM-Desk (Language=Python)",
            "x-amz-access-token": self._settings.token,
            "x-amz-date": datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ"),
            "content-type": "application/json",
            **self._settings.headers,
        }

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        params: dict[str, str] | None = None,
    ) -> RawAnswer:
        """A call in our own words, where the library's method would do more than send it."""
        return self._request(path, data={**(body or {}), "method": method}, params=params)

    def _request(
        self,
        path: str,
        *,
        data: dict[str, Any] | None = None,
        params: dict[str, Any] | None = None,
        **_: Any,
    ) -> RawAnswer:
        """Sends what was asked for only: the library would add marketplaces and its own `path`."""
        kept = {name: value for name, value in (data or {}).items() if name != "path"}
        asked: RawAnswer = super()._request(  # type: ignore[misc]
            path, data=kept, params=params, add_marketplace=False
        )
        return asked

    def _check_response(self, answer: RawAnswer, *_: Any) -> RawAnswer:
        return answer


@cache
def _classes() -> dict[Operation, type[Any]]:
    """The version of each class is named: v0 is the library's silent default for orders."""
    with _importing, _environment_set_aside():
        from sp_api.api.feeds.feeds_2021_06_30 import FeedsV20210630
        from sp_api.api.listings_items.listings_items_2021_08_01 import ListingsItemsV20210801
        from sp_api.api.merchant_fulfillment.merchant_fulfillment import MerchantFulfillment
        from sp_api.api.notifications.notifications import Notifications
        from sp_api.api.orders.orders_2026_01_01 import OrdersV20260101
        from sp_api.api.orders.orders_v0 import OrdersV0
        from sp_api.api.reports.reports import Reports
        from sp_api.api.sellers.sellers import Sellers
        from sp_api.api.shipping.shipping_v2 import ShippingV2
        from sp_api.api.tokens.tokens import Tokens
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    room: dict[type[Any], str] = {
        OrdersV20260101: "searchOrders getOrder",
        OrdersV0: "confirmShipment",
        ShippingV2: "getRates purchaseShipment getShipmentDocuments cancelShipment getTracking",
        MerchantFulfillment: (
            "getEligibleShipmentServices getAdditionalSellerInputs createShipment getShipment "
            "mfn.cancelShipment"
        ),
        Reports: "createReport getReport getReports getReportDocument",
        FeedsV20210630: "createFeedDocument createFeed getFeed getFeeds getFeedDocument",
        ListingsItemsV20210801: "patchListingsItem",
        Tokens: "createRestrictedDataToken",
        Sellers: "getMarketplaceParticipations",
        Notifications: "getDestinations createDestination getSubscription createSubscription",
    }
    return {
        Operation(name): safe
        for theirs, names in room.items()
        for safe in [type(f"Safe{theirs.__name__}", (_Safe, theirs), {})]
        for name in names.split()
    }


@contextmanager
def _environment_set_aside() -> Iterator[None]:
    kept = {name: os.environ.pop(name) for name in _ENVIRONMENT if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
