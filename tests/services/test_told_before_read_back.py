"""What waits to be told goes first: reading back, which is allowed less often, delays nothing."""

from __future__ import annotations

from fbm_desk.domain.outbox import OutboxState
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import tell
from fbm_desk.store import outbox
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import Warehouse


def test_nothing_is_read_back_before_all_that_waits_is_told(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed(range(1, 13))
    amazon = FakeMarketplace()
    seen = []
    for _ in range(4):
        told = tell(books, amazon, limit=4)
        seen.append((len(amazon.told), len(amazon.read), told.next_s == 0.0))
        clock.move(seconds=10)
    assert [one[:2] for one in seen] == [(4, 0), (8, 0), (12, 0), (12, 4)]
    assert [again for *_, again in seen[:2]] == [True, True]  # the next turn comes at once
    while len(amazon.read) < 12:
        tell(books, amazon, limit=4)
    with books.reading() as connection:
        assert outbox.count(connection, OutboxState.VERIFIED) == 12
