"""Pseudo-terminals in pairs: a device's end that a test writes to, a port the product opens."""

from __future__ import annotations

import os
import tty
from types import TracebackType


class Pty:
    """A port that is plugged in; unplugged when closed."""

    def __init__(self) -> None:
        self.device, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.port = os.ttyname(self._slave)

    def send(self, data: bytes) -> None:
        """The device sends."""
        os.write(self.device, data)

    def unplug(self) -> None:
        """Both ends are gone."""
        for end in (self.device, self._slave):
            if end >= 0:
                os.close(end)
        self.device = self._slave = -1

    def __enter__(self) -> Pty:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.unplug()
