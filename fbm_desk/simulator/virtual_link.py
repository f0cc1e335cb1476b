"""A printer's network side on loopback: listening, links, modes; its language is elsewhere."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Self

_LISTEN_S = 0.05
#: Carries out what is complete in a stream and gives back what is not.
Take = Callable[[bytes], bytes]


class VirtualPrinter(ABC):
    """A listening socket, a thread per connection, a mode that can be changed while it runs.

    Modes every printer has: `ok`; `mute` (prints, never answers); `stall` (takes the connection,
    reads nothing); `reset` and `close` (breaks off after `reset_after` bytes); `refuse` (nobody
    listens; only at the start).
    """

    modes: tuple[str, ...] = ("ok", "mute", "stall", "reset", "close", "refuse")

    def __init__(
        self, folder: Path, port: int = 0, mode: str = "ok", *, reset_after: int = 200
    ) -> None:
        self.folder = folder
        self._reset_after = reset_after
        self._changed = threading.Condition()
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []
        self._mode = self._checked(mode)
        self._server = self._bound(port)
        self.port = int(self._server.getsockname()[1])

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def mode(self) -> str:
        """How the printer behaves just now."""
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        with self._changed:
            self._mode = self._checked(mode)
            self._changed.notify_all()

    def start(self) -> None:
        """Begin to listen; the port is known before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._mode != "refuse":
            self._run(self._accept)

    def stop(self) -> None:
        """End all connections and threads; what was printed stays."""
        self._ended.set()
        while self._threads:
            self._threads.pop().join()
        self._server.close()

    @abstractmethod
    def _open(self, link: socket.socket) -> Take:
        """What carries out the stream of one new connection."""

    def _checked(self, mode: str) -> str:
        if mode not in self.modes:
            raise ValueError(f"a mode is one of {', '.join(self.modes)}")
        return mode

    def _bound(self, port: int) -> socket.socket:
        server = socket.socket()
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port))
        if self._mode != "refuse":
            server.listen(8)
        server.settimeout(_LISTEN_S)
        return server

    def _run(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name=type(self).__name__, daemon=True)
        thread.start()  # before it is in the list: who ends the printer joins what stands there
        self._threads.append(thread)

    def _accept(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError):
                link, _ = self._server.accept()
                link.settimeout(_LISTEN_S)
                self._run(lambda link=link: self._serve(link))  # type: ignore[misc]

    def _serve(self, link: socket.socket) -> None:
        with contextlib.suppress(OSError), link:
            take, kept, heard = self._open(link), b"", 0
            while not self._ended.is_set():
                part = self._heard(link)
                if part is None:
                    return
                heard += len(part)
                if self._mode in ("reset", "close") and heard >= self._reset_after:
                    self._break_off(link)
                    return
                kept = take(kept + part)

    def _heard(self, link: socket.socket) -> bytes | None:
        """What came in just now, perhaps nothing; None when the sender has hung up."""
        if self._mode == "stall":
            self._ended.wait(_LISTEN_S)
            return b""
        try:
            return link.recv(65_536) or None
        except TimeoutError:
            return b""

    def _break_off(self, link: socket.socket) -> None:
        if self._mode == "reset":
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _note(self, add: Callable[[], None]) -> None:
        """Do something that `_wait` may be waiting for."""
        with self._changed:
            add()
            self._changed.notify_all()

    def _wait(self, is_enough: Callable[[], bool], timeout_s: float) -> bool:
        ends_at = monotonic() + timeout_s
        with self._changed:
            while not is_enough():
                left_s = ends_at - monotonic()
                if left_s <= 0:
                    return False
                self._changed.wait(left_s)
            return True
