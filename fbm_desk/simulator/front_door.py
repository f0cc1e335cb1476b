"""What happens to every call: fault, sign-in, quota, work and record; sockets are `server`'s."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

from fbm_desk.simulator import routes
from fbm_desk.simulator.admin import Admin
from fbm_desk.simulator.answers import Answer, Call, Refused, not_found
from fbm_desk.simulator.faults import Fault, FaultKind, Faults, wrong_answer
from fbm_desk.simulator.quota import Quota
from fbm_desk.simulator.requests_seen import RequestsSeen, SeenRequest
from fbm_desk.simulator.shipping_api import ShippingApi
from fbm_desk.simulator.shop import Shop
from fbm_desk.simulator.signin import SignIn

_log = logging.getLogger(__name__)


class FrontDoor:
    """Answers calls about one shop. `handle` may be called from any thread."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.faults = Faults()
        self.requests = RequestsSeen()
        self.sign_in = SignIn(shop.clock)
        self.quota = Quota(shop.clock)
        self.shipping = ShippingApi(shop)
        self.closing = threading.Event()
        self._routes = routes.routes(shop, self.sign_in, self.shipping)
        self._admin = Admin(shop, self.faults, self.requests)

    def handle(self, call: Call) -> Answer | None:
        """The answer to a call; None where the connection is to be cut."""
        if call.path == "/admin" or call.path.startswith("/admin/"):
            return _guarded(self._admin.answer, call)
        number = self.requests.next_number()
        found = routes.find(self._routes, call.method, call.path)
        route, part = found if found else (None, "")
        operation = route.operation if route else routes.UNKNOWN
        call = replace(call, part=part)
        fault = self.faults.next(operation, call)
        answer = self._answered(route, call, fault)
        self._record(number, operation, call, answer)
        if answer is None:
            return None
        headers = {"x-amzn-RequestId": f"simulated-{number}", **self.quota.header(operation)}
        return replace(answer, headers={**answer.headers, **headers})

    def _answered(
        self, route: routes.Route | None, call: Call, fault: Fault | None
    ) -> Answer | None:
        if fault is None:
            return self._work(route, call)
        answer = self._work(route, call) if fault.after_the_work else None
        if fault.kind is FaultKind.SLOW:
            self.closing.wait(fault.delay_s)
        return None if fault.cuts else wrong_answer(fault) or answer

    def _work(self, route: routes.Route | None, call: Call) -> Answer:
        def signed_and_in_quota(call: Call) -> Answer:
            if route is None:
                raise not_found()
            if route.operation != routes.SIGN_IN:
                self.sign_in.check(call)
                self.quota.take(route.operation)
            return route.carry_out(call)

        return _guarded(signed_and_in_quota, call)

    def _record(self, number: int, operation: str, call: Call, answer: Answer | None) -> None:
        self.requests.add(
            SeenRequest(
                number=number,
                method=call.method,
                path=call.path,
                operation=operation,
                status=answer.status if answer else 0,
                at=self.shop.clock.now(),
                query=call.query,
                headers=call.headers,
                body=call.body,
            )
        )


def _guarded(carry_out: Callable[[Call], Answer], call: Call) -> Answer:
    """The answer, or the refusal; a fault of our own is a 500 that says so in the log."""
    try:
        return carry_out(call)
    except Refused as refused:
        return refused.answer()
    except Exception:
        _log.exception("The simulator itself failed at %s", call.path)
        return Refused(500, "InternalFailure", "The simulator itself failed.").answer()
