"""What a restricted data token opens: a method, a path and the personal data on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLACE = re.compile(r"\\\{[A-Za-z]+\\\}")


@dataclass(frozen=True, slots=True)
class RestrictedResource:
    """One resource. A path may have `{orderId}` for any id; a report's document is named."""

    method: str
    path: str
    data_elements: tuple[str, ...] = ()

    def covers(self, method: str, path: str) -> bool:
        """Whether a call to `path` is this resource."""
        pattern = _PLACE.sub("[^/]+", re.escape(self.path))
        return method == self.method and re.fullmatch(pattern, path) is not None
