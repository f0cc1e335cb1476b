"""The sums of a day: bought = packed = confirmed = on manifest + void, every box told once."""

from __future__ import annotations

from datetime import UTC, datetime

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Stage
from fbm_desk.gui.closeout_balance import balance, together
from fbm_desk.gui.closeout_columns import columns
from fbm_desk.gui.closeout_sum import formula, headline, left_over
from fbm_desk.services.today_view import CarrierDay, Orphan, OrphanKind, TodayView

EVEN = CarrierDay("Lantern Post", 127, 127, 127, 125, 2, 10_000)
ODD = CarrierDay("Grey Gull", 20, 20, 19, 19, 0, 500)


def test_void_parcels_leave_no_gap() -> None:
    assert balance(EVEN).balanced
    assert formula(EVEN) == "127 − 125 − 2 = 0"
    assert headline((EVEN,)) == "The day balances"


def test_a_missing_parcel_is_counted() -> None:
    both = together((EVEN, ODD), "Together")
    assert not balance(both).balanced
    assert formula(both) == "147 − 144 − 2 = 1"
    assert headline((EVEN, ODD)) == "One parcel is missing from the sum"


def test_two_carriers_cannot_hide_each_others_difference() -> None:
    over = CarrierDay("A", 10, 10, 10, 11, 0, 0)
    under = CarrierDay("B", 10, 10, 10, 9, 0, 0)
    assert balance(together((over, under), "")).balanced
    assert headline((over, under)) == "2 parcels are missing from the sum"


def test_a_box_that_is_named_is_not_told_again_as_left_over() -> None:
    counts = {Stage.HELD: 1, Stage.LABELLED: 1, Stage.WAITING: 2}
    today = TodayView((), counts, 0)
    now = datetime(2026, 11, 23, 15, tzinfo=UTC)
    held = Orphan(OrderId("305-0000001-0000001"), OrphanKind.HELD, "A", "T1", "held", "do")
    open_ = Orphan(OrderId("305-0000002-0000001"), OrphanKind.NOT_CLOSED, "A", "T2", "open", "do")
    alone = [line.sentence for line in left_over(today, now)]
    assert alone == [
        "One order is held and goes over to the next day",
        "3 orders are not packed yet",
    ]
    with_names = [line.sentence for line in left_over(today, now, (held, open_))]
    assert with_names == ["2 orders are not packed yet"]
    assert headline((EVEN,), (held, open_)) == "2 parcels are missing from the sum"


def test_a_weight_nobody_knows_is_no_zero() -> None:
    weight = next(column for column in columns() if column.name == "weight")
    unknown = CarrierDay("A", 3, 3, 3, 3, 0, 0, unweighed=3)
    partly = CarrierDay("A", 3, 3, 3, 3, 0, 1284, unweighed=1)
    assert weight.cell(unknown).text == "—"
    assert weight.cell(partly).text.startswith("≥")
    assert "≥" not in weight.cell(EVEN).text
