"""Every place in a suggested box is sound, and the smallest box that is found is suggested."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fbm_desk.domain.boxing import SUPPORTED, PackBox, Placed, Suggestion, Thing, place, suggest
from fbm_desk.domain.orders import Sku


def box(name: str, *inner: int, max_weight_g: int = 30_000) -> PackBox:
    length, width, height = inner
    outer = (length + 8, width + 8, height + 8)
    return PackBox(name, (length, width, height), outer, max_weight_g=max_weight_g)


def thing(sku: str, *sides: int, **facts: object) -> Thing:
    length, width, height = sides
    return Thing(Sku(sku), (length, width, height), **facts)  # type: ignore[arg-type]


S, M, L = box("S", 200, 150, 100), box("M", 300, 220, 150), box("L", 600, 400, 300)
BOXES = (L, S, M)

sizes = st.integers(10, 220)
things = st.lists(
    st.builds(
        Thing,
        sku=st.sampled_from([Sku("A"), Sku("B"), Sku("C")]),
        sides=st.tuples(sizes, sizes, sizes),
        fragile=st.booleans(),
        upright=st.booleans(),
    ),
    max_size=14,
)


def overlap(one: Placed, other: Placed, axis: int) -> int:
    ends = (each.at[axis] + each.sides[axis] for each in (one, other))
    return min(ends) - max(one.at[axis], other.at[axis])


def above(one: Placed, other: Placed) -> bool:
    """True when `one` lies over `other`, however high."""
    over = overlap(one, other, 0) > 0 and overlap(one, other, 1) > 0
    return over and one.at[2] >= other.at[2] + other.sides[2]


@settings(max_examples=40)
@given(things)
def test_every_place_is_sound(wanted: list[Thing]) -> None:
    placed = place(L, wanted)
    for one in placed:
        assert all(
            a >= 0 and a + s <= i for a, s, i in zip(one.at, one.sides, L.inner, strict=True)
        )
        assert sorted(one.sides) == sorted(one.thing.sides)
        assert not one.thing.upright or one.sides[2] == one.thing.sides[2]
    for one, other in combinations(placed, 2):
        assert min(overlap(one, other, axis) for axis in range(3)) <= 0
        assert not (other.thing.fragile and above(one, other))
        assert not (one.thing.fragile and above(other, one))


@settings(max_examples=40)
@given(things)
def test_nothing_hangs_in_the_air(wanted: list[Thing]) -> None:
    placed = place(L, wanted)
    for one in placed:
        below = sum(
            overlap(one, other, 0) * overlap(one, other, 1)
            for other in placed
            if other.at[2] + other.sides[2] == one.at[2]
            and overlap(one, other, 0) > 0
            and overlap(one, other, 1) > 0
        )
        assert one.at[2] == 0 or below >= SUPPORTED * one.sides[0] * one.sides[1]


@settings(max_examples=40)
@given(things)
def test_every_unit_is_in_exactly_one_parcel(wanted: list[Thing]) -> None:
    parcels = suggest(BOXES, wanted)
    if parcels:
        packed = [each for parcel in parcels for each in parcel.things]
        assert sorted(packed, key=repr) == sorted(wanted, key=repr)


def test_the_smallest_box_that_fits_is_suggested() -> None:
    (parcel,) = suggest(BOXES, [thing("MUG", 122, 92, 92)])
    assert parcel.box is S
    assert parcel.fill_percent == round(100 * 122 * 92 * 92 / (200 * 150 * 100))


def test_a_box_full_of_bricks_is_filled_to_the_brim() -> None:
    bricks = [thing("BRICK", 100, 75, 50) for _ in range(8)]
    (parcel,) = suggest(BOXES, bricks)
    assert (parcel.box, parcel.fill_percent) == (S, 100)


def test_a_long_thing_is_turned_and_one_that_stands_is_not() -> None:
    assert suggest(BOXES, [thing("PIN", 60, 60, 420)])[0].box is L
    assert suggest([L], [thing("VASE", 60, 60, 420, upright=True)]) == ()


def test_what_breaks_lies_on_top() -> None:
    wanted = [thing("GLASS", 190, 140, 40, fragile=True), thing("PAN", 190, 140, 50)]
    (parcel,) = suggest(BOXES, wanted)
    assert parcel.box is S
    assert [one.thing.sku for one in sorted(parcel.placed, key=lambda one: one.at[2])] == [
        "PAN", "GLASS",
    ]  # fmt: skip


def test_two_that_break_do_not_lie_on_each_other() -> None:
    glasses = [thing("GLASS", 190, 140, 45, fragile=True) for _ in range(2)]
    assert suggest(BOXES, glasses)[0].box is M


def test_what_has_its_own_packaging_ships_alone() -> None:
    lamp = thing("LAMP", 280, 280, 410, own_box=True)
    parcels = suggest(BOXES, [lamp, thing("MUG", 122, 92, 92)])
    assert [parcel.box for parcel in parcels] == [S, None]
    assert parcels[1] == Suggestion(None, (lamp,))


def test_a_box_that_would_be_too_heavy_is_not_suggested() -> None:
    iron = thing("IRON", 50, 50, 50, weight_g=900)
    light, strong = box("LIGHT", 100, 100, 100, max_weight_g=800), box("STRONG", 110, 110, 110)
    assert suggest([light, strong], [iron])[0].box is strong


def test_more_than_one_box_holds_is_spread_over_several() -> None:
    parcels = suggest([S], [thing("BRICK", 100, 75, 50) for _ in range(20)])
    assert [len(parcel.things) for parcel in parcels] == [8, 8, 4]


@pytest.mark.parametrize("boxes", [(), (S,)])
def test_what_fits_in_no_box_gives_no_suggestion(boxes: tuple[PackBox, ...]) -> None:
    assert suggest(boxes, [thing("KITE", 720, 80, 30)]) == ()


def test_a_very_large_order_is_judged_by_its_volume() -> None:
    (parcel,) = suggest(BOXES, [thing("SEEDS", 40, 30, 20) for _ in range(80)])
    assert (parcel.box, parcel.placed) == (S, ()) or parcel.placed == ()
