"""Random scans beside an independent oracle: nothing wrong gets in, nothing right is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fbm_desk.domain.answering import answer
from fbm_desk.domain.packing import Step, step
from fbm_desk.domain.session import Count, Event, LabelBought, Replanned, Scanned, Session, State
from fbm_desk.domain.verdicts import VerdictCode
from tests.journeys.scan_desk import AtDesk, house
from tests.journeys.scan_oracle import Disagreement, Run, run
from tests.journeys.scan_shops import Bought, Shop
from tests.journeys.scan_table import Table


def told(found: Run) -> list[str]:
    return ["\n".join([one.wrong, one.seed, *one.transcript]) for one in found.disagreements]


@pytest.mark.parametrize("seed", [11, 12])
def test_random_scans_are_answered_by_the_table_as_by_the_oracle(seed: int) -> None:
    found = run(1500, seed)
    assert told(found) == []
    assert found.seen["answer counted"] > 200


def test_random_scans_at_real_benches_leave_what_the_oracle_says_in_the_books(
    tmp_path: Path,
) -> None:
    with house(tmp_path) as here:
        last: list[AtDesk] = []

        def begin(made: Shop, bought: Bought) -> AtDesk:
            for one in last:
                one.leave()
            last[:] = [here.begin(made, bought)]
            return last[0]

        found = run(250, 13, begin)
    assert told(found) == []
    assert found.seen["answer counted"] > 15


def one_more(_before: Session, done: Step) -> Step:
    """Each scan that counts puts one unit more in."""
    deed = done.session.deeds[-1]
    assert isinstance(deed, Count)
    (index, units), *others = deed.pieces
    more = replace(deed, pieces=((index, units + 1), *others))
    return replace(done, session=replace(done.session, deeds=(*done.session.deeds[:-1], more)))


def other_box(_before: Session, done: Step) -> Step:
    """What counts is written down in the wrong box."""
    deed = done.session.deeds[-1]
    assert isinstance(deed, Count)
    moved = replace(deed, box=deed.box + 1)
    return replace(done, session=replace(done.session, deeds=(*done.session.deeds[:-1], moved)))


def not_counted(before: Session, done: Step) -> Step:
    """A right unit is refused."""
    return Step(before, replace(done.verdict, code=VerdictCode.ALREADY_ENOUGH))


def full_too_early(_before: Session, done: Step) -> Step:
    """The first unit fills the order."""
    return replace(done, session=replace(done.session, state=State.FULL))


@pytest.mark.parametrize(
    ("crooked", "escape"),
    [(one_more, True), (other_box, True), (not_counted, False), (full_too_early, True)],
)
def test_a_program_that_counts_wrong_is_noticed(
    crooked: Callable[[Session, Step], Step], escape: bool
) -> None:
    def decide(session: Session, event: Event) -> Step:
        done = step(session, event)
        counted = isinstance(event, Scanned) and len(done.session.counts) > len(session.counts)
        return crooked(session, done) if counted else done

    def begin(made: Shop, bought: Bought) -> Table:
        return Table(made, bought, made.catalogue(), decide)

    found = run(500, 14, begin, most=1)
    assert [one.escape for one in found.disagreements] == [escape], told(found)


def refused_while_asking(before: Session, _done: Step) -> Step:
    """Whatever is asked has to be answered or undone first."""
    return Step(before, answer(before, VerdictCode.NOT_NOW, reason=before.state.value))


def silent(_before: Session, done: Step) -> Step:
    """Nobody is told that the unit asked about is not counted."""
    return replace(done, verdict=replace(done.verdict, dropped=""))


def still_asking(before: Session, done: Step) -> Step:
    """The unit asked about is carried along."""
    return replace(done, session=replace(done.session, pending=before.pending))


@pytest.mark.parametrize(
    ("crooked", "escape"), [(refused_while_asking, False), (silent, True), (still_asking, True)]
)
def test_a_program_that_does_not_leave_a_question_is_noticed(
    crooked: Callable[[Session, Step], Step], escape: bool
) -> None:
    def decide(session: Session, event: Event) -> Step:
        done = step(session, event)
        return crooked(session, done) if done.verdict.dropped else done

    def begin(made: Shop, bought: Bought) -> Table:
        return Table(made, bought, made.catalogue(), decide)

    found = run(1500, 15, begin, most=1)
    assert [one.escape for one in found.disagreements] == [escape], told(found)


def deaf_to_wishes(session: Session, event: Event) -> Step:
    """What a buyer wishes late is not asked for."""
    late = isinstance(event, Replanned) and event.tasks and not event.lines
    return Step(session, answer(session, VerdictCode.REPLANNED)) if late else step(session, event)


def wishes_forgotten(session: Session, event: Event) -> Step:
    """Once a label is there nothing else is done any more."""
    came = isinstance(event, LabelBought) and session.tasks_left
    return step(replace(session, tasks=()) if came else session, event)


def deaf_to_the_office(session: Session, event: Event) -> Step:
    """What was allowed once may be sent for ever."""
    done = step(session, event)
    if not isinstance(event, Replanned) or len(done.session.lines) != len(session.lines):
        return done
    lines = tuple(
        replace(now, substitutes=was.substitutes or now.substitutes)
        for was, now in zip(session.lines, done.session.lines, strict=True)
    )
    return replace(done, session=replace(done.session, lines=lines))


@pytest.mark.parametrize(
    ("crooked", "escape"),
    [(deaf_to_wishes, False), (wishes_forgotten, True), (deaf_to_the_office, True)],
)
def test_a_program_that_does_not_hear_what_comes_late_is_noticed(
    crooked: Callable[[Session, Event], Step], escape: bool
) -> None:
    def begin(made: Shop, bought: Bought) -> Table:
        return Table(made, bought, made.catalogue(), crooked)

    found = run(6000, 16, begin, most=1)
    assert [one.escape for one in found.disagreements] == [escape], told(found)


def test_an_escape_is_told_from_a_refusal() -> None:
    assert Disagreement("escape: counted what does not belong", "1/2", []).escape
    assert not Disagreement("false refusal: a right unit was not counted", "1/2", []).escape
