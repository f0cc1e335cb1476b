"""Orders come in: new ones are added, newer ones change what changed, nothing is ever doubled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from fbm_desk.domain.orders import (
    Address,
    AmazonStatus,
    Duty,
    IncomingOrder,
    LineId,
    OrderId,
    Sku,
    Source,
)
from fbm_desk.domain.stages import Stage
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.orders import Intake, take_in
from fbm_desk.store import articles, history, orders, privacy
from tests.services.clock import Clock
from tests.services.warehouse import SHIP_BY, line, order, order_id

ONE = order_id(1)
HOUR = timedelta(hours=1)
#: A recipient in every script, with what hostile input brings.
PLACES = (
    Address("Zoë Maia", "Rua Nova 1", city="Porto", postcode="4000-001", country="PT"),
    Address(
        "山田 花子", "神南1-2-3", city="渋谷区", region="東京都", postcode="150-0041", country="JP"
    ),
    Address("Müller & Söhne", "Straße 1\t^XZ", "2. Stock", city="Köln", postcode="50667"),
    Address("'; DROP TABLE orders; --", '"quoted"', city="\u202egnirts", phone="+1 555 0100"),
)


def count(books: Books, table: str) -> int:
    with books.reading() as connection:
        return int(connection.scalar(sa.text(f"SELECT count(*) FROM {table}")) or 0)


def found(books: Books, which: OrderId = ONE) -> orders.OrderRow:
    with books.reading() as connection:
        row = orders.find(connection, which)
    assert row is not None
    return row


def lines(books: Books, which: OrderId = ONE) -> list[tuple[str, int, int, int]]:
    with books.reading() as connection:
        return [
            (one.sku, one.quantity, one.shipped, one.packed)
            for one in orders.lines_of(connection, which)
        ]


def test_an_order_is_kept_with_all_it_says(books: Books) -> None:
    told = order(
        1, line("MUG", 3, shipped=1, duties=frozenset({Duty.GIFT})), line("SPOON"),
        duties=frozenset({Duty.PRIME}), purchase_order_number="PO-7", source=Source.API,
        updated_at=SHIP_BY, label_not_before=SHIP_BY - HOUR,
    )  # fmt: skip
    assert take_in(books, [told]) == Intake(new=1, lines=2)
    row = found(books)
    assert (row.stage, row.source, row.units) == (Stage.WAITING, Source.API, 3)
    assert row.duties == {Duty.PRIME, Duty.GIFT}
    assert (row.ship_by, row.updated_at, row.label_not_before) == (SHIP_BY, SHIP_BY, SHIP_BY - HOUR)
    assert (row.city, row.country, row.purchase_order_number) == ("Porto", "PT", "PO-7")
    assert row.read_at == books.now()
    assert lines(books) == [("MUG", 3, 1, 0), ("SPOON", 1, 0, 0)]


def test_the_same_again_changes_nothing_and_doubles_nothing(books: Books) -> None:
    many = [order(number, line("MUG"), line("SPOON", 2)) for number in range(1, 260)]
    assert take_in(books, many) == Intake(new=259, lines=518)
    before = [count(books, table) for table in ("orders", "order_lines", "articles", "barcodes")]
    again = take_in(books, list(reversed(many)))
    assert (again.new, again.updated, again.unchanged, again.orders) == (0, 0, 259, 259)
    assert before == [
        count(books, table) for table in ("orders", "order_lines", "articles", "barcodes")
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"status": AmazonStatus.CANCELLED},
        {"status": AmazonStatus.UNKNOWN, "status_text": "NEW_WORD"},
        {"lines": (line("MUG", 2),)},
        {"lines": (line("MUG", 1, shipped=1),)},
        {"lines": (line("MUG"), line("SPOON"))},
        {"lines": (line("MUG", gift_message="Parabéns!"),)},
        {"lines": (line("MUG", duties=frozenset({Duty.GIFT_WRAP})),)},
        {"ship_by": SHIP_BY + HOUR},
        {"deliver_by": None},
        {"label_not_before": SHIP_BY},
        {"cancel_requested": True},
        {"duties": frozenset({Duty.SIGNATURE})},
        {"purchase_order_number": "PO-7"},
        {"service_level": "Expedited"},
        {"recipient": PLACES[0]},
        {"recipient": None},
    ],
)
def test_any_difference_is_news_once(books: Books, change: dict[str, object]) -> None:
    take_in(books, [order(1)])
    news = order(1, **change)
    first, second = take_in(books, [news]), take_in(books, [news])
    assert (first.updated, second.unchanged) == (1, 1)
    assert count(books, "orders") == 1


@pytest.mark.parametrize(
    "part", ["name", "line1", "line3", "region", "postcode", "country", "phone"]
)
def test_every_part_of_an_address_is_news(books: Books, part: str) -> None:
    take_in(books, [order(1, recipient=PLACES[0])])
    moved = PLACES[0]._replace(**{part: "XX"})
    assert take_in(books, [order(1, recipient=moved)]).updated == 1
    with books.reading() as connection:
        assert privacy.find(connection, books.seal, ONE).recipient == moved


def test_two_copies_in_one_batch_are_one_order_and_the_last_counts(books: Books) -> None:
    copies = [order(1, line("MUG", units)) for units in (1, 3, 2)]
    result = take_in(books, copies)
    assert (result.new, result.updated, result.unchanged) == (1, 1, 1)
    assert lines(books) == [("MUG", 2, 0, 0)]
    assert count(books, "orders") == 1


def test_an_older_copy_changes_nothing(books: Books) -> None:
    newer = order(1, line("MUG", 2), source=Source.API, updated_at=SHIP_BY)
    older = order(1, line("MUG", 9), source=Source.API, updated_at=SHIP_BY - HOUR)
    take_in(books, [newer])
    assert take_in(books, [older]).unchanged == 1
    assert take_in(books, [order(1, line("MUG", 9))]).unchanged == 1  # a file's word
    assert lines(books) == [("MUG", 2, 0, 0)]


def test_counts_stay_when_lines_change(books: Books) -> None:
    take_in(books, [order(1, line("MUG", 3), line("SPOON"))])
    with books.writing() as connection:
        connection.execute(sa.text("UPDATE order_lines SET packed = 2 WHERE sku = 'MUG'"))
    take_in(books, [order(1, line("LAMP"), line("MUG", 4))])
    assert lines(books) == [("LAMP", 1, 0, 0), ("MUG", 4, 0, 2)]


def test_an_article_only_an_order_knows_can_be_scanned_by_sku_and_asin(books: Books) -> None:
    take_in(books, [order(1, line("Mug Azul/3", asin="B0C1MUGBLU"))])
    with books.reading() as connection:
        for key in ("mug azul/3", "b0c1mugblu"):
            (match,) = articles.matches(connection, [key])
            assert (match.sku, match.units) == ("Mug Azul/3", 1)
        assert articles.find(connection, [Sku("Mug Azul/3")])[Sku("Mug Azul/3")].title
    take_in(books, [order(2, line("Mug Azul/3", asin="B0C1MUGBLU"))])
    assert count(books, "articles") == 1


def test_skus_that_differ_only_in_case_stay_two_articles(books: Books) -> None:
    take_in(books, [order(1, line("mug")), order(2, line("MUG"), line("Mug"))])
    with books.reading() as connection:
        assert {match.sku for match in articles.matches(connection, ["mug"])} == {
            "mug",
            "MUG",
            "Mug",
        }


@pytest.mark.parametrize("there", PLACES)
def test_what_names_a_buyer_is_sealed_and_opens_as_it_was(books: Books, there: Address) -> None:
    told = order(1, line("MUG", gift_message="Parabéns, Zoë! 🎁"), recipient=there)
    take_in(books, [told])
    with books.reading() as connection:
        private = privacy.find(connection, books.seal, ONE)
        assert (private.recipient, private.messages) == (
            there, {LineId("line-MUG"): "Parabéns, Zoë! 🎁"},
        )  # fmt: skip
        assert privacy.names_and_postcodes(connection, books.seal, [ONE]) == {
            ONE: (there.name, there.postcode)
        }
        kept = connection.execute(sa.text("SELECT recipient, messages FROM order_private")).one()
    assert there.name.encode() not in bytes(kept[0])
    assert "Zoë".encode() not in bytes(kept[1])


def test_how_an_article_is_personalised_is_sealed_and_a_link_signed_anew_is_no_change(
    books: Books,
) -> None:
    take_in(books, [order(1, line("MUG", wish="https://custom.example/1?signed=a"))])
    again = order(1, line("MUG", wish="https://custom.example/1?signed=b"))
    take_in(books, [again])
    with books.reading() as connection:
        private = privacy.find(connection, books.seal, ONE)
        kept = connection.execute(sa.text("SELECT wishes, messages FROM order_private")).one()
    assert private.wishes == {LineId("line-MUG"): "https://custom.example/1?signed=a"}
    assert b"custom.example" not in bytes(kept[0])
    assert kept[1] is None
    assert "custom.example" not in repr(again) + repr(private)


def test_private_data_go_thirty_days_after_delivery_and_facts_stay(
    books: Books, clock: Clock
) -> None:
    take_in(books, [order(1), order(2, deliver_by=None), order(3, ship_by=None, deliver_by=None)])
    kept_until = SHIP_BY + timedelta(days=33)  # deliver-by is three days after ship-by

    def purged_at(at: datetime) -> int:
        clock.set(at)
        with books.writing() as connection:
            return privacy.purge(connection, clock())

    assert purged_at(datetime(2026, 4, 24, tzinfo=UTC)) == 0
    assert purged_at(kept_until - HOUR) == 2  # by their ship-by, and by when they were read
    assert purged_at(kept_until + HOUR) == 1
    assert (count(books, "order_private"), count(books, "orders")) == (0, 3)
    with books.reading() as connection:
        assert privacy.find(connection, books.seal, ONE) == privacy.Private()
        assert privacy.names_and_postcodes(connection, books.seal, [ONE]) == {}


def test_history_says_when_an_order_came_and_changed(books: Books, clock: Clock) -> None:
    take_in(books, [order(1)])
    clock.move(hours=1)
    take_in(books, [order(1, status=AmazonStatus.CANCELLED)])
    with books.reading() as connection:
        steps = history.of_order(connection, ONE)
    assert [(step.kind, step.details, step.at) for step in steps] == [
        ("came", "", clock() - HOUR), ("changed", "CANCELLED", clock()),
    ]  # fmt: skip


def test_a_large_batch_is_taken_in_parts_and_a_bad_part_leaves_the_earlier_ones_in(
    books: Books,
) -> None:
    def bad() -> IncomingOrder:
        return order(300)._replace(lines=(line("MUG"), line("MUG")))  # one line twice

    many = [order(number) for number in range(1, order_service.BATCH + 20)]
    with pytest.raises(sa.exc.IntegrityError):
        take_in(books, [*many, bad()])
    assert count(books, "orders") == order_service.BATCH
