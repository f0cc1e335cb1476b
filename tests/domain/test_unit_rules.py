"""Numbers told, kits in kits, substitutes, unit codes, broken units, tasks, what is no item."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fbm_desk.domain.codes import Code, CodeKind, Command
from fbm_desk.domain.orders import LineId, Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import (
    Commanded,
    LabelSource,
    Match,
    PackLine,
    Scanned,
    Session,
    State,
    Substitute,
    Task,
    TaskKind,
)
from tests.domain.packing_talk import ORDER, acts, line, tell

BOLTS = Session(ORDER, (line("BOLT", 20, may_count=12), line("MUG", 3)))


def test_a_number_is_for_the_next_scan_alone() -> None:
    tell(
        BOLTS,
        """
        QUANTITY -> times_asked 0 of 23
        X5     -> times_set 0 of 23
        bolt   -> counted 5 of 20
        bolt   -> counted 6 of 20
        4      -> times_set 6 of 23
        bolt   -> counted 10 of 20
        X12    -> times_set 10 of 23
        bolt   -> already_enough 10 of 20
        bolt   -> counted 11 of 20
        3      -> times_set 11 of 23
        UNDO   -> never_mind 11 of 23
        3      -> times_set 11 of 23
        kettle -> wrong_item 11 of 20
        bolt   -> counted 12 of 20
        UNDO   -> undone 11 of 20
        UNDO   -> undone 10 of 20
        UNDO   -> undone 6 of 20
        """,
    )


def test_what_must_be_scanned_one_by_one_is() -> None:
    tell(
        BOLTS,
        """
        3    -> times_set 0 of 23
        mug  -> count_each 0 of 3
        mug  -> counted 1 of 3
        X13  -> times_set 1 of 23
        bolt -> count_each 0 of 20
        """,
    )


def kit(line_id: str, name: str, *parts: str) -> tuple[PackLine, ...]:
    return tuple(PackLine(LineId(line_id), Sku(sku), 1, Sku(name), 1) for sku in parts)


def test_a_loose_part_never_stands_in_the_way_of_a_kit_that_fits() -> None:
    two = Session(ORDER, (*kit("a", "SETA", "MUG", "SPOON"), *kit("b", "SETB", "MUG", "FORK")))
    full = tell(
        two,
        """
        mug  -> counted 1 of 1
        SETA -> counted 1 of 1
        SETA -> already_enough 1 of 1
        fork -> order_complete 4 of 4
        """,
    )
    assert full.line_units() == {"a": 1, "b": 1}


def test_a_kits_code_counts_no_more_kits_than_ordered_whatever_else_is_wanted() -> None:
    session = Session(ORDER, (*kit("a", "SETA", "MUG", "SPOON"), line("MUG", 5), line("SPOON", 5)))
    tell(session, "SETA -> counted 1 of 1\nSETA -> already_enough 1 of 1\nmug -> counted 1 of 5")


OUTER = (
    PackLine(
        LineId("o"), Sku("MUG"), 6, Sku("OUTER"), 6, kits=((Sku("OUTER"), 6), (Sku("INNER"), 3))
    ),
    PackLine(
        LineId("o"), Sku("SPOON"), 2, Sku("OUTER"), 2, kits=((Sku("OUTER"), 2), (Sku("INNER"), 1))
    ),
    PackLine(LineId("o"), Sku("CARD"), 1, Sku("OUTER"), 1),
)


def test_kits_within_kits_count_by_the_outer_the_inner_or_the_parts() -> None:
    nested = Session(ORDER, OUTER)
    tell(nested, "OUTER -> order_complete 9 of 9")
    tell(
        nested,
        """
        INNER -> counted 3 of 6
        OUTER -> already_enough 3 of 6
        INNER -> counted 6 of 6
        INNER -> already_enough 6 of 6
        card  -> order_complete 9 of 9
        """,
    )
    tell(
        nested,
        """
        mug   -> counted 1 of 6
        INNER -> counted 4 of 6
        INNER -> already_enough 4 of 6
        mug   -> counted 5 of 6
        UNDO  -> undone 4 of 6
        UNDO  -> undone 1 of 6
        UNDO  -> undone 0 of 6
        OUTER -> order_complete 9 of 9
        """,
    )


def test_a_substitute_counts_only_where_the_order_allows_it() -> None:
    tell(Session(ORDER, (line("MUG", 2),)), "blue -> wrong_item 0 of 2")
    allowed = line("MUG", 2, substitutes=(Substitute(Sku("BLUE"), serial=True),))
    packed = tell(
        Session(ORDER, (allowed,)),
        """
        blue -> serial_wanted 0 of 2
        SN-1 -> counted 1 of 2
        mug  -> order_complete 2 of 2
        """,
    )
    assert [packed.sku_of(one) for one in packed.lying] == ["BLUE", "MUG"]


def test_what_is_wanted_itself_is_no_substitute_before_all_of_it_is_in() -> None:
    both = (line("MUG", 1, substitutes=(Substitute(Sku("BLUE")),)), line("BLUE", 1))
    packed = tell(Session(ORDER, both), "blue -> counted 1 of 1\nblue -> order_complete 2 of 2")
    assert [(one.index, one.instead) for one in packed.lying] == [(1, None), (0, "BLUE")]


FIRST, SECOND = "AZ:" + "1" * 26, "AZ:" + "2" * 26


def test_each_unit_shows_its_own_transparency_code() -> None:
    tell(
        Session(ORDER, (line("WATCH", 2, transparency=True),)),
        f"""
        {FIRST}  -> item_first 0 of 2
        watch    -> transparency_wanted 0 of 2
        watch    -> transparency_wanted 0 of 2
        SN-77    -> transparency_wanted 0 of 2
        {FIRST}  -> counted 1 of 2
        watch    -> transparency_wanted 1 of 2
        {FIRST}  -> same_transparency 1 of 2
        watch    -> transparency_wanted 1 of 2
        used:{SECOND} -> same_transparency 1 of 2
        watch    -> transparency_wanted 1 of 2
        {SECOND} -> order_complete 2 of 2
        """,
    )


def test_broken_units_leave_the_stock_and_do_not_count() -> None:
    mugs = Session(ORDER, (line("MUG", 2), line("SPOON", 1)))
    asked = tell(mugs, "BROKEN -> damaged_asked 0 of 3\nkettle -> wrong_item 0 of 3")
    assert acts(asked, "mug") == [("damage", 1)]
    tell(asked, "mug -> damaged 0 of 2\nmug -> counted 1 of 2\nUNDO -> undone 0 of 2")
    packed = tell(
        mugs,
        """
        mug    -> counted 1 of 2
        spoon  -> counted 1 of 1
        BROKEN -> damaged_asked 2 of 3
        mug    -> which_box_asked 2 of 3
        2      -> damaged 0 of 2
        mug    -> counted 1 of 2
        UNDO   -> undone 0 of 2
        UNDO   -> undone 1 of 2
        BROKEN -> damaged_asked 2 of 3
        mug    -> which_box_asked 2 of 3
        1      -> damaged 1 of 2
        """,
    )
    undone = step(packed, Commanded(Command.UNDO))
    assert [(one.act.value, one.sku, one.units) for one in undone.effects] == [
        ("damage", "MUG", -1)
    ]


def test_tasks_are_acknowledged_one_by_one_before_the_label() -> None:
    wrapped = Session(
        ORDER,
        (line("MUG", 1),),
        tasks=(Task(TaskKind.GIFT_WRAP, Sku("MUG")), Task(TaskKind.NOTE, Sku("MUG"))),
    )
    begun = tell(
        wrapped,
        """
        mug    -> task_wanted 1 of 1
        mug    -> not_now 1 of 1
        FINISH -> task_wanted 1 of 1
        UNDO   -> undone 1 of 1
        UNDO   -> undone 0 of 1
        mug    -> task_wanted 1 of 1
        LATER  -> put_down 1 of 1
        resume: -> resumed 1 of 1
        FINISH -> task_wanted 1 of 1
        """,
    )
    assert acts(begun, "FINISH") == [("buy_label", 1)]


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (CodeKind.TRACKING, "not_an_item tracking"),
        (CodeKind.TOTE, "not_an_item tote"),
        (CodeKind.BADGE, "not_an_item badge"),
        (CodeKind.PLAIN, "unknown "),
    ],
)
def test_what_is_no_item_by_its_form_is_said_to_be_that(kind: CodeKind, answer: str) -> None:
    verdict = step(BOLTS, Scanned(Code("1Z999AA10123456784", kind=kind))).verdict
    assert f"{verdict.code.value} {verdict.reason}" == answer
    assert verdict.refused


def test_a_case_that_is_also_an_alias_is_what_the_order_needs_else_asked() -> None:
    needs_mugs = Session(ORDER, (line("MUG", 3), line("BOLT", 1)))
    tell(needs_mugs, "case3 -> counted 3 of 3")
    both = Session(ORDER, (line("MUG", 3), line("SPOON", 1)))
    tell(both, "case3 -> ambiguous 0 of 4\n1 -> counted 3 of 3\ncase3 -> order_complete 4 of 4")
    tell(both, "mug -> counted 1 of 3\ncase3 -> counted 1 of 1")


def test_a_lot_that_is_not_the_oldest_in_stock_counts_and_says_so() -> None:
    tea = Session(ORDER, (line("TEA", 3, lot=True),))
    young = Code("t", lot="L2", expires_on=date(2027, 5, 1))
    scan = Scanned(young, (Match(Sku("TEA")),), date(2026, 11, 23), earlier_on=date(2027, 1, 1))
    verdict = step(tea, scan).verdict
    assert (verdict.code.value, verdict.reason) == ("counted", "earlier_lot")
    older = replace(scan, earlier_on=date(2027, 6, 1))
    assert step(tea, older).verdict.reason == ""
    only = Session(ORDER, (line("TEA", 1, lot=True),), LabelSource.NONE)
    closed = step(only, scan)  # the parcel closes with it: nothing follows that could tell it
    assert closed.session.state is State.DONE
    assert (closed.verdict.code.value, closed.verdict.reason) == ("order_complete", "earlier_lot")
    assert step(only, older).verdict.reason == ""
