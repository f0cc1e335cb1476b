"""Order reports made up for tests: invented people, one row at a time."""

from __future__ import annotations

from pathlib import Path

FIXTURES = Path(__file__).parent.parent / "fixtures" / "order_reports"

ROW = {
    "order-id": "305-4471926-8830217",
    "order-item-id": "61000000000001",
    "purchase-date": "2026-11-20T08:15:00+00:00",
    "promise-date": "2026-11-24T22:59:59+00:00",
    "sku": "MUG-BLUE",
    "product-name": "Blue mug",
    "quantity-purchased": "2",
    "quantity-shipped": "0",
    "quantity-to-ship": "2",
    "recipient-name": "Wilma Quandt",
    "ship-address-1": "3 Invented Mews",
    "ship-city": "Lower Example",
    "ship-postal-code": "ZZ99 3VZ",
    "ship-country": "GB",
}


def saved_report(name: str) -> bytes:
    """The bytes of one of the files beside the tests."""
    return (FIXTURES / name).read_bytes()


def report(*rows: dict[str, str], end: str = "\n", without: tuple[str, ...] = ()) -> bytes:
    """A UTF-8 report whose rows are `ROW` with the given fields changed or added."""
    return text_report(*rows, end=end, without=without).encode()


def text_report(*rows: dict[str, str], end: str = "\n", without: tuple[str, ...] = ()) -> str:
    """The same as text, for tests of encodings."""
    full = [{**ROW, **row} for row in rows]
    added = [name for row in full for name in row if name not in ROW]
    columns = [name for name in (*ROW, *dict.fromkeys(added)) if name not in without]
    table = [columns] + [[row.get(name, "") for name in columns] for row in full]
    return end.join("\t".join(cells) for cells in table) + end


def row(order: int = 1, line: int = 1, **fields: str) -> dict[str, str]:
    """The changed fields of a row of the given order and line; `quantity_to_ship="1"` etc."""
    ids = {"order-id": f"305-0000000-{order:07d}", "order-item-id": f"{order * 100 + line}"}
    return {**ids, **{name.replace("_", "-"): value for name, value in fields.items()}}


def many_rows(count: int) -> bytes:
    """A report of `count` rows, three to each two orders, as Amazon writes it."""
    return report(
        *(row(number * 2 // 3, number, product_name=f"Mug {number}") for number in range(count))
    )
