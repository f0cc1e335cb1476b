"""What happens to every call: fault, sign-in, quota, work and record; sockets are `server`'s."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from fbm_desk.simulator import routes
from fbm_desk.simulator.admin import Admin
from fbm_desk.simulator.answers import Answer, Call, Refused, not_found
from fbm_desk.simulator.apis import Apis
from fbm_desk.simulator.faults import Fault, FaultKind, Faults
from fbm_desk.simulator.quota import Quota
from fbm_desk.simulator.requests_seen import RequestsSeen, SeenRequest
from fbm_desk.simulator.route import Access, Route
from fbm_desk.simulator.sandbox import Sandbox
from fbm_desk.simulator.shop import Shop
from fbm_desk.simulator.signin import SignIn
from fbm_desk.simulator.usage_plans import Plan
from fbm_desk.simulator.wrong_answers import wrong_answer

_log = logging.getLogger(__name__)


class FrontDoor:
    """Answers calls about one shop. `handle` may be called from any thread."""

    def __init__(
        self, shop: Shop, sandbox: Sandbox | None = None, plans: dict[str, Plan] | None = None
    ) -> None:
        self.shop = shop
        self.faults = Faults()
        self.requests = RequestsSeen()
        self.sign_in = SignIn(shop.clock)
        self.quota = Quota(shop.clock, plans)
        self.apis = Apis(shop, self.sign_in)
        self.sandbox = sandbox or Sandbox()
        self.closing = threading.Event()
        self._routes = self.apis.routes()
        self._admin = Admin(self.apis, self.faults, self.requests, self.quota)

    def open(self, base_url: str) -> None:
        """From now on links lead to `base_url`."""
        self.closing.clear()
        self.apis.links.base_url = base_url
        self.apis.queues.open()

    def close(self) -> None:
        """Let nobody wait any longer."""
        self.closing.set()
        self.apis.queues.close()

    def handle(self, call: Call) -> Answer | None:
        """The answer to a call; None where the connection is to be cut."""
        self.apis.catch_up()
        if call.path == "/admin" or call.path.startswith("/admin/"):
            return _guarded(self._admin.answer, call)
        began_s = time.monotonic()
        number = self.requests.next_number()
        found = routes.find(self._routes, call)
        route, parts = found or (None, ())
        operation = route.operation if route else routes.UNKNOWN
        call = replace(call, parts=parts)
        fault = self.faults.next(operation, call)
        answer = self._answered(route, call, fault)
        took_ms = round((time.monotonic() - began_s) * 1000)
        self._record(number, operation, call, answer, took_ms)
        if answer is None:
            return None
        headers = {"x-amzn-RequestId": f"simulated-{number}", **self.quota.header(operation)}
        return replace(answer, headers={**answer.headers, **headers})

    def _answered(self, route: Route | None, call: Call, fault: Fault | None) -> Answer | None:
        if fault is None:
            return self._work(route, call)
        answer = self._work(route, call) if fault.after_the_work else None
        if fault.kind is FaultKind.SLOW:
            self.closing.wait(fault.delay_s)
        # Another host by name, though the same by wire: what follows it is seen and recorded.
        elsewhere = self.apis.links.base_url.replace("127.0.0.1", "localhost") + call.path
        return wrong_answer(fault.kind, answer, elsewhere)

    def _work(self, route: Route | None, call: Call) -> Answer:
        def signed_and_in_quota(call: Call) -> Answer:
            if route is None:
                raise not_found()
            if route.access is not Access.OPEN:
                # The sandbox takes a plain token where the living shop wants a restricted one.
                eased = self.sandbox.strict and route.access is not Access.GRANTLESS
                self.sign_in.check(call, Access.EITHER if eased else route.access)
                self.quota.take(route.operation)
            return self.sandbox.answer(call) or route.carry_out(call)

        return _guarded(signed_and_in_quota, call)

    def _record(
        self, number: int, operation: str, call: Call, answer: Answer | None, took_ms: int
    ) -> None:
        self.requests.add(
            SeenRequest(
                number=number,
                method=call.method,
                path=call.path,
                operation=operation,
                status=answer.status if answer and not answer.wire.reset else 0,
                at=self.shop.clock.now(),
                took_ms=took_ms,
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
