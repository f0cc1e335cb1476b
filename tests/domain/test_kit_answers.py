"""What the packer hears of a kit: one set at a time, and which part of it is too many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fbm_desk.domain import barcodes
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import Step, step
from fbm_desk.domain.session import Match, PackLine, Scanned, Session

KIT = Sku("DESK-SET")
PARTS = tuple(PackLine(LineId("a"), Sku(name), 2, KIT, 1) for name in ("BOOK", "PENCILS", "TAPE"))
ORDER = Session(OrderId("305-4471926-8830217"), (*PARTS, PackLine(LineId("b"), Sku("MUG"), 1)))


def scan(session: Session, sku: str) -> Step:
    matches = (Match(Sku(sku)),)
    return step(session, Scanned(barcodes.read(sku), matches, on=date(2026, 11, 23)))


def test_a_set_is_counted_as_a_set_not_as_its_first_part() -> None:
    begun = scan(ORDER, "BOOK").session
    verdict = scan(begun, "DESK-SET").verdict
    assert (verdict.code.value, verdict.units, verdict.reason) == ("counted", 3, "kit")


def test_a_part_alone_is_no_set() -> None:
    assert scan(ORDER, "BOOK").verdict.reason == ""


def test_a_set_too_many_names_the_part_that_is_full() -> None:
    session = ORDER
    for sku in ("BOOK", "DESK-SET"):
        session = scan(session, sku).session
    verdict = scan(session, "DESK-SET").verdict
    assert (verdict.code.value, verdict.sku) == ("already_enough", "BOOK")
    assert (verdict.packed, verdict.wanted) == (2, 2)
    assert verdict.reason == "kit"  # the other parts are still wanted: nothing goes back


def test_of_a_set_that_does_not_fit_the_part_that_is_short_of_room_is_named() -> None:
    pair = PackLine(LineId("a"), Sku("CUP"), 2, KIT, 2)
    lone = (pair, PackLine(LineId("a"), Sku("TEA"), 1, KIT, 1))
    session = scan(replace(ORDER, lines=lone), "CUP").session
    verdict = scan(session, "DESK-SET").verdict
    assert (verdict.code.value, verdict.sku, verdict.reason) == ("already_enough", "CUP", "kit")
    by_earlier = scan(replace(session, rules=4), "DESK-SET")
    assert by_earlier.verdict.sku == "TEA"


def test_a_whole_set_too_many_goes_back() -> None:
    session = scan(scan(ORDER, "DESK-SET").session, "DESK-SET").session
    verdict = scan(session, "DESK-SET").verdict
    assert (verdict.code.value, verdict.reason) == ("already_enough", "")
