"""Which service carries a box: able first, then payable, then in time, then cheap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.domain.orders import Duty
from fbm_desk.domain.purchases import NoService, Offer, choose

WANTED = datetime(2026, 4, 26, 18, tzinfo=UTC)
NONE: frozenset[Duty] = frozenset()


def offer(offer_id: str, price_minor: int = 500, days: float | None = 0, **facts: object) -> Offer:
    """An offer that arrives so many days after it is wanted."""
    arrives_by = None if days is None else WANTED + timedelta(days=days)
    return Offer(offer_id, "C", "Carrier", "S", "Service", price_minor, "EUR", arrives_by, **facts)  # type: ignore[arg-type]


def test_the_cheapest_in_time_is_chosen() -> None:
    offers = [offer("late", 100, 1), offer("dear", 900, -2), offer("right", 600, 0)]
    assert choose(offers, NONE, WANTED, 1_000) is offers[2]


def test_a_protected_one_wins_among_equals_and_then_the_same_one_always() -> None:
    plain, safe = offer("a"), offer("b", claims_protected=True)
    assert choose([plain, safe], NONE, WANTED, 1_000) is safe
    first, second = offer("x"), offer("y")
    assert choose([second, first], NONE, WANTED, 1_000) is first


def test_late_is_better_than_never_and_then_the_earliest_counts() -> None:
    offers = [offer("slow", 100, 5), offer("quick", 900, 1), offer("quick but dear", 950, 1)]
    assert choose(offers, NONE, WANTED, 1_000) is offers[1]


def test_without_a_promise_every_arrival_will_do() -> None:
    offers = [offer("slow", 100, 30), offer("quick", 900, -1)]
    assert choose(offers, NONE, None, 1_000) is offers[0]


def test_an_offer_that_does_not_say_when_it_arrives_may_be_in_time() -> None:
    offers = [offer("silent", 100, None), offer("quick", 900, -1)]
    assert choose(offers, NONE, WANTED, 1_000) is offers[0]


@pytest.mark.parametrize(("price", "bought"), [(1_000, True), (1_001, False)])
def test_the_ceiling_may_be_reached_and_not_passed(price: int, bought: bool) -> None:
    chosen = choose([offer("only", price)], NONE, WANTED, 1_000)
    assert (chosen == offer("only", 1_000)) is bought
    assert bought or chosen is NoService.TOO_DEAR


def test_nothing_offered_is_said() -> None:
    assert choose([], NONE, WANTED, 1_000) is NoService.NOTHING_OFFERED


@pytest.mark.parametrize(
    "duty", [Duty.SIGNATURE, Duty.AGE_CHECK, Duty.IDENTITY_CHECK, Duty.CASH_ON_DELIVERY]
)
def test_a_duty_of_the_carrier_is_never_bargained_away(duty: Duty) -> None:
    cheap, able = offer("cheap", 100), offer("able", 900, 9, keeps=frozenset({duty}))
    wanted = frozenset({duty, Duty.GIFT})
    assert choose([cheap, able], wanted, WANTED, 1_000) is able
    assert choose([cheap], wanted, WANTED, 1_000) is NoService.DUTIES


def test_duties_of_the_packer_do_not_concern_the_carrier() -> None:
    only = offer("only")
    duties = frozenset({Duty.GIFT, Duty.PRIME, Duty.SERIAL, Duty.BUSINESS})
    assert choose([only], duties, WANTED, 1_000) is only


offers = st.lists(
    st.builds(
        offer,
        st.uuids().map(str),
        st.integers(0, 2_000),
        st.one_of(st.none(), st.integers(-5, 5)),
        keeps=st.frozensets(st.sampled_from(Duty)),
        claims_protected=st.booleans(),
    ),
    max_size=8,
)


@given(offers, st.frozensets(st.sampled_from(Duty)), st.integers(0, 2_000))
def test_what_is_bought_keeps_duties_and_ceiling_whatever_the_order_of_the_offers(
    offered: list[Offer], duties: frozenset[Duty], ceiling: int
) -> None:
    chosen = choose(offered, duties, WANTED, ceiling)
    assert choose(list(reversed(offered)), duties, WANTED, ceiling) == chosen
    if isinstance(chosen, Offer):
        assert chosen.price_minor <= ceiling
        carriers_duties = {Duty.SIGNATURE, Duty.AGE_CHECK, Duty.IDENTITY_CHECK}
        assert duties & carriers_duties <= chosen.keeps
