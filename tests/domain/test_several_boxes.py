"""Orders in several boxes: filled, gone back to, units moved, each labelled in its turn."""

from __future__ import annotations

from fbm_desk.domain.orders import LineId, Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import (
    ClosedBox,
    LabelBought,
    LabelSource,
    PackLine,
    Session,
    State,
)
from tests.domain.packing_talk import ORDER, acts, line, tell

THREE = Session(ORDER, (line("MUG", 3), line("SPOON", 1)))


def test_boxes_are_filled_and_gone_back_to() -> None:
    packed = tell(
        THREE,
        """
        PARCEL    -> box_empty 0 of 4 box 1
        mug       -> counted 1 of 3 box 1
        PARCEL    -> box_open 1 of 4 box 2
        mug       -> counted 2 of 3 box 2
        PARCEL-1  -> box_open 2 of 4 box 1
        PARCEL-4  -> no_such_box 2 of 4 box 4
        spoon     -> counted 1 of 1 box 1
        PARCEL-2  -> box_open 3 of 4 box 2
        UNDO      -> undone 3 of 4 box 1
        UNDO      -> undone 0 of 1 box 1
        UNDO      -> undone 2 of 4 box 2
        UNDO      -> undone 1 of 3 box 2
        UNDO      -> undone 1 of 4 box 1
        UNDO      -> undone 0 of 3 box 1
        UNDO      -> nothing_to_undo 0 of 4 box 1
        """,
    )
    assert packed.deeds == ()


def test_a_unit_moves_into_the_open_box_and_back_with_undo() -> None:
    moved = tell(
        THREE,
        """
        MOVE   -> nothing_to_move 0 of 4
        mug    -> counted 1 of 3
        spoon  -> counted 1 of 1
        PARCEL -> box_open 2 of 4 box 2
        MOVE   -> move_asked 2 of 4
        kettle -> nothing_to_move 2 of 4
        mug    -> moved 1 of 3 box 2
        """,
    )
    assert [(one.index, one.box) for one in moved.lying] == [(1, 1), (0, 2)]
    back = tell(
        moved, "UNDO -> undone 1 of 3\nUNDO -> undone 2 of 4\nMOVE -> nothing_to_move 2 of 4"
    )
    assert back.full_boxes == (1,)


def test_a_unit_that_may_lie_in_two_boxes_is_asked_for_its_box() -> None:
    asked = tell(
        Session(ORDER, (line("MUG", 4),)),
        """
        mug    -> counted 1 of 4
        PARCEL -> box_open 1 of 4
        mug    -> counted 2 of 4
        PARCEL -> box_open 2 of 4
        MOVE   -> move_asked 2 of 4
        mug    -> which_box_asked 2 of 4
        mug    -> not_now 2 of 4
        3      -> not_now 2 of 4
        2      -> moved 2 of 4 box 3
        """,
    )
    assert [one.box for one in asked.lying] == [1, 3]
    assert asked.filling == 3


def test_units_that_show_different_numbers_are_told_apart() -> None:
    cameras = Session(ORDER, (line("CAMERA", 3, serial=True),))
    moved = tell(
        cameras,
        """
        camera -> serial_wanted 0 of 3
        SN-1   -> counted 1 of 3
        camera -> serial_wanted 1 of 3
        SN-2   -> counted 2 of 3
        PARCEL -> box_open 2 of 3
        MOVE   -> move_asked 2 of 3
        camera -> serial_wanted 2 of 3
        SN-2   -> moved 2 of 3
        """,
    )
    assert {one.serial: one.box for one in moved.lying} == {"SN-1": 1, "SN-2": 2}


def test_each_box_gets_its_own_label_in_turn_and_empty_ones_vanish() -> None:
    full = tell(
        THREE,
        """
        mug    -> counted 1 of 3
        PARCEL -> box_open 1 of 4
        mug    -> counted 2 of 3
        PARCEL -> box_open 2 of 4
        spoon  -> counted 1 of 1
        PARCEL-2 -> box_open 3 of 4
        MOVE   -> move_asked 3 of 4
        spoon  -> moved 1 of 1
        mug    -> order_complete 4 of 4 box 1
        UNDO   -> not_now 4 of 4
        bought:KP0000000001PT -> label_ready 4 of 4 box 1
        KP0000000002PT    -> wrong_label 4 of 4
        """,
    )
    assert acts(full, "KP0000000001PT") == [("close_parcel", 1), ("buy_label", 2)]
    ended = tell(
        full,
        """
        KP0000000001PT    -> box_closed 4 of 4 box 1
        refused:offline -> label_failed 4 of 4 box 2
        UNDO   -> not_now 4 of 4
        FINISH -> label_waits 4 of 4 box 2
        bought:KP0000000002PT -> label_ready 4 of 4 box 2
        KP0000000002PT    -> parcel_closed 4 of 4 box 2
        """,
    )
    assert ended.closed == (ClosedBox(1, "KP0000000001PT"), ClosedBox(2, "KP0000000002PT"))


def test_a_label_that_comes_for_another_box_is_given_back() -> None:
    full = tell(Session(ORDER, (line("MUG", 1),)), "mug -> order_complete 1 of 1")
    late = step(full, LabelBought("KP9", 2))
    assert late.session == full
    assert [(one.act.value, one.box) for one in late.effects] == [("void_label", 2)]


def test_own_carriers_labels_are_scanned_box_by_box_and_never_twice() -> None:
    own = Session(ORDER, (line("MUG", 2),), LabelSource.SCANNED)
    tell(
        own,
        """
        mug    -> counted 1 of 2
        PARCEL -> box_open 1 of 2
        mug    -> order_complete 2 of 2 box 1
        JD014012345678 -> box_closed 2 of 2 box 1
        JD014012345678 -> label_already_used 2 of 2 box 2
        JD014012345679 -> parcel_closed 2 of 2 box 2
        """,
    )


def test_without_labels_all_boxes_close_with_the_last_unit() -> None:
    two = Session(ORDER, (line("MUG", 2),), LabelSource.NONE)
    begun = tell(two, "mug -> counted 1 of 2\nPARCEL -> box_open 1 of 2")
    assert acts(begun, "mug") == [("close_parcel", 1), ("close_parcel", 2), ("finish_order", 2)]


def test_a_cancellation_in_between_stops_the_rest_and_what_is_closed() -> None:
    begun = tell(
        Session(ORDER, (line("MUG", 2),)),
        """
        mug    -> counted 1 of 2
        PARCEL -> box_open 1 of 2
        mug    -> order_complete 2 of 2
        bought:KP1 -> label_ready 2 of 2
        KP1    -> box_closed 2 of 2
        bought:KP2 -> label_ready 2 of 2
        """,
    )
    assert acts(begun, "amazon:cancelled") == [("void_label", 2), ("intercept", 0)]
    stopped = tell(begun, "amazon:cancelled -> cancelled 2 of 2")
    assert acts(stopped, "FINISH") == [("intercept", 0), ("release", 0)]
    asked = tell(begun, "amazon:buyer_asks_to_cancel -> cancelled 2 of 2")
    assert acts(begun, "amazon:buyer_asks_to_cancel") == []
    assert acts(asked, "FINISH") == [("intercept", 0), ("release", 0)]


def test_which_box_it_is_is_kept_and_undone() -> None:
    chosen = tell(THREE, "mug -> counted 1 of 3\nbox:BOX-S -> box_chosen 1 of 4")
    assert chosen.box_name(1) is not None
    assert tell(chosen, "UNDO -> undone 1 of 4").box_name(1) is None


def test_what_a_box_holds_of_each_line_counts_a_kit_with_its_last_part() -> None:
    parts = tuple(PackLine(LineId("k"), Sku(sku), 1, Sku("SETA"), 1) for sku in ("MUG", "SPOON"))
    split = tell(
        Session(ORDER, parts),
        "mug -> counted 1 of 1\nPARCEL -> box_open 1 of 2\nspoon -> order_complete 2 of 2",
    )
    assert (split.box_units(1), split.box_units(2)) == ({"k": 0}, {"k": 1})
    assert split.state is State.FULL
