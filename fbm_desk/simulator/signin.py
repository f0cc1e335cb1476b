"""Login with Amazon, pretended: gives out access tokens and says which of them still hold."""

from __future__ import annotations

import secrets
import threading
from urllib.parse import parse_qs

from fbm_desk.simulator.answers import Answer, Call, Refused, json_answer
from fbm_desk.simulator.clock import Clock

#: An access token holds for an hour.
TOKEN_LIFE_S = 3600.0


class SignIn:
    """Gives out tokens for a refresh token or, without a seller, for client credentials.

    As long as `refresh_token` and `client_secret` are empty, any are accepted.
    """

    def __init__(self, clock: Clock, refresh_token: str = "", client_secret: str = "") -> None:
        self.refresh_token = refresh_token
        self.client_secret = client_secret
        self._clock = clock
        self._tokens: dict[str, tuple[str, float]] = {}
        self._lock = threading.Lock()

    def token(self, call: Call) -> Answer:
        """POST /auth/o2/token with a form body; errors in OAuth's shape, not in SP-API's."""
        form = {name: sent[-1] for name, sent in parse_qs(call.body.decode("utf-8")).items()}
        grant = form.get("grant_type", "")
        problem = self._problem(grant, form)
        if problem is not None:
            return problem
        content = {
            "access_token": self._new_token(grant),
            "token_type": "bearer",
            "expires_in": int(TOKEN_LIFE_S),
        }
        if grant == "refresh_token":
            content["refresh_token"] = form["refresh_token"]
        return json_answer(content)

    def check(self, call: Call) -> None:
        """Refuses a call (403) whose `x-amz-access-token` is missing, unknown or too old."""
        token = call.headers.get("x-amz-access-token", "")
        if not token:
            raise _denied("Access token is missing in the request header.")
        with self._lock:
            grant, holds_until = self._tokens.get(token, ("", 0.0))
        if grant != "refresh_token":
            raise lost_token()
        if self._clock.seconds() >= holds_until:
            raise _denied("The access token you provided has expired.")

    def revoke_all(self) -> None:
        """No token given out so far holds any longer."""
        with self._lock:
            self._tokens.clear()

    def _problem(self, grant: str, form: dict[str, str]) -> Answer | None:
        if not form.get("client_id") or not form.get("client_secret"):
            return _oauth_error(401, "invalid_client", "Client authentication failed")
        if self.client_secret and form["client_secret"] != self.client_secret:
            return _oauth_error(401, "invalid_client", "Client authentication failed")
        if grant == "refresh_token":
            return self._refresh_problem(form.get("refresh_token", ""))
        if grant != "client_credentials":
            return _oauth_error(
                400, "unsupported_grant_type",
                "The authorization grant type is not supported by the authorization server",
            )  # fmt: skip
        if not form.get("scope"):
            return _oauth_error(400, "invalid_scope", "The request has an invalid scope")
        return None

    def _refresh_problem(self, refresh_token: str) -> Answer | None:
        if not refresh_token:
            return _oauth_error(
                400, "invalid_request", "The request is missing a required parameter"
            )
        if self.refresh_token and refresh_token != self.refresh_token:
            return _oauth_error(
                400, "invalid_grant", "The request has an invalid grant parameter : refresh_token"
            )
        return None

    def _new_token(self, grant: str) -> str:
        token = "Atza|" + secrets.token_urlsafe(48)
        with self._lock:
            self._tokens[token] = (grant, self._clock.seconds() + TOKEN_LIFE_S)
        return token


def lost_token() -> Refused:
    """The 403 for a token Amazon does not know, or no longer."""
    return _denied("The access token you provided is revoked, malformed or invalid.")


def _denied(details: str) -> Refused:
    return Refused(403, "Unauthorized", "Access to requested resource is denied.", details)


def _oauth_error(status: int, error: str, description: str) -> Answer:
    return json_answer({"error": error, "error_description": description}, status)
