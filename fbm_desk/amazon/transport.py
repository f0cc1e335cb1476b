"""Carries one HTTP request and its answer within strict bounds; leaves its meaning to `answers`.

No redirect is followed, no environment variable read, no cookie kept. The deadline counts from
connecting to the last byte of the body, whatever the rhythm of the bytes; only the look-up of the
host's name is the operating system's. Bodies are bounded before and after unpacking.
"""

from __future__ import annotations

import math
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpcore

from fbm_desk.amazon.troubles import TransportFault, Trouble

_LOOK_S = 0.2
_LEAST_S = 0.001


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a request may take and how much may come back, in seconds and bytes."""

    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 60.0
    body_bytes: int = 16 << 20
    unpacked_bytes: int = 24 << 20


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as it came, its body unpacked. Header names are in lower case."""

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)


class _Request(threading.local):
    """The request a thread is busy with."""

    ends_at = 0.0
    begun = False
    stop: threading.Event | None = None


class _BoundStream(httpcore.NetworkStream):
    """A connection that knows the deadline of whoever uses it."""

    def __init__(self, inner: httpcore.NetworkStream, backend: _BoundBackend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """In short looks where somebody may want to stop: a silent server must not hold him up."""
        waited_until = self._backend.now_s() + (math.inf if timeout is None else timeout)
        while True:
            left_s = max(_LEAST_S, waited_until - self._backend.now_s())
            left_s = self._backend.left_s(left_s, httpcore.ReadTimeout)
            look_s = left_s if self._backend.request.stop is None else min(left_s, _LOOK_S)
            try:
                return self._inner.read(max_bytes, look_s)
            except httpcore.ReadTimeout:
                self._backend.refuse_stopped()
                if look_s == left_s:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._backend.request.begun = True
        self._inner.write(buffer, self._backend.left_s(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left_s = self._backend.left_s(timeout, httpcore.ConnectTimeout)
        stream = self._inner.start_tls(ssl_context, server_hostname, left_s)
        return _BoundStream(stream, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _BoundBackend(httpcore.NetworkBackend):
    """Opens connections that end with the deadline."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._inner = httpcore.SyncBackend()
        self.now_s = clock
        self.request = _Request()

    def refuse_stopped(self) -> None:
        """Raises `TransportFault` once somebody wants to stop."""
        if self.request.stop is not None and self.request.stop.is_set():
            raise TransportFault(Trouble.STOPPED, begun=self.request.begun)

    def begin(self, total_s: float, stop: threading.Event | None) -> None:
        self.request.ends_at = self.now_s() + total_s
        self.request.begun = False
        self.request.stop = stop

    def left_s(self, timeout: float | None, late: type[Exception]) -> float:
        left = self.request.ends_at - self.now_s()
        if left <= 0:
            raise late("deadline")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left_s = self.left_s(timeout, httpcore.ConnectTimeout)
        stream = self._inner.connect_tcp(host, port, left_s, local_address, socket_options)
        return _BoundStream(stream, self)


class Transport:
    """Connections to the given origins only (`https://host[:port]`); safe for several threads.

    `proxy_url` is used when given; the environment's is not. `trusted` replaces the certificate
    authorities that come with the program. `stop` ends the waiting for an answer; with `only_gets`
    that of a GET alone: what may have done something is heard to its end.
    """

    def __init__(
        self,
        origins: Iterable[str],
        bounds: Bounds | None = None,
        *,
        proxy_url: str = "",
        trusted: ssl.SSLContext | None = None,
        stop: threading.Event | None = None,
        only_gets: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stop = stop
        self._only_gets = only_gets
        self._origins = frozenset(origins)
        self._bounds = bounds or Bounds()
        self._backend = _BoundBackend(clock)
        kept: dict[str, Any] = {
            "ssl_context": trusted or _own_authorities(self._origins),
            "max_connections": 10,
            "keepalive_expiry": 15.0,
            "network_backend": self._backend,
        }
        self._pool: httpcore.ConnectionPool = (
            httpcore.HTTPProxy(proxy_url, **kept) if proxy_url else httpcore.ConnectionPool(**kept)
        )

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        content: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> RawAnswer:
        """Sends one request, `data` as a form or `content` as it is. Raises `TransportFault`.

        The signature is the one python-amazon-sp-api gives its own transport.
        """
        if _origin(url) not in self._origins:
            raise ValueError("a request to a host that is not Amazon's")
        body = urlencode(data) if data is not None else content or b""
        body = body.encode() if isinstance(body, str) else body
        sent = {**(headers or {}), "accept-encoding": "gzip"}
        if method != "GET":
            sent["content-length"] = str(len(body))
        may_stop = method == "GET" or not self._only_gets
        self._backend.begin(self._bounds.total_s, self._stop if may_stop else None)
        try:
            return self._exchange(
                method, f"{url}?{urlencode(params)}" if params else url, body, sent
            )
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProxyError) as error:
            raise self._fault(_trouble(error)) from None
        except httpcore.ProtocolError:
            raise self._fault(Trouble.LOST) from None

    def close(self) -> None:
        """Ends all connections."""
        self._pool.close()

    def _exchange(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> RawAnswer:
        bounds = self._bounds
        times = {"connect": bounds.connect_s, "read": bounds.read_s, "write": bounds.read_s}
        with self._pool.stream(
            method,
            url,
            headers=list(headers.items()),
            content=body or None,
            extensions={"timeout": {**times, "pool": bounds.total_s}},
        ) as response:
            told = {
                name.decode("latin-1").lower(): value.decode("latin-1")
                for name, value in response.headers
            }
            packed = bytearray()
            for chunk in response.iter_stream():
                packed += chunk
                self._backend.refuse_stopped()
                if len(packed) > bounds.body_bytes:
                    raise self._fault(Trouble.TOO_LARGE)
            return RawAnswer(response.status, told, self._unpacked(bytes(packed), told))

    def _unpacked(self, packed: bytes, headers: Mapping[str, str]) -> bytes:
        encoding = headers.get("content-encoding", "identity").strip().lower()
        if encoding == "identity" or not packed:
            return packed
        if encoding not in {"gzip", "x-gzip"}:
            raise self._fault(Trouble.BAD_ANSWER)
        unpacker = zlib.decompressobj(wbits=31)
        try:
            body = unpacker.decompress(packed, self._bounds.unpacked_bytes + 1)
        except zlib.error:
            raise self._fault(Trouble.BAD_ANSWER) from None
        if len(body) > self._bounds.unpacked_bytes:
            raise self._fault(Trouble.TOO_LARGE)
        if not unpacker.eof:
            raise self._fault(Trouble.BAD_ANSWER)
        return body

    def _fault(self, trouble: Trouble) -> TransportFault:
        return TransportFault(trouble, begun=self._backend.request.begun)


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, httpcore.TimeoutException):
        return Trouble.TIMED_OUT
    cause = error.__cause__ or error.__context__
    if isinstance(cause, ssl.SSLError):
        return Trouble.CERTIFICATE
    if isinstance(error, httpcore.ConnectError | httpcore.ProxyError):
        return Trouble.OFFLINE
    return Trouble.LOST


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _own_authorities(origins: Iterable[str]) -> ssl.SSLContext | None:
    """The authorities that come with the program; none are read where no https is spoken."""
    if not any(origin.startswith("https:") for origin in origins):
        return None
    import certifi

    context = ssl.create_default_context(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
