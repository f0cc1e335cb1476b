"""A loopback server that answers as badly as asked: the network's and Amazon's worst days."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

SIGN_IN_PATH = "/auth/o2/token"


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it came. Header names are in lower case; `query` keeps repeated names."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Line:
    """What a behaviour may do: talk to the connection, or wait until the server closes."""

    connection: socket.socket
    closing: threading.Event

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.connection.sendall(piece)

    def pause(self, seconds: float) -> None:
        self.closing.wait(seconds)


Behaviour = Callable[[Line], None]


def reply(status: int, body: bytes | str | object = b"", **headers: str) -> Behaviour:
    """A whole answer; anything but bytes and text is sent as JSON."""
    content = _content(body)
    lines = [f"HTTP/1.1 {status} Answer", f"Content-Length: {len(content)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return lambda line: line.send(head + content)


def error(status: int, code: str, message: str = "Sorry.", **headers: str) -> Behaviour:
    """A refusal in Amazon's form."""
    return reply(status, {"errors": [{"code": code, "message": message}]}, **headers)


def hang(line: Line) -> None:
    """Say nothing at all."""
    line.closing.wait()


def reset(line: Line) -> None:
    """End the connection the hard way."""
    line.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def close(_: Line) -> None:
    """End the connection politely without an answer."""


def raw(*pieces: bytes, every_s: float = 0.0) -> Behaviour:
    """Send bytes as they are, with pauses between them if asked."""

    def behave(line: Line) -> None:
        for piece in pieces:
            line.send(piece)
            if every_s:
                line.pause(every_s)

    return behave


def _content(body: bytes | str | object) -> bytes:
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


class FaultServer:
    """`with FaultServer() as amazon: amazon.behave(reset); …; amazon.seen`; https with `tls`."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.seen: list[Seen] = []
        self.token_requests: list[Seen] = []
        self._next: deque[Behaviour] = deque()
        self._next_sign_in: deque[Behaviour] = deque()
        self._always: Behaviour | None = None
        self._always_sign_in: Behaviour | None = None
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._listener.getsockname()[1]}"

    def behave(self, *behaviours: Behaviour) -> None:
        """What the next requests get, one each."""
        self._next.extend(behaviours)

    def always(self, behaviour: Behaviour) -> None:
        """What every request gets from now on."""
        self._always = behaviour

    def sign_in(self, *behaviours: Behaviour) -> None:
        """What the next requests for a token get; without it they get a token."""
        self._next_sign_in.extend(behaviours)

    def sign_in_always(self, behaviour: Behaviour) -> None:
        """What every request for a token gets from now on."""
        self._always_sign_in = behaviour

    def __enter__(self) -> Self:
        self._start(self._accept, "fault server")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):
            socket.create_connection(self._listener.getsockname()).close()
        while self._threads:  # the first is the one that begins the others
            self._threads.pop(0).join()
        self._listener.close()

    def _start(self, target: Callable[..., None], name: str, *args: object) -> None:
        thread = threading.Thread(target=target, name=name, args=args)
        thread.start()  # before it is in the list: who ends the server joins what stands there
        self._threads.append(thread)

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._closing.is_set():
                connection.close()
                return
            self._start(self._serve, "fault server's connection", connection)

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError, ValueError):
            connection.settimeout(10)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        request = _read(connection)
        if request is not None:
            self._behaviour(request)(Line(connection, self._closing))

    def _behaviour(self, request: Seen) -> Behaviour:
        with self._lock:
            if request.path == SIGN_IN_PATH:
                self.token_requests.append(request)
                told = {"access_token": f"Atza|{len(self.token_requests)}", "expires_in": 3600}
                queue, always = self._next_sign_in, self._always_sign_in or reply(200, told)
            else:
                self.seen.append(request)
                queue, always = self._next, self._always or reply(500)
            return queue.popleft() if queue else always


def _read(connection: socket.socket) -> Seen | None:
    """One request; None if the other side only connected."""
    stream = connection.makefile("rb")
    with stream:
        first = stream.readline().decode("latin-1").split()
        if len(first) != 3:
            return None
        headers = {}
        while line := stream.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get("content-length", "0")))
        return Seen(first[0], first[1], headers, body)
