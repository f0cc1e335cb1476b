"""Which service carries a box: able first, then payable, then in time, then cheap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.domain.orders import Duty
from fbm_desk.domain.purchases import NoService, NotOffered, Offer
from fbm_desk.domain.service_choice import Choice, Limits, ServiceRules, Why
from fbm_desk.domain.service_choice import choose as choose_of

WANTED = datetime(2026, 4, 26, 18, tzinfo=UTC)
NONE: frozenset[Duty] = frozenset()


def offer(offer_id: str, price_minor: int = 500, days: float | None = 0, **facts: object) -> Offer:
    """An offer that arrives so many days after it is wanted."""
    arrives_by = None if days is None else WANTED + timedelta(days=days)
    return Offer(offer_id, "C", "Carrier", "S", "Service", price_minor, "EUR", arrives_by, **facts)  # type: ignore[arg-type]


def decided(
    offers: Sequence[Offer],
    duties: frozenset[Duty] = NONE,
    ceiling: int = 1_000,
    **rules: tuple[str, ...],
) -> Choice:
    """The whole choice for a box that is wanted at `WANTED`."""
    limits = Limits(duties, WANTED, ceiling, "EUR", ServiceRules(**rules))
    return choose_of(offers, limits)


def choose(
    offers: Sequence[Offer], duties: frozenset[Duty], wanted: datetime | None, ceiling: int
) -> Offer | NoService:
    """The offer taken, or why none is."""
    choice = choose_of(offers, Limits(duties, wanted, ceiling))
    taken = choice.offer or choice.problem
    assert taken is not None
    assert len(choice.passed_over) == len(offers) - (choice.offer is not None)
    return taken


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


def passed(choice: Choice) -> dict[int, Why]:
    """Why offers were passed over, by their price."""
    return {one.price_minor: one.why for one in choice.passed_over}


def test_what_is_passed_over_has_its_reason() -> None:
    signed = frozenset({Duty.SIGNATURE})
    offers = [
        offer("right", 500, -1, keeps=signed, claims_protected=True),
        offer("bare", 499, -1),
        offer("slow", 450, 2, keeps=signed),
        offer("risky", 500, -1, keeps=signed),
        offer("dear", 700, -1, keeps=signed),
        offer("mad", 1_001, -1, keeps=signed),
    ]
    choice = choose_of(offers, Limits(signed, WANTED, 1_000, "EUR"))
    assert choice.offer is offers[0]
    assert [one.why for one in choice.passed_over] == [
        Why.DUTIES, Why.TOO_DEAR, Why.LATE, Why.UNPROTECTED, Why.DEARER,
    ]  # fmt: skip


def test_other_money_is_never_compared_with_the_ceiling() -> None:
    choice = choose_of([offer("euros", 1)], Limits(NONE, WANTED, 1_000, "JPY"))
    assert (choice.problem, passed(choice)) == (
        NoService.OTHER_CURRENCY,
        {1: Why.OTHER_CURRENCY},
    )


def of(carrier: str, service: str, price_minor: int, days: float = -1) -> Offer:
    """An offer of a service of this name."""
    arrives_by = WANTED + timedelta(days=days)
    return Offer(f"{carrier}-{service}", "C", carrier, "S", service, price_minor, "EUR", arrives_by)


def test_a_preferred_carrier_comes_before_a_cheaper_one_and_after_the_promise() -> None:
    cheap, liked = of("Otter", "Swim", 300), of("Heron", "Glide", 500)
    choice = decided([cheap, liked], preferred=("heron",))
    assert (choice.offer, passed(choice)) == (liked, {300: Why.NOT_PREFERRED})
    late = of("Heron", "Glide", 500, days=1)
    assert decided([cheap, late], preferred=("Heron",)).offer is cheap
    assert decided([cheap, of("Heron", "Glide", 1_001)], preferred=("Heron",)).offer is cheap


def test_the_first_preference_wins_and_a_service_can_be_named_alone() -> None:
    offers = [of("Heron", "Glide", 500), of("Heron", "Dive", 600), of("Otter", "Swim", 300)]
    assert decided(offers, preferred=("Heron  DIVE", "Otter")).offer is offers[1]
    assert decided(offers, preferred=("Nobody", "Otter")).offer is offers[2]


def test_a_forbidden_service_is_never_taken() -> None:
    offers = [of("Otter", "Swim", 300), of("Heron", "Glide", 500)]
    choice = decided(offers, forbidden=("otter",))
    assert (choice.offer, passed(choice)) == (offers[1], {300: Why.FORBIDDEN})
    nothing = decided(offers, forbidden=("Otter", "Glide"), preferred=("Otter",))
    assert (nothing.offer, nothing.problem) == (None, NoService.FORBIDDEN)


def test_what_the_seller_of_labels_refuses_is_kept_with_its_words() -> None:
    refused = [
        NotOffered("Otter", "Swim", "TOO_HEAVY", "It sinks."),
        NotOffered("Hare", "", "GONE"),
    ]
    choice = choose_of([], Limits(NONE, WANTED, 1_000), refused)
    assert choice.problem is NoService.NOTHING_OFFERED
    assert [(one.carrier, one.why, one.words) for one in choice.passed_over] == [
        ("Otter", Why.NOT_OFFERED, "It sinks."), ("Hare", Why.NOT_OFFERED, "GONE"),
    ]  # fmt: skip


@given(offers, st.frozensets(st.sampled_from(Duty)), st.integers(0, 2_000))
def test_every_offer_is_taken_or_passed_over_for_a_reason(
    offered: list[Offer], duties: frozenset[Duty], ceiling: int
) -> None:
    choice = decided(offered, duties, ceiling, preferred=("nobody",))
    assert (choice.offer is None) is (choice.problem is not None)
    taken = [choice.offer] if choice.offer else []
    assert len(choice.passed_over) + len(taken) == len(offered)
    for one in choice.passed_over:
        assert (one.price_minor > ceiling) or one.why is not Why.TOO_DEAR
