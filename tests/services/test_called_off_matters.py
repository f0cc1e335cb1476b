"""Orders the seller cancels, as matters: nobody packs one too early, and a refusal is settled."""

from __future__ import annotations

import pytest

from fbm_desk.domain.cancelling import CancelReason
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.stages import Stage
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.exception_deeds import ExceptionDesk
from fbm_desk.services.exceptions_view import Deed, Gravity, Matter
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import cancellations, orders
from tests.services.label_counter import Tray
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, order, order_id

ONE = order_id(1)


class Office:
    """A supervisor's Exceptions, after an order was cancelled at the bench and taken out."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.books, self.warehouse, self.synced = warehouse.books, warehouse, 0
        sina = with_supervisor(warehouse)
        warehouse.take_in(order(1))
        answers(warehouse.desk(), SINA, ONE, "CANCEL", "SHORT", "FINISH")
        shop = Workshop(self.books, DeskRules(), Tray())
        self.desk = ExceptionDesk(
            self.books, DeskRules(), shop, lambda: sina, sync_now=self._sync_now
        )

    def _sync_now(self) -> None:
        self.synced += 1

    def only(self) -> Matter:
        (one,) = self.desk.open_ones()
        return one

    def do(self, deed: Deed) -> str:
        return self.desk.do(f"hold:{ONE}", deed)

    def refused(self) -> None:
        """Amazon's answer to the cancellation."""
        with self.books.writing() as connection:
            state, now = OutboxState.REFUSED, self.books.now()
            cancellations.settle(connection, [ONE], state, now, "Shipped already.")
            orders.set_stage(connection, ONE, Stage.HELD, "cancel_refused")


@pytest.fixture
def office(warehouse: Warehouse) -> Office:
    return Office(warehouse)


def test_an_order_being_cancelled_cannot_be_released(office: Office) -> None:
    one = office.only()
    assert one.title == "You cancel it; Amazon has not answered yet"
    assert (one.gravity, one.deeds) == (Gravity.WAITS, (Deed.SYNC_NOW, Deed.DOSSIER))
    with pytest.raises(Invalid) as refused:
        office.do(Deed.RELEASE)
    assert refused.value.code == "being_cancelled"
    with office.books.reading() as connection:
        row = orders.find(connection, ONE)
    assert row is not None
    assert row.stage is Stage.HELD


def test_a_refused_cancellation_is_asked_for_again(office: Office) -> None:
    office.refused()
    one = office.only()
    assert (one.title, one.gravity) == ("Amazon refused to cancel it", Gravity.DECIDE)
    assert one.deeds == (Deed.RELEASE, Deed.CANCEL_AGAIN, Deed.DOSSIER)
    assert office.do(Deed.CANCEL_AGAIN) == "cancelling"
    assert office.synced == 1
    with office.books.reading() as connection:
        again = cancellations.find(connection, ONE)
    assert again is not None
    assert (again.state, again.reason) == (OutboxState.WAITING, CancelReason.NO_STOCK)
    with pytest.raises(Invalid) as refused:
        office.do(Deed.CANCEL_AGAIN)
    assert refused.value.code == "matter_settled"


def test_a_refused_cancellation_is_packed_after_all(office: Office) -> None:
    office.refused()
    assert office.do(Deed.RELEASE) == "released"
    assert answers(office.warehouse.desk("Bench 2"), ONE) == ["taken"]
    assert office.desk.open_ones() == ()
