"""Amazon's bad days, on demand: which of the next requests go wrong, and how."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from fbm_desk.simulator.answers import Call
from fbm_desk.simulator.fault_kinds import NOTHING_DONE, FaultKind
from fbm_desk.simulator.route import SIGN_IN

__all__ = ["ANY", "Fault", "FaultKind", "Faults"]


#: For any operation of the API.
ANY = "*"


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of trouble for the next `times` requests of an operation.

    `done` says whether Amazon does the work before things go wrong; None leaves it to the kind.
    """

    operation: str
    kind: FaultKind
    times: int = 1
    delay_s: float = 6.0
    done: bool | None = None

    @property
    def after_the_work(self) -> bool:
        """Whether Amazon does what was asked before things go wrong."""
        return self.kind not in NOTHING_DONE if self.done is None else self.done

    def hits(self, operation: str, call: Call) -> bool:
        """Whether this request goes wrong."""
        if self.operation not in (ANY, operation):
            return False
        if self.kind is FaultKind.REVOKED_REFRESH:
            return operation == SIGN_IN
        asks_for_it = "FULFILLMENT" in call.values("includedData")
        return self.kind is not FaultKind.REFUSED_DATA or asks_for_it


class Faults:
    """The troubles still to come, in the order they were asked for. Thread-safe."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(
        self,
        operation: str,
        kind: FaultKind,
        times: int = 1,
        delay_s: float = 6.0,
        done: bool | None = None,
    ) -> Fault:
        """Let the next `times` requests of `operation` (or `ANY`) go wrong."""
        if times < 1 or delay_s < 0:
            raise ValueError("a fault happens at least once and not before its time")
        fault = Fault(operation, kind, times, delay_s, done)
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
