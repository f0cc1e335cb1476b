"""Which path is which operation; the operations themselves live in the `…_api` modules."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from fbm_desk.simulator.answers import Call
from fbm_desk.simulator.route import Route

#: What a request to an unknown path is recorded as.
UNKNOWN = "unknown"


def find(table: Iterable[Route], call: Call) -> tuple[Route, tuple[str, ...]] | None:
    """The route of a call and the ids in its path."""
    target = call.headers.get("x-amz-target", "")
    for route in table:
        if route.method != call.method or (route.target and route.target != target):
            continue
        match = route.path.fullmatch(call.path)
        if match is not None:
            return route, tuple(unquote(group) for group in match.groups())
    return None
