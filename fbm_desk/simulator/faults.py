"""Amazon's bad days, on demand: which of the next requests go wrong, and how."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from enum import Enum

from fbm_desk.simulator.answers import Answer, Call, invalid_input
from fbm_desk.simulator.quota import quota_exceeded
from fbm_desk.simulator.signin import lost_token


class FaultKind(Enum):
    """What goes wrong."""

    EMPTY_500 = "empty_500"  #: status 500 without a body; nothing was done
    HTML_503 = "html_503"  #: status 503 with a web page; nothing was done
    CUT_BEFORE = "cut_before"  #: the connection ends without an answer; nothing was done
    CUT_AFTER = "cut_after"  #: the connection ends without an answer, but the work was done
    SLOW = "slow"  #: the right answer, after `delay_s` real seconds
    GARBAGE = "garbage"  #: the work was done, status 200, and a body that is not JSON
    REFUSED_DATA = "refused_data"  #: 400 naming includedData, for calls that ask for FULFILLMENT
    QUOTA = "quota"  #: 429 although the bucket is not empty
    LOST_TOKEN = "lost_token"  #: 403 as if the access token had been revoked


#: For any operation of the API.
ANY = "*"
_DONE_FIRST = frozenset({FaultKind.CUT_AFTER, FaultKind.SLOW, FaultKind.GARBAGE})
_PAGE = b"<html><head><title>503</title></head><body><h1>Service Unavailable</h1></body></html>"
_GARBAGE = b'{"orders":[{"orderId":"30\xff\x00'


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble for the next `times` requests of an operation."""

    operation: str
    kind: FaultKind
    times: int = 1
    delay_s: float = 6.0

    @property
    def after_the_work(self) -> bool:
        """Whether Amazon does what was asked before things go wrong."""
        return self.kind in _DONE_FIRST

    @property
    def cuts(self) -> bool:
        """Whether the connection ends without an answer."""
        return self.kind in (FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER)

    def hits(self, operation: str, call: Call) -> bool:
        """Whether this request goes wrong."""
        if self.operation not in (ANY, operation):
            return False
        asks_for_it = "FULFILLMENT" in call.values("includedData")
        return self.kind is not FaultKind.REFUSED_DATA or asks_for_it


class Faults:
    """The troubles still to come, in the order they were asked for. Thread-safe."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, operation: str, kind: FaultKind, times: int = 1, delay_s: float = 6.0) -> Fault:
        """Let the next `times` requests of `operation` (or `ANY`) go wrong."""
        if times < 1 or delay_s < 0:
            raise ValueError("a fault happens at least once and not before its time")
        fault = Fault(operation, kind, times, delay_s)
        with self._lock:
            self._waiting.append(fault)
        return fault

    def waiting(self) -> tuple[Fault, ...]:
        """What has not happened yet."""
        with self._lock:
            return tuple(self._waiting)

    def clear(self) -> None:
        """No more trouble."""
        with self._lock:
            self._waiting.clear()

    def next(self, operation: str, call: Call) -> Fault | None:
        """The fault that hits this request, counted down; None when all goes well."""
        with self._lock:
            for place, fault in enumerate(self._waiting):
                if fault.hits(operation, call):
                    self._count_down(place, fault)
                    return fault
        return None

    def _count_down(self, place: int, fault: Fault) -> None:
        if fault.times > 1:
            self._waiting[place] = replace(fault, times=fault.times - 1)
        else:
            del self._waiting[place]


def wrong_answer(fault: Fault) -> Answer | None:
    """What the caller gets instead of the right answer; None where he gets the right one."""
    answers = {
        FaultKind.EMPTY_500: Answer(500, b"", "text/plain"),
        FaultKind.HTML_503: Answer(503, _PAGE, "text/html"),
        FaultKind.GARBAGE: Answer(200, _GARBAGE),
        FaultKind.QUOTA: quota_exceeded().answer(),
        FaultKind.REFUSED_DATA: invalid_input(
            "The value FULFILLMENT of includedData is not supported."
        ).answer(),
        FaultKind.LOST_TOKEN: lost_token().answer(),
    }
    return answers.get(fault.kind)
