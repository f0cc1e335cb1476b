"""Message queues as a developer has them at AWS: each message is there until it is deleted."""

from __future__ import annotations

import hashlib
import itertools
import threading
import time
from dataclasses import dataclass, field

from fbm_desk.simulator.clock import Clock

#: How long a message that was received stays hidden from others, unless it is said.
VISIBILITY_S = 30.0
#: How often a waiting receiver looks whether simulated time has brought something, really.
_LOOK_S = 0.25


@dataclass
class Message:
    """One message. It can be received from `visible_at_s` on; each receiving gives a new handle."""

    message_id: str
    body: str = field(repr=False)
    visible_at_s: float
    handle: str = ""
    received: int = 0

    @property
    def md5(self) -> str:
        """What SQS sends along so that the body can be checked."""
        return hashlib.md5(self.body.encode(), usedforsecurity=False).hexdigest()


class Queues:
    """All queues by name; a queue is there once something was sent to it or it was made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queues: dict[str, list[Message]] = {}
        self._numbers = itertools.count(1)
        self._news = threading.Condition()
        self._closed = False

    def open(self) -> None:
        """Receivers may wait."""
        self._closed = False

    def close(self) -> None:
        """Nobody waits any longer."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def make(self, name: str) -> None:
        """Let there be a queue of this name."""
        with self._news:
            self._queues.setdefault(name, [])

    def names(self) -> tuple[str, ...]:
        """Every queue."""
        with self._news:
            return tuple(self._queues)

    def send(self, name: str, body: str, visible_at_s: float = 0.0) -> None:
        """Put a message at the end of a queue; it comes twice if it is sent twice."""
        with self._news:
            message = Message(f"message-{next(self._numbers):08d}", body, visible_at_s)
            self._queues.setdefault(name, []).append(message)
            self._news.notify_all()

    def receive(
        self, name: str, most: int = 1, hide_s: float = VISIBILITY_S, wait_s: float = 0.0
    ) -> list[Message] | None:
        """Up to `most` messages, hidden from others for `hide_s`. Waits `wait_s` real seconds.

        None when there is no such queue.
        """
        until_s = time.monotonic() + wait_s
        with self._news:
            while True:
                queue = self._queues.get(name)
                if queue is None:
                    return None
                found = self._visible(queue, most)
                left_s = until_s - time.monotonic()
                if found or left_s <= 0 or self._closed:
                    return [self._hide(message, hide_s) for message in found]
                self._news.wait(min(left_s, _LOOK_S))

    def delete(self, name: str, handle: str) -> bool:
        """Take out the message that was received under this handle; False without such a queue."""
        with self._news:
            if name not in self._queues:
                return False
            self._queues[name] = [one for one in self._queues[name] if one.handle != handle]
            return True

    def counts(self, name: str) -> tuple[int, int] | None:
        """Messages to be received and messages hidden; None without such a queue."""
        with self._news:
            queue = self._queues.get(name)
            if queue is None:
                return None
            seen = len(self._visible(queue, len(queue)))
            return seen, len(queue) - seen

    def _visible(self, queue: list[Message], most: int) -> list[Message]:
        now_s = self._clock.seconds()
        return [message for message in queue if message.visible_at_s <= now_s][:most]

    def _hide(self, message: Message, hide_s: float) -> Message:
        message.received += 1
        message.handle = f"{message.message_id}.{message.received}"
        message.visible_at_s = self._clock.seconds() + hide_s
        return message
