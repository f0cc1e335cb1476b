"""POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA: cancels orders row by row, or says why it does not."""

from __future__ import annotations

import csv

from fbm_desk.simulator.fulfillment_feed import Fault, Refuser, processing_report
from fbm_desk.simulator.shop import NotPossible, Shop

_NEEDED = ("order-id", "cancellation-reason-code", "amazon-order-item-code")
REASONS = frozenset(
    "NoInventory ShippingAddressUndeliverable CustomerExchange BuyerCanceled GeneralAdjustment "
    "CarrierCreditDecision RiskAssessmentInformationNotValid CarrierCoverageFailure "
    "CustomerReturn MerchandiseNotReceived".split()
)


def apply(text: str, shop: Shop, refuse: Refuser) -> str:
    """Cancel what the rows say and give back the processing report."""
    rows = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    names = [name.strip().lower() for name in rows[0]] if rows else []
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        faults = [Fault(0, "90012", f"The file has no column {missing[0]}.", kind="Fatal")]
        return processing_report(0, faults)
    found: list[Fault] = []
    done: set[str] = set()
    for number, cells in enumerate(rows[1:], 1):
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=False)}
        fault = _tried(number, row, shop, refuse, done)
        found += [fault] if fault else []
    return processing_report(len(rows) - 1, found)


def _tried(
    number: int, row: dict[str, str], shop: Shop, refuse: Refuser, done: set[str]
) -> Fault | None:
    """One row. The first row of an order cancels all of it; its other rows only name their line."""
    order_id, line_id = row.get("order-id", ""), row.get("amazon-order-item-code", "")
    reason = row.get("cancellation-reason-code", "")
    if order_id in done:
        return None
    why = ""
    try:
        if refuse(order_id):
            why = "The row could not be processed. Try again later."
        elif reason not in REASONS:
            why = "The cancellation-reason-code is not known."
        else:
            shop.cancel(order_id, "SELLER", reason)
            done.add(order_id)
    except KeyError:
        why = "The order-id is not known."
    except NotPossible:
        why = "The order is shipped or cancelled already."
    return Fault(number, "18084", why, order_id, line_id) if why else None
