"""Rows as older versions wrote them, sealed with the key of 32 times "k": they never change.

One order with one of two mugs in its box, and one that left: what later versions must still read.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

Row = dict[str, object]

AT = 1776937260000
"""Thursday, 23 April 2026, 9:41 UTC, in milliseconds."""
DAY = 86_400_000
OPEN, LEFT = "305-0000001-8830001", "305-0000002-8830002"


def write(connection: sa.Connection, revision: str) -> None:
    """Write the rows that a program of this revision had."""
    counted = set()
    for table, row in rows(revision):
        counted |= {table} if "id" in row else set()
        names = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)
    if connection.dialect.name == "postgresql":
        for table in counted:
            counter = f"pg_get_serial_sequence('{table}', 'id')"
            connection.execute(sa.text(f"SELECT setval({counter}, 10)"))


def rows(revision: str) -> Iterator[tuple[str, Row]]:
    """The rows with their tables, those that others refer to first."""
    yield "users", {
        "id": 1, "name": "Mara", "role": "packer", "active": True, "created_at": AT,
        "badge_digest": "d369fbfee2ff82cc6731445317e18483",
    }  # fmt: skip
    yield "benches", {"id": 1, "name": "Bench 1", "user_id": 1, "session_id": 1, "seen_at": AT}
    yield "articles", _article("MUG")
    yield "barcodes", {"code": "mug", "sku": "MUG", "units": 1, "kind": "sku", "printed": "MUG"}
    for order_id, stage in ((OPEN, "on_bench"), (LEFT, "packed")):
        came = {"came_at": AT - DAY} if revision >= "0005" else {}
        yield "orders", _order(order_id, stage) | came
        if not came:
            yield "order_history", {
                "order_id": order_id, "kind": "came", "details": "", "at": AT - DAY,
            }  # fmt: skip
        yield "order_history", {"order_id": order_id, "kind": "changed", "details": "", "at": AT}
    yield "order_lines", _line(OPEN, 2, 1)
    yield "order_lines", _line(LEFT, 1, 1)
    yield "order_private", _private() | ({"contact": b"\x01"} if revision < "0004" else {})
    yield from _sessions()
    if revision >= "0002":
        yield from _parcel()


def _article(sku: str) -> Row:
    empty = dict.fromkeys(("name", "detail", "asin", "place", "note", "picture"), "")
    return {"sku": sku, "title": "Mug, 350 ml", "proof": "none", "weight_g": 310, **empty}


def _order(order_id: str, stage: str) -> Row:
    return {
        "order_id": order_id, "stage": stage, "stage_reason": "", "source": "report",
        "amazon_status": "UNSHIPPED", "status_text": "", "marketplace_id": "A1RKKUPIHCS9HS",
        "city": "Porto", "country": "PT", "service_level": "", "duties": "gift,prime",
        "purchase_order_number": "", "units": 2, "purchased_at": 1776875400000,
        "ship_by": 1776961800000, "deliver_by": 1777221000000, "read_at": AT,
        "cancel_requested": False, "fingerprint": "eab794d0bad1f1c8fd00", "version": 1,
    }  # fmt: skip


def _line(order_id: str, quantity: int, packed: int) -> Row:
    return {
        "order_id": order_id, "line_id": "line-MUG", "position": 0, "sku": "MUG", "asin": "",
        "title": "Mug, 350 ml", "quantity": quantity, "shipped": 0, "packed": packed, "duties": "",
    }  # fmt: skip


def _private() -> Row:
    """Zoë Example, Elm Street 5, 4000-001 Porto; "Parabéns!" to the mug."""
    recipient = (
        "0105a0aad4e214afde5caf5857af34dd91c7c6671d0e57a419faeaf05932eab8bce1729522eb4ee9012b99cc"
        "be88babb94e71f474dcf8a472f7c22e17349819f8ede4e8d63cd6a09b7e83849a595899d0ea7e9f2263533"
    )
    messages = (
        "01a38921dde92646e8c0f77fdcabacd9bed9c32d03d0d0ffbd120b45ad522d6191443c596e6211e2841033f8"
        "46851592"
    )
    return {
        "order_id": OPEN, "recipient": bytes.fromhex(recipient),
        "messages": bytes.fromhex(messages), "keep_until": 1779813000000,
        "postcode_digest": "649fbac21e0ab23f66d84e0da67435d2",
    }  # fmt: skip


def _sessions() -> Iterator[tuple[str, Row]]:
    bench: Row = {"bench_id": 1, "user_id": 1}
    links = (
        "43f64af572ff57639f9ab045aabcb1079d8dcc38094c214d94a55485af4def0c",
        "2d0486038de413c15a083dd4b4585c76d2a1c8a01769a565883e0b8898f8c6a8",
    )
    yield "claims", {"order_id": OPEN, "token": 7, "expires_at": AT + 90_000, **bench}
    packing = (
        f'{{"order": "{OPEN}", "lines": [["line-MUG", "MUG", 2, null, 1, false, false]], '
        '"label_source": "none", "label_scan": true}'
    )
    yield "pack_sessions", {
        "id": 1, "order_id": OPEN, "state": "packing", "beginning": packing, "version": 2,
        "last_hash": links[1], "open": True, "started_at": AT, **bench,
    }  # fmt: skip
    yield "pack_sessions", {
        "id": 2, "order_id": LEFT, "state": "done", "beginning": packing, "version": 0,
        "last_hash": "", "open": False, "started_at": AT, **bench,
    }  # fmt: skip
    yield "pack_events", {
        "session_id": 1, "seq": 1, "scan_id": "scan-1", "kind": "Scanned",
        "data": '{"text": "MUG", "matches": [["MUG", 1]], "on": "2026-04-23"}', "sku": "MUG",
        "verdict": "counted", "units": 1, "refused": False, "at": AT, "hash": links[0], **bench,
    }  # fmt: skip
    yield "pack_events", {
        "session_id": 1, "seq": 2, "scan_id": "scan-2", "kind": "Scanned",
        "data": '{"text": "NOPE", "on": "2026-04-23"}', "sku": "", "verdict": "unknown",
        "units": 0, "refused": True, "at": AT, "hash": links[1], **bench,
    }  # fmt: skip


def _parcel() -> Iterator[tuple[str, Row]]:
    """A label bought for 7.80 EUR, its parcel, its message and its paper."""
    who: Row = {"user_id": 1, "bench_id": 1}
    label = "01c1b963817b6ce90408eba8735a7e70aaee36d06ad319467bdc24bf388a52f1613cd6"
    slip = "0137e218b63e6d30323ff9c7baef1b86d3590ef98158f2c4460d9fc7467247b5300b76b4bcf7"
    yield "parcels", {
        "id": 1, "order_id": LEFT, "number": 1, "session_id": 2, "state": "closed",
        "carrier": "Kestrel Parcel", "service": "48H", "tracking": "KP0000002PT",
        "tracking_key": "KP0000002PT", "weight_g": 430, "price_minor": 780, "currency": "EUR",
        "told_by": "", "closed_at": AT, **who,
    }  # fmt: skip
    yield "parcel_units", {
        "parcel_id": 1, "line_id": "line-MUG", "sku": "MUG", "units": 1, "serial": "", "lot": "",
    }  # fmt: skip
    yield "label_purchases", {
        "id": 1, "order_id": LEFT, "session_id": 2, "state": "bought", "idempotency_key": "key-1",
        "request": "{}", "request_hash": "", "ceiling_minor": 5000, "currency": "EUR",
        "carrier": "Kestrel Parcel", "service": "48H", "alternatives": "[]",
        "shipment_id": "SHIP-1", "tracking": "KP0000002PT", "price_minor": 780, "reason": "",
        "words": "", "intended_at": AT, "sent_at": AT, "answered_at": AT, **who,
    }  # fmt: skip
    yield "label_documents", {"purchase_id": 1, "format": "ZPL", "bytes": bytes.fromhex(label)}
    yield "print_jobs", {
        "id": 1, "paper": "slip", "order_id": LEFT, "destination": "folder:/papers",
        "state": "printed", "reason": "", "bytes": bytes.fromhex(slip), "name": "slip",
        "reprint": False, "tries": 1, "asked_at": AT, "ended_at": AT, **who,
    }  # fmt: skip
    yield "outbox", {
        "id": 1, "kind": "confirm_shipment", "order_id": LEFT, "parcel_id": 1,
        "package_reference": 1, "state": "waiting", "due_at": 1776961800000, "tries": 2,
        "reason": "", "words": "", "created_at": AT,
    }  # fmt: skip
