"""The tables of the page at /admin: trouble, orders, labels and requests, without names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Any

from fbm_desk.simulator.admin_forms import words
from fbm_desk.simulator.faults import ANY, Fault
from fbm_desk.simulator.label_book import SoldLabel
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.requests_seen import SeenRequest

#: Rows of a table that is shown whole; what is older is counted only.
SHOWN = 100
_STATUS_WORDS = {
    "PENDING": "Waits for payment", "UNSHIPPED": "To ship", "PARTIALLY_SHIPPED": "Partly shipped",
    "SHIPPED": "Shipped", "CANCELLED": "Cancelled",
}  # fmt: skip
_CHANGES = {
    "PENDING": (("Authorise", "authorise"), ("Cancel", "cancel")),
    "UNSHIPPED": (
        ("Buyer asks to cancel", "request-cancel"), ("Cancel", "cancel"),
        ("Other address", "move"), ("One more", "more"), ("Into Ship+", "ship-plus"),
    ),
    "PARTIALLY_SHIPPED": (("Buyer asks to cancel", "request-cancel"), ("Other address", "move")),
}  # fmt: skip


def button(label: str, path: str, body: dict[str, Any] | None = None, method: str = "POST") -> str:
    """A button that sends its body."""
    sent = escape(json.dumps(body or {}))
    data = f'data-path="{escape(path)}" data-method="{method}" data-body="{sent}"'
    return f'<button type="button" {data}>{escape(label)}</button>'


def fault_table(faults: Sequence[Fault]) -> str:
    """Trouble that has not come yet; nothing when there is none."""
    if not faults:
        return ""
    rows = (
        (
            "Any operation" if fault.operation == ANY else escape(fault.operation),
            escape(words(fault.kind)),
            f"{fault.times} ×",
            "is done first" if fault.after_the_work else "is not done",
        )
        for fault in faults
    )
    off = button("Call all off", "/admin/faults", method="DELETE")
    return _table("Trouble to come", ("Operation", "What happens", "Calls", "Work"), rows, off)


def order_table(orders: Sequence[PlacedOrder], now: datetime) -> str:
    """The newest orders and what their buyers may do."""
    rows = (_order_row(order, now) for order in list(reversed(orders))[:SHOWN])
    heads = ("Order", "Shop", "Status", "Ship by (UTC)", "Lines", "")
    return _table("Orders", heads, rows, _more(len(orders)))


def label_table(labels: Sequence[SoldLabel], twice: Sequence[str]) -> str:
    """Every label that was paid for; nothing when there is none."""
    if not labels:
        return ""
    rows = (
        (
            escape(label.order_id),
            f"{label.bought_at:%d %b %H:%M:%S}",
            escape(label.api),
            _long(", ".join(label.tracking)),
            f"{label.charge:g} {escape(label.currency)}",
            escape(label.status)
            + (' <span class="bad">bought twice</span>' if label.order_id in twice else ""),
        )
        for label in list(reversed(labels))[:SHOWN]
    )
    heads = ("Order", "Bought (UTC)", "By", "Tracking number", "Price", "Money")
    return _table("Labels", heads, rows, _more(len(labels)))


def request_table(requests: Sequence[SeenRequest]) -> str:
    """The newest requests, as they were answered."""
    rows = (_request_row(request) for request in list(reversed(requests))[:SHOWN])
    heads = ("No", "Time (UTC)", "Operation", "Path", "Status", "Took")
    return _table("Requests", heads, rows, _more(len(requests)))


def _order_row(order: PlacedOrder, now: datetime) -> tuple[str, ...]:
    status = order.status(now)
    asked = any(line.cancel_reason for line in order.lines)
    wish = ' <span class="bad">cancel asked</span>' if asked and status != "CANCELLED" else ""
    programs = ", ".join(name.replace("_", " ").title() for name in order.programs)
    shop = escape(order.marketplace.country)
    return (
        escape(order.order_id),
        f'{shop} <span class="mute">{escape(programs)}</span>' if programs else shop,
        _STATUS_WORDS[status] + wish,
        f"{order.ship_by.latest:%d %b %H:%M}",
        _long(", ".join(f"{line.quantity} × {line.sku}" for line in order.lines)),
        _changes(f"/admin/orders/{order.order_id}", status),
    )


def _changes(path: str, status: str) -> str:
    buttons = [button(label, f"{path}/{change}") for label, change in _CHANGES.get(status, ())]
    if not buttons:
        return ""
    row = f'<div class="row">{"".join(buttons)}</div>'
    return f"<details><summary>Change</summary>{row}</details>"


def _request_row(request: SeenRequest) -> tuple[str, ...]:
    status = str(request.status) if request.status else "cut"
    bad = request.status == 0 or request.status >= 400
    return (
        str(request.number),
        f"{request.at:%H:%M:%S}",
        escape(request.operation),
        _long(f"{request.method} {request.path}"),
        f'<span class="bad">{status}</span>' if bad else status,
        f"{request.took_ms} ms",
    )


def _long(text: str) -> str:
    return f'<div class="long">{escape(text)}</div>'


def _more(count: int) -> str:
    return f"<p>The newest {SHOWN} of {count:,}.</p>" if count > SHOWN else ""


def _table(title: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]], end: str = "") -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(_row(row) for row in rows)
    empty = "" if body else "<p>None yet.</p>"
    table = f"<table><tr>{head}</tr>{body}</table>" if body else empty
    return f"<section><h2>{escape(title)}</h2>{table}{end}</section>"


def _row(cells: tuple[str, ...]) -> str:
    first, *others = cells
    return f'<tr><td class="code">{first}</td>' + "".join(f"<td>{c}</td>" for c in others) + "</tr>"
