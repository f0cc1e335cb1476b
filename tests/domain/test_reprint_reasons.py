"""A label once more wants a reason: one digit, and never in the way of the label itself."""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.events import Act
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import Session, State
from tests.domain.packing_talk import ORDER, acts, event, line, tell

LABEL = "KP0000000001PT"
MUGS = Session(ORDER, (line("MUG", 1),))


def labelled() -> Session:
    return tell(MUGS, f"mug -> order_complete 1 of 1\nbought:{LABEL} -> label_ready 1 of 1")


def test_a_reprint_asks_why_and_prints_once_it_knows() -> None:
    asked = tell(labelled(), "REPRINT -> why_asked 1 of 1\n4 -> not_now 1 of 1")
    assert acts(labelled(), "REPRINT") == []
    done = step(asked, event("2"))
    assert (done.verdict.code.value, done.verdict.reason) == ("reprinted", "spoilt")
    assert [(one.act, one.box, one.why) for one in done.effects] == [(Act.REPRINT, 1, "spoilt")]
    tell(
        done.session,
        f"REPRINT -> why_asked 1 of 1\n1 -> reprinted 1 of 1\n{LABEL} -> parcel_closed 1 of 1",
    )


def test_the_label_drops_the_question() -> None:
    tell(labelled(), f"REPRINT -> why_asked 1 of 1\n{LABEL} -> parcel_closed 1 of 1")
    wrong = tell(labelled(), "REPRINT -> why_asked 1 of 1\nKP0000000009PT -> wrong_label 1 of 1")
    assert wrong == labelled()
    assert tell(labelled(), "REPRINT -> why_asked 1 of 1\nUNDO -> never_mind 1 of 1") == labelled()


def test_what_amazon_stops_meanwhile_is_stopped() -> None:
    stopped = tell(labelled(), "REPRINT -> why_asked 1 of 1\namazon:cancelled -> cancelled 1 of 1")
    assert stopped.state is State.STOPPED
    held = tell(
        labelled(),
        """
        REPRINT -> why_asked 1 of 1
        amazon:buyer_asks_to_cancel -> cancelled 1 of 1
        """,
    )
    assert held.awaits_decision


def test_a_session_of_earlier_rules_prints_at_once() -> None:
    older = replace(labelled(), rules=2)
    assert acts(older, "REPRINT") == [("reprint", 1)]
    tell(older, "REPRINT -> reprinted 1 of 1")
