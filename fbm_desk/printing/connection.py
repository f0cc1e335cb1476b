"""One TCP connection to a printer, one deadline for all of it; what is said is `transport`'s."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from time import monotonic
from types import TracebackType

from fbm_desk.printing.printer_status import Trouble

_LISTEN_S = 0.1  # how long a wait goes on before `stop` is looked at again
_CHUNK = 16_384


class LinkBroken(Exception):
    """The connection is of no more use; `trouble` says why, `bytes_sent` how much had left."""

    def __init__(self, trouble: Trouble, bytes_sent: int = 0) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.bytes_sent = bytes_sent


class PrinterConnection:
    """A connection that keeps to one deadline and to `stop`. Use it as a context manager."""

    def __init__(
        self, host: str, port: int, *, deadline_s: float, stop: threading.Event | None = None
    ) -> None:
        self._ends_at = monotonic() + deadline_s
        self._stop = stop or threading.Event()
        self._socket = self._connect(host, port)
        self._socket.settimeout(_LISTEN_S)

    def __enter__(self) -> PrinterConnection:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()

    @property
    def left_s(self) -> float:
        """Seconds until the deadline, never below 0."""
        return max(0.0, self._ends_at - monotonic())

    def _connect(self, host: str, port: int) -> socket.socket:
        trouble = Trouble.UNREACHABLE
        try:
            places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise LinkBroken(Trouble.UNREACHABLE) from None
        for family, kind, protocol, _, address in places:
            self.check()
            link = socket.socket(family, kind, protocol)
            try:
                link.settimeout(max(0.05, self.left_s))
                link.connect(address)
                link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return link
            except OSError as error:
                link.close()
                trouble = _connect_trouble(error)
        raise LinkBroken(trouble)

    def check(self) -> None:
        """Raises `LinkBroken` when told to stop or when the deadline has passed."""
        self._check_stop()
        if self.left_s <= 0:
            raise LinkBroken(Trouble.TIMEOUT)

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise LinkBroken(Trouble.STOPPED)

    def rest(self, seconds: float) -> None:
        """Wait before asking again, unless told to stop. Raises `LinkBroken` then."""
        self._stop.wait(seconds)
        self._check_stop()

    def send(self, data: bytes) -> int:
        """Hand all of `data` to the network. Raises `LinkBroken` with what had left by then."""
        view, sent = memoryview(data), 0
        while sent < len(data):
            try:
                self.check()
                sent += self._socket.send(view[sent : sent + _CHUNK])
            except TimeoutError:
                continue
            except LinkBroken as broken:
                raise LinkBroken(broken.trouble, sent) from None
            except OSError:
                raise LinkBroken(Trouble.RESET, sent) from None
        return sent

    def listen(self, is_complete: Callable[[bytes], bool], wait_s: float) -> bytes:
        """What the printer says until it is complete or `wait_s` are over.

        Raises `LinkBroken` on a reset, an end of the connection or a stop.
        """
        heard, ends_at = bytearray(), min(monotonic() + wait_s, self._ends_at)
        while not is_complete(bytes(heard)) and monotonic() < ends_at and len(heard) < 65_536:
            self._check_stop()
            try:
                part = self._socket.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                raise LinkBroken(Trouble.RESET) from None
            if not part:
                raise LinkBroken(Trouble.RESET)
            heard += part
        return bytes(heard)


def _connect_trouble(error: OSError) -> Trouble:
    if isinstance(error, ConnectionRefusedError):
        return Trouble.REFUSED
    return Trouble.TIMEOUT if isinstance(error, TimeoutError) else Trouble.UNREACHABLE
