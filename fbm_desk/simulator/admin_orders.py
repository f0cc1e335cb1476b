"""The desk's orders: places them with all that an order can have, and lets buyers change them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from fbm_desk.simulator.answers import Answer, Call, json_answer, not_found, timestamp
from fbm_desk.simulator.placed_order import PlacedOrder, Recipient, Window
from fbm_desk.simulator.shop import Shop

#: What a line can ask for at the door or in the box.
DUTIES = ("signature", "age_check", "transparency")
_ADDRESS = ("name", "line1", "city", "postcode", "country")
_ADDRESS_EXTRAS = ("line2", "line3", "region", "phone", "company")
_MOST_AT_ONCE = 20_000

Door = tuple[str, str, Callable[[str, dict[str, Any], Call], Answer]]


class AdminOrders:
    """Places and changes the orders of one shop."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def doors(self) -> tuple[Door, ...]:
        """Paths below /admin/orders."""
        return (
            ("GET", "/admin/orders", self._list),
            ("POST", "/admin/orders", self._place),
            ("POST", "/admin/orders/([^/]+)/([a-z-]+)", self._change),
        )

    def _list(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        return json_answer({"orders": [self._summary(order) for order in self._shop.orders()]})

    def _place(self, _part: str, body: dict[str, Any], _call: Call) -> Answer:
        lines = [(str(one["sku"]), int(one["quantity"])) for one in body.get("lines", [])]
        count = int(body.get("count", 1))
        if any(quantity < 1 for _, quantity in lines) or not 1 <= count <= _MOST_AT_ONCE:
            raise ValueError(f"a line has at least one unit, and 1 to {_MOST_AT_ONCE} are placed")
        place, pending = str(body.get("marketplaceId", "")), bool(body.get("pending"))
        dressed = self._dressed(body)
        placed = [self._shop.place(lines, place, pending, dressed) for _ in range(count)]
        return json_answer({"orders": [self._summary(order) for order in placed]}, 201)

    def _dressed(self, body: dict[str, Any]) -> Callable[[PlacedOrder], PlacedOrder]:
        """Programs, duties, speed and times that every placed order gets."""
        programs = tuple(str(one) for one in body.get("programs", []))
        duties = _duties(body)
        ship_by_s, label_s = body.get("ship_by_s"), body.get("label_not_before_s")

        def dress(order: PlacedOrder) -> PlacedOrder:
            now = self._shop.clock.now()
            window = order.ship_by
            if ship_by_s is not None:
                window = Window(window.earliest, now + timedelta(seconds=float(ship_by_s)))
            label = None if label_s is None else now + timedelta(seconds=float(label_s))
            return replace(
                order,
                programs=tuple(dict.fromkeys((*order.programs, *programs))),
                service_level=str(body.get("serviceLevel", order.service_level)),
                lines=tuple(replace(line, **duties) for line in order.lines),
                ship_by=window,
                label_not_before=label or order.label_not_before,
            )

        return dress

    def _change(self, part: str, body: dict[str, Any], _call: Call) -> Answer:
        order_id, change = part.split("/")
        shop = self._shop
        changes: dict[str, Callable[[], PlacedOrder]] = {
            "cancel": lambda: shop.cancel(
                order_id, str(body.get("by", "BUYER")), str(body.get("reason", ""))
            ),
            "request-cancel": lambda: shop.request_cancel(
                order_id,
                str(body.get("reason", "Ordered by mistake")),
                str(body.get("orderItemId", "")),
            ),
            "address": lambda: shop.change_address(order_id, _recipient(body)),
            "move": lambda: shop.move(order_id),
            "quantity": lambda: shop.change_quantity(
                order_id, str(body["orderItemId"]), int(body["quantity"])
            ),
            "more": lambda: shop.order_more(order_id),
            "ship-plus": lambda: shop.make_ship_plus(order_id),
            "authorise": lambda: shop.authorise(order_id),
            "programs": lambda: shop.change(
                order_id, lambda order: replace(order, programs=tuple(body["programs"]))
            ),
            "duties": lambda: shop.change(
                order_id,
                lambda order: replace(
                    order, lines=tuple(replace(line, **_duties(body)) for line in order.lines)
                ),
            ),
        }
        if change not in changes:
            raise not_found()
        return json_answer(self._summary(changes[change]()))

    def _summary(self, order: PlacedOrder) -> dict[str, Any]:
        now = self._shop.clock.now()
        return {
            "orderId": order.order_id,
            "status": order.status(now),
            "marketplaceId": order.marketplace.marketplace_id,
            "shipBy": timestamp(order.ship_by.latest),
            "updatedAt": timestamp(order.updated_at(now)),
            "programs": list(order.programs),
            "lines": [
                {
                    "orderItemId": line.line_id,
                    "sku": line.sku,
                    "quantity": line.quantity,
                    "shipped": order.shipped(line, now),
                    "cancelRequested": bool(line.cancel_reason),
                    "duties": [name for name in DUTIES if getattr(line, name)],
                }
                for line in order.lines
            ],
            "packages": [package.tracking for package in order.packages_at(now)],
        }


def _duties(body: dict[str, Any]) -> dict[str, Any]:
    asked = body.get("duties", [])
    if not set(asked) <= set(DUTIES):
        raise ValueError(f"duties are {', '.join(DUTIES)}")
    return dict.fromkeys(asked, True)


def _recipient(body: dict[str, Any]) -> Recipient:
    missing = [name for name in _ADDRESS if not body.get(name)]
    if missing:
        raise ValueError(f"the address needs {missing[0]}")
    fields = {name: str(body[name]) for name in (*_ADDRESS, *_ADDRESS_EXTRAS) if body.get(name)}
    return Recipient(**fields)
