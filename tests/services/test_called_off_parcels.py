"""Orders the seller cancels of which parcels are closed: they stop, and nobody packs them again."""

from __future__ import annotations

import pytest

from fbm_desk import texts
from fbm_desk.domain import intake
from fbm_desk.domain.cancelling import BY_SELLER
from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.services import interceptions
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.dossier import dossier
from fbm_desk.services.exception_deeds import ExceptionDesk
from fbm_desk.services.office_view import Outcome
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import cancellations, orders, parcels, totes
from fbm_desk.store import interceptions as raised
from tests.services.clock import Clock
from tests.services.label_counter import Tray
from tests.services.rows import rows
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id

ONE, LABEL = order_id(1), "KP0000001111PT"
_TOLD = [
    order(1)._replace(status=status, cancel_requested=asked)
    for status in AmazonStatus
    for asked in (False, True)
]
#: Every reason a closed parcel is stopped for: Amazon's, and the seller's own.
REASONS = sorted(
    {
        *filter(None, map(intake.stops_packing, _TOLD)),
        *intake.OTHER_QUANTITY,
        intake.MOVED,
        BY_SELLER,
    }
)


@pytest.fixture(autouse=True)
def sina(warehouse: Warehouse) -> int:
    return with_supervisor(warehouse)


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    return warehouse.desk(label_source=LabelSource.SCANNED)


def one_of_two_boxes_closed(warehouse: Warehouse, desk: Desk) -> None:
    """Two mugs in two boxes, the first of them closed."""
    warehouse.take_in(order(1, line("MUG", 2)))
    said = answers(desk, ONE, "MUG", "PARCEL", "MUG", LABEL)
    assert said[-1] == "box_closed"


def shipped_short(warehouse: Warehouse, desk: Desk) -> None:
    """One of two mugs in a closed parcel, the other one missing."""
    warehouse.take_in(order(1, line("MUG", 2)))
    assert answers(desk, ONE, "MUG", "SHORTSHIP", SINA, "1", LABEL)[-1] == "parcel_closed"


def cancel(desk: Desk) -> None:
    assert answers(desk, "CANCEL", SINA, "SHORT")[-1] == "cancelled:by_seller"


def where(books: Books) -> tuple[Stage, str]:
    with books.reading() as connection:
        row = orders.find(connection, ONE)
    assert row is not None
    return row.stage, row.stage_reason


def take_out(books: Books, sina: int) -> None:
    (one,) = interceptions.open_ones(books)
    interceptions.settle(books, one.id, Outcome.TAKEN_OUT, sina)


# --- why, in words -------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("language", texts.languages())
def test_every_reason_has_its_own_words_everywhere(reason: str, language: str) -> None:
    said = texts.catalogue(language)
    for key in ("intercept.why", "exceptions.stop", "history.intercepted", "history.stopped"):
        assert f"{key}_{reason}" in said


def test_all_reasons_are_known() -> None:
    assert {"cancelled", "buyer_asks_to_cancel", "shipped", "by_seller"} < set(REASONS)


def test_a_reason_of_a_newer_program_has_general_words(
    warehouse: Warehouse, books: Books, desk: Desk, sina: int
) -> None:
    one_of_two_boxes_closed(warehouse, desk)
    cancel(desk)
    with books.writing() as connection:
        (one,) = raised.open_ones(connection)
        raised.give_reason(connection, one.id, "recalled")
    (told,) = interceptions.open_ones(books)
    assert told.words == "The order must not leave as it is"
    assert matters(books, sina) == ["Parcel must not leave"]


def matters(books: Books, sina: int) -> list[str]:
    shop = Workshop(books, DeskRules(), Tray())
    exceptions = ExceptionDesk(books, DeskRules(), shop, lambda: sina)
    return [one.title for one in exceptions.open_ones()]


def test_exceptions_say_who_cancels_while_a_box_is_closed(
    warehouse: Warehouse, books: Books, desk: Desk, sina: int
) -> None:
    one_of_two_boxes_closed(warehouse, desk)
    cancel(desk)
    (told,) = interceptions.open_ones(books)
    assert (told.reason, told.words) == ("by_seller", "You cancel the order")
    assert matters(books, sina)[0] == "Cancelled by you, packed"
    steps = [step.words for step in dossier(books, ONE).steps]
    stopped = "The closed parcel must not leave: the seller cancels the order"
    answers(desk, "FINISH")
    assert steps.count(stopped) == 1
    assert [step.words for step in dossier(books, ONE).steps].count(stopped) == 1


# --- where the order goes ------------------------------------------------------------------------


def test_a_parcel_taken_out_leaves_its_order_to_amazons_answer(
    warehouse: Warehouse, books: Books, desk: Desk, sina: int
) -> None:
    one_of_two_boxes_closed(warehouse, desk)
    cancel(desk)
    assert answers(desk, "FINISH") == ["taken_out"]
    take_out(books, sina)
    assert where(books) == (Stage.HELD, "by_seller")
    warehouse.take_in(order(2))
    assert desk.scan("NEXT").order_id == order_id(2)


def test_what_amazon_cancelled_before_it_is_taken_out_stays_cancelled(
    warehouse: Warehouse, books: Books, desk: Desk, sina: int
) -> None:
    one_of_two_boxes_closed(warehouse, desk)
    cancel(desk)
    with books.writing() as connection:
        cancellations.settle(connection, [ONE], OutboxState.VERIFIED, books.now())
        orders.set_stage(connection, ONE, Stage.CANCELLED)
    assert answers(desk, "FINISH") == ["taken_out"]
    assert where(books) == (Stage.CANCELLED, "")
    take_out(books, sina)
    assert where(books) == (Stage.CANCELLED, "")


def test_what_amazon_refused_to_cancel_may_be_packed_again(
    warehouse: Warehouse, books: Books, desk: Desk, sina: int
) -> None:
    one_of_two_boxes_closed(warehouse, desk)
    cancel(desk)
    answers(desk, "FINISH")
    with books.writing() as connection:
        cancellations.settle(connection, [ONE], OutboxState.REFUSED, books.now())
    take_out(books, sina)
    assert where(books) == (Stage.WAITING, "")
    assert desk.scan("NEXT").order_id == ONE


@pytest.mark.parametrize("scan", ["NEXT", "MUG"])
def test_an_order_being_cancelled_stands_in_no_bench_s_way(
    warehouse: Warehouse, books: Books, desk: Desk, scan: str
) -> None:
    """However it came to wait: an earlier program put it there."""
    one_of_two_boxes_closed(warehouse, desk)
    cancel(desk)
    answers(desk, "FINISH")
    warehouse.take_in(order(2))
    with books.writing() as connection:
        orders.set_stage(connection, ONE, Stage.WAITING)
    assert desk.scan(scan).order_id == order_id(2)


# --- what left the bench before ------------------------------------------------------------------


def test_cancelling_the_rest_stops_what_was_packed_before(
    warehouse: Warehouse, books: Books, desk: Desk, sina: int
) -> None:
    shipped_short(warehouse, desk)
    assert answers(desk, ONE) == ["taken"]
    cancel(desk)
    assert answers(desk, "FINISH") == ["taken_out"]
    (one,) = interceptions.open_ones(books)
    assert (one.reason, one.tracking) == ("by_seller", LABEL)
    assert rows(books, "SELECT state FROM outbox") == [(OutboxState.INTERCEPTED.value,)]
    take_out(books, sina)
    assert where(books) == (Stage.HELD, "by_seller")
    with books.reading() as connection:
        assert [one.state for one in parcels.of_order(connection, ONE)] == [ParcelState.VOID]
        assert totes.of_order(connection, ONE) == []


def test_a_buyer_who_takes_the_wish_back_does_not_undo_the_sellers_cancellation(
    warehouse: Warehouse, books: Books, desk: Desk, clock: Clock
) -> None:
    shipped_short(warehouse, desk)
    answers(desk, ONE)
    cancel(desk)
    answers(desk, "FINISH")
    for asked in (True, False):
        clock.move(seconds=60)
        warehouse.take_in(order(1, line("MUG", 2), cancel_requested=asked))
    assert [one.reason for one in interceptions.open_ones(books)] == ["by_seller"]
