"""Writes the file by which a seller cancels orders; leaves handing it in to `feeds`.

The three columns of `POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA` (Order feed type values, read
2026-11), tab separated, UTF-8 without mark, a row for each line: Amazon has no call to cancel.
"""

from __future__ import annotations

from collections.abc import Iterable

from fbm_desk.domain.cancelling import CalledOff, CancelReason

COLUMNS = ("order-id", "cancellation-reason-code", "amazon-order-item-code")
REASONS = {
    CancelReason.NO_STOCK: "NoInventory",
    CancelReason.ADDRESS: "ShippingAddressUndeliverable",
    CancelReason.BUYER: "BuyerCanceled",
    CancelReason.OTHER: "GeneralAdjustment",
}


def cancellation_file(orders: Iterable[CalledOff]) -> bytes:
    """The file's bytes; without orders only the header. Raises ValueError for a broken id."""
    lines = ["\t".join(COLUMNS)]
    for order in orders:
        for line_id in order.line_ids:
            cells = (order.order_id, REASONS[order.reason], line_id)
            if any(set(cell) & set("\t\r\n") for cell in cells):
                raise ValueError("an id with a tab or a line end in it")
            lines.append("\t".join(cells))
    return ("\n".join(lines) + "\n").encode()
