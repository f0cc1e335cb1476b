"""JSON_LISTINGS_FEED: changes listings message by message and reports on each."""

from __future__ import annotations

import json
from typing import Any

from fbm_desk.simulator.fulfillment_feed import Refuser
from fbm_desk.simulator.listings import Listings, Problem
from fbm_desk.simulator.listings_api import item_json, patched

#: Amazon takes no more messages in one feed.
MOST_MESSAGES = 25_000
_VERSION = "2.0"


def apply(
    text: str, listings: Listings, feed_id: str, marketplace_ids: tuple[str, ...], refuse: Refuser
) -> str:
    """Apply the messages and give back the processing report, JSON as well."""
    content = _parsed(text)
    header, messages = content.get("header") or {}, content.get("messages")
    if not isinstance(messages, list) or header.get("version") != _VERSION:
        messages, fatal = [], [_issue(None, Problem("4000001", "The feed cannot be read."))]
    elif len(messages) > MOST_MESSAGES:
        messages, fatal = [], [_issue(None, Problem("4000004", "The feed has too many messages."))]
    else:
        fatal = []
    issues: list[dict[str, Any]] = []
    wrong = 0
    for message in messages:
        problems = _applied(message, listings, marketplace_ids, refuse)
        wrong += bool(problems)
        issues += [_issue(message, problem) for problem in problems]
    report = {
        "header": {
            "sellerId": str(header.get("sellerId", "")),
            "version": _VERSION,
            "feedId": feed_id,
            **({"report": header["report"]} if "report" in header else {}),
        },
        "issues": [*fatal, *issues],
        "summary": {
            "errors": len(fatal) + len(issues),
            "warnings": 0,
            "messagesProcessed": len(messages),
            "messagesAccepted": len(messages) - wrong,
            "messagesInvalid": wrong,
        },
    }
    if "report" in header:
        included = frozenset(header["report"].get("includedData", ()))
        report["items"] = _items(messages, listings, marketplace_ids, included)
    return json.dumps(report, ensure_ascii=False)


def _parsed(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _applied(
    message: Any, listings: Listings, marketplace_ids: tuple[str, ...], refuse: Refuser
) -> list[Problem]:
    """What is wrong with a message; when nothing is, it is done."""
    content = message if isinstance(message, dict) else {}
    sku = str(content.get("sku", ""))
    if refuse(sku):
        return [Problem("90057", "The message could not be processed. Try again later.")]
    if content.get("operationType") == "DELETE":
        listings.remove(sku, marketplace_ids)
        return []
    changes = _changes(content)
    if changes is None:
        return [Problem("4000003", "The message cannot be understood.")]
    problems = listings.problems(sku, marketplace_ids, changes)
    if not problems:
        listings.change(sku, marketplace_ids, changes)
    return problems


def _changes(content: dict[str, Any]) -> dict[str, Any] | None:
    kind = content.get("operationType")
    if kind == "PATCH":
        return patched(content)
    attributes = content.get("attributes")
    known = kind in ("UPDATE", "PARTIAL_UPDATE") and isinstance(attributes, dict)
    return attributes if known else None


def _issue(message: Any, problem: Problem) -> dict[str, Any]:
    content = message if isinstance(message, dict) else {}
    about = {name: content[name] for name in ("messageId", "sku") if content.get(name)}
    named = {"attributeName": problem.attribute} if problem.attribute else {}
    said = {"code": problem.code, "severity": "ERROR", "message": problem.message}
    return {**about, **said, **named}


def _items(
    messages: list[Any],
    listings: Listings,
    marketplace_ids: tuple[str, ...],
    included: frozenset[str],
) -> list[dict[str, Any]]:
    skus = dict.fromkeys(str(one.get("sku")) for one in messages if isinstance(one, dict))
    found = (listings.of(sku, marketplace_ids) for sku in skus)
    return [item_json(one, included) for one in found if one]
