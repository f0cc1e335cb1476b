"""What is offered at Amazon follows the stock once the seller wants it; nothing holds it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import pytest

from fbm_desk.amazon.feeds import AmazonFeeds
from fbm_desk.amazon.listings import AmazonListings
from fbm_desk.domain.orders import OrderId, Sku
from fbm_desk.domain.quantities import NewsState, OfferRules
from fbm_desk.domain.stages import Stage
from fbm_desk.services import quantities, sync_wishes
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import WorkKind, WorkView
from fbm_desk.services.quantities import Offers, Told
from fbm_desk.services.sync_status import sync_status
from fbm_desk.simulator.catalogue_article import CatalogueArticle
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.simulator.processing import Processing
from fbm_desk.simulator.shop import simulated_shop
from fbm_desk.store import articles, orders
from fbm_desk.store import quantities as kept
from fbm_desk.store.articles import Article
from fbm_desk.store.database import Connection
from tests.services.rows import rows, value
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.simulator.seller import NOW, US, mugs_and_spoons

ON = OfferRules(tell=True)
FEED, PATCH = "createFeed", "patchListingsItem"
ARTICLES = tuple(
    CatalogueArticle(f"SKU-{number:03d}", f"B0C{number:07d}", f"Article {number}", 999, 100)
    for number in range(120)
)


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        made.first_start()
        yield made


@pytest.fixture
def large(tmp_path: Path) -> Iterator[Seller]:
    """A seller of 120 articles."""
    shop = simulated_shop(4, 0, ARTICLES, NOW)
    shop.clock = Clock(NOW, speed=0)
    with seller_at_amazon(tmp_path, shop) as made:
        made.first_start()
        yield made


def offers(seller: Seller, rules: OfferRules = ON) -> Offers:
    listings, feeds = AmazonListings(seller.client), AmazonFeeds(seller.client)
    return Offers(seller.books, rules, "A1EXAMPLE", (US,), listings, feeds)


def tell(seller: Seller, rules: OfferRules = ON) -> Told:
    return quantities.tell(offers(seller, rules), Event())


def stock(seller: Seller, **units: int) -> None:
    """What the shelves hold now; underscores are dashes in SKUs."""
    named = {Sku(name.replace("_", "-")): count for name, count in units.items()}
    with seller.books.writing() as connection:
        articles.save(
            connection, [Article(sku, sku) for sku in named], [], on_hand=list(named.items())
        )


def stock_all(seller: Seller, units: int) -> None:
    stock(seller, **{one.sku: units for one in ARTICLES})


def at_amazon(seller: Seller, sku: str) -> int:
    return seller.amazon.apis.listings.quantity(sku, US)


def work(seller: Seller) -> WorkView:
    views = sync_status(seller.books, "A1EXAMPLE")
    return next(one for one in views if one.kind is WorkKind.QUANTITIES)


def states(seller: Seller) -> dict[str, str]:
    return dict(rows(seller.books, "SELECT sku, state FROM quantity_news"))


def test_nothing_is_told_before_the_seller_wants_it(seller: Seller) -> None:
    stock(seller, MUG_BLUE=7)
    assert tell(seller, OfferRules()) == Told()
    assert states(seller) == {}
    assert work(seller).name == "Stock quantities (off)"
    assert seller.calls(PATCH) == 0
    assert at_amazon(seller, "MUG-BLUE") == 25


def test_a_known_stock_is_told_once_and_only_when_it_moves(seller: Seller) -> None:
    stock(seller, MUG_BLUE=7)
    assert tell(seller, replace(ON, buffer=2)).told == 1
    assert at_amazon(seller, "MUG-BLUE") == 5
    assert at_amazon(seller, "SPOON-6") == 25  # nobody knows how many there are
    tell(seller, replace(ON, buffer=2))
    assert seller.calls(PATCH) == 1
    stock(seller, MUG_BLUE=6)
    stock(seller, MUG_BLUE=4)
    tell(seller, replace(ON, buffer=2))
    assert (seller.calls(PATCH), at_amazon(seller, "MUG-BLUE")) == (2, 2)
    assert work(seller).name == "Stock quantities"


def test_what_orders_wait_for_is_not_offered_wherever_they_stand(seller: Seller) -> None:
    stock(seller, MUG_BLUE=10, SPOON_6=4)
    placed = mugs_and_spoons(seller.shop)  # three mugs and one set of spoons
    seller.sync.sweep()
    for stage in (Stage.WAITING, Stage.ON_BENCH, Stage.HELD, Stage.LABELLED, Stage.HIDDEN):
        with seller.books.writing() as connection:
            orders.set_stage(connection, OrderId(placed.order_id), stage)
        tell(seller)
        assert (at_amazon(seller, "MUG-BLUE"), at_amazon(seller, "SPOON-6")) == (7, 3)
    assert seller.calls(PATCH) == 2
    with seller.books.writing() as connection:
        orders.set_stage(connection, OrderId(placed.order_id), Stage.CANCELLED)
    tell(seller)
    assert (at_amazon(seller, "MUG-BLUE"), at_amazon(seller, "SPOON-6")) == (10, 4)


def test_nothing_is_told_while_nobody_knows_what_was_ordered(seller: Seller) -> None:
    stock(seller, MUG_BLUE=10)
    seller.wait(minutes=20)
    assert tell(seller).told == 0
    assert work(seller).trouble.startswith("no sweep lately")
    seller.sync.sweep()
    assert tell(seller).told == 1
    assert work(seller).trouble == ""


def test_a_refused_sku_is_set_aside_with_amazons_words_and_holds_up_no_other(
    seller: Seller,
) -> None:
    stock(seller, ANVIL=3, MUG_BLUE=7, NOT_OURS=1)
    assert (tell(seller).told, states(seller)["NOT-OURS"]) == (2, "not_offered")
    assert work(seller).trouble == ""  # an article that is sold elsewhere only is no trouble
    assert work(seller).waiting == 0
    with seller.books.writing() as connection:
        (one,) = kept.in_state(connection, NewsState.NOT_OFFERED)
        said = ("90220", "It is not whole.", seller.books.now())
        kept.set_aside(connection, one, NewsState.REFUSED, *said)
    assert work(seller).trouble == "Amazon refuses the quantity of NOT-OURS: It is not whole."


def test_after_a_crash_in_the_middle_of_a_call_it_is_told_again(seller: Seller) -> None:
    stock(seller, MUG_BLUE=7)
    seller.amazon.faults.add(PATCH, FaultKind.CUT_AFTER)
    tell(seller)
    assert states(seller) == {"MUG-BLUE": "waiting"}
    assert work(seller).waiting == 1
    rows(seller.books, "UPDATE quantity_news SET state = 'telling', next_try_at = NULL")
    assert tell(seller).told == 1
    assert states(seller) == {"MUG-BLUE": "told"}


def test_offline_everything_waits_with_the_last_quantity_only(seller: Seller) -> None:
    stock(seller, MUG_BLUE=7, ANVIL=2)
    tell(seller)
    for units in (6, 5, 4):
        seller.amazon.faults.add(PATCH, FaultKind.QUOTA)
        stock(seller, MUG_BLUE=units)
        tell(seller)
        seller.wait(seconds=30)
    calls = seller.calls(PATCH)
    assert tell(seller).told == 1
    assert (at_amazon(seller, "MUG-BLUE"), seller.calls(PATCH)) == (4, calls + 1)


def test_an_article_whose_stock_is_known_no_more_is_told_no_more(seller: Seller) -> None:
    stock(seller, MUG_BLUE=7)
    tell(seller)
    rows(seller.books, "DELETE FROM stock_levels")
    tell(seller)
    assert (states(seller), seller.calls(PATCH), at_amazon(seller, "MUG-BLUE")) == ({}, 1, 7)


def test_another_account_begins_with_nothing_told(seller: Seller) -> None:
    stock(seller, MUG_BLUE=7)
    tell(seller)
    quantities.tell(replace(offers(seller), account="A2OTHER"), Event())
    assert seller.calls(PATCH) == 2


# --- many, by a feed -----------------------------------------------------------------------------


def test_many_are_told_by_one_feed_whose_outcome_is_read(large: Seller) -> None:
    stock_all(large, 9)
    large.amazon.apis.feeds.refuse(ids=frozenset({"SKU-007"}))
    tell(large)
    assert (large.calls(FEED), large.calls(PATCH)) == (1, 0)
    assert set(states(large).values()) == {"in_feed"}
    assert work(large).waiting == 120
    stock(large, SKU_003=4)  # nothing newer may overtake the feed
    tell(large)
    assert (large.calls(FEED), large.calls(PATCH)) == (1, 0)
    large.wait(minutes=10)
    assert tell(large).refused == 1
    assert at_amazon(large, "SKU-119") == 9
    assert at_amazon(large, "SKU-003") == 4  # what moved meanwhile is told after it
    assert (large.calls(FEED), large.calls(PATCH)) == (1, 1)
    assert states(large)["SKU-007"] == "refused"
    assert "SKU-007" in work(large).trouble
    assert work(large).waiting == 0


def test_a_refused_one_is_tried_again_when_somebody_asks_for_it(large: Seller) -> None:
    stock_all(large, 9)
    large.amazon.apis.feeds.refuse(ids=frozenset({"SKU-007"}))
    tell(large)
    large.wait(minutes=10)
    tell(large)
    sync_wishes.sync_now(large.books)
    large.sync.offers = offers(large)
    large.sync.turn()
    assert (at_amazon(large, "SKU-007"), states(large)["SKU-007"]) == (9, "told")


@pytest.mark.parametrize("end", [Processing.FATAL, Processing.CANCELLED])
def test_a_feed_amazon_gave_up_is_told_again(large: Seller, end: Processing) -> None:
    stock_all(large, 9)
    large.amazon.apis.feeds.ends.order("JSON_LISTINGS_FEED", end)
    tell(large)
    large.wait(minutes=10)
    tell(large)
    assert (set(states(large).values()), work(large).waiting) == ({"waiting"}, 120)
    large.wait(minutes=11)
    large.sync.sweep()
    tell(large)
    large.wait(minutes=10)
    tell(large)
    assert (at_amazon(large, "SKU-000"), large.calls(FEED)) == (9, 2)


def test_after_two_feeds_that_brought_nothing_calls_tell_it(large: Seller) -> None:
    stock_all(large, 9)
    large.amazon.apis.feeds.ends.order("JSON_LISTINGS_FEED", Processing.FATAL, 2)
    for _ in range(2):
        large.sync.sweep()
        tell(large)
        large.wait(minutes=10)
        tell(large)
        large.wait(minutes=11)
    large.sync.sweep()
    assert tell(large).told == 5  # as many calls as the allowance has at once
    assert (large.calls(FEED), large.calls(PATCH)) == (2, 5)


@pytest.mark.parametrize("fault", [FaultKind.CUT_AFTER, FaultKind.CUT_BEFORE])
def test_a_feed_nobody_answered_for_is_looked_for_before_another(
    large: Seller, fault: FaultKind
) -> None:
    stock_all(large, 9)
    large.amazon.faults.add(FEED, fault)
    tell(large)
    assert set(states(large).values()) == {"in_feed"}
    large.wait(minutes=11)
    tell(large)
    large.wait(minutes=11)
    large.sync.sweep()
    tell(large)
    large.wait(minutes=10)
    tell(large)
    assert at_amazon(large, "SKU-000") == 9
    assert large.calls(FEED) == (1 if fault is FaultKind.CUT_AFTER else 2)
    assert value(large.books, "SELECT count(*) FROM quantity_news WHERE state = 'told'") == 120


def test_the_feed_before_is_not_taken_for_one_that_never_arrived(large: Seller) -> None:
    pace = large.amazon.apis.feeds.pace
    pace.queue_s = pace.work_s = 1.0
    stock_all(large, 9)
    tell(large)
    large.wait(seconds=5)
    stock_all(large, 4)
    large.amazon.faults.add(FEED, FaultKind.CUT_BEFORE)
    tell(large)  # reads the first one, and hands in a second one that never arrives
    assert set(states(large).values()) == {"in_feed"}
    large.wait(seconds=30)
    tell(large)
    assert at_amazon(large, "SKU-000") == 9
    assert set(states(large).values()) == {"in_feed"}  # and none of the new ones counts as told
    large.wait(minutes=12)
    large.sync.sweep()
    for _ in range(3):
        tell(large)
        large.wait(minutes=11)
        large.sync.sweep()
    assert (at_amazon(large, "SKU-000"), set(states(large).values())) == (4, {"told"})


def test_a_crash_while_a_feed_is_settled_loses_nothing_of_its_outcome(large: Seller) -> None:
    """Its rows are settled some at a time, so that no scan waits for ten thousand."""
    stock_all(large, 9)
    large.amazon.apis.feeds.refuse(ids=frozenset({"SKU-007", "SKU-110"}))
    tell(large)
    large.wait(minutes=10)
    with pytest.raises(KeyboardInterrupt):
        quantities.tell(replace(offers(large), books=crashing_after(large.books, 2)), Event())
    assert {"in_feed", "told"} <= set(states(large).values())
    tell(large)
    assert Counter(states(large).values()) == {"told": 118, "refused": 2}


def crashing_after(books: Books, transactions: int) -> Books:
    """The same books; the program dies before one transaction more than these."""

    @dataclass(frozen=True)
    class Crashing(Books):
        done: list[None] = field(default_factory=list)

        @contextmanager
        def writing(self) -> Iterator[Connection]:
            if len(self.done) == transactions:
                raise KeyboardInterrupt
            self.done.append(None)
            with books.writing() as connection:
                yield connection

    return Crashing(books.engine, books.seal, books.now)
