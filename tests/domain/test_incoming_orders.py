"""What came in from Amazon is compared by what it says and shown without its buyer."""

from __future__ import annotations

import pickle

from fbm_desk.domain.orders import (
    Address,
    AmazonStatus,
    IncomingLine,
    IncomingOrder,
    LineId,
    OrderId,
    Sku,
    Source,
)

LINE = IncomingLine(LineId("1"), Sku("MUG"), "Mug", 2, gift_message="To dear Nobody")
ORDER = IncomingOrder(
    OrderId("305-4471926-8830217"),
    Source.REPORT,
    AmazonStatus.UNSHIPPED,
    (LINE,),
    recipient=Address("Wilma Quandt", "3 Invented Mews", phone="555 0001"),
    buyer_email="wq@marketplace.example",
    buyer_name="Hugo Quandt",
)


def test_an_order_is_shown_without_anybody_in_it() -> None:
    for shown in (repr(ORDER), str(ORDER), f"{ORDER}", repr((ORDER,)), repr(LINE)):
        assert "sku='MUG'" in shown
        for private in ("Quandt", "Mews", "555", "wq@", "Nobody"):
            assert private not in shown
    assert "305-4471926-8830217" in repr(ORDER)


def test_two_copies_that_say_the_same_are_equal() -> None:
    assert pickle.loads(pickle.dumps(ORDER)) == ORDER
    assert ORDER._replace(lines=(LINE._replace(quantity=3),)) != ORDER
