"""An order that becomes smaller while it is packed: scans stay while nothing must come out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain import session_record
from fbm_desk.domain.deeds import PackLine, Task, TaskKind
from fbm_desk.domain.events import Commanded, Event, Overruled, Replanned, Stopped
from fbm_desk.domain.orders import LineId, Sku
from fbm_desk.domain.packing import replay, step
from fbm_desk.domain.session import ASKS_TO_CANCEL, LabelSource, Session, State
from tests.domain.packing_talk import ORDER, acts, event, line

ORDERED = Session(ORDER, (line("MUG", 5), line("SPOON", 2)))
BEGUN = "mug -> counted 1 of 5"


def scans(session: Session, transcript: str) -> Session:
    """Every row `scan -> answer`, with `packed of wanted` where the row says it."""
    for row in transcript.strip().splitlines():
        word, _, expected = (part.strip() for part in row.partition("->"))
        done = step(session, event(word))
        got = f"{done.verdict.code.value} {done.verdict.packed} of {done.verdict.wanted}"
        assert got == expected or done.verdict.code.value == expected, (row.strip(), got)
        session = done.session
    return session


def told(session: Session, *lines: PackLine) -> Session:
    return step(session, Replanned(lines)).session


def test_less_stops_nothing_while_nothing_has_to_come_out() -> None:
    begun = scans(ORDERED, BEGUN)
    done = step(begun, Replanned((line("MUG", 3), line("SPOON", 2))))
    assert (done.verdict.code.value, done.verdict.sku, done.effects) == ("replanned", "MUG", ())
    assert [(one.sku, one.was, one.now) for one in done.session.changes] == [("MUG", 5, 3)]
    assert done.session.deeds == begun.deeds
    scans(
        done.session,
        """
        mug   -> counted 2 of 3
        mug   -> counted 3 of 3
        mug   -> already_enough 3 of 3
        spoon -> counted 1 of 2
        spoon -> order_complete 5 of 5
        """,
    )


def test_less_than_is_packed_stops() -> None:
    begun = scans(ORDERED, f"{BEGUN}\ncase -> counted 3 of 5")
    for lines in [(line("MUG", 2), line("SPOON", 2)), (line("SPOON", 2),)]:
        stopped = told(begun, *lines)
        assert (stopped.state, stopped.reason) == (State.STOPPED, "changed")
    labelled = scans(
        Session(ORDER, (line("MUG", 2),)), "case -> order_complete 2 of 2\nbought:K -> label_ready"
    )
    assert told(labelled, line("MUG", 1)).state is State.STOPPED


def test_a_session_of_earlier_rules_stops_as_it_did() -> None:
    begun = scans(replace(ORDERED, rules=3), BEGUN)
    assert told(begun, line("MUG", 3), line("SPOON", 2)).state is State.STOPPED
    assert told(begun, line("MUG", 5)).state is State.STOPPED


def test_what_is_not_ordered_any_more_is_a_wrong_item() -> None:
    begun = scans(ORDERED, BEGUN)
    smaller = told(begun, line("MUG", 3))
    assert [one.wanted for one in smaller.lines] == [3, 0]
    scans(smaller, "spoon -> wrong_item\nBROKEN -> damaged_asked\nspoon -> wrong_item")
    full = scans(smaller, "case -> order_complete 3 of 3")
    assert full.box_units(1) == {"line-MUG": 3, "line-SPOON": 0}
    again = told(smaller, line("MUG", 3), line("SPOON", 1))
    assert len(again.lines) == 2
    scans(again, "spoon -> counted 1 of 1\ncase -> order_complete 4 of 4")


def test_the_line_of_the_last_scan_may_go() -> None:
    undone = scans(ORDERED, "spoon -> counted 1 of 2\nUNDO -> undone 0 of 2")
    assert undone.last == 1
    smaller = told(undone, line("MUG", 5))
    assert (smaller.last, smaller.following) == (-1, 0)


# --- what is full by it --------------------------------------------------------------------------


def test_a_full_box_buys_its_label_with_finish_and_not_by_itself() -> None:
    begun = scans(ORDERED, BEGUN)
    done = step(begun, Replanned((line("MUG", 1),)))
    assert (done.session.state, done.session.turn, done.effects) == (State.LABEL_FAILED, 1, ())
    assert (done.verdict.packed, done.session.wanted_units) == (1, 1)
    assert acts(done.session, "FINISH") == [("buy_label", 1)]
    ready = scans(done.session, "FINISH -> label_waits 1 of 1\nbought:KP1 -> label_ready 1 of 1")
    assert acts(ready, "KP1") == [("close_parcel", 1), ("finish_order", 1)]
    scans(done.session, "UNDO -> undone 0 of 1\nmug -> order_complete 1 of 1")


def test_a_full_box_without_label_closes_with_finish() -> None:
    full = told(scans(replace(ORDERED, label_source=LabelSource.NONE), BEGUN), line("MUG", 1))
    assert full.state is State.LABEL_FAILED
    assert acts(full, "FINISH") == [("close_parcel", 1), ("finish_order", 1)]


def test_a_full_box_waits_for_the_carriers_label() -> None:
    full = told(scans(replace(ORDERED, label_source=LabelSource.SCANNED), BEGUN), line("MUG", 1))
    assert (full.state, full.turn) == (State.TRACKING_WANTED, 1)


def test_tasks_come_first_and_none_of_what_was_dropped() -> None:
    tasks = (Task(TaskKind.NOTE, Sku("MUG")), Task(TaskKind.HAZARDOUS, Sku("SPOON")))
    full = told(scans(replace(ORDERED, tasks=tasks), BEGUN), line("MUG", 1))
    assert (full.state, full.tasks_left, full.due_tasks) == (
        State.TASK_WANTED, tasks[:1], tasks[:1]
    )  # fmt: skip
    assert acts(full, "FINISH") == [("buy_label", 1)]


def test_a_full_box_is_weighed() -> None:
    lines = (line("MUG", 3, weight_g=310), line("SPOON", 1, weight_g=40))
    begun = scans(Session(ORDER, lines), "mug@0 -> counted 1 of 3\nmug@310 -> counted 2 of 3")
    full = told(begun, replace(lines[0], wanted=2))
    assert (full.state, full.turn) == (State.WEIGHING, 1)
    assert acts(full, "weighs:740") == [("buy_label", 1)]


def test_the_second_box_that_stayed_empty_is_none() -> None:
    begun = scans(ORDERED, f"{BEGUN}\nPARCEL -> box_open")
    full = told(begun, line("MUG", 1))
    assert (full.state, full.turn, full.full_boxes) == (State.LABEL_FAILED, 1, (1,))
    undone = step(full, event("UNDO")).session
    assert (undone.state, undone.turn) == (State.LABEL_FAILED, 1)


@pytest.mark.parametrize("aside", ["LATER -> put_down", "HOLD -> hold_asked\nSHORT -> held"])
def test_an_order_put_aside_is_full_when_it_is_taken_up(aside: str) -> None:
    resting = scans(ORDERED, f"{BEGUN}\n{aside}")
    smaller = told(resting, line("MUG", 1))
    assert (smaller.state, smaller.reason) == (resting.state, resting.reason)
    up = scans(smaller, "resume: -> resumed 1 of 1")
    assert (up.state, up.turn) == (State.LABEL_FAILED, 1)
    assert acts(up, "FINISH") == [("buy_label", 1)]


def test_while_the_reason_of_a_hold_is_asked() -> None:
    asking = told(scans(ORDERED, f"{BEGUN}\nHOLD -> hold_asked"), line("MUG", 1))
    assert asking.state is State.ASKING_REASON
    assert step(asking, event("UNDO")).session.state is State.LABEL_FAILED


def test_a_stopped_order_that_became_smaller_is_full_once_it_goes_on() -> None:
    stopped = step(scans(ORDERED, BEGUN), Stopped(ASKS_TO_CANCEL)).session
    smaller = told(stopped, line("MUG", 1))
    assert (smaller.state, smaller.wanted_units) == (State.STOPPED, 1)


# --- open questions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "news", [Replanned(), Replanned(tasks=(Task(TaskKind.GIFT_WRAP),)), Replanned(moved=True)]
)
def test_news_without_lines_take_nothing_from_a_stopped_order(news: Replanned) -> None:
    waits = step(Session(ORDER, (line("MUG", 2),)), Stopped(ASKS_TO_CANCEL)).session
    told = step(waits, news).session
    assert (told.state, told.wanted_units) == (State.STOPPED, 2)
    again = step(told, Overruled()).session
    assert (again.state, again.complete) == (State.PACKING, False)
    earlier = step(replace(waits, rules=4), news).session
    assert earlier.wanted_units == 0


def test_a_unit_whose_serial_is_asked_is_forgotten_where_it_has_no_room() -> None:
    shop = Session(ORDER, (line("CAMERA", 2, serial=True), line("SPOON", 2)))
    asking = scans(shop, "camera -> serial_wanted\nSN-1 -> counted 1 of 2\ncamera -> serial_wanted")
    smaller = told(asking, replace(shop.lines[0], wanted=1), shop.lines[1])
    assert (smaller.state, smaller.pending) == (State.PACKING, None)
    kept = told(asking, shop.lines[0], line("SPOON", 1))
    scans(kept, "SN-2 -> counted 2 of 2\nspoon -> order_complete 3 of 3")


def test_a_choice_that_has_no_room_is_not_asked_any_more() -> None:
    asking = scans(ORDERED, "twin -> ambiguous")
    assert told(asking, line("MUG", 5)).state is State.PACKING
    assert told(asking, line("MUG", 4), line("SPOON", 2)).state is State.ASKING_WHICH


def test_a_short_shipment_that_is_asked_for_needs_no_supervisor_any_more() -> None:
    asking = scans(ORDERED, f"{BEGUN}\nSHORTSHIP -> supervisor_wanted")
    full = told(asking, line("MUG", 1))
    assert (full.state, full.asks, full.short) == (State.LABEL_FAILED, None, None)


def test_undo_brings_no_unit_back_that_is_not_ordered_any_more() -> None:
    broken = scans(
        ORDERED,
        """
        case   -> counted 2 of 5
        BROKEN -> damaged_asked
        mug    -> which_box_asked
        2      -> damaged 1 of 5
        """,
    )
    full = told(broken, line("MUG", 1))
    assert full.state is State.LABEL_FAILED
    refused = step(full, event("UNDO"))
    assert (refused.verdict.code.value, refused.session) == ("not_now", full)


def test_another_address_is_told_until_the_next_unit() -> None:
    begun = scans(ORDERED, BEGUN)
    other = Replanned((line("MUG", 4), line("SPOON", 2)), moved=True)
    for news in (Replanned(), other):
        moved = step(begun, news).session
        assert moved.moved
        assert not scans(moved, "mug -> counted").moved


def test_what_is_sent_short_is_stopped_by_another_number() -> None:
    short = replay(
        scans(ORDERED, BEGUN),
        map(event, ("SHORTSHIP", "badge:7", "1", "refused:no_funds")),
    )
    assert (short.state, short.complete) == (State.LABEL_FAILED, True)
    for mugs in (4, 6):
        assert told(short, line("MUG", mugs), line("SPOON", 2)).state is State.STOPPED


# --- kits ----------------------------------------------------------------------------------------


def part(sku: str, kits: int, each: int) -> PackLine:
    return PackLine(LineId("line-SET"), Sku(sku), kits * each, Sku("SETA"), each)


def test_fewer_kits_are_told_part_by_part() -> None:
    shop = Session(ORDER, (part("MUG", 3, 1), part("SPOON", 3, 2), line("FORK", 1)))
    begun = scans(shop, "seta -> counted\nspoon -> counted 3 of 6")
    smaller = told(begun, part("MUG", 2, 1), part("SPOON", 2, 2), line("FORK", 1))
    assert smaller.state is State.PACKING
    scans(smaller, "mug -> counted 2 of 2\nspoon -> counted 4 of 4\nseta -> already_enough")
    assert told(begun, part("MUG", 1, 1), part("SPOON", 1, 2)).state is State.STOPPED
    none = told(scans(shop, "fork -> counted 1 of 1"), line("FORK", 1))
    scans(replace(none, state=State.PACKING), "seta -> wrong_item\nmug -> wrong_item")


def test_a_kit_whose_proof_is_asked_is_forgotten_where_it_has_no_room() -> None:
    kits = Session(ORDER, (replace(part("MUG", 2, 1), lot=True), line("FORK", 1)))
    asked = scans(kits, "mug -> lot_wanted\nL1 -> counted\nseta -> lot_wanted")
    assert asked.pending is not None
    fork = line("FORK", 1)
    still = told(asked, replace(part("MUG", 3, 1), lot=True), fork)
    assert (still.state, still.pending) == (State.ASKING_LOT, asked.pending)
    smaller = told(asked, replace(part("MUG", 1, 1), lot=True), fork)
    assert (smaller.state, smaller.pending) == (State.PACKING, None)


def nested(kits: int) -> tuple[PackLine, ...]:
    """A set with a mug of its own, and with another set of two mugs and a spoon."""
    inner = ((Sku("OUTER"), 2), (Sku("INNER"), 2)), ((Sku("OUTER"), 1), (Sku("INNER"), 1))
    at, outer = LineId("line-OUTER"), Sku("OUTER")
    return (
        PackLine(at, Sku("MUG"), 2 * kits, outer, 2, kits=inner[0]),
        PackLine(at, Sku("SPOON"), kits, outer, 1, kits=inner[1]),
        PackLine(at, Sku("MUG"), kits, outer, 1),
    )


@pytest.mark.parametrize("words", ["outer -> counted", "mug -> counted\n" * 3 + "spoon -> counted"])
def test_what_stands_in_a_kit_twice_makes_one_kit_whole_before_the_next(words: str) -> None:
    begun = scans(Session(ORDER, nested(2)), words)
    assert begun.line_units() == {"line-OUTER": 1}
    smaller = told(begun, *nested(1))
    assert (smaller.state, smaller.packed_units) == (State.LABEL_FAILED, 4)
    earlier = scans(Session(ORDER, nested(2), rules=4), words)
    assert earlier.line_units() == {"line-OUTER": 0}
    assert told(earlier, *nested(1)).state is State.STOPPED


def test_it_reads_back_as_it_was() -> None:
    begun = scans(ORDERED, BEGUN)
    change: Event = Replanned((line("MUG", 1),))
    there = step(begun, change).session
    kept = session_record.event_from_json(*session_record.event_to_json(change))
    start = session_record.session_from_json(session_record.session_to_json(ORDERED))
    assert replay(start, [event("mug"), kept]) == there
    assert isinstance(event("FINISH"), Commanded)
