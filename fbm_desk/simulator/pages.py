"""Lists of reports and feeds, narrowed and page by page, under the rules both APIs share."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from fbm_desk.simulator.answers import (
    Call,
    checked_words,
    invalid_input,
    parsed_time,
    whole_number,
)
from fbm_desk.simulator.processing import STATUSES

_One = TypeVar("_One")
#: Type, processing status, time of creation and marketplaces.
Facts = tuple[str, str, datetime, tuple[str, ...]]


class Pages(Generic[_One]):
    """The pages still to be fetched; `types` is the parameter that names the types wanted."""

    def __init__(self, types: str, name: str) -> None:
        self._types = types
        self._name = name
        self._rests: dict[str, tuple[_One, ...]] = {}
        self._sizes: dict[str, int] = {}
        self._lock = threading.Lock()

    def answer(
        self,
        call: Call,
        everything: Sequence[_One],
        facts: Callable[[_One], Facts],
        as_json: Callable[[_One], dict[str, Any]],
    ) -> dict[str, Any]:
        """One page; `nextToken` is in it when there are more."""
        token = call.value("nextToken")
        if token is not None:
            found, size = self._rest(call, token)
        else:
            wanted = self._filter(call)
            found = tuple(one for one in everything if wanted(facts(one)))
            size = whole_number(call, "pageSize", 10, 100)
        content: dict[str, Any] = {self._name: [as_json(one) for one in found[:size]]}
        if len(found) > size:
            content["nextToken"] = self._keep(found[size:], size)
        return content

    def _filter(self, call: Call) -> Callable[[Facts], bool]:
        types, places = set(call.values(self._types)), set(call.values("marketplaceIds"))
        if not 1 <= len(types) <= 10:
            raise invalid_input(f"{self._types} must have 1 to 10 values.")
        statuses = checked_words(call, "processingStatuses", STATUSES) or STATUSES
        since, until = _time(call, "createdSince"), _time(call, "createdUntil")

        def wanted(facts: Facts) -> bool:
            kind, status, created_at, marketplace_ids = facts
            return (
                kind in types
                and status in statuses
                and (not places or bool(places & set(marketplace_ids)))
                and (since is None or since <= created_at)
                and (until is None or created_at <= until)
            )

        return wanted

    def _rest(self, call: Call, token: str) -> tuple[tuple[_One, ...], int]:
        with self._lock:
            if token not in self._rests or set(call.query) & {self._types, "processingStatuses"}:
                raise invalid_input("nextToken is unknown or does not come alone.")
            return self._rests[token], self._sizes[token]

    def _keep(self, rest: tuple[_One, ...], size: int) -> str:
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._rests[token], self._sizes[token] = rest, size
        return token


def _time(call: Call, name: str) -> datetime | None:
    sent = call.value(name)
    return None if sent is None else parsed_time(sent, name)
