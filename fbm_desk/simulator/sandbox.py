"""Amazon's static sandbox: fixed answers to fixed requests, read from its published models.

The models are files of the user's own (`--models DIR`); nothing of them is kept here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fbm_desk.simulator.answers import Answer, Call, invalid_input, json_answer

#: Whoever sends this expects a refusal, whether there are models or not.
REFUSED_CASE = "TEST_CASE_400"
_TRIGGER = "TEST_CASE"
_VERBS = ("get", "put", "post", "patch", "delete")
#: What the library puts into bodies on its own account.
_STRAY_KEYS = frozenset({"path", "marketplaceIds", "MarketplaceIds"})


@dataclass(frozen=True, slots=True)
class Case:
    """One request of the sandbox and its answer; `wanted` is by parameter name."""

    operation: str
    method: str
    path: re.Pattern[str]
    wanted: dict[str, Any]
    status: int
    response: Any

    @property
    def triggered(self) -> bool:
        """Whether it asks for one of the invented ids that mean nothing else."""
        return _TRIGGER in json.dumps(self.wanted)

    def likeness(self, call: Call) -> int | None:
        """How much of what is wanted the call has; None when something differs."""
        match = self.path.fullmatch(call.path) if call.method == self.method else None
        if match is None:
            return None
        path = {name: unquote(text) for name, text in match.groupdict().items()}
        return _total([_part(call, path, *one) for one in self.wanted.items()])

    def answer(self) -> Answer:
        """The answer as the model says."""
        if self.response is None or self.status == 204:
            return Answer(self.status)
        return json_answer(self.response, self.status)


class Sandbox:
    """The cases of all models below a folder. `strict` answers nothing else where there are any."""

    def __init__(self, models: Path | None = None, strict: bool = False) -> None:
        self.cases = tuple(_cases_below(models)) if models else ()
        self.strict = strict

    def answer(self, call: Call) -> Answer | None:
        """The fixed answer to this call; None leaves it to the living shop."""
        cases = [case for case in self.cases if self.strict or case.triggered]
        found = [(case.likeness(call), case) for case in cases]
        fitting = [(-score, case.status, case) for score, case in found if score is not None]
        if fitting:
            return min(fitting, key=lambda one: one[:2])[2].answer()
        if self.strict and any(_is_of(case, call) for case in cases):
            raise invalid_input("Could not match input arguments")
        if REFUSED_CASE in call.parts or any(REFUSED_CASE in sent for sent in call.query.values()):
            raise invalid_input("Invalid Input")
        return None


def _is_of(case: Case, call: Call) -> bool:
    return case.method == call.method and case.path.fullmatch(call.path) is not None


def _cases_below(folder: Path) -> Iterator[Case]:
    """The cases of every model; files that are none are left out."""
    for file in sorted(folder.rglob("*.json")):
        for path, operations in _paths(file).items():
            for verb in _VERBS:
                if verb in operations:
                    yield from _cases_of(verb, path, operations[verb])


def _paths(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    paths = content.get("paths", {}) if isinstance(content, dict) else {}
    return paths if isinstance(paths, dict) else {}


def _cases_of(verb: str, path: str, operation: dict[str, Any]) -> Iterator[Case]:
    pattern = re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path)))
    for status, response in operation["responses"].items():
        for one in response.get("x-amzn-api-sandbox", {}).get("static", []):
            parameters = one.get("request", {}).get("parameters", {})
            wanted = {
                name: content["value"] for name, content in parameters.items() if "value" in content
            }
            name = str(operation["operationId"])
            yield Case(name, verb.upper(), pattern, wanted, int(status), one.get("response"))


def _part(call: Call, path: dict[str, str], name: str, value: Any) -> int | None:
    """How much of one wanted parameter the call has."""
    if name == "body":
        return _body_likeness(call, value)
    found = (path[name],) if name in path else call.values(name)
    wanted = value if isinstance(value, list) else [value]
    return 1 if sorted(found) == sorted(str(one) for one in wanted) else None


def _body_likeness(call: Call, value: Any) -> int | None:
    try:
        sent = json.loads(call.body or b"null")
    except ValueError:
        return None
    if value == {}:
        return 1 if isinstance(sent, dict) and not set(sent) - _STRAY_KEYS else None
    return _contained(value, sent)


def _contained(value: Any, sent: Any) -> int | None:
    """The number of single values of `value` in `sent`; None when one is not there."""
    if isinstance(value, dict) and isinstance(sent, dict) and value.keys() <= sent.keys():
        return _total([_contained(part, sent[name]) for name, part in value.items()])
    if isinstance(value, list) and isinstance(sent, list) and len(value) == len(sent):
        return _total([_contained(*pair) for pair in zip(value, sent, strict=True)])
    return 1 if value == sent else None


def _total(scores: list[int | None]) -> int | None:
    known = [score for score in scores if score is not None]
    return sum(known) if len(known) == len(scores) else None
