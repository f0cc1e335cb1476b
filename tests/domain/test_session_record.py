"""Sessions and events survive being written down, and the chain shows what was tampered with."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.domain import barcodes
from fbm_desk.domain.barcodes import Code, Command, HoldReason
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import replay
from fbm_desk.domain.session import (
    Commanded,
    Event,
    LabelBought,
    LabelRefused,
    LabelSource,
    Match,
    PackLine,
    ReasonGiven,
    Resumed,
    ScaleRules,
    Scanned,
    Session,
    Stopped,
    Substitute,
    Task,
    TaskKind,
)
from fbm_desk.domain.session_record import (
    chain_hash,
    event_from_json,
    event_to_json,
    session_from_json,
    session_to_json,
)

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
skus = words.filter(bool).map(Sku)
days = st.dates(date(1977, 1, 1), date(2076, 12, 31))
codes = st.builds(
    Code,
    words,
    choice=st.integers(0, 9),
    order_id=st.none() | st.just(OrderId("305-4471926-8830217")),
    serial=words,
    lot=words,
    expires_on=st.none() | days,
    count=st.integers(0, 99_999_999),
)
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        Scanned,
        codes,
        st.lists(st.builds(Match, skus, st.integers(1, 500)), max_size=4).map(tuple),
        st.none() | days,
        st.booleans(),
    ),
    st.builds(Commanded, st.sampled_from(Command)),
    st.builds(ReasonGiven, st.sampled_from(HoldReason)),
    st.builds(Resumed, st.booleans()),
    st.builds(LabelBought, words),
    st.builds(LabelRefused, words, st.booleans()),
    st.builds(Stopped, words),
)
lines = st.builds(
    PackLine,
    words.map(LineId),
    skus,
    st.integers(1, 9_999),
    kit=st.none() | skus,
    per_kit=st.integers(1, 50),
    serial=st.booleans(),
    lot=st.booleans(),
)
sessions = st.builds(
    Session,
    st.just(OrderId("305-4471926-8830217")),
    st.lists(lines, min_size=1, max_size=5).map(tuple),
    st.sampled_from(LabelSource),
    st.booleans(),
)


@given(events)
def test_an_event_is_read_back_as_it_was_written(event: Event) -> None:
    kind, data = event_to_json(event)
    assert event_from_json(kind, data) == event
    assert data.encode()


@given(sessions)
def test_a_session_is_read_back_as_it_began(session: Session) -> None:
    assert session_from_json(session_to_json(session)) == session


@given(sessions, st.lists(st.text(max_size=20), max_size=12))
def test_scans_read_back_lead_to_the_same_session(session: Session, texts: list[str]) -> None:
    """What a code says beyond its meaning, the keys it was looked up by, need not be kept."""
    sku = session.lines[0].sku
    scans = [Scanned(barcodes.read(text), (Match(sku),) * (len(text) % 2)) for text in texts]
    again = [event_from_json(*event_to_json(scan)) for scan in scans]
    assert replay(session, again) == replay(session, scans)


def test_every_kind_of_event_is_written_under_its_own_name() -> None:
    kinds = {"Scanned", "Commanded", "ReasonGiven", "Resumed", "LabelBought", "LabelRefused"}
    samples: list[Event] = [
        Scanned(Code("X")),
        Commanded(Command.UNDO),
        ReasonGiven(HoldReason.SHORT),
        Resumed(),
        LabelBought("KP1"),
        LabelRefused("offline"),
        Stopped("cancelled"),
    ]
    assert {event_to_json(event)[0] for event in samples} == kinds | {"Stopped"}


def test_an_event_of_an_unknown_kind_is_not_guessed_at() -> None:
    with pytest.raises(KeyError):
        event_from_json("Teleported", json.dumps({}))


def test_the_chain_depends_on_everything_in_it() -> None:
    link = ("before", 3, "Scanned", '{"text": "X"}', "counted", "1/2/1777000000000")
    changed = ("Before", 4, "Commanded", '{"text": "Y"}', "unknown", "1/3/1777000000000")
    right = chain_hash(*link)
    assert chain_hash(*link) == right
    for at, other in enumerate(changed):
        mixed = (*link[:at], other, *link[at + 1 :])
        assert chain_hash(*mixed) != right  # type: ignore[arg-type]


@given(words, words)
def test_what_belongs_to_one_field_cannot_be_moved_to_the_next(kind: str, data: str) -> None:
    whole = chain_hash("", 1, kind + data, "", "counted", "1/1/1")
    parted = chain_hash("", 1, kind, data, "counted", "1/1/1")
    assert (whole == parted) is (data == "")


def test_all_that_a_session_begins_with_is_written_down() -> None:
    mug = PackLine(
        LineId("1"),
        Sku("MUG"),
        6,
        Sku("OUTER"),
        6,
        lot=True,
        transparency=True,
        kits=((Sku("OUTER"), 6), (Sku("INNER"), 3)),
        substitutes=(Substitute(Sku("BLUE"), serial=True, may_count=3, weight_g=300),),
        may_count=12,
        weight_g=310,
        before=2,
    )
    tasks = (Task(TaskKind.GIFT_WRAP), Task(TaskKind.NOTE, Sku("MUG")))
    session = Session(
        OrderId("305-4471926-8830217"), (mug,), tasks=tasks, scale=ScaleRules(packaging_g=90)
    )
    assert session_from_json(session_to_json(session)) == session
