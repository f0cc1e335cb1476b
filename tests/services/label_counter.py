"""Somebody who sells labels at a counter: keyed, honest about money, unreliable as he is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum

from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.paper import JobState, Paper, PrintResult
from fbm_desk.domain.purchases import Offer, Refund
from fbm_desk.domain.shipping import Bought, LabelRequest, Quote, TrackingNews
from tests.services.warehouse import label_document, tracking


class Crash(BaseException):
    """The process dies here."""


class Today(Enum):
    """How a call goes."""

    WELL = "well"  #: a well-formed yes
    REFUSED = "refused"  #: a well-formed no
    EXPIRED = "expired"  #: a no, because the offer is too old
    OFFLINE = "offline"  #: nothing left this computer
    LOST_BEFORE = "lost_before"  #: nothing was done, and no answer came
    LOST_AFTER = "lost_after"  #: it was done, and no answer came
    CRASH_BEFORE = "crash_before"  #: this computer dies before the call
    CRASH_AFTER = "crash_after"  #: this computer dies after the work, before the answer
    LOCKED_OUT = "locked_out"  #: a no to the account, not to the label


_BAD_DAYS: dict[Today, Answer[Bought]] = {
    Today.REFUSED: Refused("address_refused", "The address is not known."),
    Today.LOCKED_OUT: Refused("unauthorised", "The keys are not known."),
    Today.EXPIRED: Refused("offer_expired", "The offer is too old."),
    Today.OFFLINE: NotSent("no_network"),
    Today.LOST_BEFORE: Unclear("timeout"),
}


@dataclass
class LabelCounter:
    """`days` are what the next purchases meet, one each; after them all go well.

    `paid` has one entry for each label that money was spent on: (order, key).
    """

    days: list[Today] = field(default_factory=list)
    quote_days: list[Today] = field(default_factory=list)
    price_minor: int = 780
    currency: str = "EUR"
    printed_number: str = ""  # what stands in the label's barcode instead of its number
    without_document: bool = False
    during_purchase: Callable[[], None] = lambda: None
    asked: list[LabelRequest] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)  # (key, body)
    paid: list[tuple[OrderId, str]] = field(default_factory=list)
    given_back: list[str] = field(default_factory=list)
    asked_back: list[str] = field(default_factory=list)
    void_days: list[Today] = field(default_factory=list)
    _sold: dict[str, tuple[str, Bought]] = field(default_factory=dict)

    name: str = "amazon_shipping"
    keyed: bool = True

    def quote(self, wanted: LabelRequest) -> Answer[Quote]:
        """Two services; every quote has a number of its own."""
        day = self.quote_days.pop(0) if self.quote_days else Today.WELL
        if day is Today.CRASH_BEFORE:
            raise Crash
        if day is not Today.WELL:
            return _BAD_DAYS[day]  # type: ignore[return-value]
        self.asked.append(wanted)
        cheap = Offer("k", "KP", "Kestrel", "48H", "48H", self.price_minor, self.currency)
        dear = replace(cheap, offer_id="n", carrier="Nordpost", price_minor=self.price_minor + 99)
        token = f"{wanted.order_id} {len(self.asked)}"
        return Done(Quote(token, datetime(2026, 4, 24, tzinfo=UTC), (dear, cheap)))

    def body(self, quote: Quote, offer: Offer) -> str:
        """The order, the quote and the offer."""
        return f"{quote.token} {offer.offer_id}"

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """Sell once per key; the same key with another body is refused."""
        day = self.days.pop(0) if self.days else Today.WELL
        if day is Today.CRASH_BEFORE:
            raise Crash
        if day is Today.OFFLINE:
            return _BAD_DAYS[day]
        self.calls.append((key, body))
        if day in _BAD_DAYS:
            return _BAD_DAYS[day]
        before = self._sold.setdefault(key, (body, self._sell(body, key)))
        if before[0] != body:
            return Refused("key_reused")
        self.during_purchase()
        if day is Today.CRASH_AFTER:
            raise Crash
        return Unclear("timeout") if day is Today.LOST_AFTER else Done(before[1])

    def _sell(self, body: str, key: str) -> Bought:
        order_id = OrderId(body.split()[0])
        if key not in self._sold:
            self.paid.append((order_id, key))
        number = tracking(order_id)
        label = label_document("ZPL", self.printed_number or number)
        documents = () if self.without_document else (("ZPL", label),)
        return Bought(f"SHIP-{key}", number, documents)

    def documents(self, shipment_id: str, body: str) -> Answer[Bought]:
        """The label once more."""
        return next(
            (Done(sold) for _, sold in self._sold.values() if sold.shipment_id == shipment_id),
            Refused("not_found"),
        )

    def refund(self, shipment_id: str, body: str) -> Answer[Refund | None]:
        """This counter does not say."""
        return Done(None)

    def track(self, tracking: str, body: str) -> Answer[TrackingNews | None]:
        """Nor where a parcel is."""
        return Done(None)

    def void(self, shipment_id: str, body: str) -> Answer[Refund]:
        """Give the money back."""
        day = self.void_days.pop(0) if self.void_days else Today.WELL
        self.asked_back.append(shipment_id)
        if day is Today.CRASH_BEFORE:
            raise Crash
        if day is Today.LOST_AFTER:
            self.given_back.append(shipment_id)
            return Unclear("timeout")
        if day is not Today.WELL:
            return _BAD_DAYS[day]  # type: ignore[return-value]
        self.given_back.append(shipment_id)
        return Done(Refund.GRANTED)


@dataclass
class Tray:
    """A printer that keeps what it printed: (paper, name, content)."""

    printed: list[tuple[Paper, str, bytes]] = field(default_factory=list)
    before_printing: Callable[[], None] = lambda: None

    def print(self, destination: str, paper: Paper, name: str, content: bytes) -> PrintResult:
        """Take a sheet."""
        assert destination
        self.before_printing()
        self.printed.append((paper, name, content))
        return PrintResult(JobState.PRINTED)

    def labels(self) -> list[bytes]:
        """The labels among it."""
        return [content for paper, _, content in self.printed if paper is Paper.LABEL]


@contextmanager
def paid_once() -> Iterator[LabelCounter]:
    """Whatever a test does: never two labels paid for one order, none changed under its key."""
    made = LabelCounter()
    yield made
    kept = [(order_id, key) for order_id, key in made.paid if f"SHIP-{key}" not in made.given_back]
    assert len({order_id for order_id, _ in kept}) == len(kept), "an order's label was paid twice"
    bodies: dict[str, set[str]] = {}
    for key, body in made.calls:
        bodies.setdefault(key, set()).add(body)
    assert all(len(sent) == 1 for sent in bodies.values()), "a key was used for something else"
