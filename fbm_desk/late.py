"""What is made at the first asking only: who needs it later need not wait for it now."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar, cast

T = TypeVar("T")


class Once(Generic[T]):
    """Makes a thing when it is first called for, once for all threads.

    What fails is told to whoever called, and tried anew at the next call.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._one_at_a_time = threading.Lock()

    def __call__(self) -> T:
        """The thing, made now if it was not made yet."""
        with self._one_at_a_time:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def made(self) -> T | None:
        """The thing if it was made already; never makes it, and waits while it is being made."""
        with self._one_at_a_time:
            return self._made[0] if self._made else None


class _Stand:
    """In the place of what is not made yet: each question is asked of it when it is called."""

    def __init__(self, real: Callable[[], object]) -> None:
        self._real = real

    def __getattr__(self, question: str) -> Callable[..., object]:
        return lambda *given, **named: getattr(self._real(), question)(*given, **named)


def late(real: Callable[[], T]) -> T:
    """Stands in for `real()` wherever only its methods are asked; asking one makes it."""
    return cast(T, _Stand(real))
