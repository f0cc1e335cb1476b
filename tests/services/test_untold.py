"""What Amazon was not told of waits for a person: listed with its reason, settled with a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fbm_desk.domain.answers import Answer, Refused, Unclear
from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import tell
from fbm_desk.services.dossier import dossier
from fbm_desk.services.office_view import WorkKind
from fbm_desk.services.status import status
from fbm_desk.services.sync_status import sync_status
from fbm_desk.services.untold import list_untold, tell_again, told_elsewhere
from fbm_desk.store import orders, people
from tests.services.boxes_by_hand import Box, left, messages, states
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace
from tests.services.rows import rows
from tests.services.warehouse import SHIP_BY, FakeSeller, Warehouse, order, order_id, tracking

ONE, TWO = order_id(1), order_id(2)
NO: Answer[None] = Refused("invalid", "The carrier is unknown.")


@pytest.fixture
def ivo(books: Books) -> int:
    with books.writing() as connection:
        return people.add(connection, books.seal, "Ivo", Role.SUPERVISOR, "IVO", books.now())


def refused(books: Books, warehouse: Warehouse) -> FakeMarketplace:
    """One parcel was refused, one was taken."""
    warehouse.packed([1, 2])
    amazon = FakeMarketplace(answers=[NO])
    tell(books, amazon)
    return amazon


def test_a_refused_parcel_is_listed_with_amazons_words(books: Books, warehouse: Warehouse) -> None:
    refused(books, warehouse)
    (one,) = list_untold(books)
    assert (one.order_id, one.number, one.tracking) == (ONE, 1, tracking(ONE))
    assert one.words == "Amazon refused it: The carrier is unknown."
    assert one.may_tell_again
    assert "A parcel Amazon was not told of waits" in status(books)[0].words


def test_told_again_it_is_read_first_and_told_only_when_it_is_not_shown(
    books: Books, warehouse: Warehouse, clock: Clock, ivo: int
) -> None:
    amazon = refused(books, warehouse)
    (one,) = list_untold(books)
    tell_again(books, one.id, ivo)
    assert list_untold(books) == ()
    assert tell(books, amazon).sent == 0
    assert (amazon.read[:1], len(amazon.told)) == ([ONE], 2)
    for _ in range(3):
        clock.move(minutes=1)
        tell(books, amazon)
    assert states(books)[ONE, 1] is OutboxState.VERIFIED
    assert len(amazon.told) == 3
    steps = [(step.words, step.who) for step in dossier(books, ONE).steps]
    assert ("Is to be told to Amazon again", "Ivo") in steps


def test_told_again_what_amazon_shows_by_now_is_not_told(
    books: Books, warehouse: Warehouse, ivo: int
) -> None:
    amazon = refused(books, warehouse)
    amazon.show(ONE, tracking(ONE))
    tell_again(books, list_untold(books)[0].id, ivo)
    assert tell(books, amazon).verified == 1
    assert len(amazon.told) == 2


def test_what_was_told_in_seller_central_is_settled_with_a_name(
    books: Books, warehouse: Warehouse, clock: Clock, ivo: int
) -> None:
    amazon = refused(books, warehouse)
    told_elsewhere(books, list_untold(books)[0].id, ivo)
    clock.move(days=2)
    tell(books, amazon)
    assert len(amazon.told) == 2
    assert states(books)[ONE, 1] is OutboxState.ELSEWHERE
    with books.reading() as connection:
        found = orders.find(connection, ONE)
    assert found is not None
    assert found.stage is Stage.CONFIRMED
    steps = [(step.words, step.who) for step in dossier(books, ONE).steps]
    assert ("Said to be told in Seller Central", "Ivo") in steps


def test_only_a_supervisor_settles_and_only_once(
    books: Books, warehouse: Warehouse, ivo: int
) -> None:
    refused(books, warehouse)
    (one,) = list_untold(books)
    for deed in (tell_again, told_elsewhere):
        with pytest.raises(NotAllowed, match="supervisor_only"):
            deed(books, one.id, warehouse.mara)
    told_elsewhere(books, one.id, ivo)
    for deed in (tell_again, told_elsewhere):
        with pytest.raises(Invalid, match="untold_settled"):
            deed(books, one.id, ivo)


def test_what_stays_unclear_for_a_day_is_put_before_a_person(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1])
    amazon = FakeMarketplace(answers=[Unclear("timed_out")] * 999, shows=False)
    for _ in range(23 * 4):
        tell(books, amazon)
        clock.move(minutes=15)
    assert list_untold(books) == ()
    clock.move(hours=1)
    (one,) = list_untold(books)
    assert one.words == "Told a day ago, and Amazon still does not show it"


def test_what_only_waits_for_the_network_waits_for_nobody(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1])
    clock.move(days=3)
    assert list_untold(books) == ()


def test_a_label_amazon_sold_is_never_told_again(
    books: Books, warehouse: Warehouse, clock: Clock, ivo: int
) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=FakeSeller("ZPL")), ONE, "MUG", tracking(ONE))
    clock.move(hours=25)
    (one,) = list_untold(books)
    assert not one.may_tell_again
    with pytest.raises(Invalid, match="amazon_tells"):
        tell_again(books, one.id, ivo)
    told_elsewhere(books, one.id, ivo)
    assert states(books)[ONE, 1] is OutboxState.ELSEWHERE


# --- poison --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoilt", "reason"),
    [
        ("UPDATE pack_sessions SET beginning = '{' WHERE order_id = ?", "unreadable"),
        ("UPDATE parcel_units SET units = 9 WHERE line_id = 'line-MUG'", "too_many_units"),
        ("UPDATE outbox SET package_reference = 0 WHERE order_id = ?", "impossible"),
    ],
)
def test_a_message_that_makes_no_sense_is_set_aside_and_holds_up_nobody(
    books: Books, warehouse: Warehouse, spoilt: str, reason: str
) -> None:
    warehouse.take_in(order(1), order(2))
    left(books, ONE, [Box((("line-MUG", "MUG", 1),), "KP1")])
    rows(books, spoilt, *([ONE] if "?" in spoilt else []))
    left(books, TWO, [Box((("line-MUG", "MUG", 1),), "KP2")])

    class Careful(FakeMarketplace):
        """Refuses what no request can be made of, as the client does."""

        def confirm(self, shipped: object) -> Answer[None]:
            if shipped.package_reference < 1:  # type: ignore[attr-defined]
                raise ValueError("a confirmation needs a reference from 1")
            return super().confirm(shipped)  # type: ignore[arg-type]

    tell(books, Careful())
    assert states(books)[TWO, 1] is OutboxState.SENT
    first = next(one for key, one in messages(books).items() if key[0] == ONE)
    assert (first.state, first.reason) == (OutboxState.REFUSED, reason)
    assert len(list_untold(books)) == 1
    assert not list_untold(books)[0].words.startswith("Amazon refused")


# --- the age that goes red -----------------------------------------------------------------------


def test_the_queue_goes_red_an_hour_before_the_first_ship_by(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1])
    clock.set(SHIP_BY - timedelta(hours=1, seconds=30))
    assert not any(entry.alarm for entry in status(books))
    clock.set(SHIP_BY - timedelta(minutes=59))
    first = status(books)[0]
    assert (first.alarm, first.fault) == (True, True)
    assert first.words.startswith("1 confirmation queued")
    assert first.words.endswith("must leave in 59 min")
    (work,) = [one for one in sync_status(books, "A1") if one.kind is WorkKind.CONFIRMATIONS]
    assert (work.waiting, work.late_at) == (1, SHIP_BY)
    clock.set(SHIP_BY + timedelta(minutes=1))
    assert status(books)[0].words.endswith("past its ship-by")
    assert "past its ship-by" in status(books, connected=False)[0].words


def test_what_is_told_is_late_for_nobody(books: Books, warehouse: Warehouse, clock: Clock) -> None:
    warehouse.packed([1])
    tell(books, FakeMarketplace())
    clock.set(SHIP_BY)
    assert not any(entry.alarm for entry in status(books))
    assert {one.late_at for one in sync_status(books, "A1")} == {None}
