"""What of an order lies in which parcel, as Amazon counts it, and when a queue is in danger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.domain.orders import KnownPackage, LineId, Sku
from fbm_desk.domain.outbox import is_late
from fbm_desk.domain.shipments import Packed, Told, first_too_many, lines_of_boxes, shown

MUG, SET = LineId("mug"), LineId("set")
KIT = {(SET, Sku("CUP")): 2, (SET, Sku("SPOON")): 1}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def mugs(units: int) -> Packed:
    return Packed(MUG, Sku("MUG"), units)


def cups(units: int) -> Packed:
    return Packed(SET, Sku("CUP"), units)


def spoons(units: int) -> Packed:
    return Packed(SET, Sku("SPOON"), units)


def test_each_parcel_tells_its_own_units() -> None:
    boxes = [[mugs(2)], [mugs(1), mugs(1)], [mugs(1)]]
    assert lines_of_boxes(boxes, {}) == (((MUG, 2),), ((MUG, 2),), ((MUG, 1),))


def test_a_kit_in_one_parcel_is_one_unit_of_its_line() -> None:
    assert lines_of_boxes([[cups(4), spoons(2)]], KIT) == (((SET, 2),),)


def test_a_kit_in_two_parcels_is_told_with_the_one_that_completes_it() -> None:
    assert lines_of_boxes([[cups(4), mugs(1)], [spoons(2)]], KIT) == (((MUG, 1),), ((SET, 2),))
    assert lines_of_boxes([[cups(3), spoons(1)], [cups(1), spoons(1)]], KIT) == (
        ((SET, 1),), ((SET, 1),),
    )  # fmt: skip
    assert lines_of_boxes([[cups(2)], [cups(2)], [spoons(2)]], KIT) == ((), (), ((SET, 2),))


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=4))
def test_all_parcels_together_tell_what_was_packed(boxes: list[tuple[int, int, int]]) -> None:
    packed = [[mugs(m), cups(c), spoons(s)] for m, c, s in boxes]
    told = [dict(lines) for lines in lines_of_boxes(packed, KIT)]
    m, c, s = (sum(counts) for counts in zip(*boxes, strict=True))
    assert sum(lines.get(MUG, 0) for lines in told) == m
    assert sum(lines.get(SET, 0) for lines in told) == min(c // 2, s)
    assert all(units > 0 for lines in told for units in lines.values())


def test_the_first_parcel_that_tells_too_many_is_found() -> None:
    told = [((MUG, 2),), ((MUG, 1),), ((MUG, 1),)]
    assert first_too_many(told, {MUG: 4}) is None
    assert first_too_many(told, {MUG: 3}) == 2
    assert first_too_many(told, {MUG: 2}) == 1
    assert first_too_many(told, {}) == 0


def package(tracking: str, **units: int) -> KnownPackage:
    inside = tuple((LineId(name), count) for name, count in units.items())
    return KnownPackage("1", "UPS", tracking, units=inside)


def test_a_parcel_is_shown_only_with_its_own_number_and_all_its_units() -> None:
    told = [Told(1, "1Z 1", ((MUG, 2),)), Told(2, "1Z-2", ((MUG, 1), (SET, 1)))]
    assert shown(told, []) == frozenset()
    assert shown(told, [package("1z1")]) == {1}
    assert shown(told, [package("1Z1", mug=1)]) == frozenset()
    assert shown(told, [package("1Z2", mug=1)]) == frozenset(), "a line of it is missing"
    assert shown(told, [package("1Z1", mug=2), package("1Z2", mug=1, set=1)]) == {1, 2}


def test_a_parcel_without_a_number_is_not_proven_by_anothers_package() -> None:
    told = [Told(1, "1Z1", ((MUG, 1),)), Told(2, "", ((MUG, 1),)), Told(3, "", ((MUG, 1),))]
    assert shown(told, [package("1Z1")]) == {1}
    assert shown(told, [package("1Z1"), package("AMZ")]) == {1, 2}
    assert shown(told, [package("AMZ"), package("AMY")]) == {2, 3}


def test_a_queue_is_late_an_hour_before_ship_by_and_the_longer_it_is_the_sooner() -> None:
    in_an_hour = NOON + timedelta(hours=1)
    assert not is_late(in_an_hour + timedelta(seconds=1), 1, NOON)
    assert is_late(in_an_hour, 1, NOON)
    assert is_late(NOON + timedelta(hours=1, minutes=59), 7_200, NOON)
    assert not is_late(NOON + timedelta(hours=2), 7_200, NOON)
    assert is_late(NOON - timedelta(hours=1), 1, NOON)
    assert not is_late(NOON, 0, NOON)
    assert not is_late(None, 9, NOON)
