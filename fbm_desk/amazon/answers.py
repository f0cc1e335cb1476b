"""Judges every answer of Amazon's: done, refused, not sent, or unclear; leaves acting on it.

Only a well-formed answer is believed. A 2xx with a JSON object (or 204 with nothing) is done, a
4xx with Amazon's error list is a refusal, a 429 with that list means that nothing was begun.
All else is unclear, a 5xx with the list too: the work may have been done before the fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol, TypeVar

from fbm_desk.amazon.json_body import BadJson, JsonObject, json_object, parts, required, text
from fbm_desk.amazon.troubles import TransportFault, Trouble
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear

T = TypeVar("T")


class Refusal(Enum):
    """What kind of no it is; the value is the code of `Refused`."""

    INVALID = "invalid"  #: Amazon does not accept what was asked
    UNAUTHORISED = "unauthorised"  #: the keys do not open this; connect the account again
    NOT_FOUND = "not_found"  #: Amazon does not know it
    CONFLICT = "conflict"  #: it does not fit the present state
    LOOK_FIRST = "look_first"  #: perhaps done before: read the order before anything else
    OFFER_EXPIRED = "offer_expired"  #: the offered rates are older than ten minutes: ask again
    TOO_LARGE = "too_large"  #: more than Amazon takes


class Received(Protocol):
    """An answer as the transport brings it."""

    @property
    def status_code(self) -> int: ...
    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Reply:
    """A well-formed yes: status 2xx and the JSON object, empty for 204."""

    status: int
    body: JsonObject = field(repr=False)


_BY_STATUS = {
    401: Refusal.UNAUTHORISED,
    403: Refusal.UNAUTHORISED,
    404: Refusal.NOT_FOUND,
    409: Refusal.CONFLICT,
    413: Refusal.TOO_LARGE,
}
_LOOK_FIRST = ("PackageToUpdateNotFound", "already fulfilled", "already been fulfilled")


def judged(received: Received) -> Answer[Reply]:
    """What an answer with a status amounts to."""
    status = received.status_code
    if 300 <= status < 400:
        return Unclear(Trouble.REDIRECTED.value)
    if status >= 500:
        return Unclear(Trouble.SERVER_FAULT.value)
    try:
        if status == 204 and not received.content:
            return Done(Reply(status, {}))
        body = json_object(received.content)
        if 400 <= status < 500:
            return _refusal(status, body)
    except BadJson:
        return Unclear(Trouble.BAD_ANSWER.value)
    if not 200 <= status < 300 or body.get("errors"):
        return Unclear(Trouble.BAD_ANSWER.value)
    return Done(Reply(status, body))


def unanswered(fault: TransportFault) -> NotSent | Unclear:
    """What a request without an answer amounts to: unclear as soon as a byte may have left."""
    if fault.begun:
        return Unclear(fault.trouble.value)
    return NotSent(fault.trouble.value)


def read(answer: Answer[Reply], take: Callable[[JsonObject], T]) -> Answer[T]:
    """The value taken out of a reply; a reply it cannot be taken out of is unclear."""
    if not isinstance(answer, Done):
        return answer
    try:
        return Done(take(answer.value.body))
    except BadJson:
        return Unclear(Trouble.BAD_ANSWER.value)


def _refusal(status: int, body: JsonObject) -> Refused | NotSent:
    """Raises `BadJson` for a body that is not Amazon's error list."""
    errors = parts(body, "errors")
    if not errors:
        raise BadJson("no errors")
    code = required(errors[0], "code")
    said = f"{text(errors[0], 'message')} {text(errors[0], 'details')}"
    if status == 429:
        return NotSent(Trouble.QUOTA.value)
    kind = _BY_STATUS.get(status, Refusal.INVALID)
    if code == "Unauthorized":
        kind = Refusal.UNAUTHORISED
    elif code == "TOKEN_EXPIRED" or "TOKEN_EXPIRED" in said:
        kind = Refusal.OFFER_EXPIRED
    elif any(sign.lower() in f"{code} {said}".lower() for sign in _LOOK_FIRST):
        kind = Refusal.LOOK_FIRST
    # Nothing of the buyer's was ever sent with these calls, so nothing of his comes back.
    return Refused(kind.value, printable(said), printable(code))


def printable(said: str) -> str:
    """Amazon's words on one line, without control characters, at most 300 of them."""
    return " ".join("".join(c if c.isprintable() else " " for c in said).split())[:300]
