"""The catalogue as it is kept: kits in kits, lots, what may be sent instead, what was taught."""

from __future__ import annotations

from datetime import date

from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Match
from fbm_desk.services.books import Books
from fbm_desk.simulator.demonstration import stock_the_shop
from fbm_desk.store import articles
from fbm_desk.store.articles import Article, Barcode, Lot

BOX, DUO, TEA, MUG = Sku("BOX"), Sku("DUO"), Sku("TEA"), Sku("MUG")


def save(books: Books, *skus: Sku, **facts: object) -> None:
    with books.writing() as connection:
        articles.save(connection, [Article(sku, sku) for sku in skus], [], **facts)  # type: ignore[arg-type]


def test_a_kit_in_a_kit_comes_with_its_own_parts(books: Books) -> None:
    save(books, BOX, DUO, TEA, MUG, parts=[(BOX, DUO, 2), (DUO, TEA, 1), (DUO, MUG, 2)])
    with books.reading() as connection:
        assert articles.whole_kits(connection, [BOX, TEA]) == {
            BOX: [(DUO, 2)],
            DUO: [(MUG, 2), (TEA, 1)],
        }


def test_a_kit_that_contains_itself_is_looked_at_once(books: Books) -> None:
    save(books, BOX, DUO, parts=[(BOX, DUO, 1), (DUO, BOX, 1)])
    with books.reading() as connection:
        assert set(articles.whole_kits(connection, [BOX])) == {BOX, DUO}


def test_the_lot_that_expires_first_comes_first_and_an_empty_one_not_at_all(books: Books) -> None:
    old, new = Lot(TEA, "A", date(2027, 1, 31), 1), Lot(TEA, "B", date(2028, 1, 31), 5)
    save(books, TEA, in_lots=[new, Lot(TEA, "C", None, 3), old])
    with books.writing() as connection:
        assert [lot.lot for lot in articles.lots_of(connection, [TEA])] == ["A", "B", "C"]
        articles.take_of_lot(connection, TEA, "A", 1)
        assert [lot.lot for lot in articles.lots_of(connection, [TEA])] == ["B", "C"]


def test_what_may_be_sent_instead_is_kept_until_the_article_comes_anew(books: Books) -> None:
    save(books, TEA, MUG, instead=[(TEA, MUG)])
    with books.reading() as connection:
        assert articles.substitutes_of(connection, [TEA, MUG]) == {TEA: (MUG,)}
    save(books, TEA)
    with books.reading() as connection:
        assert articles.substitutes_of(connection, [TEA]) == {}


def test_packaging_facts_are_read_as_they_were_written(books: Books) -> None:
    lamp = Article(Sku("LAMP"), "Lamp", may_count=3, transparency=True, fragile=True, own_box=True)
    with books.writing() as connection:
        articles.save(connection, [lamp], [Barcode("4006381333931", lamp.sku, "gtin")])
    with books.reading() as connection:
        assert articles.find(connection, [lamp.sku]) == {lamp.sku: lamp}


def test_the_demonstration_has_each_kind_to_be_tried(books: Books) -> None:
    stock_the_shop(books)
    with books.reading() as connection:
        known = articles.find(connection, articles.barcodes_of(connection))
        whole = articles.whole_kits(connection, list(known))
        honey = articles.lots_of(connection, [Sku("HNY-ACA-250")])
        instead = articles.substitutes_of(connection, list(known))
    assert {sku for sku, _ in whole[Sku("KIT-WKD-BOX")]} & set(whole)
    for fact in ("may_count", "transparency", "fragile", "upright", "own_box", "ask_note"):
        assert any(getattr(article, fact) for article in known.values()), fact
    assert len(honey) == 2
    assert instead[Sku("TEA-MTN-250")] == (Sku("TEA-GRD-250"),)


def test_a_barcode_of_a_unit_and_of_its_case_is_both(books: Books) -> None:
    dual = [Barcode("DUAL", MUG, "alias", 1), Barcode("dual", MUG, "case", 6)]
    for codes in (dual, dual[::-1], [*dual, *dual]):
        with books.writing() as connection:
            articles.save(connection, [Article(MUG, "Mug")], codes)
            assert articles.matches(connection, ("dual",)) == (Match(MUG, 1), Match(MUG, 6))


def test_a_barcode_is_listed_once_however_much_it_stands_for(books: Books) -> None:
    dual = [Barcode("DUAL", MUG, "alias", 1), Barcode("DUAL", MUG, "case", 6)]
    with books.writing() as connection:
        articles.save(connection, [Article(MUG, "Mug")], dual)
        assert articles.barcodes_of(connection) == {MUG: ["MUG", "DUAL"]}
        assert sorted(articles.printed_of(connection, [MUG])) == ["DUAL", "MUG"]
