"""A marketplace for tests: it shows what it was told, or fails as it is asked to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import IncomingOrder, KnownPackage, OrderId, Source
from fbm_desk.domain.shipping import OrderPage, Shipped
from tests.services.warehouse import order


@dataclass
class FakeMarketplace:
    """`answers` are given to confirmations one after the other, then everything is accepted.

    A confirmation answered with `Unclear("arrived")` has arrived all the same; `shows` says whether
    orders show their packages yet, `tells` whether Amazon says anything about packages, `silent`
    what reading an order answers instead, `copy` what the order asked for looks like.
    """

    answers: list[Answer[None]] = field(default_factory=list)
    shows: bool = True
    tells: bool = True
    silent: Refused | NotSent | Unclear | None = None
    told: list[Shipped] = field(default_factory=list)
    read: list[OrderId] = field(default_factory=list)
    copy: IncomingOrder = field(default_factory=lambda: order(1))
    during_call: Callable[[Shipped], None] = lambda _shipped: None
    packages: dict[OrderId, dict[int, KnownPackage]] = field(default_factory=dict)

    def sweep(
        self, since: datetime, *, first: bool = False, page_token: str = ""
    ) -> Iterator[Answer[OrderPage]]:
        """Nothing new."""
        yield Done(OrderPage((), since))

    def confirm(self, shipped: Shipped) -> Answer[None]:
        """Take one parcel down, unless it was asked to fail."""
        self.during_call(shipped)
        self.told.append(shipped)
        answer = self.answers.pop(0) if self.answers else Done(None)
        if isinstance(answer, Done) or answer == Unclear("arrived"):
            self.show(shipped.order_id, shipped.tracking, shipped.package_reference)
        return answer

    def show(self, order_id: OrderId, tracking: str, reference: int = 1, status: str = "") -> None:
        """The order shows a package from now on."""
        package = KnownPackage(str(reference), "", tracking, status)
        self.packages.setdefault(order_id, {})[reference] = package

    def order(self, order_id: OrderId) -> Answer[IncomingOrder]:
        """The order with its packages."""
        self.read.append(order_id)
        if self.silent is not None:
            return self.silent
        packages = tuple(self.packages.get(order_id, {}).values()) if self.shows else ()
        known = self.copy._replace(
            order_id=order_id, source=Source.API,
            packages=packages if self.tells else (), packages_told=self.tells,
        )  # fmt: skip
        return Done(known)
