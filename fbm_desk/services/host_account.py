"""Whose account the books are of, for benches that share them without having Amazon's keys."""

from __future__ import annotations

import json
from dataclasses import replace

from fbm_desk.services import connecting
from fbm_desk.services.books import Books
from fbm_desk.settings import AmazonSettings
from fbm_desk.store import installation

_NOTED = "host_account"


def note(books: Books, amazon: AmazonSettings) -> None:
    """Write down the account that this program has the keys of; benches take it up when it is
    another than before."""
    told = json.dumps([amazon.seller_id, amazon.region, list(amazon.marketplaces)])
    with books.writing() as connection:
        if installation.get(connection, _NOTED) != told:
            installation.put(connection, _NOTED, told)
            connecting.note_changed(connection)


def is_noted(books: Books) -> bool:
    """True when some program has had the keys of the account that the books are of."""
    with books.reading() as connection:
        return bool(installation.get(connection, _NOTED))


def with_noted(books: Books, amazon: AmazonSettings) -> AmazonSettings:
    """The settings of a computer that names no account, with the one that the books are of."""
    with books.reading() as connection:
        told = installation.get(connection, _NOTED)
    if not told:
        return amazon
    seller_id, region, ids = json.loads(told)
    return replace(amazon, seller_id=seller_id, region=region, marketplaces=tuple(ids))
