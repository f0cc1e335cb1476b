"""Keeps the access token that every call carries; leaves the refresh token's keeping to others.

Login with Amazon gives a token for about an hour. It is fetched once however many threads want
it, kept as long as `expires_in` says and not a fixed time, and thrown away when Amazon denies it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

from fbm_desk.amazon.account import Account
from fbm_desk.amazon.answers import Received
from fbm_desk.amazon.json_body import BadJson, json_object, required, text
from fbm_desk.amazon.troubles import TransportFault, Trouble

#: A token is renewed so long before its end that no call meets it.
EARLY_S = 120.0


class Carrier(Protocol):
    """Carries one request; `transport.Transport` does."""

    def request(
        self, method: str, url: str, *, data: dict[str, str], headers: dict[str, str]
    ) -> Received: ...


class SignInFault(Exception):
    """There is no access token. Its text is the trouble's code only."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class SignIn:
    """The access token of one account, safe for several threads.

    With a `scope` it is the application's own token, which opens no seller's data.
    """

    def __init__(
        self,
        account: Account,
        carrier: Carrier,
        clock: Callable[[], float] = time.monotonic,
        scope: str = "",
    ) -> None:
        self._scope = scope
        self._account = account
        self._carrier = carrier
        self._clock = clock
        self._lock = threading.Lock()
        self._token = ""
        self._good_until = 0.0

    def token(self) -> str:
        """The access token, fetched if none is good. Raises `SignInFault`."""
        with self._lock:
            if not self._token or self._clock() >= self._good_until:
                self._token, lifetime_s = self._fetched()
                self._good_until = self._clock() + max(lifetime_s - EARLY_S, lifetime_s / 2)
            return self._token

    def forget(self, token: str) -> None:
        """Throws this token away, unless another has taken its place already."""
        with self._lock:
            if self._token == token:
                self._token = ""

    def _grant(self) -> dict[str, str]:
        if self._scope:
            return {"grant_type": "client_credentials", "scope": self._scope}
        return {"grant_type": "refresh_token", "refresh_token": self._account.refresh_token}

    def _fetched(self) -> tuple[str, float]:
        form = {
            **self._grant(),
            "client_id": self._account.lwa_app_id,
            "client_secret": self._account.lwa_client_secret,
        }
        kind = {"content-type": "application/x-www-form-urlencoded;charset=UTF-8"}
        try:
            got = self._carrier.request("POST", self._account.signin_url, data=form, headers=kind)
        except TransportFault as fault:
            untrusted = fault.trouble is Trouble.CERTIFICATE
            raise SignInFault(Trouble.CERTIFICATE if untrusted else Trouble.SIGN_IN) from None
        try:
            body = json_object(got.content)
            if 400 <= got.status_code < 500 and got.status_code != 429 and text(body, "error"):
                raise SignInFault(Trouble.SIGN_IN_REFUSED)
            if got.status_code != 200:
                raise SignInFault(Trouble.SIGN_IN)
            token, lifetime = required(body, "access_token"), body.get("expires_in", 3600)
        except BadJson:
            raise SignInFault(Trouble.SIGN_IN) from None
        if not is_token(token, lifetime):
            raise SignInFault(Trouble.SIGN_IN)
        return token, float(lifetime)


def is_token(token: str, lifetime_s: object) -> bool:
    """Whether this fits into a header and lives for up to a day."""
    fits_header = token.isascii() and token.isprintable() and " " not in token
    return fits_header and type(lifetime_s) is int and 0 < lifetime_s <= 86400
