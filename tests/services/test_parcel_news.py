"""Parcels under way are asked after: the first scan and the delivery are noted once."""

from __future__ import annotations

from datetime import timedelta

from fbm_desk.domain.answers import Answer, Done, NotSent
from fbm_desk.domain.shipping import ParcelProgress, TrackingNews
from fbm_desk.services import parcel_news
from fbm_desk.services.books import Books
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.store import parcel_tracking
from tests.services.clock import START, Clock
from tests.services.warehouse import FakeSeller, Warehouse, order, order_id, tracking

SCANNED = START + timedelta(hours=6)
DELIVERED = START + timedelta(days=2)


class Tracker(FakeSeller):
    """A seller of labels that also says where parcels are."""

    def __init__(self) -> None:
        super().__init__("ZPL")
        self.news: Answer[TrackingNews | None] = Done(None)
        self.asked: list[str] = []

    def track(self, tracking: str, body: str) -> Answer[TrackingNews | None]:
        """What it was told to say."""
        self.asked.append(tracking)
        return self.news


def packed(warehouse: Warehouse, seller: Tracker, number: int = 1) -> None:
    """A parcel with a label of this seller is closed."""
    warehouse.take_in(order(number))
    one = order_id(number)
    warehouse.pack(warehouse.desk(seller=seller), one, "MUG", tracking(one))


def known(books: Books) -> TrackingNews | None:
    with books.reading() as connection:
        return parcel_tracking.find(connection, 1)


def test_the_first_scan_and_the_delivery_are_noted_once(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    seller = Tracker()
    packed(warehouse, seller)
    desk = LabelDesk(books, seller)
    under_way = TrackingNews(ParcelProgress.UNDER_WAY, "PickupDone", SCANNED, SCANNED)
    seller.news = Done(under_way)
    assert parcel_news.follow(desk) == 1
    assert known(books) == under_way
    assert parcel_news.follow(desk) == 0  # asked a moment ago
    clock.move(hours=5)
    later = TrackingNews(
        ParcelProgress.DELIVERED, "Delivered", DELIVERED, SCANNED + timedelta(hours=1), DELIVERED
    )
    seller.news = Done(later)
    assert parcel_news.follow(desk) == 1
    found = known(books)
    assert found is not None
    assert (found.first_scan_at, found.delivered_at) == (SCANNED, DELIVERED)
    clock.move(days=3)
    assert parcel_news.follow(desk) == 0  # it is there
    assert seller.asked == [tracking(order_id(1))] * 2


def test_without_an_answer_the_next_turn_asks_again(books: Books, warehouse: Warehouse) -> None:
    seller = Tracker()
    packed(warehouse, seller)
    desk = LabelDesk(books, seller)
    seller.news = NotSent("offline")
    assert parcel_news.follow(desk) == 0
    assert known(books) is None
    seller.news = Done(None)
    assert parcel_news.follow(desk) == 1


def test_a_carrier_that_says_nothing_is_not_asked_all_the_time(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    seller = Tracker()
    packed(warehouse, seller)
    desk = LabelDesk(books, seller)
    parcel_news.follow(desk)
    clock.move(hours=1)
    assert parcel_news.follow(desk) == 0
    clock.move(days=60)
    assert parcel_news.follow(desk) == 0  # given up
    assert len(seller.asked) == 1
