"""Login with Amazon, pretended: gives out access tokens and says which of them still hold."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass
from urllib.parse import parse_qs

from fbm_desk.simulator.answers import Answer, Call, Refused, json_answer
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.restricted_resource import RestrictedResource
from fbm_desk.simulator.route import SIGN_IN, Access, Route, route

#: An access token, restricted or not, holds for an hour.
TOKEN_LIFE_S = 3600.0
#: What a token without a seller must be asked for, to say where notifications go.
NOTIFICATIONS = "sellingpartnerapi::notifications"
_SELLER, _GRANTLESS, _RESTRICTED = "refresh_token", "client_credentials", "restricted"


@dataclass(frozen=True, slots=True)
class _Issued:
    """A token that was given out, and what for."""

    grant: str
    dies_at_s: float
    scope: str = ""
    resources: tuple[RestrictedResource, ...] = ()

    def opens(self, access: Access, call: Call) -> bool:
        """Whether this token may make this call."""
        if access is Access.GRANTLESS:
            return self.grant == _GRANTLESS and self.scope == NOTIFICATIONS
        if self.grant == _RESTRICTED:
            return any(one.covers(call.method, call.path) for one in self.resources)
        if access is Access.EITHER and self.grant == _GRANTLESS:
            return self.scope == NOTIFICATIONS
        return access is not Access.RESTRICTED and self.grant == _SELLER


class SignIn:
    """Gives out tokens for a refresh token or, without a seller, for client credentials.

    As long as `refresh_token` and `client_secret` are empty, any are accepted.
    """

    def __init__(self, clock: Clock, refresh_token: str = "", client_secret: str = "") -> None:
        self.refresh_token = refresh_token
        self.client_secret = client_secret
        self._clock = clock
        self._revoked = False
        self._tokens: dict[str, _Issued] = {}
        self._lock = threading.Lock()

    def routes(self) -> tuple[Route, ...]:
        """Login with Amazon's one door."""
        return (route("POST", "/auth/o2/token", SIGN_IN, self.token, Access.OPEN),)

    def token(self, call: Call) -> Answer:
        """POST /auth/o2/token with a form body; errors in OAuth's shape, not in SP-API's."""
        form = {
            name: sent[-1] for name, sent in parse_qs(call.body.decode("utf-8", "replace")).items()
        }
        grant = form.get("grant_type", "")
        problem = self._problem(grant, form)
        if problem is not None:
            return problem
        content = {
            "access_token": self._new_token(grant, form.get("scope", "")),
            "token_type": "bearer",
            "expires_in": int(TOKEN_LIFE_S),
        }
        if grant == "refresh_token":
            content["refresh_token"] = form["refresh_token"]
        return json_answer(content)

    def check(self, call: Call, access: Access = Access.SELLER) -> None:
        """Refuses a call (403) whose `x-amz-access-token` is missing, too old or not enough."""
        token = call.headers.get("x-amz-access-token", "")
        if not token:
            raise _denied("Access token is missing in the request header.")
        with self._lock:
            issued = self._tokens.get(token)
        if issued is None:
            raise lost_token()
        if not issued.opens(access, call):
            raise _denied("The access token you provided does not open this resource.")
        if self._clock.seconds() >= issued.dies_at_s:
            raise expired_token()

    def restricted(self, resources: tuple[RestrictedResource, ...]) -> str:
        """A new restricted data token for these resources."""
        return self._issue("Atz.sprdt|", _Issued(_RESTRICTED, self._dies_at_s(), "", resources))

    def elements(self, call: Call) -> frozenset[str]:
        """The personal data that the call's token opens on this path."""
        with self._lock:
            issued = self._tokens.get(call.headers.get("x-amz-access-token", ""))
        resources = issued.resources if issued else ()
        covering = (one for one in resources if one.covers(call.method, call.path))
        return frozenset(element for one in covering for element in one.data_elements)

    def revoke_refresh_token(self) -> None:
        """The seller takes his consent back: nobody signs in any more, and no token holds."""
        self._revoked = True
        self.revoke_all()

    def consent(self) -> None:
        """The seller connects the application again."""
        self._revoked = False

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
        strange = self.refresh_token and refresh_token != self.refresh_token
        return revoked_refresh_token() if strange or self._revoked else None

    def _new_token(self, grant: str, scope: str) -> str:
        return self._issue("Atza|", _Issued(grant, self._dies_at_s(), scope))

    def _issue(self, prefix: str, issued: _Issued) -> str:
        token = prefix + secrets.token_urlsafe(48)
        with self._lock:
            self._tokens[token] = issued
        return token

    def _dies_at_s(self) -> float:
        return self._clock.seconds() + TOKEN_LIFE_S


def revoked_refresh_token() -> Answer:
    """The 400 for a refresh token that is not, or no longer, the seller's."""
    return _oauth_error(
        400, "invalid_grant", "The request has an invalid grant parameter : refresh_token"
    )


def expired_token() -> Refused:
    """The 403 for a token that was good until a while ago."""
    return _denied("The access token you provided has expired.")


def lost_token() -> Refused:
    """The 403 for a token Amazon does not know, or no longer."""
    return _denied("The access token you provided is revoked, malformed or invalid.")


def _denied(details: str) -> Refused:
    return Refused(403, "Unauthorized", "Access to requested resource is denied.", details)


def _oauth_error(status: int, error: str, description: str) -> Answer:
    return json_answer({"error": error, "error_description": description}, status)
