"""The packing table told as transcripts: a scan on the left, its answer on the right."""

from __future__ import annotations

from datetime import date

import pytest

from fbm_desk.domain import barcodes
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import (
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
    Stopped,
)

ORDER = OrderId("305-4471926-8830217")
CATALOGUE: dict[str, tuple[Match, ...]] = {
    "mug": (Match(Sku("MUG")),),
    "spoon": (Match(Sku("SPOON")),),
    "kettle": (Match(Sku("KETTLE")),),
    "case": (Match(Sku("MUG"), 2),),
    "twin": (Match(Sku("MUG")), Match(Sku("SPOON"))),
    "set": (Match(Sku("SET")),),
    "camera": (Match(Sku("CAMERA")),),
    "tea": (Match(Sku("TEA")),),
}


def line(sku: str, wanted: int, **facts: object) -> PackLine:
    return PackLine(LineId(f"line-{sku}"), Sku(sku), wanted, **facts)  # type: ignore[arg-type]


def event(word: str) -> Event:
    """The event behind a word of a transcript."""
    kind, _, rest = word.partition(":")
    if kind == "bought":
        return LabelBought(rest)
    if kind == "refused":
        return LabelRefused(rest)
    if kind == "unclear":
        return LabelRefused(rest, unclear=True)
    if kind == "amazon":
        return Stopped(rest)
    if kind == "supervisor":
        return Overruled()
    if kind == "resume":
        return Resumed()
    code = barcodes.read(word)
    if code.command:
        return Commanded(code.command)
    if code.reason:
        return ReasonGiven(code.reason)
    return Scanned(code, CATALOGUE.get(word.lower(), ()), on=date(2026, 11, 23))


def tell(session: Session, transcript: str) -> None:
    for row in transcript.strip().splitlines():
        word, _, expected = (part.strip() for part in row.partition("->"))
        done = step(session, event(word))
        got = f"{done.verdict.code.value} {done.verdict.packed} of {done.verdict.wanted}"
        assert got == expected, row.strip()
        session = done.session


PLAIN = Session(ORDER, (line("MUG", 3), line("SPOON", 1)))


def test_order_is_packed_labelled_and_closed() -> None:
    tell(
        PLAIN,
        """
        mug               -> counted 1 of 3
        mug               -> counted 2 of 3
        SPOON             -> counted 1 of 1
        mug               -> order_complete 4 of 4
        mug               -> not_now 4 of 4
        bought:KP 488120  -> label_ready 4 of 4
        mug               -> not_now 4 of 4
        KP999999          -> wrong_label 4 of 4
        kp488120          -> parcel_closed 4 of 4
        mug               -> not_now 4 of 4
        """,
    )


def test_refusals_are_told_apart_and_change_nothing() -> None:
    tell(
        PLAIN,
        """
        kettle      -> wrong_item 0 of 3
        4006381333931 -> unknown 0 of 4
        spoon       -> counted 1 of 1
        spoon       -> already_enough 1 of 1
        case        -> counted 2 of 3
        case        -> already_enough 2 of 3
        302-1180457-5529021 -> not_now 3 of 4
        305-4471926-8830217 -> already_here 3 of 4
        mug         -> order_complete 4 of 4
        """,
    )


def test_barcode_of_two_wanted_articles_is_asked_never_guessed() -> None:
    tell(
        PLAIN,
        """
        twin  -> ambiguous 0 of 4
        7     -> not_now 0 of 4
        2     -> counted 1 of 1
        twin  -> counted 1 of 3
        UNDO  -> undone 0 of 3
        """,
    )
    tell(PLAIN, "twin -> ambiguous 0 of 4\nUNDO -> never_mind 0 of 4\nmug -> counted 1 of 3")
    tell(PLAIN, "twin -> ambiguous 0 of 4\nspoon -> counted 1 of 1")


def test_undo_goes_back_to_the_beginning() -> None:
    tell(
        PLAIN,
        """
        case -> counted 2 of 3
        mug  -> counted 3 of 3
        UNDO -> undone 2 of 3
        UNDO -> undone 0 of 3
        UNDO -> nothing_to_undo 0 of 4
        """,
    )


def test_hold_asks_its_reason_and_can_be_resumed() -> None:
    tell(
        PLAIN,
        """
        mug     -> counted 1 of 3
        HOLD    -> hold_asked 1 of 4
        mug     -> not_now 1 of 4
        UNDO    -> never_mind 1 of 4
        HOLD    -> hold_asked 1 of 4
        SHORT   -> held 1 of 4
        mug     -> not_now 1 of 4
        resume: -> resumed 1 of 4
        HOLD    -> hold_asked 1 of 4
        3       -> held 1 of 4
        """,
    )


def test_order_put_down_keeps_its_counts() -> None:
    tell(PLAIN, "mug -> counted 1 of 3\nLATER -> put_down 1 of 4\nresume: -> resumed 1 of 4")


def test_cancelled_order_stops_until_its_units_are_out() -> None:
    tell(
        PLAIN,
        """
        mug              -> counted 1 of 3
        amazon:cancelled -> cancelled 1 of 4
        mug              -> cancelled 1 of 4
        FINISH           -> taken_out 1 of 4
        mug              -> not_now 1 of 4
        """,
    )


def test_a_buyer_who_asks_to_cancel_stops_the_order_until_a_supervisor_decides() -> None:
    tell(
        PLAIN,
        """
        mug                         -> counted 1 of 3
        amazon:buyer_asks_to_cancel -> cancelled 1 of 4
        mug                         -> cancelled 1 of 4
        RESUME                      -> order_awaits_decision 1 of 4
        supervisor:                 -> resumed 1 of 4
        mug                         -> counted 2 of 3
        supervisor:                 -> not_now 2 of 4
        """,
    )


def test_a_request_to_cancel_that_becomes_a_cancellation_cannot_be_overruled() -> None:
    tell(
        PLAIN,
        """
        mug                         -> counted 1 of 3
        amazon:buyer_asks_to_cancel -> cancelled 1 of 4
        amazon:cancelled            -> cancelled 1 of 4
        RESUME                      -> not_now 1 of 4
        supervisor:                 -> not_now 1 of 4
        FINISH                      -> taken_out 1 of 4
        """,
    )


def test_the_label_of_a_full_box_is_kept_while_a_supervisor_has_to_decide() -> None:
    one = Session(ORDER, (line("MUG", 1),))
    tell(
        one,
        """
        mug                         -> order_complete 1 of 1
        amazon:buyer_asks_to_cancel -> cancelled 1 of 1
        bought:KP4881               -> cancelled 1 of 1
        supervisor:                 -> resumed 1 of 1
        KP4881                      -> parcel_closed 1 of 1
        """,
    )
    full = step(one, event("mug")).session
    asked = step(full, Stopped("buyer_asks_to_cancel"))
    assert step(asked.session, LabelBought("KP4881")).effects == asked.effects == ()
    gone_on = step(asked.session, Overruled()).session
    assert step(gone_on, event("UNDO")).session == gone_on  # it may be paid at this moment


def test_label_that_comes_after_the_stop_is_void_at_once() -> None:
    full = Session(ORDER, (line("MUG", 1),))
    full = step(full, event("mug")).session
    stopped = step(full, Stopped("cancelled")).session
    late = step(stopped, LabelBought("KP1"))
    assert [effect.act.value for effect in late.effects] == ["void_label"]


def test_failed_label_can_be_tried_again_or_undone_but_not_after_an_unclear_purchase() -> None:
    one = Session(ORDER, (line("MUG", 1),))
    tell(
        one,
        """
        mug             -> order_complete 1 of 1
        UNDO            -> not_now 1 of 1
        refused:offline -> label_failed 1 of 1
        FINISH          -> label_waits 1 of 1
        refused:offline -> label_failed 1 of 1
        UNDO            -> undone 0 of 1
        mug             -> order_complete 1 of 1
        unclear:timeout -> label_failed 1 of 1
        UNDO            -> not_now 1 of 1
        """,
    )


def test_kit_is_counted_by_its_own_code_or_part_by_part() -> None:
    kit = (
        PackLine(LineId("line-SET"), Sku("MUG"), 4, Sku("SET"), 2),
        PackLine(LineId("line-SET"), Sku("SPOON"), 2, Sku("SET"), 1),
    )
    tell(
        Session(ORDER, kit),
        """
        set   -> counted 2 of 4
        mug   -> counted 3 of 4
        set   -> already_enough 3 of 4
        mug   -> counted 4 of 4
        spoon -> order_complete 6 of 6
        """,
    )


def test_serial_number_is_wanted_once_per_unit_and_never_twice() -> None:
    tell(
        Session(ORDER, (line("CAMERA", 2, serial=True),)),
        """
        camera   -> serial_wanted 0 of 2
        camera   -> serial_wanted 0 of 2
        SN-001   -> counted 1 of 2
        camera   -> serial_wanted 1 of 2
        SN-001   -> same_serial 1 of 2
        camera   -> serial_wanted 1 of 2
        UNDO     -> never_mind 1 of 2
        camera   -> serial_wanted 1 of 2
        SN-002   -> order_complete 2 of 2
        """,
    )


def test_lot_past_its_date_is_refused() -> None:
    tea = Session(ORDER, (line("TEA", 2, lot=True),))
    old = barcodes.read("(01)04006381333931(10)L1(17)261122")
    good = barcodes.read("(01)04006381333931(10)L2(17)271122")
    today = date(2026, 11, 23)
    matches = (Match(Sku("TEA")),)
    assert step(tea, Scanned(old, matches, today)).verdict.code.value == "expired_lot"
    counted = step(tea, Scanned(good, matches, today))
    assert counted.verdict.code.value == "counted"
    assert counted.session.counts[0].lot == "L2"
    tell(tea, "tea -> lot_wanted 0 of 2\nL-77 -> counted 1 of 2")


def test_own_carrier_label_is_scanned_and_closes_the_parcel() -> None:
    own = Session(ORDER, (line("MUG", 1),), label_source=LabelSource.SCANNED)
    tell(
        own,
        """
        mug           -> order_complete 1 of 1
        mug           -> not_now 1 of 1
        SHORTY        -> tracking_wanted 1 of 1
        JD 0140 1234 5678 -> parcel_closed 1 of 1
        """,
    )


def test_without_labels_the_last_unit_closes_the_parcel() -> None:
    done = step(Session(ORDER, (line("MUG", 1),), label_source=LabelSource.NONE), event("mug"))
    assert [effect.act.value for effect in done.effects] == ["close_parcel", "finish_order"]


@pytest.mark.parametrize(
    "scanned", ["420941079405511899223197428490", "9405 5118 9922 3197 428490"]
)
def test_usps_routing_before_the_number_is_the_same_label(scanned: str) -> None:
    labelled = Session(ORDER, (line("MUG", 1),))
    labelled = step(labelled, event("mug")).session
    labelled = step(labelled, LabelBought("9405511899223197428490")).session
    assert step(labelled, event(scanned)).verdict.code.value == "parcel_closed"
