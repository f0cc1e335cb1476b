"""Whether Amazon can be reached and the keys open the account; asks for no order, changes nothing.

Neither question counts against an operation's quota. Each has one deadline for all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from fbm_desk.amazon.account import Account
from fbm_desk.amazon.sign_in import SignIn, SignInFault
from fbm_desk.amazon.transport import Bounds, RawAnswer, Transport
from fbm_desk.amazon.troubles import TransportFault, Trouble


@dataclass(frozen=True, slots=True)
class Reach:
    """How a question went. `ahead_s`: how far our clock is before Amazon's, None if it is silent
    about the time; Amazon says it in whole seconds."""

    trouble: Trouble | None
    ahead_s: float | None = None


def sign_in(account: Account, total_s: float, now: Callable[[], datetime]) -> Reach:
    """Fetch an access token, and throw it away."""
    with closing(_transport(account.signin_url, total_s)) as transport:
        asked = _Heard(transport, now)
        try:
            SignIn(account, asked).token()
        except SignInFault as fault:
            return Reach(asked.trouble or fault.trouble, asked.ahead_s)
        return Reach(None, asked.ahead_s)


def endpoint(account: Account, total_s: float, now: Callable[[], datetime]) -> Reach:
    """Knock at the region's endpoint without a token: any answer but a fault will do."""
    with closing(_transport(account.api_url, total_s)) as transport:
        asked = _Heard(transport, now)
        try:
            got = asked.request("GET", f"{account.api_url}/", data={}, headers={})
        except TransportFault as fault:
            return Reach(fault.trouble)
        return Reach(Trouble.SERVER_FAULT if got.status_code >= 500 else None, asked.ahead_s)


class _Heard:
    """Carries a request, and keeps what the answer says of the time and why there was none."""

    def __init__(self, transport: Transport, now: Callable[[], datetime]) -> None:
        self._transport = transport
        self._now = now
        self.trouble: Trouble | None = None
        self.ahead_s: float | None = None

    def request(
        self, method: str, url: str, *, data: dict[str, str], headers: dict[str, str]
    ) -> RawAnswer:
        """Raises `TransportFault`."""
        try:
            got = self._transport.request(method, url, data=data or None, headers=headers)
        except TransportFault as fault:
            self.trouble = fault.trouble
            raise
        self.ahead_s = _ahead_s(got.headers.get("date", ""), self._now())
        return got


def _transport(url: str, total_s: float) -> Transport:
    parts = urlsplit(url)
    bounds = Bounds(connect_s=total_s, read_s=total_s, total_s=total_s)
    return Transport([f"{parts.scheme}://{parts.netloc}"], bounds)


def _ahead_s(date: str, now: datetime) -> float | None:
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return None
    return (now - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))).total_seconds()
