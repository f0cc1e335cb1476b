"""Rows of an articles file beside each other and the books: whose barcode, which kit."""

from __future__ import annotations

from fbm_desk.domain.stages import Role
from fbm_desk.services.books import Books
from fbm_desk.store import people
from tests.services.articles_table import entry, reasons, skus, taken_in


def test_every_row_that_shares_a_barcode_is_held_against_the_books(books: Books) -> None:
    taken_in(books, "sku,barcodes", "OLD,MAKER")
    result = taken_in(books, "sku,shared_barcodes", "A,MAKER", "B,MAKER", "C,MAKER")
    assert [(line, code) for line, _, code in reasons(result)] == [
        (2, "barcode_other"), (3, "barcode_other"), (4, "barcode_other"),
    ]  # fmt: skip
    assert skus(books) == ["OLD"]


def test_a_barcode_becomes_shared_of_all_in_one_file(books: Books) -> None:
    """As the refusal of it advises."""
    taken_in(books, "sku,barcodes", "OLD,MAKER")
    result = taken_in(books, "sku,barcodes,shared_barcodes", "NEW,,MAKER", "OLD,,MAKER")
    assert (result.new, result.updated, reasons(result)) == (1, 1, [])


def test_a_barcode_is_not_shared_by_a_row_that_is_refused(books: Books) -> None:
    taken_in(books, "sku,barcodes,substitutes", "OLD,MAKER,")
    result = taken_in(
        books, "sku,barcodes,shared_barcodes,substitutes", "NEW,,MAKER,", "OLD,,MAKER,GONE"
    )
    assert reasons(result) == [
        (2, "shared_barcodes", "barcode_other"), (3, "substitutes", "unknown_sku"),
    ]  # fmt: skip


def test_a_shared_barcode_does_not_become_one_articles_alone(books: Books) -> None:
    head = "sku,barcodes,shared_barcodes"
    taken_in(books, head, "A,,MAKER", "B,,MAKER")
    assert reasons(taken_in(books, head, "A,MAKER,")) == [(2, "barcodes", "barcode_other")]
    assert reasons(taken_in(books, head, "A,MAKER,", "B,,")) == []
    assert [code.kind for code in entry(books, "A").codes] == ["alias"]


def test_a_barcode_shared_by_the_unit_only_is_not_shared(books: Books) -> None:
    result = taken_in(books, "sku,shared_barcodes,cases", "A,MAKER,MAKER×6", "B,MAKER,")
    assert reasons(result) == [(3, "shared_barcodes", "barcode_twice")]


def test_a_barcode_that_a_refused_row_wanted_first_is_still_one_articles(books: Books) -> None:
    taken_in(books, "sku,barcodes", "OLD,O-1")
    result = taken_in(
        books, "sku,barcodes", "A,A-1", "B,A-1; B-1; O-1; C-1", "C,B-1", "D,B-1", "E,O-1", "F,C-1"
    )
    assert reasons(result) == [
        (3, "barcodes", "barcode_twice"), (5, "barcodes", "barcode_twice"),
        (6, "barcodes", "barcode_other"),
    ]  # fmt: skip
    assert skus(books) == ["A", "C", "F", "OLD"]


def test_a_kit_of_an_article_that_has_a_badge_for_a_barcode_is_refused_with_it(
    books: Books,
) -> None:
    with books.writing() as connection:
        people.add(connection, books.seal, "Ada", Role.PACKER, "MARA", books.now())
    result = taken_in(books, "sku,barcodes,kit_contents", "A,MARA,", "KIT,,A×2")
    assert reasons(result) == [
        (2, "barcodes", "barcode_badge"), (3, "kit_contents", "unknown_sku"),
    ]  # fmt: skip
    assert skus(books) == []


def test_a_kit_that_grows_too_large_for_the_one_around_it_is_refused(books: Books) -> None:
    head = "sku,kit_contents"
    taken_in(books, head, "OUTER,INNER×900", "INNER,CUP×2", "CUP,", "OTHER,CUP")
    result = taken_in(books, head, "INNER,CUP×90", "OTHER,CUP×2")
    assert reasons(result) == [(2, "kit_contents", "kit_too_large")]
    assert entry(books, "INNER").parts == (("CUP", 2),)
    assert entry(books, "OTHER").parts == (("CUP", 2),)
