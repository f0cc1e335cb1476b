"""What became of a call to the outside: done, refused, not sent, or unclear; nothing in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A well-formed yes."""

    value: T = field(repr=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """A well-formed no: nothing happened. `words` are for people, `amazon_code` for support."""

    code: str
    words: str = ""
    amazon_code: str = ""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing reached the other side: try again, at the earliest after `retry_s`."""

    reason: str
    retry_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Unclear:
    """No well-formed answer to a call that spends or tells: it may have happened."""

    reason: str


Answer = Done[T] | Refused | NotSent | Unclear
