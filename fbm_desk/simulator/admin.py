"""The simulator's own desk under /admin: place and call off orders, order trouble, speed up time.

Not part of Amazon's API; JSON in, JSON out, and one page for people in `admin_page`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fbm_desk.simulator.admin_page import page
from fbm_desk.simulator.answers import (
    Answer,
    Call,
    Refused,
    invalid_input,
    json_answer,
    json_object,
    not_found,
    timestamp,
)
from fbm_desk.simulator.apis import Apis
from fbm_desk.simulator.faults import Fault, FaultKind, Faults
from fbm_desk.simulator.placed_order import PlacedOrder, Recipient
from fbm_desk.simulator.quota import Quota
from fbm_desk.simulator.requests_seen import RequestsSeen, SeenRequest
from fbm_desk.simulator.shop import NotPossible

_Handler = Callable[[str, dict[str, Any], Call], Answer]
_ADDRESS = ("name", "line1", "city", "postcode", "country")
_ADDRESS_EXTRAS = ("line2", "line3", "region", "phone", "company")


class Admin:
    """Answers calls below /admin about one shop."""

    def __init__(self, apis: Apis, faults: Faults, requests: RequestsSeen, quota: Quota) -> None:
        self._apis = apis
        self._shop = apis.shop
        self._quota = quota
        self._faults = faults
        self._requests = requests
        self._doors: tuple[tuple[str, str, _Handler], ...] = (
            ("GET", "/admin/?", self._page),
            ("GET", "/admin/orders", self._orders),
            ("POST", "/admin/orders", self._place),
            ("POST", "/admin/orders/([^/]+)/([a-z-]+)", self._change),
            ("GET", "/admin/requests", self._seen),
            ("GET", "/admin/faults", self._trouble),
            ("POST", "/admin/faults", self._add_fault),
            ("DELETE", "/admin/faults", self._end_faults),
            ("GET", "/admin/time", self._time),
            ("POST", "/admin/time", self._set_time),
        )

    def answer(self, call: Call) -> Answer:
        """What the desk says; errors have the same shape as Amazon's."""
        try:
            for method, pattern, handler in self._doors:
                match = re.fullmatch(pattern, call.path)
                if match is not None and method == call.method:
                    body = json_object(call) if call.body else {}
                    return handler("/".join(match.groups()), body, call)
            raise not_found()
        except Refused as refused:
            return refused.answer()
        except NotPossible as problem:
            return Refused(409, "NotPossible", str(problem)).answer()
        except KeyError as problem:
            return not_found(str(problem)).answer()
        except (TypeError, ValueError) as problem:
            return invalid_input(str(problem)).answer()

    def _page(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        html = page(
            self._shop.orders(), self._requests.all(), self._shop.clock.now(),
            self._shop.clock.speed,
        )  # fmt: skip
        return Answer(200, html.encode(), "text/html; charset=utf-8")

    def _orders(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        return json_answer({"orders": [self._summary(order) for order in self._shop.orders()]})

    def _place(self, _part: str, body: dict[str, Any], _call: Call) -> Answer:
        lines = [(str(one["sku"]), int(one["quantity"])) for one in body.get("lines", [])]
        if any(quantity < 1 for _, quantity in lines):
            raise ValueError("a line has at least one unit")
        placed = [
            self._shop.place(lines, str(body.get("marketplaceId", "")), bool(body.get("pending")))
            for _ in range(int(body.get("count", 1)))
        ]
        return json_answer({"orders": [self._summary(order) for order in placed]}, 201)

    def _change(self, part: str, body: dict[str, Any], _call: Call) -> Answer:
        order_id, change = part.split("/")
        changes: dict[str, Callable[[], PlacedOrder]] = {
            "cancel": lambda: self._shop.cancel(
                order_id, str(body.get("by", "BUYER")), str(body.get("reason", ""))
            ),
            "request-cancel": lambda: self._shop.request_cancel(
                order_id,
                str(body.get("reason", "Ordered by mistake")),
                str(body.get("orderItemId", "")),
            ),
            "address": lambda: self._shop.change_address(order_id, _recipient(body)),
            "quantity": lambda: self._shop.change_quantity(
                order_id, str(body["orderItemId"]), int(body["quantity"])
            ),
            "ship-plus": lambda: self._shop.make_ship_plus(order_id),
            "authorise": lambda: self._shop.authorise(order_id),
        }
        if change not in changes:
            raise not_found()
        return json_answer(self._summary(changes[change]()))

    def _seen(self, _part: str, _body: dict[str, Any], call: Call) -> Answer:
        wanted = call.value("operation")
        seen = self._requests.of(wanted) if wanted else self._requests.all()
        return json_answer({"requests": [_request(request) for request in seen]})

    def _trouble(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        return json_answer({"faults": [_fault(fault) for fault in self._faults.waiting()]})

    def _add_fault(self, _part: str, body: dict[str, Any], _call: Call) -> Answer:
        fault = self._faults.add(
            str(body.get("operation", "*")),
            FaultKind(body.get("kind")),
            int(body.get("times", 1)),
            float(body.get("delay_s", 6.0)),
        )
        return json_answer(_fault(fault), 201)

    def _end_faults(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        self._faults.clear()
        return json_answer({"faults": []})

    def _time(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        clock = self._shop.clock
        return json_answer({"now": timestamp(clock.now()), "speed": clock.speed})

    def _set_time(self, part: str, body: dict[str, Any], call: Call) -> Answer:
        if "speed" in body:
            self._shop.clock.speed = float(body["speed"])
        if "advance_s" in body:
            self._shop.clock.advance(float(body["advance_s"]))
        return self._time(part, body, call)

    def _summary(self, order: PlacedOrder) -> dict[str, Any]:
        now = self._shop.clock.now()
        return {
            "orderId": order.order_id,
            "status": order.status(now),
            "marketplaceId": order.marketplace.marketplace_id,
            "shipBy": timestamp(order.ship_by.latest),
            "programs": list(order.programs),
            "lines": [
                {
                    "orderItemId": line.line_id,
                    "sku": line.sku,
                    "quantity": line.quantity,
                    "shipped": order.shipped(line, now),
                    "cancelRequested": bool(line.cancel_reason),
                }
                for line in order.lines
            ],
            "packages": [package.tracking for package in order.packages_at(now)],
        }


def _recipient(body: dict[str, Any]) -> Recipient:
    missing = [name for name in _ADDRESS if not body.get(name)]
    if missing:
        raise ValueError(f"the address needs {missing[0]}")
    fields = {name: str(body[name]) for name in (*_ADDRESS, *_ADDRESS_EXTRAS) if body.get(name)}
    return Recipient(**fields)


def _request(request: SeenRequest) -> dict[str, Any]:
    return {
        "number": request.number,
        "method": request.method,
        "path": request.path,
        "operation": request.operation,
        "status": request.status,
        "at": timestamp(request.at),
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "operation": fault.operation,
        "kind": fault.kind.value,
        "times": fault.times,
        "delay_s": fault.delay_s,
    }
