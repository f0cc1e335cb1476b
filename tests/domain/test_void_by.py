"""How long the money of a label is asked back, by its carrier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fbm_desk.domain.purchases import void_by

BOUGHT_AT = datetime(2026, 4, 23, 9, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("carrier", "days"),
    [("USPS", 30), ("UPS", 90), ("UPS_PTP", 90), ("FedEx", 90), ("Kestrel Parcel", 30), ("", 30)],
)
def test_each_carrier_has_its_own_time(carrier: str, days: int) -> None:
    assert void_by(BOUGHT_AT, carrier) == BOUGHT_AT + timedelta(days=days)
