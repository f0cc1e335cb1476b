"""What the scale proves, and what only a supervisor lets pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.events import LabelRefused, Why
from fbm_desk.domain.packing import replay, step
from fbm_desk.domain.session import (
    LabelSource,
    Overruled,
    Replanned,
    Session,
    State,
    Task,
    TaskKind,
    Weight,
)
from tests.domain.packing_talk import ORDER, acts, event, line, tell

MUGS = Session(ORDER, (line("MUG", 2, weight_g=310), line("SPOON", 1, weight_g=40)))


def test_one_unit_scanned_twice_is_caught_at_once() -> None:
    tell(
        MUGS,
        """
        mug@0     -> counted 1 of 2
        mug@0     -> not_in_box 1 of 2
        kettle@0  -> wrong_item 1 of 2
        mug@305   -> counted 2 of 2
        spoon@310 -> not_in_box 2 of 2
        UNDO      -> undone 1 of 2
        spoon@306 -> counted 1 of 1
        UNDO      -> undone 0 of 1
        UNDO      -> undone 0 of 2
        """,
    )


def test_without_scale_or_weight_nothing_is_asked() -> None:
    tell(MUGS, "mug -> counted 1 of 2\nmug@0 -> counted 2 of 2\nspoon -> order_complete 3 of 3")
    unknown = Session(ORDER, (line("MUG", 2),))
    tell(unknown, "mug@0 -> counted 1 of 2\nmug@0 -> order_complete 2 of 2")


def test_another_bench_has_another_scale() -> None:
    tell(MUGS, "mug@900 -> counted 1 of 2\nresume: -> resumed 1 of 3\nmug@5 -> counted 2 of 2")


WRAPPED = Session(ORDER, MUGS.lines[1:], tasks=(Task(TaskKind.GIFT_WRAP),))
RESTED = "spoon@0 -> task_wanted 1 of 1\nLATER -> put_down 1 of 1\n"


def test_no_rest_before_the_last_task_replaces_the_scale() -> None:
    to_weigh = "FINISH -> weight_wanted 1 of 1"
    tell(WRAPPED, f"spoon@0 -> task_wanted 1 of 1\n{to_weigh}")
    tell(WRAPPED, f"{RESTED}resume: -> resumed 1 of 1\n{to_weigh}")
    taken_over = "spoon@0 -> task_wanted 1 of 1\nresume: -> resumed 1 of 1"
    tell(WRAPPED, f"{taken_over}\n{to_weigh}")


def test_a_bench_without_a_scale_does_not_ask_for_the_weight() -> None:
    bare = tell(WRAPPED, f"{RESTED}resume:no_scale -> resumed 1 of 1")
    tell(bare, "FINISH -> order_complete 1 of 1")
    back = "LATER -> put_down 1 of 1\nresume: -> resumed 1 of 1\nFINISH -> weight_wanted 1 of 1"
    tell(bare, back)  # at a bench with one again
    stopped = "amazon:buyer_asks_to_cancel -> cancelled 1 of 1"
    overruled = step(tell(bare, stopped), Overruled()).session
    tell(overruled, "FINISH -> order_complete 1 of 1")
    found = "UNDO -> undone 0 of 1\nspoon@0 -> task_wanted 1 of 1\nFINISH -> weight_wanted 1 of 1"
    tell(bare, found)  # it shows something all the same


@pytest.mark.parametrize(
    ("source", "stands"),
    [(LabelSource.BOUGHT, "label_failed"), (LabelSource.SCANNED, "tracking_wanted")],
)
@pytest.mark.parametrize("aside", [("LATER", "resume:"), ("resume:",)])
def test_a_full_box_that_no_scale_has_seen_is_weighed_where_one_is(
    source: LabelSource, stands: str, aside: tuple[str, ...]
) -> None:
    bare = tell(replace(WRAPPED, label_source=source), f"{RESTED}resume:no_scale -> resumed 1 of 1")
    full = replay(bare, map(event, ("FINISH", "refused:no_funds")))
    assert (full.state.value, full.turn) == (stands, 1)
    here = replay(full, map(event, aside))
    assert (here.state, here.turn, here.reason) == (State.WEIGHING, 1, "")
    there = replay(full, map(event, ("LATER", "resume:no_scale")))
    earlier = replay(replace(full, rules=4), map(event, aside))
    assert {there.state.value, earlier.state.value} == {stands}
    seen = replay(here, map(event, ("weighs:160", "refused:no_funds", *aside)))
    assert seen.state.value == stands


def test_a_box_whose_label_may_be_paid_waits_for_it_and_for_no_scale() -> None:
    bare = tell(WRAPPED, f"{RESTED}resume:no_scale -> resumed 1 of 1")
    unclear = step(step(bare, event("FINISH")).session, LabelRefused("unclear", unclear=True))
    assert step(unclear.session, event("resume:")).session.state is State.LABEL_FAILED


def test_boxes_let_by_where_nothing_weighs_are_weighed_where_something_does() -> None:
    two = replace(MUGS, tasks=WRAPPED.tasks)
    let_by = tell(
        two,
        """
        mug@0           -> counted 1 of 2
        mug@310         -> counted 2 of 2
        PARCEL          -> box_open 2 of 3 box 2
        spoon@0         -> task_wanted 3 of 3
        LATER           -> put_down 3 of 3
        resume:no_scale -> resumed 3 of 3
        FINISH          -> order_complete 3 of 3
        bought:KP000001 -> label_ready 3 of 3 box 1
        """,
    )
    assert acts(let_by, "KP000001") == [("close_parcel", 1), ("buy_label", 2)]
    aside = "LATER -> put_down 3 of 3\nresume: -> resumed 3 of 3"
    weighed = tell(
        let_by,
        f"""
        {aside}
        KP000001   -> box_closed 3 of 3 box 1
        {aside}
        weighs:730 -> weight_off 3 of 3 box 2
        UNDO       -> not_now 3 of 3 box 2
        weighs:150 -> order_complete 3 of 3 box 2
        """,
    )
    assert (weighed.state, weighed.box, weighed.weighed(2)) == (State.FULL, 2, Weight(2, 150))
    earlier = tell(replace(let_by, rules=4), aside)
    assert acts(earlier, "KP000001") == [("close_parcel", 1), ("buy_label", 2)]


def test_what_was_begun_by_earlier_rules_goes_on_as_it_was() -> None:
    earlier = replace(WRAPPED, rules=3)
    tell(earlier, f"{RESTED}resume: -> resumed 1 of 1\nFINISH -> order_complete 1 of 1")


def test_the_full_box_is_weighed_and_what_is_off_is_named() -> None:
    full = tell(
        MUGS,
        """
        mug@0     -> counted 1 of 2
        mug@310   -> counted 2 of 2
        spoon@620 -> weight_wanted 3 of 3
        weighs:1090 -> weight_off 3 of 3
        """,
    )
    off = step(full, event("weighs:1090")).verdict
    assert (off.grams, off.came, off.units) == (310, "MUG", 1)
    assert acts(full, "weighs:790") == [("buy_label", 1)]
    assert tell(full, "weighs:790 -> order_complete 3 of 3").weights[0].grams == 790
    tell(full, "UNDO -> undone 0 of 1\nspoon@620 -> weight_wanted 3 of 3")
    aside = tell(full, "LATER -> put_down 3 of 3\nresume: -> resumed 3 of 3")
    assert aside.state is State.WEIGHING  # no rest replaces the scale


def test_a_supervisor_lets_a_wrong_weight_pass_with_a_reason() -> None:
    passed = tell(
        MUGS,
        """
        mug@0     -> counted 1 of 2
        mug@310   -> counted 2 of 2
        spoon@620 -> weight_wanted 3 of 3
        weighs:1090 -> weight_off 3 of 3
        FINISH    -> supervisor_wanted 3 of 3
        mug       -> not_now 3 of 3
        UNDO      -> never_mind 3 of 3
        FINISH    -> supervisor_wanted 3 of 3
        badge:7   -> why_asked 3 of 3
        4         -> not_now 3 of 3
        1         -> order_complete 3 of 3
        """,
    )
    (weight,) = passed.weights
    assert (weight.grams, weight.by, weight.why) == (1090, 7, Why.PACKAGING.value)


def test_short_shipping_takes_a_supervisor_and_a_reason_and_can_be_undone() -> None:
    tell(MUGS, "SHORTSHIP -> not_now 0 of 3")
    short = tell(
        MUGS,
        """
        mug       -> counted 1 of 2
        SHORTSHIP -> supervisor_wanted 1 of 3
        UNDO      -> never_mind 1 of 3
        SHORTSHIP -> supervisor_wanted 1 of 3
        badge:7   -> why_asked 1 of 3
        SHORT     -> short_shipped 1 of 3
        refused:offline -> label_failed 1 of 3
        """,
    )
    assert short.short is not None
    assert (short.short.by, short.short.why) == (7, "not_there")
    tell(short, "UNDO -> undone 1 of 3\nmug -> counted 2 of 2")
    ended = tell(short, "FINISH -> label_waits 1 of 3\nbought:KP1 -> label_ready 1 of 3")
    assert acts(ended, "KP1") == [("close_parcel", 1), ("finish_order", 1)]


MORE = (line("MUG", 4), line("SPOON", 1), line("FORK", 1))
TWO = Session(ORDER, (line("MUG", 2), line("SPOON", 1)))


def test_more_is_packed_on_and_valid_scans_stay() -> None:
    begun = tell(TWO, "mug -> counted 1 of 2")
    grown = step(begun, Replanned(MORE))
    assert (grown.verdict.code.value, grown.verdict.sku) == ("replanned", "MUG")
    assert [(one.sku, one.was, one.now) for one in grown.session.changes] == [
        ("MUG", 2, 4), ("FORK", 0, 1)
    ]  # fmt: skip
    going_on = tell(grown.session, "fork -> counted 1 of 1\nmug -> counted 2 of 4")
    assert going_on.changes == ()
    failed = tell(
        TWO,
        "case -> counted 2 of 2\nspoon -> order_complete 3 of 3\nrefused:x -> label_failed 3 of 3",
    )
    assert step(failed, Replanned(MORE)).session.state is State.PACKING


def test_less_than_is_packed_or_a_label_that_may_exist_stops_it() -> None:
    begun = tell(TWO, "case -> counted 2 of 2")
    less = step(begun, Replanned((line("MUG", 1), line("SPOON", 1))))
    assert (less.session.state, less.session.reason) == (State.STOPPED, "changed")
    full = tell(TWO, "case -> counted 2 of 2\nspoon -> order_complete 3 of 3")
    assert step(full, Replanned(MORE)).session.state is State.STOPPED
    told = step(begun, Replanned())
    assert (told.verdict.code.value, told.verdict.reason) == ("replanned", "address")
    assert step(begun, Replanned(begun.lines)).session == begun
