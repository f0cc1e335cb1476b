"""The one way to Amazon: waits for the allowance, signs in, sends once, judges the answer.

Leaves what is asked to the modules beside it: `orders`, `confirm`, `shipping`, `reports`, `feeds`…
One client serves one seller account; make it once and keep it, since its first call sets up TLS.
Several threads may use it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fbm_desk.amazon.account import Account
from fbm_desk.amazon.answers import Reply, judged, unanswered
from fbm_desk.amazon.library import CallSettings, api_object
from fbm_desk.amazon.operations import KEPT_FOR_BENCHES, Operation
from fbm_desk.amazon.quota import Quota
from fbm_desk.amazon.sign_in import SignIn, SignInFault
from fbm_desk.amazon.troubles import TransportFault, Trouble
from fbm_desk.domain.answers import Answer, Done, NotSent

if TYPE_CHECKING:
    import ssl

    from fbm_desk.amazon.documents import Documents
    from fbm_desk.amazon.transport import Bounds, RawAnswer, Transport

Send = Callable[[Any], Any]
"""Calls one method of the library's object it is given."""
_COUNTED = (Trouble.QUOTA.value, Trouble.STOPPED.value)
"""Why a call was not begun, or not heard to its end, that Amazon has counted."""


class AmazonClient:
    """Speaks for one seller account. `stop` ends at once waiting for the allowance, and for what
    is only read: nothing was done by it. What may have done something is heard to its end.

    A call waits for its allowance up to `patience_s` and else is not sent. In the `background`
    nobody waits for an answer: what the benches may need is left to them.
    """

    def __init__(
        self,
        account: Account,
        *,
        quota: Quota | None = None,
        bounds: Bounds | None = None,
        document_bounds: Bounds | None = None,
        stop: threading.Event | None = None,
        patience_s: float = 5.0,
        background: bool = False,
        proxy_url: str = "",
        trusted: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account = account
        self.quota = quota or Quota(clock=clock)
        self.now = now
        self._stop = stop or threading.Event()
        self._patience_s = patience_s
        self._reserves = KEPT_FOR_BENCHES if background else {}
        self._bounds = bounds
        self._document_bounds = document_bounds
        self._proxy_url = proxy_url
        self._trusted = trusted
        self._making = threading.Lock()
        self._made: tuple[Transport, SignIn] | None = None
        self._clock = clock

    def call(
        self,
        operation: Operation,
        send: Send,
        headers: dict[str, str] | None = None,
        *,
        restricted: str = "",
    ) -> Answer[Reply]:
        """Sends once, and a second time with a new token only if Amazon denied the first.

        `restricted` is another token than the seller's, for this very call; it is not renewed.
        """
        reserve = self._reserves.get(operation, 0)
        if wait_s := self.quota.wait(operation, self._stop, self._patience_s, reserve):
            if self._stop.is_set():
                return NotSent(Trouble.STOPPED.value)
            return NotSent(Trouble.QUOTA.value, wait_s)
        answer = self._asked(operation, send, headers or {}, restricted)
        if isinstance(answer, NotSent) and answer.reason not in _COUNTED:
            self.quota.give_back(operation)  # else hours without a network would use it all up
        return answer

    def sign_in(self) -> Answer[None]:
        """Whether the keys open the account: fetches an access token and asks nothing else."""
        try:
            self._ready()[1].token()
        except SignInFault as fault:
            return NotSent(fault.trouble.value)
        return Done(None)

    def application_token(self, scope: str) -> Answer[str]:
        """A new token of the application itself, for the few calls that are no seller's."""
        try:
            transport, _ = self._ready()
            return Done(SignIn(self.account, transport, self._clock, scope).token())
        except SignInFault as fault:
            return NotSent(fault.trouble.value)

    def documents(self) -> Documents:
        """Fetches and brings what is behind Amazon's links; knows no token."""
        from fbm_desk.amazon.documents import DOCUMENT_BOUNDS, Documents

        return Documents(
            self.account.api_url,
            self._document_bounds or DOCUMENT_BOUNDS,
            proxy_url=self._proxy_url,
            trusted=self._trusted,
            stop=self._stop,
        )

    def close(self) -> None:
        """Ends the connections; the client may be used again."""
        with self._making:
            if self._made is not None:
                self._made[0].close()
                self._made = None

    def _asked(
        self, operation: Operation, send: Send, headers: dict[str, str], restricted: str
    ) -> Answer[Reply]:
        """The answer; with a new token where Amazon denied the seller's."""
        try:
            answer, token_denied = self._sent(operation, send, headers, restricted)
            if token_denied and not restricted:
                answer, _ = self._sent(operation, send, headers)
        except SignInFault as fault:
            return NotSent(fault.trouble.value)
        return answer

    def _sent(
        self, operation: Operation, send: Send, headers: dict[str, str], restricted: str = ""
    ) -> tuple[Answer[Reply], bool]:
        """The answer, and whether Amazon denied the token without having begun anything."""
        transport, sign_in = self._ready()
        token = restricted or sign_in.token()
        settings = CallSettings(self.account.api_url, token, transport, headers)
        try:
            got: RawAnswer = send(api_object(operation, settings))
        except TransportFault as fault:
            if fault.trouble is Trouble.STOPPED:
                return NotSent(fault.trouble.value), False
            return unanswered(fault), False
        answer = self._counted(operation, got, judged(got))
        denied = got.status_code in (401, 403)
        if denied:
            sign_in.forget(token)
        return answer, denied and getattr(answer, "amazon_code", "") == "Unauthorized"

    def _counted(
        self, operation: Operation, got: RawAnswer, answer: Answer[Reply]
    ) -> Answer[Reply]:
        self.quota.correct(operation, got.headers.get("x-amzn-ratelimit-limit", ""))
        if got.status_code != 429:
            return answer
        wait_s = self.quota.refused(operation, got.headers.get("retry-after", ""))
        return NotSent(answer.reason, wait_s) if isinstance(answer, NotSent) else answer

    def _ready(self) -> tuple[Transport, SignIn]:
        with self._making:
            if self._made is None:
                transport = self._transport()
                self._made = transport, SignIn(self.account, transport, self._clock)
            return self._made

    def _transport(self) -> Transport:
        from fbm_desk.amazon.transport import Transport

        urls = (urlsplit(self.account.api_url), urlsplit(self.account.signin_url))
        return Transport(
            [f"{url.scheme}://{url.netloc}" for url in urls],
            self._bounds,
            proxy_url=self._proxy_url,
            trusted=self._trusted,
            stop=self._stop,
            only_gets=True,
            clock=self._clock,
        )
