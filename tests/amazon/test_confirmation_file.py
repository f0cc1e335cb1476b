"""The file a seller uploads tells Amazon exactly what was in each parcel."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest

from fbm_desk.amazon.carriers import carrier_of
from fbm_desk.amazon.confirmation_file import COLUMNS, ShipmentConfirmation, confirmation_file
from fbm_desk.domain.orders import LineId, OrderId

PARCEL = ShipmentConfirmation(
    order_id=OrderId("305-4471926-8830217"),
    lines=((LineId("61000000000001"), 2), (LineId("61000000000002"), 1)),
    shipped_at=datetime(2026, 11, 23, 15, 4, 5, tzinfo=UTC),
    carrier_code="DHL",
    carrier_name="",
    ship_method="Paket",
    tracking="00340434161094042557",
)


def rows_of(data: bytes) -> list[dict[str, str]]:
    header, *rows = data.decode().splitlines()
    return [dict(zip(header.split("\t"), row.split("\t"), strict=True)) for row in rows]


def test_each_line_of_a_parcel_is_a_row() -> None:
    first, second = rows_of(confirmation_file([PARCEL]))
    assert first["order-item-id"] == "61000000000001"
    assert first["quantity"] == "2"
    assert first["ship-date"] == "2026-11-23"
    assert (first["carrier-code"], first["carrier-name"]) == ("DHL", "")
    assert first["tracking-number"] == "00340434161094042557"
    assert second["quantity"] == "1"


def test_without_parcels_only_the_header_is_written() -> None:
    assert confirmation_file([]).decode() == "\t".join(COLUMNS) + "\n"


def test_no_value_can_part_a_field_or_a_row() -> None:
    forged = replace(PARCEL, carrier_name="DHL\t\r\nx\u2028y\0", tracking="1\v2\x1b3")
    rows = rows_of(confirmation_file([forged]))
    assert len(rows) == 2
    assert rows[0]["carrier-name"] == "DHL x y"
    assert rows[0]["tracking-number"] == "1 2 3"


@pytest.mark.parametrize(
    ("zone", "day"), [(timezone(timedelta(hours=1)), "2026-11-24"), (UTC, "2026-11-23")]
)
def test_the_ship_date_is_the_warehouse_s_own_day(zone: tzinfo, day: str) -> None:
    parcel = replace(PARCEL, shipped_at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert rows_of(confirmation_file([parcel], zone))[0]["ship-date"] == day


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("DHL", ("DHL", "")),
        (" royal  mail ", ("Royal Mail", "")),
        ("usps", ("USPS", "")),
        ("Kestrel Parcel", ("Other", "Kestrel Parcel")),
        ("", ("Other", "Other")),
        ("  ", ("Other", "Other")),
        ("K" * 60, ("Other", "K" * 50)),
    ],
)
def test_a_carrier_is_told_as_amazon_spells_it_or_as_another_one(
    name: str, told: tuple[str, str]
) -> None:
    assert carrier_of(name) == told


def test_a_time_without_zone_is_no_time_for_amazon() -> None:
    naive = replace(PARCEL, shipped_at=PARCEL.shipped_at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        confirmation_file([naive])
