"""Holds every answer of the pretend Amazon against the model of its operation, and counts them."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
import jsonschema

from tests.simulator import published_models as models

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a model; `schemas` are those of its answers by status, None without one."""

    model: str
    name: str
    method: str
    path: re.Pattern[str]
    schemas: dict[int, dict[str, Any] | None]


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the models the simulator speaks; none where they do not lie there."""
    if not models.MODELS.is_dir():
        return ()
    return tuple(one for model in models.SPOKEN for one in _operations_of(model))


def _operations_of(model: str) -> list[Operation]:
    return [
        Operation(
            model,
            str(content[method]["operationId"]),
            method.upper(),
            re.compile(re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(path))),
            {int(one): said.get("schema") for one, said in content[method]["responses"].items()},
        )
        for path, content in models.model(model)["paths"].items()
        for method in METHODS
        if method in content
    ]


def operation_of(method: str, path: str) -> Operation | None:
    """The operation of a request; a path without ids goes before one with."""
    found = [one for one in operations() if one.method == method and one.path.fullmatch(path)]
    return min(found, key=lambda one: one.path.pattern.count("[^/]+"), default=None)


class NotAsPublished(AssertionError):
    """An answer that is not what its model says."""


@dataclass
class Held:
    """What was answered so far, by model, operation and status. Give `look` to httpx as a hook."""

    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    def look(self, response: httpx.Response) -> None:
        """Raises `NotAsPublished`. What no model speaks of is left alone."""
        request = response.request
        operation = operation_of(request.method, request.url.path)
        if operation is None:
            return
        response.read()
        said = f"{operation.name} {response.status_code}"
        if response.status_code not in operation.schemas:
            raise NotAsPublished(f"{said} is no answer of this operation")
        schema = operation.schemas[response.status_code]
        try:
            _check(response.content, schema, operation.model)
        except (ValueError, jsonschema.ValidationError) as fault:
            raise NotAsPublished(f"{said}: {fault}") from None
        self.answers[operation.model, operation.name, response.status_code] += 1


def _check(content: bytes, schema: dict[str, Any] | None, model: str) -> None:
    if schema is None:
        if content:
            raise ValueError("an answer without a body has one")
        return
    models.check_against(json.loads(content), schema, model)
