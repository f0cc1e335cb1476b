"""A feed of confirmations and what waits for a person, on a file and on a server alike."""

from __future__ import annotations

from datetime import timedelta

from fbm_desk.domain.outbox import OutboxState
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import tell
from fbm_desk.services.untold import list_untold, tell_again, told_elsewhere
from tests.services.boxes_by_hand import Box, left, states
from tests.services.clock import START, Clock
from tests.services.feeds_at_amazon import FakeFeeds
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import SHIP_BY, Warehouse, order, order_id


def test_a_feed_goes_out_and_what_it_was_refused_is_settled(books: Books) -> None:
    clock = Clock(START)
    books = Books(books.engine, books.seal, clock)
    ids = Warehouse(books).take_in(
        *(order(n, ship_by=SHIP_BY + timedelta(minutes=n) if n < 5 else None) for n in range(1, 7))
    )
    for number, one in enumerate(ids):
        left(books, one, [Box((("line-MUG", "MUG", 1),), f"KP{number}")])
    amazon = FakeMarketplace(shows=False)
    feeds = FakeFeeds(amazon, clock, refuse={ids[2]})
    assert tell(books, amazon, feeds, limit=1, feed_above=3).fed == 5
    ((_, parcels),) = feeds.handed_in.values()
    assert [one.order_id for one in parcels] == ids[1:], "those without a ship-by come last"
    clock.move(minutes=1)
    tell(books, amazon, feeds, limit=0, feed_above=3)
    found = states(books)
    assert (found[ids[1], 1], found[ids[2], 1]) == (OutboxState.SENT, OutboxState.WAITING)
    clock.move(hours=25)
    assert {one.order_id for one in list_untold(books)} == {*ids} - {ids[2]}
    first, second, *_ = list_untold(books)
    told_elsewhere(books, first.id, None)
    tell_again(books, second.id, None)
    assert len(list_untold(books)) == 3
    assert states(books)[order_id(1), 1] is OutboxState.ELSEWHERE
