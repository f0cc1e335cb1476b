"""Who wants to be told of changes, and where; puts the messages into their queues."""

from __future__ import annotations

import json
import threading
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from fbm_desk.simulator import order_news
from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.queues import Queues
from fbm_desk.simulator.shop import Shop

ORDER_CHANGE = "ORDER_CHANGE"
#: Notifications a subscription can be made for; only ORDER_CHANGE ever comes.
TYPES = frozenset({
    ORDER_CHANGE, "ANY_OFFER_CHANGED", "REPORT_PROCESSING_FINISHED", "FEED_PROCESSING_FINISHED",
    "LISTINGS_ITEM_MFN_QUANTITY_CHANGE", "ACCOUNT_STATUS_CHANGED",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Destination:
    """A queue of the developer's, by the name AWS gives it."""

    destination_id: str
    name: str
    arn: str

    @property
    def queue(self) -> str:
        """The queue's own name, the last part."""
        return self.arn.rsplit(":", 1)[-1]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A wish to be told, with the filter that came with it."""

    subscription_id: str
    kind: str
    destination_id: str
    version: str
    directive: dict[str, Any] = field(default_factory=dict)

    def wants(self, change: str, marketplace_id: str) -> bool:
        """Whether the filter lets this change through."""
        chosen = self.directive.get("eventFilter") or {}
        kinds, places = chosen.get("orderChangeTypes"), chosen.get("marketplaceIds")
        return (not kinds or change in kinds) and (not places or marketplace_id in places)


class Notifications:
    """Destinations and subscriptions of one application. Thread-safe."""

    def __init__(self, shop: Shop, queues: Queues) -> None:
        self.destinations: dict[str, Destination] = {}
        self.subscriptions: dict[str, Subscription] = {}
        #: How many copies of each message are sent: queues may deliver one twice.
        self.copies = 1
        self._shop = shop
        self._queues = queues
        self._ids = Random(f"notifications {shop.seed}")
        self._lock = threading.RLock()
        shop.watch(self._changed)

    def add_destination(self, name: str, arn: str) -> Destination:
        """A new place to send to; its queue is there from now on."""
        with self._lock:
            made = Destination(self._new_id(), name, arn)
            self.destinations[made.destination_id] = made
            self._queues.make(made.queue)
            return made

    def subscribe(
        self, kind: str, destination_id: str, version: str, directive: dict[str, Any]
    ) -> Subscription:
        """A new wish to be told."""
        with self._lock:
            made = Subscription(self._new_id(), kind, destination_id, version, directive)
            self.subscriptions[made.subscription_id] = made
            return made

    def of(self, kind: str) -> list[Subscription]:
        """The subscriptions for one kind of notification."""
        with self._lock:
            return [one for one in self.subscriptions.values() if one.kind == kind]

    def send_test(self, destination: Destination) -> bool:
        """Tell of the newest order, whoever subscribed; False when there is no order."""
        orders = self._shop.orders()
        if not orders:
            return False
        now = self._shop.clock.now()
        change = order_news.kind_of(None, orders[-1], now)
        payload = order_news.payload(orders[-1], change, self._shop.seller_id, now)
        test = Subscription("test", ORDER_CHANGE, destination.destination_id, "1.0")
        self._send(test, payload, now)
        return True

    def _changed(self, before: PlacedOrder | None, after: PlacedOrder) -> None:
        """Tell of an order, at the time the change can be seen."""
        wanting = self.of(ORDER_CHANGE)
        if not wanting:
            return
        now = self._shop.clock.now()
        seen_at = max([now, *(package.shown_at for package in after.packages)])
        change = order_news.kind_of(before, after, seen_at)
        payload = order_news.payload(after, change, self._shop.seller_id, seen_at)
        for one in wanting:
            if one.wants(change[0], after.marketplace.marketplace_id):
                self._send(one, payload, seen_at)

    def _send(self, to: Subscription, payload: dict[str, Any], seen_at: datetime) -> None:
        destination = self.destinations.get(to.destination_id)
        if destination is None:
            return
        body = json.dumps(self._message(to, payload, seen_at))
        wait_s = (seen_at - self._shop.clock.now()).total_seconds()
        for _ in range(self.copies):
            self._queues.send(destination.queue, body, self._shop.clock.seconds() + wait_s)

    def _message(
        self, to: Subscription, payload: dict[str, Any], seen_at: datetime
    ) -> dict[str, Any]:
        return {
            "NotificationVersion": "1.0",
            "NotificationType": to.kind,
            "PayloadVersion": to.version,
            "EventTime": timestamp(seen_at),
            "Payload": payload,
            "NotificationMetadata": {
                "ApplicationId": "amzn1.sp.solution.pretend",
                "SubscriptionId": to.subscription_id,
                "PublishTime": timestamp(seen_at),
                "NotificationId": self._new_id(),
            },
        }

    def _new_id(self) -> str:
        with self._lock:
            return str(uuid.UUID(int=self._ids.getrandbits(128), version=4))
