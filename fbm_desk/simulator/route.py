"""One operation of the API: its method, its path, who may call it, and what carries it out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from fbm_desk.simulator.answers import Answer, Call

#: The operation that gives out tokens; it needs none itself.
SIGN_IN = "token"


class Access(Enum):
    """Whose token an operation asks for."""

    OPEN = "open"  #: nobody's: sign-in, links and queues have their own ways
    SELLER = "seller"  #: the seller's
    GRANTLESS = "grantless"  #: the application's own, asked for with a scope
    EITHER = "either"  #: one of those two
    RESTRICTED = "restricted"  #: a restricted data token for exactly this path


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: each group of the pattern `path` is an id in it.

    `target` is the header `x-amz-target` where several operations share a path.
    """

    method: str
    path: re.Pattern[str]
    operation: str
    carry_out: Callable[[Call], Answer]
    access: Access = Access.SELLER
    target: str = ""


def route(
    method: str,
    path: str,
    operation: str,
    carry_out: Callable[[Call], Answer],
    access: Access = Access.SELLER,
    target: str = "",
) -> Route:
    """A route whose path has `ID` where an id stands."""
    pattern = re.escape(path).replace("ID", "([^/]+)")
    return Route(method, re.compile(pattern), operation, carry_out, access, target)
