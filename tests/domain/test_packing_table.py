"""The packing table is total, never packs too much, undoes exactly, and replays to itself."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fbm_desk.domain import barcodes
from fbm_desk.domain.codes import Code, CodeKind, Command, HoldReason
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import TABLE, replay, step
from fbm_desk.domain.session import (
    ENDED,
    Authorised,
    BoxScanned,
    Commanded,
    Event,
    LabelBought,
    LabelRefused,
    LabelSource,
    Match,
    Overruled,
    PackLine,
    ReasonGiven,
    Replanned,
    Resumed,
    Scanned,
    Session,
    State,
    Stopped,
    Substitute,
    Task,
    TaskKind,
    Weighed,
    Why,
    WhyGiven,
)
from fbm_desk.domain.session_record import event_from_json, event_to_json

ORDER = OrderId("305-4471926-8830217")
SKUS = [Sku(name) for name in ("MUG", "SPOON", "TEA", "SET", "KETTLE")]
FULL_RANGE = (None, 0, 300, 900)

matches = st.lists(st.builds(Match, st.sampled_from(SKUS), st.integers(1, 3)), max_size=3)
codes = st.one_of(
    st.sampled_from(["X1", "SN-1", "SN-2", "KP488120073154", "2", "305-4471926-8830217", ""]).map(
        barcodes.read
    ),
    st.builds(Code, st.just("T"), count=st.integers(0, 4), serial=st.sampled_from(["", "SN-1"])),
    st.sampled_from(["AZ:1", "AZ:2"]).map(lambda text: Code(text, transparency=text)),
    st.builds(Code, st.just("T"), kind=st.sampled_from(CodeKind), lot=st.sampled_from(["", "L1"])),
)
lines = st.lists(
    st.builds(
        PackLine,
        st.sampled_from([LineId("1"), LineId("2")]),
        st.sampled_from(SKUS[:3]),
        st.integers(1, 4),
        kit=st.sampled_from([None, Sku("SET")]),
        per_kit=st.integers(1, 2),
        serial=st.booleans(),
        lot=st.booleans(),
        transparency=st.booleans(),
        may_count=st.integers(0, 3),
        weight_g=st.sampled_from([0, 300]),
        substitutes=st.sampled_from([(), (Substitute(Sku("KETTLE")),)]),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
scans = st.one_of(
    st.builds(
        Scanned,
        codes,
        matches.map(tuple),
        st.none(),
        st.booleans(),
        transparency_known=st.booleans(),
        scale_g=st.sampled_from(FULL_RANGE),
    ),
    st.builds(Scanned, codes, st.sampled_from(SKUS).map(lambda sku: (Match(sku),))),
    st.sampled_from(SKUS).map(lambda sku: Scanned(Code("T"), (Match(sku),))),
)
events: st.SearchStrategy[Event] = st.one_of(
    scans,
    scans,
    st.builds(Commanded, st.sampled_from(Command), st.integers(0, 3), st.integers(0, 3)),
    st.builds(ReasonGiven, st.sampled_from(HoldReason)),
    st.builds(WhyGiven, st.sampled_from(Why)),
    st.builds(Authorised, st.integers(1, 2)),
    st.builds(Weighed, st.sampled_from([420, 720, 1020, 5])),
    st.builds(BoxScanned, st.sampled_from(["S", "M"]), st.sampled_from([0, 90])),
    st.builds(Replanned, st.one_of(st.just(()), lines)),
    st.just(Resumed()),
    st.builds(LabelBought, st.just("KP488120073154"), st.integers(0, 2)),
    st.builds(LabelRefused, st.just("offline"), st.booleans()),
    st.builds(Stopped, st.sampled_from(["cancelled", "changed", "buyer_asks_to_cancel"])),
    st.just(Overruled()),
)
tasks = st.lists(
    st.builds(Task, st.sampled_from(TaskKind), st.sampled_from(SKUS[:2])), max_size=2, unique=True
)
sessions = st.builds(
    Session,
    st.just(ORDER),
    lines,
    st.sampled_from(LabelSource),
    label_scan=st.booleans(),
    tasks=tasks.map(tuple),
)
courses = st.lists(events, max_size=40)


@given(sessions, courses)
@settings(max_examples=300, deadline=None)
def test_never_more_in_the_box_than_ordered(session: Session, course: list[Event]) -> None:
    for event in course:
        session = step(session, event).session
        assert all(0 <= session.packed(i) <= line.wanted for i, line in enumerate(session.lines))


@given(sessions, courses)
@settings(max_examples=200, deadline=None)
def test_every_event_has_an_answer_and_a_refusal_changes_no_count(
    session: Session, course: list[Event]
) -> None:
    for event in course:
        done = step(session, event)
        assert done.verdict.order_id == ORDER
        if done.verdict.refused:
            assert done.session.counts == session.counts
        session = done.session


@given(sessions, courses, st.sampled_from(SKUS[:3]))
@settings(max_examples=300, deadline=None)
def test_undo_is_the_exact_opposite_of_a_count(
    session: Session, course: list[Event], sku: Sku
) -> None:
    session = replay(session, course)
    counted = step(session, Scanned(Code("T"), (Match(sku),)))
    if session.state is not State.PACKING or counted.session.state is not State.PACKING:
        return
    if counted.session.counts == session.counts or session.closed:
        return
    undone = step(counted.session, Commanded(Command.UNDO)).session
    assert undone.counts == session.counts
    assert undone.state is session.state


@given(sessions, courses)
@settings(max_examples=100, deadline=None)
def test_session_is_the_replay_of_its_events(session: Session, course: list[Event]) -> None:
    stepped = session
    for event in course:
        stepped = step(stepped, event).session
    assert replay(session, course) == stepped


@given(sessions, courses)
@settings(max_examples=200, deadline=None)
def test_parcel_closes_only_when_every_unit_is_in(session: Session, course: list[Event]) -> None:
    for event in course:
        done = step(session, event)
        if "close_parcel" in [effect.act.value for effect in done.effects]:
            assert done.session.complete
        session = done.session


@given(sessions, courses)
@settings(max_examples=200, deadline=None)
def test_label_is_asked_for_only_when_the_box_is_full_and_nothing_is_unclear(
    session: Session, course: list[Event]
) -> None:
    for event in course:
        done = step(session, event)
        if "buy_label" in [effect.act.value for effect in done.effects]:
            assert done.session.complete
        session = done.session


@given(sessions, courses)
@settings(max_examples=200, deadline=None)
def test_only_a_request_to_cancel_is_ever_overruled(session: Session, course: list[Event]) -> None:
    for event in course:
        after = step(session, event).session
        if session.state is State.STOPPED and after.state not in ENDED | {State.STOPPED}:
            assert isinstance(event, Overruled)
            assert session.reason == "buyer_asks_to_cancel"
            assert after.counts == session.counts
        session = after


def test_what_has_ended_has_no_rules() -> None:
    assert not [state for state, _ in TABLE if state in ENDED]


@given(sessions, courses)
@settings(max_examples=300, deadline=None)
def test_n_times_undo_is_the_session_before_the_last_n_deeds(
    session: Session, course: list[Event]
) -> None:
    session = replay(session, course)
    if session.state is not State.PACKING or session.times or session.closed or session.unclear:
        return
    for left in reversed(range(len(session.deeds))):
        session = step(session, Commanded(Command.UNDO)).session
        assert len(session.deeds) == left
        assert session.state in (State.PACKING, State.TASK_WANTED)
    done = step(session, Commanded(Command.UNDO))
    assert (done.verdict.code.value, done.session.lying) == ("nothing_to_undo", ())


@given(sessions, courses)
@settings(max_examples=300, deadline=None)
def test_what_lies_in_the_boxes_is_what_was_counted(session: Session, course: list[Event]) -> None:
    for event in course:
        after = step(session, event).session
        lying = after.lying
        assert all(one.units > 0 for one in lying)
        for i in range(len(after.lines)):
            assert sum(one.units for one in lying if one.index == i) == after.packed(i)
        if isinstance(event, Commanded) and event.command is Command.MOVE:
            assert lying == session.lying
        closed = {one.box for one in session.closed}
        assert [one for one in lying if one.box in closed] == [
            one for one in session.lying if one.box in closed
        ]
        assert after.closed[: len(session.closed)] == session.closed
        session = after


@given(sessions, courses)
@settings(max_examples=200, deadline=None)
def test_no_proof_is_ever_in_twice(session: Session, course: list[Event]) -> None:
    lying = replay(session, course).lying
    codes = [
        one.transparency
        for one in lying
        if one.transparency and session.lines[: one.index + 1][-1:] and _wants(session, one.index)
    ]
    assert len(codes) == len(set(codes))


def _wants(session: Session, index: int) -> bool:
    return index < len(session.lines) and session.lines[index].transparency


@given(sessions, courses)
@settings(max_examples=200, deadline=None)
def test_what_is_written_down_replays_to_the_same_session(
    session: Session, course: list[Event]
) -> None:
    read = [event_from_json(*event_to_json(event)) for event in course]
    assert replay(session, read) == replay(session, course)


@given(sessions, courses)
@settings(max_examples=200, deadline=None)
def test_boxes_close_once_each_and_the_order_is_finished_once(
    session: Session, course: list[Event]
) -> None:
    closed: list[int] = []
    finished = 0
    for event in course:
        done = step(session, event)
        closed += [one.box for one in done.effects if one.act.value == "close_parcel"]
        finished += sum(one.act.value == "finish_order" for one in done.effects)
        session = done.session
    assert len(closed) == len(set(closed))
    assert finished == (session.state is State.DONE)
    if finished:
        assert set(closed) == set(session.full_boxes)
