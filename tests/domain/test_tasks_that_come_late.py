"""A gift message or a wrapping that is ordered while packing: a task, and no scan is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain import session_record
from fbm_desk.domain.deeds import Task, TaskKind
from fbm_desk.domain.events import Act, LabelRefused, Replanned, Stopped, Why, WhyGiven
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


def test_by_earlier_rules_it_came_too_late_after_the_label() -> None:
    earlier = replace(MUGS, rules=4)
    labelled = replay(earlier, [event("case"), event("bought:KP1")])
    for late in (replay(earlier, [event("case")]), labelled):
        assert step(late, LATE).session == late


def test_a_box_with_its_label_is_not_closed_before_it_is_done() -> None:
    labelled = replay(MUGS, [event("case"), event("bought:KP1")])
    told = step(labelled, LATE)
    assert (told.verdict.code.value, told.verdict.reason) == ("replanned", "gift_wrap")
    assert (told.session.state, told.session.turn) == (State.TASK_WANTED, 1)
    done = tell(
        told.session,
        """
        KP1    -> not_now 2 of 2
        UNDO   -> not_now 2 of 2
        FINISH -> task_wanted 2 of 2
        FINISH -> label_ready 2 of 2
        """,
    )
    assert done.state is State.LABELLED
    assert acts(done, "KP1") == [("close_parcel", 1), ("finish_order", 1)]


@pytest.mark.parametrize("scan", [True, False])
def test_while_its_label_is_bought_it_waits_for_it(scan: bool) -> None:
    buying = step(replace(MUGS, label_scan=scan), event("case")).session
    told = step(buying, LATE).session
    assert told.state is State.FULL
    came = step(told, event("bought:KP1"))
    assert (came.session.state, came.effects) == (State.TASK_WANTED, ())
    one = step(came.session, event("FINISH")).session
    last = step(one, event("FINISH"))
    assert last.session.state is (State.LABELLED if scan else State.DONE)
    assert not [effect for effect in last.effects if effect.act is Act.BUY_LABEL]


def test_a_purchase_nobody_knows_of_is_asked_for_once_more_and_no_other() -> None:
    failed = step(step(MUGS, event("case")).session, LabelRefused("unclear", unclear=True)).session
    told = step(failed, LATE).session
    assert told.state is State.LABEL_FAILED
    assert step(told, event("UNDO")).session == told
    again = replay(told, [event("FINISH"), event("bought:KP1")])
    assert again.state is State.TASK_WANTED
    aside = replay(told, [event("LATER"), event("resume:here")])
    assert aside.state is State.TASK_WANTED
    done = step(step(aside, event("FINISH")).session, event("FINISH"))
    assert (done.session.state, done.session.unclear) == (State.FULL, True)


def test_put_aside_with_its_label_it_asks_when_it_is_taken_up() -> None:
    aside = replay(MUGS, [event("case"), event("bought:KP1"), event("LATER")])
    told = replay(aside, [LATE, event("resume:here")])
    assert (told.state, told.box) == (State.TASK_WANTED, 1)
    assert replay(told, [event("FINISH"), event("FINISH")]).state is State.LABELLED


def test_a_question_why_it_is_printed_again_hides_no_wish() -> None:
    asking = replay(MUGS, [event("case"), event("bought:KP1"), event("REPRINT")])
    told = step(asking, LATE).session
    assert told.state is State.ASKING_WHY
    assert step(told, event("KP1")).session.state is State.TASK_WANTED
    printed = step(told, WhyGiven(Why.MISSING)).session
    assert step(printed, event("KP1")).session.state is State.TASK_WANTED


def test_stopped_with_its_label_the_label_goes_back() -> None:
    told = replay(MUGS, [event("case"), event("bought:KP1"), LATE])
    assert acts(told, "amazon:cancelled") == [("void_label", 1)]


def test_what_is_closed_is_not_opened_by_it() -> None:
    two = [event(word) for word in ("mug", "PARCEL", "mug", "bought:KP1", "KP1")]
    one_closed = replay(MUGS, two)
    assert [one.box for one in one_closed.closed] == [1]
    assert step(one_closed, LATE).session == one_closed


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


def test_a_box_that_was_weighed_is_weighed_again_with_what_was_put_in_for_it() -> None:
    words = ("mug@0", "mug@310", "weighs:720", "refused:no_funds")
    full = replay(WEIGHED, map(event, words))
    assert (full.state, [one.grams for one in full.weights]) == (State.LABEL_FAILED, [720])
    done = replay(full, [LATE, event("FINISH"), event("FINISH")])
    assert (done.state, done.weights) == (State.WEIGHING, ())


def test_that_words_came_late_stays_known() -> None:
    told = replay(MUGS, [Replanned(tasks=(MESSAGE,)), Replanned(tasks=(WRAP,))])
    assert (told.tasks, told.message_came) == ((MESSAGE, WRAP), True)
    assert not step(MUGS, Replanned(tasks=(WRAP,))).session.message_came


def test_an_order_that_is_stopped_for_good_has_nothing_to_be_done() -> None:
    cancelled = step(MUGS, Stopped("cancelled")).session
    assert step(cancelled, LATE).session == cancelled
