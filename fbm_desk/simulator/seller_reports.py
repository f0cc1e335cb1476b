"""Returns, feedback and account health: small and believable, out of the seed and the orders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.marketplaces import Marketplace
from fbm_desk.simulator.order_report_rows import Row
from fbm_desk.simulator.placed_order import PlacedOrder

RETURNS = (
    "Order ID|Order date|Return request date|Return request status|Amazon RMA ID|Merchant RMA ID|"
    "Label type|Label cost|Currency code|Return carrier|Tracking ID|Label to be paid by|"
    "A-to-Z Claim|Is prime|ASIN|Merchant SKU|Item Name|Return quantity|Return Reason|In policy|"
    "Return type|Resolution|Invoice number|Return delivery date|Order Amount|Order quantity|"
    "SafeT Action reason|SafeT claim id|SafeT claim state|SafeT claim creation time|"
    "SafeT claim reimbursement amount|Refunded Amount"
).split("|")
_REASONS = ("CR-UNWANTED_ITEM", "CR-DEFECTIVE", "CR-ORDERED_WRONG_ITEM", "CR-QUALITY_UNACCEPTABLE")
#: Headers and dates of the feedback file per country: same places, other words.
_FEEDBACK = {
    "US": (("Date", "Rating", "Comments", "Response", "Order ID", "Rater Email"), "{m}/{d}/{y}"),
    "GB": (("Date", "Rating", "Comments", "Response", "Order ID", "Rater Email"), "{d}/{m}/{y}"),
    "DE": (
        ("Datum", "Bewertung", "Kommentare", "Antwort", "Bestellnummer", "E-Mail des Bewerters"),
        "{d}.{m}.{y}",
    ),
    "JP": (("日付", "評価", "コメント", "返答", "注文番号", "評価者Eメール"), "{y}/{m}/{d}"),
}
_PRAISE = ((5, "Quick and well packed."), (5, "As described."), (3, "Took its time."))


def returns(orders: Sequence[PlacedOrder], seed: int, at: datetime) -> list[Row]:
    """About one order in twelve comes back; which one repeats with the seed."""
    back = [order for order in orders if Random(f"returns {seed} {order.order_id}").random() < 0.08]
    return [_returned(order, Random(f"return {order.order_id}"), at) for order in back]


def feedback(orders: Sequence[PlacedOrder], marketplace: Marketplace, seed: int) -> str:
    """The six columns in the marketplace's words."""
    names, pattern = _FEEDBACK[marketplace.country]
    lines = ["\t".join(names)]
    for order in orders:
        rng = Random(f"feedback {seed} {order.order_id}")
        if order.marketplace == marketplace and rng.random() < 0.15:
            rating, words = rng.choice(_PRAISE)
            on = order.created_at + timedelta(days=rng.randint(4, 12))
            date = pattern.format(d=on.day, m=on.month, y=f"{on:%y}")
            mail = order.buyer.email
            lines.append("\t".join((date, str(rating), words, "", order.order_id, mail)))
    return "\r\n".join(lines) + "\r\n"


def performance(marketplace_ids: Sequence[str], orders: int, at: datetime) -> str:
    """The account's health, good everywhere."""
    content = {
        "accountStatuses": [{"marketplaceId": one, "status": "NORMAL"} for one in marketplace_ids],
        "performanceMetrics": [_metrics(one, orders, at) for one in marketplace_ids],
    }
    return json.dumps(content, indent=1)


def _returned(order: PlacedOrder, rng: Random, at: datetime) -> Row:
    line = order.lines[0]
    asked = min(at, order.created_at + timedelta(days=rng.randint(1, 9)))
    paid = marketplaces.times(line.unit_price, line.quantity)
    return {
        "Order ID": order.order_id,
        "Order date": f"{order.created_at:%d-%b-%Y}",
        "Return request date": f"{asked:%d-%b-%Y}",
        "Return request status": rng.choice(("Approved", "Pending", "Completed")),
        "Amazon RMA ID": f"D{rng.randrange(10**7, 10**8)}RRMA",
        "Label type": "AmazonUnPaidLabel",
        "Label cost": marketplaces.times(line.unit_price, 0).amount,
        "Currency code": paid.currency,
        "Return carrier": "Nordpost",
        "Tracking ID": f"NXR{rng.randrange(10**9, 10**10)}",
        "Label to be paid by": "Customer",
        "A-to-Z Claim": "N",
        "Is prime": "Y" if "PRIME" in order.programs else "N",
        "ASIN": line.asin,
        "Merchant SKU": line.sku,
        "Item Name": line.title,
        "Return quantity": "1",
        "Return Reason": rng.choice(_REASONS),
        "In policy": "Y",
        "Return type": "C-Returns",
        "Resolution": "StandardRefund",
        "Order Amount": paid.amount,
        "Order quantity": str(line.quantity),
    }


def _metrics(marketplace_id: str, orders: int, at: datetime) -> dict[str, Any]:
    def over(days: int, **facts: Any) -> dict[str, Any]:
        start = timestamp(at - timedelta(days=days))
        period = {"reportingDateFrom": start, "reportingDateTo": timestamp(at)}
        return {"reportingDateRange": period, "status": "GOOD", **facts}

    below = {"rate": 0.0, "targetCondition": "LESS_THAN"}
    above = {"rate": 1.0, "targetCondition": "GREATER_THAN"}
    none = {"count": 0, "status": "GOOD"}
    defects = over(
        60, orderCount=orders, orderWithDefects=none, claims=none, chargebacks=none,
        negativeFeedback=none, targetValue=0.01, **below,
    )  # fmt: skip
    violations = over(180, defectsCount=0, targetValue=0, targetCondition="EQUALS")
    return {
        "marketplaceId": marketplace_id,
        "invoiceDefectRate": over(
            7, orderCount=orders, invoiceDefect=none, missingInvoice=none, lateInvoice=none,
            targetValue=0.05, **below,
        ),
        "lateShipmentRate": over(
            30, orderCount=orders, lateShipmentCount=0, targetValue=0.04, **below
        ),
        "orderDefectRate": {
            "mfn": {**defects, "fulfillmentType": "MFN"},
            "afn": {**defects, "fulfillmentType": "AFN"},
        },
        "onTimeDeliveryRate": over(
            14, shipmentCountWithValidTracking=orders, onTimeDeliveryCount=orders,
            targetValue=0.9, **above,
        ),
        "unitOnTimeDeliveryRate": over(
            14, unitOnTimeDeliveryCount=orders, totalUnitCount=orders, targetValue=0.9, **above
        ),
        "validTrackingRate": over(
            30, shipmentCount=orders, validTrackingCount=orders, targetValue=0.95, **above
        ),
        "preFulfillmentCancellationRate": over(
            7, orderCount=orders, cancellationCount=0, targetValue=0.025, **below
        ),
        "warningStates": [],
        "accountHealthRating": {
            "ahrStatus": "GREAT", "reportingDateRange": violations["reportingDateRange"],
        },
        **dict.fromkeys(_VIOLATIONS, violations),
    }  # fmt: skip


_VIOLATIONS = """
    listingPolicyViolations productAuthenticityCustomerComplaints
    productConditionCustomerComplaints productSafetyCustomerComplaints
    receivedIntellectualPropertyComplaints restrictedProductPolicyViolations
    suspectedIntellectualPropertyViolations foodAndProductSafetyIssues otherPolicyViolations
    documentRequests
""".split()
