"""A buyer asks to cancel: nobody packs it by mistake, nobody is told untruths, somebody decides."""

from __future__ import annotations

import pytest

from fbm_desk.domain.orders import Address, AmazonStatus, Duty
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import bench_look, wording
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.dossier import dossier
from fbm_desk.services.packing import Desk
from fbm_desk.services.today import search
from fbm_desk.store import orders, people, purchases
from tests.services.rows import rows, value
from tests.services.warehouse import BADGE, FakeSeller, Warehouse, line, order, order_id

V = VerdictCode
CHIEF = "BADGE-CHIEF"
ONE = order_id(1)


@pytest.fixture(autouse=True)
def _chief(books: Books) -> None:
    with books.writing() as connection:
        people.add(connection, books.seal, "Ines", Role.SUPERVISOR, CHIEF, books.now())


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    return warehouse.desk()


def said(desk: Desk, text: str) -> tuple[VerdictCode, str, str]:
    """The answer, its sentence and its hint."""
    verdict = desk.scan(text)
    view = bench_look.look(desk)
    return verdict.code, wording.sentence(view, verdict), wording.hint(view, verdict)


def stage(books: Books) -> Stage:
    with books.reading() as connection:
        found = orders.find(connection, ONE)
    assert found is not None
    return found.stage


def kinds(books: Books) -> list[str]:
    return [kind for (kind,) in rows(books, "SELECT kind FROM order_history ORDER BY id")]


def test_next_says_how_many_orders_wait_for_a_decision(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.take_in(order(1, cancel_requested=True), order(2, cancel_requested=True))
    code, sentence, hint = said(desk, "NEXT")
    assert (code, sentence) == (V.DECISIONS_WAIT, "2 orders wait for a decision")
    assert "supervisor" in hint
    assert bench_look.look(desk).awaiting_decision == 2


def test_next_gives_what_can_be_packed_before_it_speaks_of_decisions(
    warehouse: Warehouse, desk: Desk
) -> None:
    warehouse.take_in(order(1, cancel_requested=True), order(2))
    assert desk.scan("NEXT").order_id == order_id(2)
    desk.scan("MUG")
    assert desk.scan("NEXT").code is V.DECISIONS_WAIT


def test_an_item_whose_only_order_is_in_question_names_it(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.take_in(order(1, cancel_requested=True))
    code, sentence, hint = said(desk, "MUG")
    assert (code, sentence) == (V.ITEM_AWAITS_DECISION, "Its order waits for a decision")
    assert ONE in hint
    warehouse.take_in(order(2))
    assert desk.scan("MUG").order_id == order_id(2)


def test_a_packer_cannot_take_it_and_a_supervisor_can(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 2), cancel_requested=True))
    code, sentence, hint = said(desk, ONE)
    assert (code, sentence) == (V.ORDER_AWAITS_DECISION, "Its buyer asks to cancel")
    assert "supervisor" in hint
    assert (desk.bench, stage(books)) == (None, Stage.WAITING)
    desk.scan("LOCK")
    desk.scan(CHIEF)
    assert desk.scan("MUG").code is V.ITEM_AWAITS_DECISION  # an item alone decides nothing
    assert desk.scan(ONE).code is V.TAKEN
    view = bench_look.look(desk)
    assert view.order is not None
    assert Duty.ASKS_TO_CANCEL in view.order.duties
    assert [desk.scan("MUG").code, desk.scan("MUG").code] == [V.COUNTED, V.ORDER_COMPLETE]
    assert kinds(books) == ["cancel_overruled"]
    seen = dossier(books, ONE)
    assert Duty.ASKS_TO_CANCEL in seen.duties
    assert ("Special", "Buyer asks to cancel") in seen.facts
    (decided,) = [step for step in seen.steps if step.words.startswith("Packed although")]
    assert decided.who == "Ines"


def test_what_was_decided_once_holds_for_whoever_takes_it_up_again(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 2), cancel_requested=True))
    desk.scan("LOCK")
    desk.scan(CHIEF)
    warehouse.pack(desk, ONE, "MUG", "LATER", "LOCK", BADGE)
    news = order(1, line("MUG", 2), cancel_requested=True, purchase_order_number="PO-7")
    assert order_service.take_in(books, [news]).stopped == ()
    assert (desk.scan("NEXT").code, desk.scan("MUG").packed) == (V.RESUMED, 2)


def test_a_request_in_the_middle_of_packing_stops_the_bench(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, ONE, "MUG")
    order_service.take_in(books, [order(1, line("MUG", 3), cancel_requested=True)])
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.reason) == (V.CANCELLED, "buyer_asks_to_cancel")
    view = bench_look.look(desk)
    assert view.order is not None
    assert Duty.ASKS_TO_CANCEL in view.order.duties
    assert wording.sentence(view, told) == "The buyer asks to cancel"
    assert desk.scan("RESUME").code is V.ORDER_AWAITS_DECISION
    assert desk.scan("MUG").code is V.CANCELLED
    assert kinds(books) == ["changed", "cancel_asked"]


def test_an_address_that_changes_while_it_waits_for_a_decision_leaves_no_box_empty(
    warehouse: Warehouse, desk: Desk
) -> None:
    mugs = line("MUG", 2)
    warehouse.take_in(order(1, mugs))
    warehouse.pack(desk, ONE)
    warehouse.take_in(order(1, mugs, cancel_requested=True))
    desk.refresh()
    there = Address(name="Buyer 1", line1="Rua Nova 1", city="Braga", postcode="4700", country="PT")
    warehouse.take_in(order(1, mugs, cancel_requested=True, recipient=there))
    desk.refresh()
    desk.scan(CHIEF)
    assert (desk.scan("RESUME").wanted, desk.scan("FINISH").code) == (2, V.NOT_NOW)
    assert [desk.scan("MUG").code, desk.scan("MUG").code] == [V.COUNTED, V.ORDER_COMPLETE]


@pytest.mark.parametrize("again", ["RESUME", ONE])
def test_a_supervisor_lets_it_go_on_at_the_same_bench(
    warehouse: Warehouse, books: Books, desk: Desk, again: str
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, ONE, "MUG")
    order_service.take_in(books, [order(1, line("MUG", 3), cancel_requested=True)])
    desk.refresh()
    assert desk.scan(CHIEF).code is V.SIGNED_IN
    assert desk.scan(again).code is V.RESUMED
    assert stage(books) is Stage.ON_BENCH
    assert desk.scan(BADGE).code is V.SIGNED_IN
    assert [desk.scan("MUG").code, desk.scan("MUG").code] == [V.COUNTED, V.ORDER_COMPLETE]
    assert "cancel_overruled" in kinds(books)
    assert dossier(books, ONE).chain_intact


def test_or_its_units_are_taken_out_and_it_waits_for_the_decision(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, ONE, "MUG")
    order_service.take_in(books, [order(1, line("MUG", 3), cancel_requested=True)])
    desk.refresh()
    assert desk.scan("FINISH").code is V.TAKEN_OUT
    assert stage(books) is Stage.WAITING
    assert value(books, "SELECT packed FROM order_lines") == 0
    assert desk.scan("NEXT").code is V.DECISIONS_WAIT


def test_its_label_is_kept_until_somebody_decided(warehouse: Warehouse, books: Books) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, ONE, "MUG")
    asked = order(1, cancel_requested=True)
    order_service.take_in(books, [asked])
    desk.refresh()
    assert _label(books) is PurchaseState.BOUGHT
    desk.scan(CHIEF)
    assert desk.scan("RESUME").code is V.RESUMED
    order_service.take_in(books, [asked._replace(status=AmazonStatus.CANCELLED)])
    desk.refresh()
    assert _label(books) is PurchaseState.VOID_WANTED
    assert [desk.scan("RESUME").code, desk.scan("FINISH").code] == [V.NOT_NOW, V.TAKEN_OUT]


def test_the_day_shows_it_and_a_request_taken_back_is_told(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, cancel_requested=True))
    (row,) = search(books, ONE).rows
    assert (row.reason, Duty.ASKS_TO_CANCEL in row.duties) == ("buyer_asks_to_cancel", True)
    order_service.take_in(books, [order(1)])
    (row,) = search(books, ONE).rows
    assert (row.reason, Duty.ASKS_TO_CANCEL in row.duties) == ("", False)
    assert kinds(books) == ["changed", "cancel_withdrawn"]
    assert desk.scan("NEXT").code is V.TAKEN


def _label(books: Books) -> PurchaseState:
    with books.reading() as connection:
        return purchases.of_order(connection, ONE)[-1].state
