"""The page at /admin: orders and requests of the pretend shop, with a few buttons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.requests_seen import SeenRequest

#: Rows of a table that is shown whole; what is older is counted only.
_SHOWN = 200
_STYLE = """
:root{color-scheme:light dark;--line:#8884;--mute:#777}
body{font:15px/1.45 Inter,system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}
p{color:var(--mute);margin:.25rem 0 1rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line);
 vertical-align:top;font-variant-numeric:tabular-nums}
th{font-weight:600;color:var(--mute);font-size:.85rem}
button{font:inherit;padding:.2rem .7rem;margin:0 .3rem .3rem 0;border:1px solid var(--line);
 border-radius:.4rem;background:none;cursor:pointer}button:hover{background:var(--line)}
.bad{color:#c2321f;font-weight:600}
"""
_SCRIPT = """
document.addEventListener('click', async event => {
  const {path, body} = event.target.dataset;
  if (!path) return;
  const answer = await fetch(path, {method: 'POST', body: body || '{}'});
  if (!answer.ok) alert((await answer.json()).errors[0].message);
  location.reload();
});
"""


def page(
    orders: Sequence[PlacedOrder],
    requests: Sequence[SeenRequest],
    now: datetime,
    speed: float,
) -> str:
    """The whole page; every text in it is escaped."""
    buttons = "".join(
        (
            _button("Place an order", "/admin/orders"),
            _button("Place 10", "/admin/orders", '{"count":10}'),
            _button("Real time", "/admin/time", '{"speed":1}'),
            _button("60 times as fast", "/admin/time", '{"speed":60}'),
            _button("Skip an hour", "/admin/time", '{"advance_s":3600}'),
        )
    )
    newest_orders = list(reversed(orders))[:_SHOWN]
    newest_requests = list(reversed(requests))[:_SHOWN]
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Pretend Amazon</title>"
        f"<style>{_STYLE}</style></head><body><h1>Pretend Amazon</h1>"
        f"<p>{now:%d %b %Y, %H:%M:%S} UTC at {speed:g} times real speed. "
        f"{len(orders)} orders, {len(requests)} requests.</p>{buttons}"
        + _table(
            "Orders",
            ("Order", "Shop", "Status", "Ship by (UTC)", "Lines", ""),
            (_order_row(order, now) for order in newest_orders),
        )
        + _table(
            "Requests",
            ("No", "Time (UTC)", "Operation", "Path", "Status"),
            (_request_row(request) for request in newest_requests),
        )
        + f"<script>{_SCRIPT}</script></body></html>"
    )


def _order_row(order: PlacedOrder, now: datetime) -> tuple[str, ...]:
    path = f"/admin/orders/{order.order_id}"
    status = order.status(now)
    asked = any(line.cancel_reason for line in order.lines)
    wish = ' <span class="bad">cancel asked</span>' if asked and status != "CANCELLED" else ""
    buttons = {
        "PENDING": (("Authorise", "authorise"), ("Cancel", "cancel")),
        "UNSHIPPED": (("Buyer asks to cancel", "request-cancel"), ("Cancel", "cancel")),
        "PARTIALLY_SHIPPED": (("Buyer asks to cancel", "request-cancel"),),
    }
    return (
        escape(order.order_id),
        escape(order.marketplace.country),
        escape(status) + wish,
        f"{order.ship_by.latest:%d %b %H:%M}",
        escape(", ".join(f"{line.quantity} × {line.sku}" for line in order.lines)),
        "".join(_button(label, f"{path}/{change}") for label, change in buttons.get(status, ())),
    )


def _request_row(request: SeenRequest) -> tuple[str, ...]:
    status = str(request.status) if request.status else "cut"
    bad = request.status == 0 or request.status >= 400
    return (
        str(request.number),
        f"{request.at:%H:%M:%S}",
        escape(request.operation),
        escape(f"{request.method} {request.path}"),
        f'<span class="bad">{status}</span>' if bad else status,
    )


def _table(title: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><table><tr>{head}</tr>{body}</table>"


def _button(label: str, path: str, body: str = "{}") -> str:
    return (
        f'<button type="button" data-path="{escape(path)}" data-body="{escape(body)}">'
        f"{escape(label)}</button>"
    )
