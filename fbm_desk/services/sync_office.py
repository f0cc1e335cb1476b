"""What the Sync screen asks: the work of each kind, now, rest, go on, why an order is not here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fbm_desk.domain import barcodes
from fbm_desk.domain.errors import Invalid
from fbm_desk.services import sync_status, sync_wishes
from fbm_desk.services import why_not_here as reasons
from fbm_desk.services.at_host import AtHost
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import WorkKind, WorkView
from fbm_desk.services.ports import Marketplace
from fbm_desk.services.why_not_here import Why
from fbm_desk.settings import AmazonSettings


@dataclass(frozen=True, slots=True)
class SyncOffice:
    """`running` is the account that is talked with; `marketplace` asks it, None without one.

    `wake` cuts the rest of the background work short where it runs in this program. Without
    Amazon's keys here, the `host` that has them is asked.
    """

    books: Books
    running: Callable[[], AmazonSettings]
    marketplace: Callable[[], Marketplace | None]
    wake: Callable[[], None] = lambda: None
    host: Callable[[], AtHost | None] = lambda: None

    def work(self) -> tuple[WorkView, ...]:
        """Every kind of work; none without an account."""
        seller_id = self.running().seller_id
        return sync_status.sync_status(self.books, seller_id) if seller_id else ()

    def sync_now(self, text: str = "") -> None:
        """Everything, or one order, at the next turn. Raises `Invalid` for no order number."""
        order_id = barcodes.read(text).order_id if text else None
        if text and order_id is None:
            raise Invalid("no_order_number")
        sync_wishes.sync_now(self.books, order_id)
        self.wake()

    def rest(self, kind: str, rests: bool) -> None:
        """Let one kind of work pause, or go on."""
        (sync_wishes.pause if rests else sync_wishes.resume)(self.books, WorkKind(kind))
        self.wake()

    def why_not_here(self, text: str) -> Why:
        """Why one order is not here; Amazon is asked once if need be."""
        order_id, host = barcodes.read(text).order_id, self.host()
        if order_id is not None and host is not None:
            return host.why(order_id) or Why.of("not_reached", wait="")
        ids = self.running().marketplaces
        return reasons.why_not_here(self.books, text, self.marketplace(), ids)
