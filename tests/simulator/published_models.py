"""Amazon's published models as JSON schemas, stricter than published: no field they do not name."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

MODELS = Path(__file__).parents[2].parent / "shared" / "sp-api-models" / "models"
ORDERS = "orders-api-model/orders_2026-01-01.json"
ORDERS_V0 = "orders-api-model/ordersV0.json"
SHIPPING = "shipping-api-model/shippingV2.json"

_formats = jsonschema.FormatChecker(formats=())


def _is_time(text: object) -> bool:
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


_formats.checks("date-time", raises=ValueError)(_is_time)


def check(content: object, model: str, definition: str) -> None:
    """Fails with jsonschema.ValidationError where `content` is not as published."""
    schema = {
        "$ref": f"#/definitions/{definition}",
        "definitions": _model(model)["definitions"],
    }
    jsonschema.Draft4Validator(schema, format_checker=_formats).validate(content)


@cache
def _model(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((MODELS / name).read_text("utf-8"))
    _close(content["definitions"])
    return content


def _close(schema: object) -> None:
    """Allow no property but those that are named."""
    if isinstance(schema, list):
        for one in schema:
            _close(one)
    if isinstance(schema, dict):
        for one in schema.values():
            _close(one)
        if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
