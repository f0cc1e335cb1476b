"""What the bench screen asks of the services; whoever composes the program hands one in."""

from __future__ import annotations

from typing import Protocol

from fbm_desk.domain.scan_source import BY_WEDGE, Origin
from fbm_desk.services.desk_view import BenchView


class DeskPort(Protocol):
    """One bench's services, called on the database thread only.

    Commands are scans of their words: NEXT, UNDO, HOLD, FINISH, LATER, REPRINT, LOCK; a hold's
    reasons SHORT, DAMAGED, ADDRESS, SUPERVISOR; choices are "1" to "9".
    """

    def view(self) -> BenchView:
        """What the bench shows now."""
        ...

    def scan(self, text: str, scan_id: str, origin: Origin = BY_WEDGE) -> BenchView:
        """Answer one scan; the same `scan_id` twice is one scan."""
        ...

    def weighed(self, grams: int) -> BenchView:
        """The full box stands on the scale and weighs so much."""
        ...

    def sign_in_pin(self, person_id: int, pin: str) -> BenchView:
        """Sign in by a PIN instead of a badge; the digits are neither shown nor noted."""
        ...

    def refresh(self) -> BenchView:
        """Renew the claim's lease and look what others changed."""
        ...

    def lock(self) -> BenchView:
        """Sign the packer out; the order stays on the bench."""
        ...

    def demo_scan(self, wrong: bool) -> str:
        """The code a demonstration scanner sends next, right or wrong; "" if there is none."""
        ...
