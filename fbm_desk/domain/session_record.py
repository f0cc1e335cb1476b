"""Pack sessions and their events as JSON: what is written down and what is read back."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from fbm_desk.domain.codes import Code, CodeKind, Command, HoldReason
from fbm_desk.domain.gs1_facts import is_a_way
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.session import (
    Authorised,
    BoxScanned,
    Commanded,
    Event,
    LabelBought,
    LabelRefused,
    LabelSource,
    Match,
    Overruled,
    PackLine,
    ReasonGiven,
    Replanned,
    Resumed,
    ScaleRules,
    Scanned,
    Session,
    Stopped,
    Substitute,
    Task,
    TaskKind,
    Weighed,
    Why,
    WhyGiven,
)
from fbm_desk.domain.tracking import Fit, number_on_label, plain_tracking
from fbm_desk.domain.verdicts import VerdictCode


def session_to_json(session: Session) -> str:
    """A session before its first event: its order, its lines and the rules it is packed by."""
    kept: dict[str, Any] = {
        "order": session.order_id,
        "lines": lines_to_json(session.lines),
        "label_source": session.label_source.value,
        "label_scan": session.label_scan,
        "rules": session.rules,
    }
    if session.tasks:
        kept["tasks"] = _tasks_to_json(session.tasks)
    if not session.slip:
        kept["slip"] = False
    if session.scale != ScaleRules():
        kept["scale"] = asdict(session.scale)
    return json.dumps(kept, ensure_ascii=False)


def session_from_json(text: str) -> Session:
    """The session that `session_to_json` wrote, or an earlier program."""
    kept = json.loads(text)
    return Session(
        OrderId(kept["order"]),
        lines_from_json(kept["lines"]),
        LabelSource(kept["label_source"]),
        kept["label_scan"],
        tasks=_tasks_from_json(kept.get("tasks", [])),
        scale=ScaleRules(**kept.get("scale", {})),
        rules=kept.get("rules", 1),
        slip=kept.get("slip", True),
    )


def _tasks_to_json(tasks: tuple[Task, ...]) -> list[list[Any]]:
    return [[task.kind.value, task.sku] for task in tasks]


def _tasks_from_json(tasks: list[list[Any]]) -> tuple[Task, ...]:
    return tuple(Task(TaskKind(kind), sku and Sku(sku)) for kind, sku in tasks)


_PLAIN = ("transparency", "may_count", "weight_g", "before", "ordered")


def lines_to_json(lines: tuple[PackLine, ...]) -> list[list[Any]]:
    """Lines as lists; what a line has besides the first seven facts is named in an eighth."""
    return [_line_to_json(line) for line in lines]


def _line_to_json(line: PackLine) -> list[Any]:
    told = [line.line_id, line.sku, line.wanted, line.kit, line.per_kit, line.serial, line.lot]
    more: dict[str, Any] = {name: getattr(line, name) for name in _PLAIN if getattr(line, name)}
    if line.kits:
        more["kits"] = [list(kit) for kit in line.kits]
    if line.substitutes:
        more["substitutes"] = [asdict(one) for one in line.substitutes]
    return [*told, more] if more else told


def lines_from_json(lines: list[list[Any]]) -> tuple[PackLine, ...]:
    """The lines that `lines_to_json` wrote."""
    return tuple(_line_from_json(*line) for line in lines)


def _line_from_json(
    at: str,
    sku: str,
    wanted: int,
    kit: str | None,
    per_kit: int,
    serial: bool,
    lot: bool,
    more: dict[str, Any] | None = None,
) -> PackLine:
    facts = dict(more or {})
    kits = tuple((Sku(name), units) for name, units in facts.pop("kits", ()))
    others = tuple(
        Substitute(Sku(one.pop("sku")), **one) for one in map(dict, facts.pop("substitutes", ()))
    )
    return PackLine(
        LineId(at), Sku(sku), wanted, None if kit is None else Sku(kit), per_kit, serial, lot,
        kits=kits, substitutes=others, **facts,
    )  # fmt: skip


_ENVELOPE = "[)>"
"""Begins a matrix code by ISO/IEC 15434: what carriers print beside the barcode of the number."""
_LONGEST_BARCODE = 48
_PROVED_NOTHING = (
    VerdictCode.UNKNOWN,
    VerdictCode.WRONG_LABEL,
    VerdictCode.TRACKING_WANTED,
    VerdictCode.NOT_NOW,
    VerdictCode.NOT_AN_ITEM,
    VerdictCode.ITEM_FIRST,
    VerdictCode.SERIAL_WANTED,
    VerdictCode.LOT_WANTED,
    VerdictCode.TRANSPARENCY_WANTED,
)
_CLOSED = (VerdictCode.PARCEL_CLOSED, VerdictCode.BOX_CLOSED)
_ABOUT_LABELS = (
    *_CLOSED,
    VerdictCode.NOT_NOW,
    VerdictCode.WRONG_LABEL,
    VerdictCode.TRACKING_WANTED,
    VerdictCode.LABEL_ALREADY_USED,
)
_LIKE_A_PIN = re.compile(r"[0-9]{6}")


def without_address(event: Event, answer: VerdictCode, tracking: str = "") -> Event:
    """The event as it may be written down: a carrier's matrix code holds the buyer's address.

    Left out are refused texts that no article's barcode is made of, the postcode that a label's
    barcode has around its number (`tracking` is the one on this box, where it is known), and six
    unknown digits: a PIN typed in the wrong place. A session replayed without them stands where it
    stood.
    """
    if not isinstance(event, Scanned) or event.matches:
        return event
    text = event.code.text
    tells_where = len(text) > _LONGEST_BARCODE or text.startswith(_ENVELOPE) or is_a_way(event.code)
    if answer in _ABOUT_LABELS and not tells_where:
        number = tracking if tracking and answer in _CLOSED else number_on_label(text)
        routed = number != plain_tracking(text)
        return replace(event, code=replace(event.code, text=number)) if routed else event
    like_pin = answer is VerdictCode.UNKNOWN and _LIKE_A_PIN.fullmatch(text)
    if answer in _PROVED_NOTHING and (tells_where or like_pin):
        return replace(event, code=Code(""))
    return event


def event_to_json(event: Event) -> tuple[str, str]:
    """An event's kind and its facts."""
    return type(event).__name__, json.dumps(_facts(event), ensure_ascii=False)


def _facts(event: Event) -> dict[str, Any]:
    if isinstance(event, Scanned):
        return _scanned_facts(event)
    if isinstance(event, Commanded):
        return _said(command=event.command.value, quantity=event.quantity, box=event.box)
    if isinstance(event, LabelBought):
        return {"tracking": event.tracking} | _said(box=event.box)
    if isinstance(event, LabelRefused):
        return {"reason": event.reason, "unclear": event.unclear}
    if isinstance(event, ReasonGiven):
        return {"reason": event.reason.value}
    if isinstance(event, Replanned):
        more = {"tasks": _tasks_to_json(event.tasks)} if event.tasks else {}
        return {"lines": lines_to_json(event.lines)} | more | _said(moved=event.moved)
    if isinstance(event, Resumed):
        return {} if event.scale else {"scale": False}
    return {} if isinstance(event, Overruled) else _plain_facts(event)


def _plain_facts(event: WhyGiven | Authorised | Weighed | BoxScanned | Stopped) -> dict[str, Any]:
    facts = asdict(event)
    return facts | {"why": event.why.value} if isinstance(event, WhyGiven) else facts


def _said(**facts: Any) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}


def _scanned_facts(event: Scanned) -> dict[str, Any]:
    code = event.code
    return _said(
        text=code.text,
        matches=[[match.sku, match.units] for match in event.matches],
        on=event.on and event.on.isoformat(),
        serial_known=event.serial_known,
        fit=event.fit.value if event.fit is not Fit.FITS else "",
        carrier=event.carrier,
        choice=code.choice,
        order_id=code.order_id,
        serial=code.serial,
        lot=code.lot,
        expires_on=code.expires_on and code.expires_on.isoformat(),
        count=code.count,
        kind=code.kind.value if code.kind is not CodeKind.PLAIN else "",
        transparency=code.transparency,
        transparency_known=event.transparency_known,
        earlier_on=event.earlier_on and event.earlier_on.isoformat(),
    ) | ({} if event.scale_g is None else {"scale_g": event.scale_g})


def event_from_json(kind: str, text: str) -> Event:
    """The event that `event_to_json` wrote, or an earlier program."""
    facts = json.loads(text)
    return _READ[kind](facts)


_READ: dict[str, Callable[[dict[str, Any]], Event]] = {
    "Scanned": lambda facts: _scanned(facts),
    "Commanded": lambda facts: Commanded(
        Command(facts["command"]), facts.get("quantity", 0), facts.get("box", 0)
    ),
    "ReasonGiven": lambda facts: ReasonGiven(HoldReason(facts["reason"])),
    "WhyGiven": lambda facts: WhyGiven(Why(facts["why"])),
    "Authorised": lambda facts: Authorised(**facts),
    "Weighed": lambda facts: Weighed(**facts),
    "BoxScanned": lambda facts: BoxScanned(**facts),
    "Resumed": lambda facts: Resumed(facts.get("scale", True)),
    "Overruled": lambda _facts: Overruled(),
    "Replanned": lambda facts: Replanned(
        lines_from_json(facts["lines"]),
        _tasks_from_json(facts.get("tasks", [])),
        facts.get("moved", False),
    ),
    "LabelBought": lambda facts: LabelBought(**facts),
    "LabelRefused": lambda facts: LabelRefused(**facts),
    "Stopped": lambda facts: Stopped(**facts),
}


def _scanned(facts: dict[str, Any]) -> Scanned:
    code = Code(
        facts.get("text", ""),
        choice=facts.get("choice", 0),
        order_id=facts.get("order_id"),
        serial=facts.get("serial", ""),
        lot=facts.get("lot", ""),
        expires_on=_day(facts.get("expires_on")),
        count=facts.get("count", 0),
        kind=CodeKind(facts.get("kind", CodeKind.PLAIN.value)),  # earlier programs knew none
        transparency=facts.get("transparency", ""),
    )
    matches = tuple(Match(Sku(sku), units) for sku, units in facts.get("matches", ()))
    return Scanned(
        code,
        matches,
        _day(facts.get("on")),
        facts.get("serial_known", False),
        Fit(facts.get("fit", Fit.FITS.value)),  # earlier programs took every number
        facts.get("carrier", ""),
        facts.get("transparency_known", False),
        facts.get("scale_g"),
        _day(facts.get("earlier_on")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def chain_hash(before: str, seq: int, kind: str, data: str, verdict: str, who: str) -> str:
    """The hash of an event and of the hash before it: a changed or missing event shows."""
    joined = json.dumps([before, seq, kind, data, verdict, who])  # no field runs into the next
    return hashlib.sha256(joined.encode()).hexdigest()
