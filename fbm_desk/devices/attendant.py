"""Keeps one device connected in a thread of its own: opens it, works it, tries again when it goes.

What working means is the connection's; what its states mean to people is the screens'.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

from fbm_desk.devices.states import Condition, DeviceState, DeviceTrouble, OnState
from fbm_desk.threads import scans_first

RESTS_S = (0.5, 1.0, 2.0, 5.0)
"""How long to wait once a device fell away, and after each try in vain; the last is kept."""

Rest = Callable[[float], bool]
"""Wait so many seconds; true at once when it is time to stop."""


class Connection(Protocol):
    """One device, used by one thread."""

    def open(self) -> None:
        """Connect. Raises `DeviceTrouble`."""

    def turn(self) -> Condition:
        """One piece of work of a quarter of a second at most. Raises `DeviceTrouble`."""

    def close(self) -> None:
        """Let the device go; also when it was never open."""


class Attendant:
    """A named thread for one device. `start` and `stop` once each."""

    def __init__(
        self,
        source: str,
        connection: Connection,
        on_state: OnState,
        rests_s: Sequence[float] = RESTS_S,
        rest: Rest | None = None,
    ) -> None:
        self.source = source
        self._connection = connection
        self._on_state = on_state
        self._rests_s = rests_s
        self._stopping = threading.Event()
        self._rest = rest or self._stopping.wait
        self._told: Condition | None = None
        self._thread = threading.Thread(target=self._run, name=source, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """End after the turn under way. A device that hangs in its driver is left behind."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        scans_first.rest_here()
        failed = 0
        while not self._stopping.is_set():
            failed = 0 if self._connected() else min(failed + 1, len(self._rests_s) - 1)
            if self._stopping.is_set() or self._rest(self._rests_s[failed]):
                break
        self._tell(Condition.STOPPED)

    def _connected(self) -> bool:
        """Work until something is wrong; whether any work was done at all."""
        worked = False
        try:
            self._connection.open()
            while not self._stopping.is_set():
                self._tell(self._connection.turn())
                worked = True
        except DeviceTrouble as trouble:
            self._tell(trouble.condition)
        except Exception as error:  # a driver's whim or a mistake of ours must not end the bench
            logging.getLogger("fbm_desk").error("a device failed (%s)", type(error).__name__)
            self._tell(Condition.LOST)
        finally:
            self._closed()
        return worked

    def _closed(self) -> None:
        try:
            self._connection.close()
        except Exception as error:
            logging.getLogger("fbm_desk").error("a device did not close (%s)", type(error).__name__)

    def _tell(self, condition: Condition) -> None:
        if condition is self._told:
            return
        self._told = condition
        self._on_state(DeviceState(self.source, condition))
