"""An order report of any length with invented buyers, shaped as Seller Central writes it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

ARTICLES = 400
_COLUMNS = (
    "order-id", "order-item-id", "purchase-date", "payments-date", "reporting-date",
    "promise-date", "days-past-promise", "buyer-email", "buyer-name", "buyer-phone-number",
    "sku", "product-name", "quantity-purchased", "quantity-shipped", "quantity-to-ship",
    "ship-service-level", "recipient-name", "ship-address-1", "ship-address-2", "ship-address-3",
    "ship-city", "ship-state", "ship-postal-code", "ship-country", "is-business-order",
    "purchase-order-number", "price-designation", "is-prime",
)  # fmt: skip
_FIRST = ("Wilma", "Jonas", "Zoë", "Łucja", "Amara", "Theo", "Ines", "Søren")
_LAST = ("Quandt", "Ravensworth", "Błażej", "Okonjo", "Vandermeer", "Lindqvist", "Petit")
_STREETS = ("Invented Mews", "Nowhere Lane", "Beispielweg", "Sample Crescent", "Rue Fictive")
_TOWNS = (("Lower Example", "ZZ{} 3VZ", "GB"), ("Musterhausen", "99{:03d}", "DE"))
# Few articles make most of the sales, as in any shop.
_SOLD = list(accumulate(1 / (rank + 1) for rank in range(ARTICLES)))
_EVERY = range(ARTICLES)
_GOODS = ("mug", "tea towel", "candle", "board", "lamp shade", "bottle", "notebook", "cushion")


def invented_report(rows: int, now: datetime, seed: int = 1) -> bytes:
    """A UTF-8 unshipped-orders report of `rows` rows: three to each two orders."""
    lines = ["\t".join(_COLUMNS), *_rows(rows, now, random.Random(seed))]
    return ("\n".join(lines) + "\n").encode()


def sku(number: int) -> str:
    """The SKU of an invented article, 0 to `ARTICLES` - 1; it is also its barcode."""
    return f"BENCH-{number:07d}"


def _rows(rows: int, now: datetime, luck: random.Random) -> Iterator[str]:
    number = order = 0
    while number < rows:
        order += 1
        head = _order(order, now, luck)
        for _ in range(min(2 - order % 2, rows - number)):
            number += 1
            yield "\t".join(_row(head, number, luck))


def _order(order: int, now: datetime, luck: random.Random) -> tuple[str, ...]:
    """What all rows of an order share: id, times, buyer, place."""
    bought = now - timedelta(seconds=luck.randrange(2 * 86_400))
    promised = (now + timedelta(days=luck.randrange(1, 4))).replace(hour=22, minute=59, second=59)
    name = f"{luck.choice(_FIRST)} {luck.choice(_LAST)}"
    town, postcode, country = luck.choice(_TOWNS)
    postcode = postcode.format(luck.randrange(1_000))
    street = f"{luck.randrange(1, 300)} {luck.choice(_STREETS)}"
    return (
        f"305-{luck.randrange(10**7):07d}-{order:07d}",
        bought.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        promised.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
        f"buyer{order}@marketplace.example",
        name,
        f"+00 555 {order % 10_000:04d}",
        street,
        town,
        postcode,
        country,
    )


def _row(head: tuple[str, ...], number: int, luck: random.Random) -> tuple[str, ...]:
    order_id, bought, promised, email, name, phone, street, town, postcode, country = head
    article = luck.choices(_EVERY, cum_weights=_SOLD)[0]
    units = str(luck.choice((1, 1, 1, 2, 3)))
    title = f"Invented {_GOODS[article % len(_GOODS)]} no. {article}"
    return (
        order_id, str(61_000_000_000_000 + number), bought, bought, bought, promised, "-1", email,
        name, phone, sku(article), title, units, "0", units, "Standard", name, street, "", "",
        town, "", postcode, country, "false", "", "", "false",
    )  # fmt: skip
