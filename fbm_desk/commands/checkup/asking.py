"""Questions to whatever may never answer: each has its deadline, and the doctor goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fbm_desk.threads import aside

T = TypeVar("T")

ANSWER_S = 3.0
"""How long something outside may take to answer."""
BELT_S = 15.0
"""After this nobody waits any longer, even where the system itself hangs (a name look-up). A busy
computer takes some seconds for what is no trouble."""


class NoAnswer(Exception):
    """The deadline passed."""


def within(seconds: float, question: Callable[[], T]) -> T:
    """The answer, or what the question raises. Raises `NoAnswer` when it takes too long."""
    answer = aside("doctor", question)
    try:
        return answer.result(seconds)
    except TimeoutError:
        if answer.done():  # it raised this itself
            raise
        raise NoAnswer from None
