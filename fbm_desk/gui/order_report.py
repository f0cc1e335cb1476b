"""One order report on its way in: read, handed over, how far it is, stopped on request.

The file is read where the work is done; the screen only looks how far it has come.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from fbm_desk import texts
from fbm_desk.gui.notice import Trouble
from fbm_desk.gui.office_port import ImportResult, OfficePort

#: A day's report of a large seller is some 20 MB; more than this is no order report.
MOST_BYTES = 200_000_000


@dataclass(slots=True)
class OrderReport:
    """The file and how far it is; `steps` is (done, of) and set as one value, so any thread may."""

    path: Path
    steps: tuple[int, int] = (0, 0)
    stopping: threading.Event = field(default_factory=threading.Event)

    def take_in(self, office: OfficePort) -> ImportResult:
        """Read the file and hand it over; on the database's thread. Raises OSError."""
        return office.import_orders(self.path.read_bytes(), self.path.name, self._went_on)

    def stop(self) -> None:
        """Stop before the next row."""
        self.stopping.set()

    def _went_on(self, done: int, of: int) -> bool:
        self.steps = (done, of)
        return not self.stopping.is_set()


def refusal(path: Path) -> Trouble | None:
    """Why a file cannot be an order report, before it is opened; None if it can."""
    say = texts.say
    if not path.is_file():
        return Trouble(say("orders.no_file"), say("orders.nothing_changed"), say("orders.choose"))
    if path.stat().st_size > MOST_BYTES:
        return Trouble(say("orders.too_big"), say("orders.nothing_changed"), say("orders.choose"))
    return None
