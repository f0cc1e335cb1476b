"""Amazon's published models as JSON schemas, stricter than published: no field they do not name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "sp-api-models"
MODELS = PUBLISHED / "models"
ORDERS = "orders-api-model/orders_2026-01-01.json"
ORDERS_V0 = "orders-api-model/ordersV0.json"
SHIPPING = "shipping-api-model/shippingV2.json"
MFN = "merchant-fulfillment-api-model/merchantFulfillmentV0.json"
REPORTS = "reports-api-model/reports_2021-06-30.json"
FEEDS = "feeds-api-model/feeds_2021-06-30.json"
TOKENS = "tokens-api-model/tokens_2021-03-01.json"
LISTINGS = "listings-items-api-model/listingsItems_2021-08-01.json"
SELLERS = "sellers-api-model/sellers.json"
NOTIFICATIONS = "notifications-api-model/notifications.json"
MESSAGING = "messaging-api-model/messaging.json"
SOLICITATIONS = "solicitations-api-model/solicitations.json"
#: Every model the simulator speaks.
SPOKEN = (
    ORDERS, ORDERS_V0, SHIPPING, MFN, REPORTS, FEEDS, TOKENS, LISTINGS, SELLERS, NOTIFICATIONS,
    MESSAGING, SOLICITATIONS,
)  # fmt: skip

_formats = jsonschema.FormatChecker(formats=())


@dataclass(frozen=True)
class Example:
    """One static answer of Amazon's sandbox; `wanted` are its parameters by place and name."""

    operation: str
    method: str
    path: str
    places: dict[str, str]
    wanted: dict[str, Any]
    status: int
    response: Any


def _is_time(text: object) -> bool:
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


_formats.checks("date-time", raises=ValueError)(_is_time)


def check(content: object, model: str, definition: str) -> None:
    """Fails with jsonschema.ValidationError where `content` is not as published."""
    check_against(content, {"$ref": f"#/definitions/{definition}"}, model)


def check_against(content: object, schema: dict[str, Any], name: str) -> None:
    """The same for a schema that names definitions of a model."""
    whole = {**schema, "definitions": model(name)["definitions"]}
    jsonschema.Draft4Validator(whole, format_checker=_formats).validate(content)


def check_schema(content: object, name: str) -> None:
    """The same for the schemas of reports, feeds and notifications, as they are."""
    schema = json.loads((PUBLISHED / "schemas" / name).read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(content)


def examples(name: str) -> Iterator[Example]:
    """Every static answer in a model."""
    content = json.loads((MODELS / name).read_text("utf-8"))
    for path, operations in content["paths"].items():
        shared = operations.get("parameters", [])
        for method in ("get", "post", "put", "patch", "delete"):
            operation = operations.get(method, {})
            places = {one["name"]: one["in"] for one in [*shared, *operation.get("parameters", [])]}
            for status, response in operation.get("responses", {}).items():
                for one in response.get("x-amzn-api-sandbox", {}).get("static", []):
                    sent = one.get("request", {}).get("parameters", {})
                    wanted = {key: what["value"] for key, what in sent.items() if "value" in what}
                    yield Example(
                        operation["operationId"], method.upper(), path, places, wanted,
                        int(status), one.get("response"),
                    )  # fmt: skip


@cache
def model(name: str) -> dict[str, Any]:
    """A model of which no property may be had but those that are named."""
    content: dict[str, Any] = json.loads((MODELS / name).read_text("utf-8"))
    parts = _parts_of_wholes(content["definitions"])
    _close([one for name, one in content["definitions"].items() if name not in parts])
    return content


def _parts_of_wholes(schema: object) -> set[str]:
    """Definitions of which another is put together: the whole has more than each names."""
    if isinstance(schema, list):
        return set().union(*map(_parts_of_wholes, schema))
    if not isinstance(schema, dict):
        return set()
    named = {str(part.get("$ref", "")).rpartition("/")[2] for part in schema.get("allOf", ())}
    return named.union(*map(_parts_of_wholes, schema.values()))


def _close(schema: object) -> None:
    """Allow no property but those that are named."""
    if isinstance(schema, list):
        for one in schema:
            _close(one)
    if isinstance(schema, dict):
        for name, one in schema.items():
            if name != "allOf":  # each of those is but a part
                _close(one)
        if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
