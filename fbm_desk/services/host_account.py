"""Whose account the books are of, for benches that share them without having Amazon's keys."""

from __future__ import annotations

import json
from dataclasses import replace

from fbm_desk.services.books import Books
from fbm_desk.settings import AmazonSettings
from fbm_desk.store import installation

_NOTED = "host_account"


def note(books: Books, amazon: AmazonSettings) -> None:
    """Write down the account that this program has the keys of, for benches to take up."""
    told = json.dumps([amazon.seller_id, amazon.region, list(amazon.marketplaces)])
    with books.writing() as connection:
        if installation.get(connection, _NOTED) != told:
            installation.put(connection, _NOTED, told)


def noted(books: Books) -> str:
    """What is noted: text that differs from an earlier one means to take it up anew."""
    with books.reading() as connection:
        return installation.get(connection, _NOTED)


def is_noted(books: Books) -> bool:
    """True when some program has had the keys of the account that the books are of."""
    return bool(noted(books))


def with_noted(books: Books, amazon: AmazonSettings) -> AmazonSettings:
    """The settings of a computer that names no account, with the one that the books are of."""
    told = noted(books)
    if not told:
        return amazon
    seller_id, region, ids = json.loads(told)
    return replace(amazon, seller_id=seller_id, region=region, marketplaces=tuple(ids))
