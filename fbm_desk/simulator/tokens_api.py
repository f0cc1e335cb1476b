"""Tokens 2021-03-01: restricted data tokens, each for the few paths it was asked for."""

from __future__ import annotations

import re
from typing import Any

from fbm_desk.simulator.answers import Answer, Call, invalid_input, json_answer, json_object
from fbm_desk.simulator.restricted_resource import RestrictedResource
from fbm_desk.simulator.route import Route, route
from fbm_desk.simulator.signin import TOKEN_LIFE_S, SignIn

MOST_RESOURCES = 50
DATA_ELEMENTS = frozenset({"buyerInfo", "shippingAddress", "buyerTaxInformation"})
_ORDER, _ID = "/orders/v0/orders", "[^/]+"
#: Paths whose personal data can be chosen.
_WITH_ELEMENTS = (_ORDER, f"{_ORDER}/{_ID}", f"{_ORDER}/{_ID}/orderItems")
_RESTRICTED = (
    *(("GET", path) for path in _WITH_ELEMENTS),
    *(
        ("GET", f"{_ORDER}/{_ID}/{rest}")
        for rest in ("address", "buyerInfo", "orderItems/buyerInfo", "regulatedInfo")
    ),
    ("POST", "/mfn/v0/shipments"),
    ("GET", f"/mfn/v0/shipments/{_ID}"),
    ("DELETE", f"/mfn/v0/shipments/{_ID}"),
    ("GET", r"/reports/2021-06-30/documents/[^/{}]+"),
)


class TokensApi:
    """Gives out restricted data tokens."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in

    def routes(self) -> tuple[Route, ...]:
        """createRestrictedDataToken alone."""
        path = "/tokens/2021-03-01/restrictedDataToken"
        operation = "createRestrictedDataToken"
        return (route("POST", path, operation, self.create_restricted_data_token),)

    def create_restricted_data_token(self, call: Call) -> Answer:
        """POST /tokens/2021-03-01/restrictedDataToken."""
        asked = json_object(call).get("restrictedResources")
        if not isinstance(asked, list) or not 1 <= len(asked) <= MOST_RESOURCES:
            raise invalid_input(f"restrictedResources must have 1 to {MOST_RESOURCES} entries.")
        token = self._sign_in.restricted(tuple(_resource(one) for one in asked))
        return json_answer({"restrictedDataToken": token, "expiresIn": int(TOKEN_LIFE_S)})


def _resource(asked: object) -> RestrictedResource:
    content: dict[str, Any] = asked if isinstance(asked, dict) else {}
    method, path = str(content.get("method")), str(content.get("path"))
    if not any(method == known and re.fullmatch(one, path) for known, one in _RESTRICTED):
        raise invalid_input("A resource is not a restricted one.")
    elements = content.get("dataElements") or []
    if not isinstance(elements, list) or not set(elements) <= DATA_ELEMENTS:
        raise invalid_input("dataElements has a value that is not supported.")
    if elements and not any(re.fullmatch(one, path) for one in _WITH_ELEMENTS):
        raise invalid_input("dataElements is not supported for this path.")
    return RestrictedResource(method, path, tuple(elements))
