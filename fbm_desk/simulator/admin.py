"""The simulator's own desk under /admin: trouble, time, requests; orders and works are beside it.

Not part of Amazon's API; JSON in, JSON out, and one page for people in `admin_page`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from fbm_desk.simulator import label_book
from fbm_desk.simulator.admin_orders import AdminOrders, Door
from fbm_desk.simulator.admin_page import Facts, page
from fbm_desk.simulator.admin_works import AdminWorks
from fbm_desk.simulator.answers import (
    Answer,
    Call,
    Refused,
    invalid_input,
    json_answer,
    json_object,
    not_found,
    parsed_time,
    timestamp,
)
from fbm_desk.simulator.apis import Apis
from fbm_desk.simulator.faults import ANY, Fault, FaultKind, Faults
from fbm_desk.simulator.quota import Quota
from fbm_desk.simulator.requests_seen import RequestsSeen, SeenRequest
from fbm_desk.simulator.routes import UNKNOWN
from fbm_desk.simulator.shop import NotPossible


class Admin:
    """Answers calls below /admin about one shop."""

    def __init__(self, apis: Apis, faults: Faults, requests: RequestsSeen, quota: Quota) -> None:
        self._apis = apis
        self._shop = apis.shop
        self._faults = faults
        self._requests = requests
        self._quota = quota
        self._known = tuple(dict.fromkeys(route.operation for route in apis.routes()))
        self._doors: tuple[Door, ...] = (
            ("GET", "/admin/?", self._page),
            *AdminOrders(apis.shop).doors(),
            *AdminWorks(apis).doors(),
            ("GET", "/admin/operations", self._operations),
            ("GET", "/admin/requests", self._seen),
            ("DELETE", "/admin/requests", self._forget),
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
        except (LookupError, TypeError, ValueError) as problem:
            return invalid_input(str(problem)).answer()

    def _page(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        labels = label_book.sold(self._apis.shipping, self._apis.mfn)
        orders = self._shop.orders()
        facts = Facts(
            orders=orders,
            requests=self._requests.all(),
            faults=self._faults.waiting(),
            labels=labels,
            bought_twice=label_book.bought_twice(labels, orders),
            operations=self._known,
            now=self._shop.clock.now(),
            speed=self._shop.clock.speed,
        )
        return Answer(200, page(facts).encode(), "text/html; charset=utf-8")

    def _operations(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        calls = Counter(request.operation for request in self._requests.all())
        left = self._quota.left()
        listed = [
            {
                "operation": name,
                "calls": calls[name],
                **({"left": round(left[name], 3)} if name in left else {}),
                **({"rate": self._quota.rate(name)} if name in left else {}),
            }
            for name in self._known
        ]
        return json_answer({"operations": listed})

    def _seen(self, _part: str, _body: dict[str, Any], call: Call) -> Answer:
        wanted, after = call.value("operation") or "", int(call.value("after") or 0)
        if call.value("repeated"):
            seen = self._requests.repeated(wanted)
        else:
            seen = self._requests.of(wanted) if wanted else self._requests.all()
        listed = [_request(request) for request in seen if request.number > after]
        return json_answer({"requests": listed})

    def _forget(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        self._requests.clear()
        return json_answer({"requests": []})

    def _trouble(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        waiting = [_fault(fault) for fault in self._faults.waiting()]
        kinds = [kind.value for kind in FaultKind]
        return json_answer({"faults": waiting, "kinds": kinds})

    def _add_fault(self, _part: str, body: dict[str, Any], _call: Call) -> Answer:
        operation, done = str(body.get("operation", ANY)), body.get("done")
        if operation not in (ANY, UNKNOWN, *self._known):
            raise ValueError("there is no such operation; /admin/operations lists them")
        fault = self._faults.add(
            operation,
            FaultKind(body.get("kind")),
            int(body.get("times", 1)),
            float(body.get("delay_s", 6.0)),
            None if done is None else bool(done),
        )
        return json_answer(_fault(fault), 201)

    def _end_faults(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        self._faults.clear()
        return json_answer({"faults": []})

    def _time(self, _part: str, _body: dict[str, Any], _call: Call) -> Answer:
        clock = self._shop.clock
        return json_answer({"now": timestamp(clock.now()), "speed": clock.speed})

    def _set_time(self, part: str, body: dict[str, Any], call: Call) -> Answer:
        clock = self._shop.clock
        if "speed" in body:
            clock.speed = float(body["speed"])
        if "advance_s" in body:
            clock.advance(float(body["advance_s"]))
        if "at" in body:
            clock.advance((parsed_time(body["at"], "at") - clock.now()).total_seconds())
        return self._time(part, body, call)


def _request(request: SeenRequest) -> dict[str, Any]:
    return {
        "number": request.number,
        "method": request.method,
        "path": request.path,
        "operation": request.operation,
        "status": request.status,
        "at": timestamp(request.at),
        "tookMs": request.took_ms,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "operation": fault.operation,
        "kind": fault.kind.value,
        "times": fault.times,
        "delay_s": fault.delay_s,
        "workDone": fault.after_the_work,
    }
