"""Calls as they come in and answers as they go out, in the shapes the API uses everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `path` without its query, `query` as sent, header names in lower case."""

    method: str
    path: str
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    parts: tuple[str, ...] = ()  #: the ids in the path, such as an order's or a seller's and a SKU

    @property
    def part(self) -> str:
        """The last id in the path, empty where there is none."""
        return self.parts[-1] if self.parts else ""

    def values(self, name: str) -> tuple[str, ...]:
        """A list parameter, whether sent as CSV or repeated."""
        return tuple(
            value for sent in self.query.get(name, ()) for value in sent.split(",") if value
        )

    def value(self, name: str) -> str | None:
        """A single parameter, None when it was not sent."""
        sent = self.query.get(name)
        return sent[-1] if sent else None


@dataclass(frozen=True, slots=True)
class Wire:
    """How an answer goes over a line that is out of order.

    `missing` bytes are announced and never sent; `pause_s` real seconds lie between single bytes;
    `reset` breaks the connection off without an answer.
    """

    missing: int = 0
    pause_s: float = 0.0
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: status, body and further headers."""

    status: int
    body: bytes = field(default=b"", repr=False)
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)
    wire: Wire = Wire()


class Refused(Exception):
    """The API says no: carries the status and the code of its error list."""

    def __init__(self, status: int, code: str, message: str, details: str = "") -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.details = details

    def answer(self) -> Answer:
        """The same as the published `ErrorList`."""
        error = {"code": self.code, "message": self.message, "details": self.details}
        return json_answer({"errors": [error]}, self.status)


def invalid_input(message: str, details: str = "") -> Refused:
    """The 400 that Amazon gives for everything it cannot accept."""
    return Refused(400, "InvalidInput", message, details)


def not_found(message: str = "The requested resource does not exist.") -> Refused:
    """The 404 for an id or a path nobody knows."""
    return Refused(404, "NotFound", message)


def json_answer(content: Any, status: int = 200) -> Answer:
    """`content` as compact JSON."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Answer(status, text.encode())


def json_object(call: Call) -> dict[str, Any]:
    """The body as a JSON object; refused with 400 when it is anything else."""
    try:
        content = json.loads(call.body or b"null")
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise invalid_input("Request body is missing or is not a JSON object.")
    return content


def timestamp(at: datetime) -> str:
    """The way Amazon writes a time: `2026-01-01T00:00:00.000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def checked_words(call: Call, name: str, allowed: frozenset[str]) -> frozenset[str]:
    """A list parameter whose values must be among `allowed`."""
    sent = frozenset(call.values(name))
    if not sent <= allowed:
        raise invalid_input(f"{name} has a value that is not supported.")
    return sent


def whole_number(call: Call, name: str, default: int, largest: int) -> int:
    """A number from 1 to `largest`; refused with 400 when it is not one."""
    sent = call.value(name)
    if sent is None:
        return default
    if not sent.isascii() or not sent.isdigit() or not 1 <= int(sent) <= largest:
        raise invalid_input(f"{name} must be between 1 and {largest}.")
    return int(sent)


def parsed_time(text: object, name: str) -> datetime:
    """An ISO 8601 date-time with its offset; refused with 400 when it is not one."""
    try:
        at = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        raise invalid_input(f"{name} is not a valid ISO 8601 date-time.") from None
    if at.tzinfo is None:
        raise invalid_input(f"{name} needs an offset from UTC.")
    return at
