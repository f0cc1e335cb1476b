"""Who orders what: a believable stream of orders out of a seed and a catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from fbm_desk.simulator import addresses, marketplaces
from fbm_desk.simulator.catalogue_article import CatalogueArticle
from fbm_desk.simulator.marketplaces import Marketplace
from fbm_desk.simulator.placed_order import (
    Buyer,
    OrderedLine,
    PlacedOrder,
    Recipient,
    Stage,
    Window,
)

#: What still goes into one box on the bench.
HEAVIEST_ORDER_G = 12_000
#: Every so many orders one asks for a signature.
SIGNATURE_EVERY = 40
_MARKETPLACE_SHARES = (50, 20, 20, 10)
_SHIP_BY_HOURS = (2, 3, 4, 5, 6, 7, 9, 11, 20, 23, 26, 28, 30, 33)
_GIFT_MESSAGES = {
    "US": ("Happy birthday, Gran! Love from all of us.", "Congrats on the new place!\n– T & J"),
    "GB": ("Many happy returns, Mum x", "Thank you for everything – the Ashdowns"),
    "DE": ("Alles Gute zum Geburtstag, liebe Käthe!", "Herzliche Grüße und viel Freude damit"),
    "JP": ("お誕生日おめでとうございます。", "いつもありがとう。感謝をこめて"),
}


class Buyers:
    """A stream of orders; the same seed and catalogue give the same stream. Not thread-safe."""

    def __init__(self, seed: int, catalogue: Sequence[CatalogueArticle]) -> None:
        if not catalogue:
            raise ValueError("a shop without articles sells nothing")
        self._rng = Random(f"buyers {seed}")
        self._catalogue = {article.sku: article for article in catalogue}
        self._shares = [1.0 / (1.0 + article.weight_g / 1000) for article in catalogue]
        self._count = 0
        self._order_ids: set[str] = set()

    @property
    def catalogue(self) -> tuple[CatalogueArticle, ...]:
        """Everything that can be ordered."""
        return tuple(self._catalogue.values())

    def order(
        self,
        created_at: datetime,
        ship_from: datetime,
        lines: Sequence[tuple[str, int]] = (),
        marketplace_id: str = "",
    ) -> PlacedOrder:
        """The next order, to be shipped in the hours after `ship_from`.

        `lines` are (sku, units); what is left empty the buyer chooses. Unknown sku or
        marketplace: KeyError.
        """
        wanted = [(self._catalogue[sku], units) for sku, units in lines]
        chosen = wanted or self._basket()
        marketplace = self._marketplace(marketplace_id)
        person = addresses.recipient(self._rng, marketplace.country)
        order = PlacedOrder(
            order_id=self._order_id(marketplace),
            marketplace=marketplace,
            stage=Stage.OPEN,
            created_at=created_at,
            changed_at=created_at,
            ship_by=self._ship_by(created_at, ship_from),
            deliver_by=Window(created_at, created_at),
            buyer=Buyer(person.name, self._email()),
            recipient=person,
            lines=tuple(self._line(marketplace, *choice) for choice in chosen),
        )
        self._count += 1
        return self._with_promise(self._with_wishes(order))

    def _basket(self) -> list[tuple[CatalogueArticle, int]]:
        single = self._rng.random() < 0.55
        size = 1 if single else min(len(self._catalogue), self._rng.choice((2, 2, 2, 3, 3, 4)))
        basket: dict[str, int] = {}
        weight_g = 0
        for article in self._favourites(size):
            units = 1 if single else self._rng.choice((1, 1, 1, 2, 2, 3))
            weight_g += article.weight_g * units
            if basket and weight_g > HEAVIEST_ORDER_G:
                break
            basket[article.sku] = units
        return [(self._catalogue[sku], units) for sku, units in basket.items()]

    def _favourites(self, count: int) -> list[CatalogueArticle]:
        """Different articles, light ones more often."""
        articles = list(self._catalogue.values())
        found: dict[str, CatalogueArticle] = {}
        while len(found) < count:
            article = self._rng.choices(articles, self._shares)[0]
            found.setdefault(article.sku, article)
        return list(found.values())

    def _marketplace(self, marketplace_id: str) -> Marketplace:
        if not marketplace_id:
            return self._rng.choices(marketplaces.ALL, _MARKETPLACE_SHARES)[0]
        return marketplaces.BY_ID[marketplace_id]

    def _order_id(self, marketplace: Marketplace) -> str:
        prefix = self._rng.choice(marketplace.order_prefixes)
        digits = f"{self._rng.randrange(10**13, 10**14)}"
        order_id = f"{prefix}-{digits[:7]}-{digits[7:]}"
        if order_id in self._order_ids:
            return self._order_id(marketplace)
        self._order_ids.add(order_id)
        return order_id

    def _email(self) -> str:
        letters = "abcdefghjkmnpqrstvwxyz0123456789"
        return "".join(self._rng.choices(letters, k=14)) + "@marketplace.example"

    def _line(self, marketplace: Marketplace, article: CatalogueArticle, units: int) -> OrderedLine:
        return OrderedLine(
            line_id=str(self._rng.randrange(10**13, 10**14)),
            sku=article.sku,
            asin=article.asin,
            title=article.title,
            quantity=units,
            unit_price=marketplaces.price(marketplace, article.price_minor),
            weight_g=article.weight_g,
        )

    def _ship_by(self, created_at: datetime, ship_from: datetime) -> Window:
        latest = ship_from + timedelta(hours=self._rng.choice(_SHIP_BY_HOURS))
        full_half_hour = latest.replace(
            minute=latest.minute // 30 * 30, second=0, microsecond=0
        )  # carriers collect on the hour or the half hour
        return Window(created_at, full_half_hour)

    def _with_wishes(self, order: PlacedOrder) -> PlacedOrder:
        if self._count % SIGNATURE_EVERY == 7:
            order = replace(
                order, lines=(replace(order.lines[0], signature=True), *order.lines[1:])
            )
        if self._rng.random() < 1 / 8:
            order = self._as_gift(order)
        if self._rng.random() < 1 / 12:
            order = self._for_a_business(order)
        if self._rng.random() < 1 / 7:
            level = self._rng.choice(("NEXT_DAY", "SECOND_DAY"))
            return replace(order, programs=(*order.programs, "PRIME"), service_level=level)
        level = "EXPEDITED" if self._rng.random() < 0.1 else "STANDARD"
        return replace(order, service_level=level)

    def _as_gift(self, order: PlacedOrder) -> PlacedOrder:
        message = self._rng.choice(_GIFT_MESSAGES[order.marketplace.country])
        wrap = self._rng.choice(("", "STANDARD"))
        first = replace(order.lines[0], gift_message=message, gift_wrap=wrap)
        return replace(order, lines=(first, *order.lines[1:]))

    def _for_a_business(self, order: PlacedOrder) -> PlacedOrder:
        person: Recipient = addresses.at_work(self._rng, order.marketplace.country, order.recipient)
        number = f"PO-{self._rng.randrange(2, 6)}{self._rng.randrange(10**4, 10**5)}"
        buyer = replace(order.buyer, company=person.company, purchase_order_number=number)
        programs = (*order.programs, "AMAZON_BUSINESS")
        return replace(order, buyer=buyer, recipient=person, programs=programs)

    def _with_promise(self, order: PlacedOrder) -> PlacedOrder:
        days = {"NEXT_DAY": (1, 1), "SECOND_DAY": (1, 2), "EXPEDITED": (2, 3)}
        first, last = days.get(order.service_level, (3, 6))
        latest = order.ship_by.latest
        promise = Window(latest + timedelta(days=first), latest + timedelta(days=last))
        return replace(order, deliver_by=promise)
