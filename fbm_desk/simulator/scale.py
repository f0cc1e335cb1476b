"""A pretend scale on a port of this computer that speaks MT-SICS: for demonstration and tests.

What lies on it is put there by whoever runs it; a change settles as on a real tray.
"""

from __future__ import annotations

import math
import socketserver
import threading
import time
from collections.abc import Callable

SETTLE_S = 0.6
_SWING = 0.2
"""The first overshoot, as a part of the change."""
_WAIT_S = 0.2
MOST_G = 30_000


class SimulatedScale:
    """A tray. Its port is `url` once it was started; any thread may put something on it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, port: int = 0) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._grams = self._before = self._tare = 0
        self._put_s = -math.inf
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="pretend scale"
        )

    @property
    def url(self) -> str:
        """Where it is, as the setting `port` of a scale takes it."""
        return f"socket://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """End, and let all who are connected go."""
        self._stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def put(self, grams: int) -> None:
        """This much lies on the tray from now on."""
        with self._lock:
            self._before, self._grams, self._put_s = self._grams, grams, self._clock()

    def answer(self, command: str) -> str:
        """The reply to one command; `ES` to what no scale of this kind knows."""
        with self._lock:
            if command in ("S", "SI"):
                return self._weight(command)
            if command == "T":
                self._tare = self._grams
                return f"T S {self._shown(self._tare)}"
            if command == "Z":
                self._tare = 0
                return "Z A" if not self._grams else "Z +"
            return "ES"

    def _weight(self, command: str) -> str:
        since_s = self._clock() - self._put_s
        settled = since_s >= SETTLE_S
        if command == "S" and not settled:
            return "S I"
        if self._grams > MOST_G:
            return "S +"
        swing = 0.0 if settled else self._swing(since_s)
        state = "S" if settled else "D"
        return f"S {state} {self._shown(self._grams - self._tare + swing)}"

    def _swing(self, since_s: float) -> float:
        """A damped swing from what lay there before."""
        change = self._grams - self._before
        left = 1 - since_s / SETTLE_S
        return -change * left * math.cos(since_s * 20) * (1 if since_s < 0.05 else _SWING)

    @staticmethod
    def _shown(grams: float) -> str:
        return f"{grams:10.1f} g"

    @property
    def stopping(self) -> bool:
        """Whether connections should end."""
        return self._stopping.is_set()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, address: tuple[str, int], scale: SimulatedScale) -> None:
        self.scale = scale
        super().__init__(address, _Connection)


class _Connection(socketserver.BaseRequestHandler):
    """Commands in, replies out, until one side has had enough."""

    def handle(self) -> None:
        """Answer line by line."""
        assert isinstance(self.server, _Server)
        scale, waiting = self.server.scale, b""
        self.request.settimeout(_WAIT_S)
        while not scale.stopping:
            try:
                data = self.request.recv(256)
                *lines, waiting = (waiting + data).split(b"\n")
                for line in lines:
                    reply = scale.answer(line.decode("ascii", "replace").strip())
                    self.request.sendall(reply.encode("ascii") + b"\r\n")
            except TimeoutError:
                continue
            except OSError:
                return
            if not data:
                return
