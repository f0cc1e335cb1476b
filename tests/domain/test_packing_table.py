"""The packing table is total, never packs too much, undoes exactly, and replays to itself."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fbm_desk.domain import barcodes
from fbm_desk.domain.barcodes import Code, Command, HoldReason
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import TABLE, replay, step
from fbm_desk.domain.session import (
    ENDED,
    Commanded,
    Event,
    LabelBought,
    LabelRefused,
    LabelSource,
    Match,
    Overruled,
    PackLine,
    ReasonGiven,
    Resumed,
    Scanned,
    Session,
    State,
    Stopped,
)

ORDER = OrderId("305-4471926-8830217")
SKUS = [Sku(name) for name in ("MUG", "SPOON", "TEA", "SET", "KETTLE")]

matches = st.lists(st.builds(Match, st.sampled_from(SKUS), st.integers(1, 3)), max_size=3)
codes = st.one_of(
    st.sampled_from(["X1", "SN-1", "SN-2", "KP488120073154", "2", "305-4471926-8830217", ""]).map(
        barcodes.read
    ),
    st.builds(Code, st.just("T"), count=st.integers(0, 4), serial=st.sampled_from(["", "SN-1"])),
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Scanned, codes, matches.map(tuple), st.none(), st.booleans()),
    st.builds(Scanned, codes, st.sampled_from(SKUS).map(lambda sku: (Match(sku),))),
    st.builds(Commanded, st.sampled_from(Command)),
    st.builds(ReasonGiven, st.sampled_from(HoldReason)),
    st.just(Resumed()),
    st.builds(LabelBought, st.just("KP488120073154")),
    st.builds(LabelRefused, st.just("offline"), st.booleans()),
    st.builds(Stopped, st.sampled_from(["cancelled", "changed", "buyer_asks_to_cancel"])),
    st.just(Overruled()),
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
    ),
    min_size=1,
    max_size=4,
).map(tuple)
sessions = st.builds(
    Session, st.just(ORDER), lines, st.sampled_from(LabelSource), label_scan=st.booleans()
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
    if counted.session.counts == session.counts:
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
            assert done.session.state is State.DONE
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
