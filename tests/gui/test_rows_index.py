"""The order of rows: sorted, searched, and never moved before it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.gui.rows_index import Arrangement, RowsIndex, folded, haystack


@dataclass(frozen=True)
class Parcel:
    """A row to sort."""

    name: str
    town: str = ""
    weight_g: int | None = None


def index(rows: Sequence[Parcel]) -> RowsIndex[Parcel]:
    made: RowsIndex[Parcel] = RowsIndex(
        keys=(lambda one: folded(one.name), lambda one: one.weight_g),
        identity=lambda one: one.name,
        searched=lambda one: haystack(one.name, one.town),
        kind=lambda one: one.town,
    )
    made.load(rows)
    return made


def names(one: RowsIndex[Parcel]) -> list[str]:
    return [row.name for row in one.shown]


PARCELS = [Parcel("b", "Łódź", 3), Parcel("A", "Kraków"), Parcel("c", "Kraków", 1)]


def test_words_are_sorted_without_regard_to_case() -> None:
    assert names(index(PARCELS)) == ["A", "b", "c"]


@pytest.mark.parametrize("descending", [False, True])
def test_what_is_missing_stands_last(descending: bool) -> None:
    one = index(PARCELS)
    one.arrange(Arrangement(column=1, descending=descending))
    assert names(one) == (["b", "c", "A"] if descending else ["c", "b", "A"])


def test_equal_rows_keep_the_order_they_came_in() -> None:
    rows = [Parcel(str(number), weight_g=1) for number in range(9)]
    one = index(rows)
    one.arrange(Arrangement(column=1, descending=True))
    assert one.shown == rows


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("krakow", ["A", "c"]),
        ("KRAKÓW c", ["c"]),
        ("c krakow", ["c"]),
        ("lodz", []),  # ł is a letter of its own, no l with an accent
        ("łodz", ["b"]),
        ("krakow lodz", []),
        ("   ", ["A", "b", "c"]),
    ],
)
def test_every_word_has_to_be_found(words: str, found: list[str]) -> None:
    one = index(PARCELS)
    one.arrange(Arrangement(words=words))
    assert names(one) == found


def test_a_number_is_found_with_and_without_its_dashes() -> None:
    hay = haystack("305-4471926-8830217", "KP 4881 2007")
    assert "305-4471926" in hay
    assert "30544719268830217" in hay
    assert "kp48812007" in hay


def test_newer_rows_wait_and_shown_ones_stay() -> None:
    one = index(PARCELS)
    one.renew([*PARCELS, Parcel("0"), Parcel("aa")])
    assert names(one) == ["A", "b", "c"]
    assert (one.waiting.new, one.waiting.moved) == (2, False)
    one.arrange(one.arrangement)
    assert names(one) == ["0", "A", "aa", "b", "c"]
    assert not one.waiting


def test_a_changed_value_is_shown_in_its_old_place() -> None:
    one = index(PARCELS)
    one.arrange(Arrangement(column=1))
    one.renew([Parcel("b", "Łódź", 0), *PARCELS[1:]])
    assert [row.weight_g for row in one.shown] == [1, 0, None]
    assert one.waiting.moved


def test_a_row_that_left_stays_until_it_is_asked_for() -> None:
    one = index(PARCELS)
    one.renew(PARCELS[1:])
    assert names(one) == ["A", "b", "c"]
    assert one.waiting
    one.arrange(one.arrangement)
    assert names(one) == ["A", "c"]


rows_strategy = st.lists(
    st.builds(
        Parcel,
        st.text(min_size=1, max_size=4),
        st.sampled_from(["x", "y"]),
        st.none() | st.integers(0, 5),
    ),
    unique_by=lambda one: one.name,
    max_size=20,
)


@given(rows_strategy, st.integers(0, 1), st.booleans(), st.sampled_from(["", "x"]))
def test_arranging_loses_and_invents_nothing(
    rows: list[Parcel], column: int, descending: bool, kind: str
) -> None:
    one = index(rows)
    one.arrange(Arrangement(column, descending, kind=kind))
    assert sorted(names(one)) == sorted(r.name for r in rows if not kind or r.town == kind)
    keys = [row.weight_g for row in one.shown if row.weight_g is not None]
    if column == 1:
        assert keys == sorted(keys, reverse=descending)


@given(rows_strategy, rows_strategy)
def test_renewing_never_moves_a_row(before: list[Parcel], after: list[Parcel]) -> None:
    one = index(before)
    places = names(one)
    one.renew(after)
    assert names(one) == places
    one.arrange(one.arrangement)
    assert names(one) == names(index(after))
