"""What a dossier tells of several parcels, and of answers that put nothing in."""

from __future__ import annotations

import pytest

from fbm_desk import texts
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.dossier import dossier
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id

#: Answers beside an order's session, and those that are steps of their own.
TOLD_OTHERWISE = frozenset(
    """counted held put_down resumed parcel_closed taken_out taken label_failed decisions_wait
    nothing_to_do nothing_aside not_needed item_awaits_decision order_awaits_decision order_taken
    order_closed order_pending signed_in sign_in_first badge_unknown locked not_saved teach_asked
    taught teach_refused nothing_to_teach untaught tote_bound tote_of_other tote_empty pin_wrong
    pin_rests taken_over order_wanted asking_amazon help""".split()
)
ONE = order_id(1)


def test_all_parcels_of_an_order_are_told(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG"), line("SPOON")))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    numbers = ("KP000000000001PT", "KP000000000002PT")
    warehouse.pack(desk, ONE, "MUG", "PARCEL", "SPOON", *numbers)
    view = dossier(books, ONE)
    assert view.weight_g == (310 + 120) + (40 + 120)
    assert dict(view.facts)["Parcels"] == ", ".join(numbers)
    assert dict(view.facts)["Weight"] == "430 g + 160 g"


def test_a_second_box_and_what_was_moved_into_it_are_told(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, line("MUG", 2), line("LAMP")))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, ONE, "MUG", "PARCEL", "LAMP", "MOVE", "MUG")
    quiet = [(one.words, one.details) for one in dossier(books, ONE).steps if one.quiet]
    assert quiet == [
        ("Another box is filled from now on", "PARCEL"),
        ("Asked which unit goes into the open box", "MOVE"),
        ("Moved into the box that is open", "Mug"),
    ]


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_answer_about_an_order_is_called_one_that_changed_nothing(language: str) -> None:
    texts.speak(language)
    nameless = [
        code for code in VerdictCode if code.value not in TOLD_OTHERWISE and not named(code)
    ]
    texts.speak("en")
    assert nameless == []


def named(code: VerdictCode) -> bool:
    """True when the history has words of its own for an answer."""
    return texts.has(f"history.{'refused' if Verdict(code).refused else 'quiet'}_{code.value}")
