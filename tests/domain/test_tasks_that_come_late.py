"""A gift message or a wrapping that is ordered while packing: a task, and no scan is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain import session_record
from fbm_desk.domain.deeds import Task, TaskKind
from fbm_desk.domain.events import Replanned, Stopped
from fbm_desk.domain.packing import replay, step
from fbm_desk.domain.session import ASKS_TO_CANCEL, LabelSource, Session, State
from tests.domain.packing_talk import ORDER, acts, event, line, tell

MESSAGE, WRAP = Task(TaskKind.GIFT_MESSAGE), Task(TaskKind.GIFT_WRAP, line("MUG", 1).sku)
LATE = Replanned(tasks=(WRAP, MESSAGE))
MUGS = Session(ORDER, (line("MUG", 2),))
WEIGHED = replace(MUGS, lines=(line("MUG", 2, weight_g=300),))


def test_it_is_asked_before_the_label_and_every_scan_stays() -> None:
    begun = tell(MUGS, "mug -> counted 1 of 2")
    told = step(begun, LATE)
    assert (told.verdict.code.value, told.verdict.reason) == ("replanned", "gift_wrap")
    assert told.session.deeds == begun.deeds
    done = tell(
        told.session,
        """
        mug    -> task_wanted 2 of 2
        FINISH -> task_wanted 2 of 2
        """,
    )
    assert acts(done, "FINISH") == [("buy_label", 1)]
    assert acts(done, "UNDO") == []


@pytest.mark.parametrize(
    ("session", "words", "state"),
    [
        (replace(MUGS, label_source=LabelSource.SCANNED), ("case",), State.TRACKING_WANTED),
        (MUGS, ("case", "refused:no_funds"), State.LABEL_FAILED),
        (WEIGHED, ("mug@0", "mug@310"), State.WEIGHING),
        (WEIGHED, ("mug@0", "mug@310", "weighs:2000"), State.WEIGHT_OFF),
    ],
)
def test_a_full_box_without_a_label_has_its_task_first(
    session: Session, words: tuple[str, ...], state: State
) -> None:
    full = replay(session, map(event, words))
    assert full.state is state
    told = step(full, LATE).session
    assert told.state is State.TASK_WANTED
    assert told.packed_units == 2
    again = replay(told, [event("FINISH"), event("FINISH")])
    assert again.state in (state, State.FULL, State.WEIGHING)
    assert not again.tasks_left


def test_the_task_that_is_shown_stays_and_the_new_one_follows() -> None:
    asked = tell(replace(MUGS, tasks=(WRAP,)), "case -> task_wanted 2 of 2")
    told = step(asked, LATE).session
    assert told.tasks_left == (WRAP, MESSAGE)
    assert step(told, event("FINISH")).session.tasks_left == (MESSAGE,)


def test_what_was_told_before_is_no_news() -> None:
    asked = replace(MUGS, tasks=(WRAP, MESSAGE))
    assert step(asked, LATE).session == asked


def test_an_order_put_aside_asks_when_it_is_taken_up() -> None:
    aside = replay(MUGS, [event("case"), event("refused:no_funds"), event("LATER")])
    told = step(aside, LATE).session
    assert told.state is State.PUT_DOWN
    assert step(told, event("resume:here")).session.state is State.TASK_WANTED


def test_an_order_that_waits_for_a_decision_keeps_it() -> None:
    waits = step(tell(MUGS, "mug -> counted 1 of 2"), Stopped(ASKS_TO_CANCEL)).session
    told = step(waits, LATE).session
    assert told.state is State.STOPPED
    assert told.tasks == (WRAP, MESSAGE)


def test_after_the_label_it_comes_too_late() -> None:
    labelled = replay(MUGS, [event("case"), event("bought:KP1")])
    for late in (replay(MUGS, [event("case")]), labelled):
        assert step(late, LATE).session == late


def test_with_more_units_the_tasks_come_too() -> None:
    begun = tell(MUGS, "mug -> counted 1 of 2")
    told = step(begun, Replanned((line("MUG", 3),), (MESSAGE,))).session
    assert told.tasks_left == (MESSAGE,)
    tell(told, "case -> task_wanted 3 of 3")


def test_it_is_written_down_and_read_back() -> None:
    kind, text = session_record.event_to_json(LATE)
    assert session_record.event_from_json(kind, text) == LATE
    plain = Replanned((line("MUG", 3),))
    assert "tasks" not in session_record.event_to_json(plain)[1]
    for slip in (True, False):
        begun = replace(MUGS, slip=slip)
        assert session_record.session_from_json(session_record.session_to_json(begun)) == begun
