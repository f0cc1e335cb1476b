"""The pretend Amazon's sockets: HTTP/1.1 on loopback, one named thread per connection."""

from __future__ import annotations

import contextlib
import itertools
import logging
import re
import socket
import socketserver
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

from fbm_desk.simulator.answers import Answer, Call, Refused
from fbm_desk.simulator.apis import Apis
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.faults import Faults
from fbm_desk.simulator.front_door import FrontDoor
from fbm_desk.simulator.quota import Quota
from fbm_desk.simulator.requests_seen import RequestsSeen
from fbm_desk.simulator.sandbox import Sandbox
from fbm_desk.simulator.shipping_api import ShippingApi
from fbm_desk.simulator.shop import Shop
from fbm_desk.simulator.signin import SignIn
from fbm_desk.simulator.usage_plans import Plan

_HOST = "127.0.0.1"
_LARGEST_BODY = 10_000_000
#: A length as HTTP writes it; more digits than that name nothing that is ever sent.
_LENGTH = re.compile("[0-9]{1,18}")
#: How much of a refused body is still read, and how long the next piece of it is waited for.
_READ_AFTER_REFUSAL = 2 * _LARGEST_BODY
_WAIT_AFTER_REFUSAL_S = 10.0
#: How often the listener looks whether it shall stop.
_LOOK_S = 0.02
_log = logging.getLogger(__name__)


class AmazonSimulator:
    """A pretend Amazon for one shop: `with AmazonSimulator(shop) as amazon: … amazon.url`.

    `port` 0 takes a free one. `clock` replaces the shop's; `speed` None leaves its speed alone.
    `models` is a folder of Amazon's published models; with `sandbox` their fixed answers are given.
    `plans` are other usage plans than Amazon's.
    """

    def __init__(
        self,
        shop: Shop,
        port: int = 0,
        clock: Clock | None = None,
        speed: float | None = None,
        models: Path | None = None,
        sandbox: bool = False,
        plans: dict[str, Plan] | None = None,
    ) -> None:
        if clock is not None:
            shop.clock = clock
        if speed is not None:
            shop.clock.speed = speed
        self.shop = shop
        self._wanted_port = port
        self._front_door = FrontDoor(shop, Sandbox(models, sandbox), plans)
        self._server: _Server | None = None
        self._listener: threading.Thread | None = None

    @property
    def apis(self) -> Apis:
        """Everything Amazon remembers: reports, feeds, labels, listings, messages."""
        return self._front_door.apis

    @property
    def faults(self) -> Faults:
        """Where trouble is ordered."""
        return self._front_door.faults

    @property
    def requests(self) -> RequestsSeen:
        """Everything that was asked of the API."""
        return self._front_door.requests

    @property
    def sign_in(self) -> SignIn:
        """Who gives out tokens and takes them back."""
        return self._front_door.sign_in

    @property
    def quota(self) -> Quota:
        """The token buckets."""
        return self._front_door.quota

    @property
    def shipping(self) -> ShippingApi:
        """Labels sold so far."""
        return self._front_door.apis.shipping

    @property
    def port(self) -> int:
        """The port it listens on; RuntimeError before `start`."""
        if self._server is None:
            raise RuntimeError("the simulator is not running")
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Scheme, host and port, without a slash at the end."""
        return f"http://{_HOST}:{self.port}"

    def start(self) -> None:
        """Listen. OSError when the port is taken."""
        if self._server is not None:
            return
        server = _Server(self._wanted_port, self._front_door)
        self._server = server
        self._front_door.open(self.url)
        self._listener = threading.Thread(
            target=server.serve_forever, args=(_LOOK_S,), name="simulator-listener", daemon=True
        )
        self._listener.start()

    def stop(self) -> None:
        """Hang up on everybody and end every thread."""
        if self._server is None or self._listener is None:
            return
        self._front_door.close()
        self._server.shutdown()
        self._listener.join()
        self._server.hang_up()
        self._server.server_close()
        self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    """Keeps its connections, so that stopping can end those that are kept alive."""

    request_queue_size = 128
    block_on_close = False

    def __init__(self, port: int, front_door: FrontDoor) -> None:
        self.front_door = front_door
        self._numbers = itertools.count(1)
        self._open: dict[Any, threading.Thread] = {}
        self._open_lock = threading.Lock()
        #: Connections that are to end as a broken line does.
        self.broken: set[Any] = set()
        super().__init__((_HOST, port), _Connection)

    def server_bind(self) -> None:
        """Bind without asking for the machine's full name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = _HOST, int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a new connection its thread."""
        name = f"simulator-connection-{next(self._numbers)}"
        thread = threading.Thread(
            target=self._serve, args=(request, client_address), name=name, daemon=True
        )
        with self._open_lock:
            self._open[request] = thread
        thread.start()

    def hang_up(self) -> None:
        """End all connections and wait for their threads."""
        with self._open_lock:
            left = dict(self._open)
        for request, thread in left.items():
            with contextlib.suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)
            thread.join()

    def _serve(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except ConnectionError:
            _log.debug("A caller hung up")
        finally:
            with self._open_lock:
                self._open.pop(request, None)
            # A line that breaks says no good-bye: closed at once, it sends a reset.
            (self.close_request if request in self.broken else self.shutdown_request)(request)
            self.broken.discard(request)


class _Connection(BaseHTTPRequestHandler):
    """One connection: reads requests one after the other and writes the answers."""

    protocol_version = "HTTP/1.1"
    server_version = "PretendAmazon"
    sys_version = ""
    wbufsize = 65_536
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Every method is answered the same way."""
        self._exchange()

    def do_POST(self) -> None:
        """As GET."""
        self._exchange()

    def do_PUT(self) -> None:
        """As GET."""
        self._exchange()

    def do_PATCH(self) -> None:
        """As GET."""
        self._exchange()

    def do_DELETE(self) -> None:
        """As GET."""
        self._exchange()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are recorded, not printed."""

    def _exchange(self) -> None:
        call = self._call()
        answer = call if isinstance(call, Answer) else self.server.front_door.handle(call)
        if answer is None or answer.wire.reset:
            self._break_off(hard=answer is not None)
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body) + answer.wire.missing))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self._send(answer)
        if isinstance(call, Answer):
            self._let_finish()

    def _send(self, answer: Answer) -> None:
        """The body, as well as the line carries it."""
        if answer.wire.pause_s == 0:
            self.wfile.write(answer.body)
        for place in range(len(answer.body) if answer.wire.pause_s else 0):
            self.wfile.write(answer.body[place : place + 1])
            self.wfile.flush()
            if self.server.front_door.closing.wait(answer.wire.pause_s):
                break
        if answer.wire.missing:
            self.close_connection = True

    def _let_finish(self) -> None:
        """Take in the rest of a refused body until the caller hangs up.

        A socket that is closed with bytes unread sends a reset, and that may overtake the answer.
        """
        with contextlib.suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(_WAIT_AFTER_REFUSAL_S)
            left = _READ_AFTER_REFUSAL
            while left > 0 and (piece := self.rfile.read1(65_536)):
                left -= len(piece)

    def _break_off(self, hard: bool) -> None:
        """End the connection without an answer; `hard` ends it as a broken line does."""
        self.close_connection = True
        if hard:
            at_once = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self.server.broken.add(self.connection)

    def _call(self) -> Call | Answer:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not _LENGTH.fullmatch(length):
            self.close_connection = True
            return Refused(411, "InvalidInput", "A length is needed.").answer()
        if int(length) > _LARGEST_BODY:
            self.close_connection = True
            return Refused(413, "InvalidInput", "The body is too large.").answer()
        path, _, query = self.path.partition("?")
        sent = parse_qs(query, keep_blank_values=True)
        return Call(
            method=self.command,
            path=path,
            query={name: tuple(values) for name, values in sent.items()},
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(length)),
        )
