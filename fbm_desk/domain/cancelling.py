"""Why a seller cancels an order, and how that is said by a scan or a digit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fbm_desk.domain.codes import Code, HoldReason
from fbm_desk.domain.orders import LineId, OrderId


class CancelReason(Enum):
    """Why the seller cancels; Amazon's own words for it are `amazon`'s business."""

    NO_STOCK = "no_stock"  #: an article is not there, or not in a state to be sold
    ADDRESS = "address"  #: it cannot be delivered there
    BUYER = "buyer"  #: the buyer asked for it
    OTHER = "other"  #: something else


BY_SELLER = "by_seller"
"""Why a session is stopped whose order the seller cancels."""
_BY_WORD = {
    HoldReason.SHORT: CancelReason.NO_STOCK,
    HoldReason.DAMAGED: CancelReason.NO_STOCK,
    HoldReason.ADDRESS: CancelReason.ADDRESS,
    HoldReason.SUPERVISOR: CancelReason.OTHER,
}


def reason_of(code: Code) -> CancelReason | None:
    """The reason a code gives: the word of a reason, or its digit in the order of the reasons."""
    if code.reason is not None:
        return _BY_WORD[code.reason]
    return dict(enumerate(CancelReason, 1)).get(code.choice)


@dataclass(frozen=True, slots=True)
class CalledOff:
    """An order the seller cancels with all its lines."""

    order_id: OrderId
    line_ids: tuple[LineId, ...]
    reason: CancelReason
