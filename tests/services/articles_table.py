"""An articles file given as its lines, and what the books hold of it afterwards."""

from __future__ import annotations

from fbm_desk import texts
from fbm_desk.domain.orders import Sku
from fbm_desk.services.article_import import ArticlesIn, import_articles
from fbm_desk.services.books import Books
from fbm_desk.store import catalogue
from fbm_desk.store.catalogue import Entry


def taken_in(books: Books, *lines: str, check: bool = False) -> ArticlesIn:
    return import_articles(books, ("\n".join(lines) + "\n").encode(), check=check)


def reasons(result: ArticlesIn) -> list[tuple[int, str, str]]:
    """Line, column and code of each refusal, all of which have words."""
    for one in result.refused:
        for language in texts.languages():
            words = texts.catalogue(language)[f"article.{one.fault.code}"]
            assert words.format(**one.fault.facts)
    return [(one.line, one.column, one.fault.code) for one in result.refused]


def entry(books: Books, sku: str) -> Entry:
    with books.reading() as connection:
        return catalogue.find(connection, [Sku(sku)])[Sku(sku)]


def skus(books: Books) -> list[str]:
    with books.reading() as connection:
        return sorted(one.article.sku for one in catalogue.all_entries(connection))
