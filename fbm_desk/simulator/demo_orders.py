"""Orders that every demonstration has among its most urgent ones, so that all can be tried."""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.placed_order import OrderedLine, PlacedOrder, Stage
from fbm_desk.simulator.shop import Shop

SPECIMENS: dict[int, tuple[tuple[str, int], ...]] = {
    1: (("SCL-CRM-05", 1), ("SPN-OLV-30", 1)),  # a serial number
    3: (("JAM-APR-230", 1), ("JAM-BER-230", 1)),  # one barcode on both
    5: (("HNY-ACA-250", 1),),  # a lot
    7: (("KIT-TEA-DUO", 1),),  # a kit
    9: (("KIT-WKD-BOX", 1),),  # a kit with a kit in it
    11: (("SED-WLD-10", 12),),  # many cheap ones, to be counted
    13: (("PEN-NAV-F", 1), ("VAS-CLA-20", 1)),  # a Transparency code, and what breaks
}
"""What is ordered, by how many orders are more urgent; the first one stays what a buyer chose."""


def place_specimens(shop: Shop) -> None:
    """Let the buyers of some urgent orders want these articles instead of what they chose."""
    waiting = [order for order in shop.orders() if order.stage is Stage.OPEN]
    urgent = sorted(waiting, key=lambda order: (order.ship_by.latest, order.order_id))
    for place, wanted in SPECIMENS.items():
        if place < len(urgent):
            shop.add(_wanting(urgent[place], wanted, shop))


def _wanting(order: PlacedOrder, wanted: tuple[tuple[str, int], ...], shop: Shop) -> PlacedOrder:
    articles = {article.sku: article for article in shop.catalogue}
    first = order.lines[0]
    lines: list[OrderedLine] = []
    for number, (sku, units) in enumerate(wanted):
        article = articles[sku]
        line = replace(
            first,
            line_id=str(int(first.line_id) + number),
            sku=sku,
            asin=article.asin,
            title=article.title,
            quantity=units,
            unit_price=marketplaces.price(order.marketplace, article.price_minor),
            weight_g=article.weight_g,
        )
        lines.append(line if number == 0 else replace(line, gift_message="", gift_wrap=""))
    return replace(order, lines=tuple(lines))
