"""The outside as the services see it: whoever sells labels, whoever is told, whatever prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from fbm_desk.domain.answers import Answer
from fbm_desk.domain.changes import OrderChanged
from fbm_desk.domain.feeds import FeedKind, FeedOutcome, FeedStage, QuantityChange
from fbm_desk.domain.orders import IncomingOrder, OrderId
from fbm_desk.domain.paper import Paper, PrintResult
from fbm_desk.domain.purchases import Offer, Refund
from fbm_desk.domain.reports import ReportFile, ReportKind, ReportStage
from fbm_desk.domain.selling import Participation
from fbm_desk.domain.shipping import (
    Bought,
    LabelRequest,
    OrderPage,
    Quote,
    Shipped,
    TrackingNews,
)


class Carrier(Protocol):
    """Quotes, sells and takes back labels, and knows where a parcel is.

    `keyed`: the same key and body never buy twice. Where it is not, each `buy` that arrives buys.
    """

    @property
    def name(self) -> str:
        """The word for it in the ledger and in the settings."""
        ...

    @property
    def keyed(self) -> bool:
        """True when asking again with the same key is safe."""
        ...

    def quote(self, wanted: LabelRequest) -> Answer[Quote]:
        """What is offered for a box; spends nothing."""
        ...

    def body(self, quote: Quote, offer: Offer) -> str:
        """The exact request that buys an offer, as text; every try sends the same one."""
        ...

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """Spend money, once per key where the carrier is keyed."""
        ...

    def documents(self, shipment_id: str, body: str) -> Answer[Bought]:
        """The documents of a shipment that was bought before."""
        ...

    def void(self, shipment_id: str, body: str) -> Answer[Refund]:
        """Give a label back that this body bought."""
        ...

    def refund(self, shipment_id: str, body: str) -> Answer[Refund | None]:
        """How far giving it back is; None when this carrier does not say."""
        ...

    def track(self, tracking: str, body: str) -> Answer[TrackingNews | None]:
        """Where the parcel of a label is that this body bought; None when it does not say."""
        ...


class Marketplace(Protocol):
    """Where orders come from and who is told that they are shipped."""

    def sweep(
        self, since: datetime, *, first: bool = False, page_token: str = ""
    ) -> Iterator[Answer[OrderPage]]:
        """The orders changed since a mark, page by page; ends after anything but `Done`.

        The `first` sweep brings those made since then that may still have to be shipped. With a
        token the sweep goes on that began with the same mark.
        """
        ...

    def order(self, order_id: OrderId) -> Answer[IncomingOrder]:
        """One order as it is now."""
        ...

    def confirm(self, shipped: Shipped) -> Answer[None]:
        """Tell of one parcel; telling again with the same reference is an edit."""
        ...


class Printer(Protocol):
    """Takes a document to where it is printed."""

    def print(self, destination: str, paper: Paper, name: str, content: bytes) -> PrintResult:
        """Print, and say honestly how far it got."""
        ...


class Reports(Protocol):
    """Files that Amazon builds when asked; a report costs one call however many orders it has."""

    def request(
        self,
        kind: ReportKind,
        since: datetime | None = None,
        marketplace_ids: Sequence[str] = (),
    ) -> Answer[str]:
        """Ask for a report, for all the account's marketplaces without ids: its id."""
        ...

    def stage(self, report_id: str) -> Answer[ReportStage]:
        """How far one is."""
        ...

    def lately(self, kind: ReportKind, since: datetime) -> Answer[tuple[ReportStage, ...]]:
        """Those asked for since then, the newest first: look here after an unclear `request`."""
        ...

    def fetch(self, document_id: str, restricted: bool) -> Answer[ReportFile]:
        """The file of a finished one; `restricted` where there are buyers' names in it."""
        ...


class Feeds(Protocol):
    """Many things told at once. Told means nothing yet: the outcome says what was taken."""

    def confirmations(self, parcels: Sequence[Shipped]) -> bytes:
        """The content of a feed of confirmations."""
        ...

    def submit(
        self, kind: FeedKind, content: bytes, marketplace_ids: Sequence[str] = ()
    ) -> Answer[str]:
        """Hand a file in: the feed's id. `Unclear` only when it may have been handed in."""
        ...

    def stage(self, feed_id: str) -> Answer[FeedStage]:
        """How far one is."""
        ...

    def lately(self, kind: FeedKind, since: datetime) -> Answer[tuple[FeedStage, ...]]:
        """Those handed in since then, the newest first: look here after an unclear `submit`."""
        ...

    def outcome(self, document_id: str) -> Answer[FeedOutcome]:
        """What was taken and what was refused."""
        ...


class Listings(Protocol):
    """How many of each article are on offer."""

    def put_quantity(self, sku: str, quantity: int, marketplace_id: str) -> Answer[None]:
        """Offer so many; accepted is not yet seen in the shop. Again is the same."""
        ...

    def preview(self, sku: str, quantity: int, marketplace_id: str) -> Answer[None]:
        """Whether it would be accepted; changes nothing."""
        ...

    def quantities(self, changes: Sequence[QuantityChange]) -> bytes:
        """The content of a feed of quantities."""
        ...


class Account(Protocol):
    """The seller's account; asking for it is the test of a connection."""

    def marketplaces(self) -> Answer[tuple[Participation, ...]]:
        """Where it may sell."""
        ...


class Changes(Protocol):
    """News of changed orders, each at least once, in no dependable order."""

    def receive(self) -> Answer[tuple[OrderChanged, ...]]:
        """The news that wait, some at a time."""
        ...

    def seen(self, receipt: str) -> Answer[None]:
        """Lay one aside for good."""
        ...
