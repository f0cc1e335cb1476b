"""A substitute that is allowed, or is not any more, while its order is packed: no scan is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.deeds import Substitute
from fbm_desk.domain.events import Replanned
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import Session, State
from tests.domain.packing_talk import ORDER, event, line, tell

FORK, CAMERA = Substitute(Sku("FORK")), Substitute(Sku("CAMERA"), serial=True)
PLAIN = line("SPOON", 2)
EITHER = replace(PLAIN, substitutes=(CAMERA, FORK))
SPOONS = Session(ORDER, (PLAIN,))
ALLOWED = Session(ORDER, (EITHER,))


def test_it_counts_from_then_on() -> None:
    begun = tell(
        SPOONS,
        """
        spoon -> counted 1 of 2
        fork  -> wrong_item 1 of 2
        """,
    )
    told = step(begun, Replanned((EITHER,)))
    assert (told.verdict.code.value, told.verdict.reason) == ("replanned", "substitutes")
    assert told.session.deeds == begun.deeds
    tell(told.session, "fork -> order_complete 2 of 2")


def test_it_counts_no_more_once_it_is_forbidden() -> None:
    begun = tell(ALLOWED, "spoon -> counted 1 of 2")
    told = step(begun, Replanned((PLAIN,)))
    assert told.verdict.reason == "no_substitutes"
    tell(told.session, "fork -> wrong_item 1 of 2")


def test_what_lies_in_a_box_stays_what_it_is() -> None:
    begun = tell(ALLOWED, "fork -> counted 1 of 2")
    told = step(begun, Replanned((PLAIN,))).session
    assert told.lines[0].substitutes == (FORK,)
    assert told.deeds == begun.deeds


def test_a_question_about_a_forbidden_unit_is_left() -> None:
    asking = tell(ALLOWED, "camera -> serial_wanted 0 of 2")
    told = step(asking, Replanned((PLAIN,))).session
    assert (told.state, told.pending) == (State.PACKING, None)
    asked = tell(replace(ALLOWED, lines=(line("CAMERA", 1, serial=True), EITHER)),
                 "camera -> serial_wanted 0 of 1")  # fmt: skip
    kept = step(asked, Replanned((line("CAMERA", 1, serial=True), PLAIN))).session
    assert kept.state is State.ASKING_SERIAL


def test_what_is_told_again_is_no_news() -> None:
    begun = tell(ALLOWED, "spoon -> counted 1 of 2")
    assert step(begun, Replanned((EITHER,))).session == begun


def test_put_aside_it_is_known_when_it_is_taken_up() -> None:
    aside = step(tell(SPOONS, "spoon -> counted 1 of 2"), event("LATER")).session
    told = step(aside, Replanned((EITHER,))).session
    assert told.state is State.PUT_DOWN
    tell(step(told, event("resume:here")).session, "fork -> order_complete 2 of 2")


def test_a_session_of_earlier_rules_goes_on_as_it_was_begun() -> None:
    earlier = replace(SPOONS, rules=4)
    begun = tell(earlier, "spoon -> counted 1 of 2")
    told = step(begun, Replanned((EITHER,))).session
    assert told == begun
    more = step(begun, Replanned((replace(EITHER, wanted=3),))).session
    assert more.lines[0].substitutes == ()


@pytest.mark.parametrize(("rules", "fork"), [(4, 1), (5, 0)])
def test_a_broken_one_that_is_forbidden_meanwhile_comes_not_back(rules: int, fork: int) -> None:
    broke = tell(
        replace(ALLOWED, rules=rules),
        """
        fork   -> counted 1 of 2
        BROKEN -> damaged_asked 1 of 2
        fork   -> which_box_asked 1 of 2
        2      -> damaged 0 of 2
        """,
    )
    forbidden = step(broke, Replanned((PLAIN,))).session
    undone = step(forbidden, event("UNDO")).session
    assert undone.packed_units == fork
    allowed = step(step(broke, Replanned((PLAIN,))).session, Replanned((EITHER,))).session
    assert step(allowed, event("UNDO")).session.packed_units == 1


def test_what_lies_in_a_box_stays_allowed_on_its_own_line_alone() -> None:
    forks = replace(line("FORK", 1), substitutes=(CAMERA,))
    begun = tell(
        replace(ALLOWED, lines=(forks, EITHER)),
        """
        fork -> counted 1 of 1
        fork -> counted 1 of 2
        """,
    )
    told = step(begun, Replanned((line("FORK", 1), PLAIN))).session
    assert [one.substitutes for one in told.lines] == [(), (FORK,)]


def test_its_facts_stay_those_it_was_begun_with() -> None:
    begun = tell(ALLOWED, "fork -> counted 1 of 2")
    heavier = replace(PLAIN, substitutes=(CAMERA, replace(FORK, weight_g=90)))
    assert step(begun, Replanned((heavier,))).session == begun
