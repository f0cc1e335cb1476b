"""Whose account the books are of, for benches that share them without having Amazon's keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fbm_desk.services.books import Books
from fbm_desk.settings import AmazonSettings, Settings
from fbm_desk.store import installation

_NOTED, _LABELS = "host_account", "host_labels"
_OF_LABELS = ("label_source", "label_ceiling", "carriers", "ceilings", "carrier")
"""What the seller settles of labels where the keys are, and holds at every bench."""


def note(books: Books, chosen: Settings) -> None:
    """Write down the account that this program has the keys of, and what is settled of its labels,
    for benches to take up."""
    amazon = chosen.amazon
    account = json.dumps([amazon.seller_id, amazon.region, list(amazon.marketplaces)])
    rules = json.dumps({name: _plain(getattr(chosen, name)) for name in _OF_LABELS}, sort_keys=True)
    with books.writing() as connection:
        for name, told in ((_NOTED, account), (_LABELS, rules)):
            if installation.get(connection, name) != told:
                installation.put(connection, name, told)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value


def noted(books: Books) -> str:
    """What is noted: text that differs from an earlier one means to take it up anew."""
    with books.reading() as connection:
        return installation.get(connection, _NOTED) + installation.get(connection, _LABELS)


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


def with_label_rules(books: Books, chosen: Settings) -> Settings:
    """The settings of a bench without keys: where they say nothing of labels, what the seller
    settled where the keys are. Money is spent there, and by that rule."""
    with books.reading() as connection:
        told = json.loads(installation.get(connection, _LABELS) or "{}")
    unsaid = Settings()
    rules: dict[str, Any] = {
        name: told[name]
        for name in _OF_LABELS
        if name in told and getattr(chosen, name) == getattr(unsaid, name)
    }
    return replace(chosen, **rules)
