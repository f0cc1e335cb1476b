"""The page at /admin: the pretend shop's clock, figures, forms and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fbm_desk.simulator import admin_tables
from fbm_desk.simulator.admin_forms import fault_form, place_form
from fbm_desk.simulator.admin_style import SCRIPT, STYLE
from fbm_desk.simulator.admin_tables import button
from fbm_desk.simulator.faults import Fault
from fbm_desk.simulator.label_book import SoldLabel
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.requests_seen import SeenRequest

_TIMES: tuple[tuple[str, dict[str, float]], ...] = (
    ("Real time", {"speed": 1}),
    ("60 times as fast", {"speed": 60}),
    ("600 times", {"speed": 600}),
    ("Skip 10 minutes", {"advance_s": 600}),
    ("Skip an hour", {"advance_s": 3600}),
    ("Skip a day", {"advance_s": 86400}),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page shows."""

    orders: Sequence[PlacedOrder]
    requests: Sequence[SeenRequest]
    faults: Sequence[Fault]
    labels: Sequence[SoldLabel]
    bought_twice: Sequence[str]
    operations: Sequence[str]
    now: datetime
    speed: float


def page(facts: Facts) -> str:
    """The whole page; every text in it is escaped."""
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        '<meta name="viewport" content="width=device-width"><title>Pretend Amazon</title>'
        # Without an icon of its own a browser asks for one, and that would count as a request.
        '<link rel="icon" href="data:,">'
        f"<style>{STYLE}</style></head><body><main>{_header(facts)}"
        '<div id="said" role="alert"></div>'
        f"{_tiles(facts)}"
        f'<div class="two">{place_form()}{fault_form(facts.operations)}</div>'
        f"{admin_tables.fault_table(facts.faults)}"
        f"{admin_tables.order_table(facts.orders, facts.now)}"
        f"{admin_tables.label_table(facts.labels, facts.bought_twice)}"
        f"{admin_tables.request_table(facts.requests)}"
        f"</main><script>{SCRIPT}</script></body></html>"
    )


def _header(facts: Facts) -> str:
    pace = "standing still" if facts.speed == 0 else f"{facts.speed:g} times real speed"
    if facts.speed == 1:
        pace = "real speed"
    buttons = "".join(button(label, "/admin/time", dict(body)) for label, body in _TIMES)
    return (
        f"<header><div><h1>Pretend Amazon</h1>"
        f"<p>{facts.now:%A %d %B %Y, %H:%M:%S} UTC, {pace}</p></div>"
        f'<div class="row">{buttons}</div></header>'
    )


def _tiles(facts: Facts) -> str:
    statuses = Counter(order.status(facts.now) for order in facts.orders)
    wrong = sum(request.status == 0 or request.status >= 400 for request in facts.requests)
    twice = len(facts.bought_twice)
    shown = (
        (statuses["UNSHIPPED"] + statuses["PARTIALLY_SHIPPED"], "orders to ship", ""),
        (statuses["SHIPPED"], "shipped", ""),
        (statuses["CANCELLED"], "cancelled", ""),
        (len(facts.labels), "labels paid for", ""),
        (twice, "bought twice", "bad" if twice else "good"),
        (len(facts.requests), "requests", ""),
        (wrong, "refused or cut", ""),
        (sum(fault.times for fault in facts.faults), "troubles to come", ""),
    )
    tiles = "".join(
        f'<div class="tile"><b class="{kind}">{count:,}</b><span>{label}</span></div>'
        for count, label, kind in shown
    )
    return f'<div class="tiles">{tiles}</div>'
