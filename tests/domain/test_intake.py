"""What another copy of an order does: is it news, where does the order stand, who must stop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.domain import intake
from fbm_desk.domain.intake import Change, Known
from fbm_desk.domain.orders import (
    AmazonStatus,
    IncomingLine,
    IncomingOrder,
    LineId,
    OrderId,
    Sku,
    Source,
)
from fbm_desk.domain.stages import Stage

NOON = datetime(2026, 4, 23, 12, tzinfo=UTC)
LEFT = (Stage.PACKED, Stage.CONFIRMED, Stage.SHIPPED)
IN_WORK = (Stage.ON_BENCH, Stage.HELD, Stage.LABELLED)
OURS = (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED)

MUG = IncomingLine(LineId("1"), Sku("MUG"), "Mug", 2)
ORDER = IncomingOrder(
    OrderId("305-4471926-8830217"),
    Source.API,
    AmazonStatus.UNSHIPPED,
    (MUG,),
    updated_at=NOON,
)


def known(stage: Stage = Stage.WAITING, source: Source = Source.API, hours: int = 0) -> Known:
    return Known(stage, source, "mark", NOON + timedelta(hours=hours))


# --- is it news? ---------------------------------------------------------------------------------


def test_an_order_never_seen_is_new() -> None:
    assert intake.change(None, ORDER, "mark") is Change.NEW


def test_a_copy_that_says_the_same_changes_nothing() -> None:
    assert intake.change(known(), ORDER, "mark") is Change.UNCHANGED


@pytest.mark.parametrize("hours", [-1, 0])
def test_a_newer_copy_or_one_of_the_same_moment_is_taken(hours: int) -> None:
    assert intake.change(known(hours=hours), ORDER, "other") is Change.UPDATED


def test_an_older_copy_never_overwrites_a_newer() -> None:
    assert intake.change(known(hours=1), ORDER, "other") is Change.UNCHANGED


def test_a_file_never_overwrites_what_the_api_said_and_the_api_always_a_file() -> None:
    report = ORDER._replace(source=Source.REPORT)
    assert intake.change(known(), report, "other") is Change.UNCHANGED
    assert intake.change(known(source=Source.REPORT), ORDER, "other") is Change.UPDATED
    assert intake.change(known(source=Source.REPORT), report, "other") is Change.UPDATED


def test_copies_without_a_time_are_taken_as_they_come() -> None:
    timeless = ORDER._replace(updated_at=None)
    assert intake.change(known(), timeless, "other") is Change.UPDATED


# --- where does the order stand? -----------------------------------------------------------------


@pytest.mark.parametrize("stage", LEFT)
@pytest.mark.parametrize("status", AmazonStatus)
def test_what_has_left_the_house_stays_where_it_is(stage: Stage, status: AmazonStatus) -> None:
    assert intake.stage(stage, ORDER._replace(status=status)) is stage


@pytest.mark.parametrize("stage", [None, *(one for one in Stage if one not in LEFT)])
def test_a_cancelled_order_is_cancelled_wherever_it_was(stage: Stage | None) -> None:
    cancelled = ORDER._replace(status=AmazonStatus.CANCELLED)
    assert intake.stage(stage, cancelled) is Stage.CANCELLED


@pytest.mark.parametrize("stage", IN_WORK)
@pytest.mark.parametrize("status", [s for s in AmazonStatus if s is not AmazonStatus.CANCELLED])
def test_an_order_in_work_stays_in_its_hands(stage: Stage, status: AmazonStatus) -> None:
    assert intake.stage(stage, ORDER._replace(status=status)) is stage


@pytest.mark.parametrize("stage", [None, Stage.HIDDEN, Stage.WAITING, Stage.CANCELLED])
@pytest.mark.parametrize(
    ("status", "then"),
    [
        (AmazonStatus.UNSHIPPED, Stage.WAITING),
        (AmazonStatus.PARTIALLY_SHIPPED, Stage.WAITING),
        (AmazonStatus.PENDING, Stage.HIDDEN),
        (AmazonStatus.PENDING_AVAILABILITY, Stage.HIDDEN),
        (AmazonStatus.UNFULFILLABLE, Stage.HIDDEN),
        (AmazonStatus.SHIPPED, Stage.SHIPPED),
    ],
)
def test_an_untouched_order_follows_amazons_word(
    stage: Stage | None, status: AmazonStatus, then: Stage
) -> None:
    assert intake.stage(stage, ORDER._replace(status=status)) is then


def test_a_status_amazon_did_not_tell_is_no_news() -> None:
    silent = ORDER._replace(status=AmazonStatus.UNKNOWN)
    assert intake.stage(Stage.WAITING, silent) is Stage.WAITING
    assert intake.stage(None, silent) is Stage.HIDDEN


def test_an_order_of_which_every_unit_was_confirmed_is_not_packed_again() -> None:
    shipped = ORDER._replace(lines=(MUG._replace(shipped=2),))
    assert intake.stage(None, shipped) is Stage.SHIPPED


@given(
    st.sampled_from([None, *Stage]),
    st.sampled_from(AmazonStatus),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_only_an_open_order_with_units_to_ship_comes_to_wait(
    before: Stage | None, status: AmazonStatus, quantity: int, shipped: int
) -> None:
    lines = (MUG._replace(quantity=quantity, shipped=shipped),)
    after = intake.stage(before, ORDER._replace(status=status, lines=lines))
    if after is Stage.WAITING and before is not Stage.WAITING:
        assert status in OURS
        assert quantity > shipped


# --- must a bench stop? --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "asked", "reason"),
    [
        (AmazonStatus.UNSHIPPED, False, ""),
        (AmazonStatus.UNSHIPPED, True, "buyer_asks_to_cancel"),
        (AmazonStatus.CANCELLED, False, "cancelled"),
        (AmazonStatus.CANCELLED, True, "cancelled"),
        (AmazonStatus.SHIPPED, False, "shipped"),
        (AmazonStatus.PENDING, False, ""),
    ],
)
def test_a_bench_stops_for_these_reasons(status: AmazonStatus, asked: bool, reason: str) -> None:
    told = ORDER._replace(status=status, cancel_requested=asked)
    assert intake.stops_packing(told) == reason


def test_a_line_never_wants_less_than_nothing() -> None:
    assert MUG._replace(shipped=5).wanted == 0
