"""The sums of a day: bought = packed = confirmed = on manifest + void, every difference named."""

from __future__ import annotations

from fbm_desk.gui.closeout_balance import balance, together
from fbm_desk.gui.closeout_sum import differences, formula, headline
from fbm_desk.services.today_view import CarrierDay

EVEN = CarrierDay("Lantern Post", 127, 127, 127, 125, 2, 10_000)
ODD = CarrierDay("Grey Gull", 20, 20, 19, 19, 0, 500)


def test_void_parcels_leave_no_gap() -> None:
    assert balance(EVEN).balanced
    assert formula(EVEN) == "127 − 125 − 2 = 0"
    assert headline((EVEN,)) == "The day balances"


def test_a_missing_parcel_is_counted_and_named() -> None:
    both = together((EVEN, ODD), "Together")
    assert not balance(both).balanced
    assert formula(both) == "147 − 144 − 2 = 1"
    assert headline((EVEN, ODD)) == "One parcel is missing from the sum"
    lines = [(one.sentence, one.trailing) for one in differences((EVEN, ODD))]
    assert lines == [
        ("One parcel is packed, Amazon does not know yet", "Grey Gull"),
        ("One parcel is on no manifest", "Grey Gull"),
    ]


def test_two_carriers_cannot_hide_each_others_difference() -> None:
    over = CarrierDay("A", 10, 10, 10, 11, 0, 0)
    under = CarrierDay("B", 10, 10, 10, 9, 0, 0)
    assert balance(together((over, under), "")).balanced
    assert len(differences((over, under))) == 2
    assert headline((over, under)) == "2 parcels are missing from the sum"
