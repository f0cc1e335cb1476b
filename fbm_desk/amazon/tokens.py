"""Restricted data tokens: each opens the personal data behind exactly one method and path.

Leaves what is asked with them to `reports` and to the labels. A token is kept until shortly before
its end, since labels are bought at the same path again and again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fbm_desk.amazon.answers import Refusal, Reply, read
from fbm_desk.amazon.client import AmazonClient, Send
from fbm_desk.amazon.json_body import BadJson, JsonObject, required
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.sign_in import EARLY_S, is_token
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear

#: The path of a document is asked for once: old tokens make room.
_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class Restricted:
    """A call that needs a token of its own: `path` is exact, with its ids and without the host."""

    method: str
    path: str

    def __post_init__(self) -> None:
        if not self.path.startswith("/") or "{" in self.path:
            raise ValueError("a restricted data token is asked for one exact path")


@dataclass(frozen=True, slots=True)
class _Kept:
    token: str = field(repr=False)
    good_until: float


class RestrictedTokens:
    """The tokens of one client, safe for several threads."""

    def __init__(self, client: AmazonClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[Restricted, _Kept] = {}

    def call(
        self,
        wanted: Restricted,
        operation: Operation,
        send: Send,
        headers: dict[str, str] | None = None,
    ) -> Answer[Reply]:
        """`AmazonClient.call` with a token for it; without a token nothing is sent.

        A kept token that Amazon denies is thrown away, and a fresh one tried once.
        """
        known = self._known(wanted)
        if known:
            answer = self._client.call(operation, send, headers, restricted=known)
            if not (isinstance(answer, Refused) and answer.code == Refusal.UNAUTHORISED.value):
                return answer
            self._forget(wanted)
        fresh = self._fetched(wanted)
        if not isinstance(fresh, Done):
            return fresh
        return self._client.call(operation, send, headers, restricted=fresh.value)

    def _known(self, wanted: Restricted) -> str:
        with self._lock:
            kept = self._kept.get(wanted)
            return kept.token if kept and self._clock() < kept.good_until else ""

    def _forget(self, wanted: Restricted) -> None:
        with self._lock:
            self._kept.pop(wanted, None)

    def _fetched(self, wanted: Restricted) -> Answer[str]:
        asked_at = self._clock()
        answer = restricted_data_token(self._client, wanted)
        if isinstance(answer, Unclear):
            return NotSent(answer.reason)  # a token that got lost opens nothing
        if not isinstance(answer, Done):
            return answer
        token, lifetime_s = answer.value
        with self._lock:
            while len(self._kept) >= _MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            good_for_s = max(lifetime_s - EARLY_S, lifetime_s / 2)
            self._kept[wanted] = _Kept(token, asked_at + good_for_s)
        return Done(token)


def restricted_data_token(client: AmazonClient, wanted: Restricted) -> Answer[tuple[str, float]]:
    """A new token and the seconds it lives."""
    resources = [{"method": wanted.method, "path": wanted.path}]

    def send(api: Any) -> Any:
        return api.create_restricted_data_token(restrictedResources=resources)

    return read(client.call(Operation.CREATE_RESTRICTED_DATA_TOKEN, send), _token)


def _token(body: JsonObject) -> tuple[str, float]:
    token, lifetime_s = required(body, "restrictedDataToken"), body.get("expiresIn")
    if not is_token(token, lifetime_s):
        raise BadJson("no restricted data token")
    return token, float(body["expiresIn"])
