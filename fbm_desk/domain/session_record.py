"""Pack sessions and their events as JSON: what is written down and what is read back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Any

from fbm_desk.domain.barcodes import Code, Command, HoldReason
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.session import (
    Commanded,
    Event,
    LabelBought,
    LabelRefused,
    LabelSource,
    Match,
    Overruled,
    PackLine,
    ReasonGiven,
    Resumed,
    Scanned,
    Session,
    Stopped,
)
from fbm_desk.domain.tracking import Fit
from fbm_desk.domain.verdicts import VerdictCode


def session_to_json(session: Session) -> str:
    """A session before its first event: its order, its lines and the rules it is packed by."""
    lines = [
        [line.line_id, line.sku, line.wanted, line.kit, line.per_kit, line.serial, line.lot]
        for line in session.lines
    ]
    return json.dumps(
        {
            "order": session.order_id,
            "lines": lines,
            "label_source": session.label_source.value,
            "label_scan": session.label_scan,
        },
        ensure_ascii=False,
    )


def session_from_json(text: str) -> Session:
    """The session that `session_to_json` wrote."""
    kept = json.loads(text)
    return Session(
        OrderId(kept["order"]),
        tuple(
            PackLine(LineId(at), Sku(sku), wanted, kit and Sku(kit), per_kit, serial, lot)
            for at, sku, wanted, kit, per_kit, serial, lot in kept["lines"]
        ),
        LabelSource(kept["label_source"]),
        kept["label_scan"],
    )


_ENVELOPE = "[)>"
"""Begins a matrix code by ISO/IEC 15434: what carriers print beside the barcode of the number."""
_LONGEST_BARCODE = 48
_PROVED_NOTHING = (
    VerdictCode.UNKNOWN,
    VerdictCode.WRONG_LABEL,
    VerdictCode.TRACKING_WANTED,
    VerdictCode.NOT_NOW,
)


def without_address(event: Event, answer: VerdictCode) -> Event:
    """The event as it may be written down: a carrier's matrix code holds the buyer's address.

    Only refused texts that no article's barcode is made of are left out; a session replayed
    without them stands where it stood.
    """
    if not isinstance(event, Scanned) or event.matches or answer not in _PROVED_NOTHING:
        return event
    text = event.code.text
    if len(text) <= _LONGEST_BARCODE and not text.startswith(_ENVELOPE):
        return event
    return replace(event, code=Code(""))


def event_to_json(event: Event) -> tuple[str, str]:
    """An event's kind and its facts."""
    return type(event).__name__, json.dumps(_facts(event), ensure_ascii=False)


def _facts(event: Event) -> dict[str, Any]:
    if isinstance(event, Scanned):
        return _scanned_facts(event)
    if isinstance(event, Commanded):
        return {"command": event.command.value}
    if isinstance(event, LabelBought):
        return {"tracking": event.tracking}
    if isinstance(event, LabelRefused):
        return {"reason": event.reason, "unclear": event.unclear}
    if isinstance(event, ReasonGiven):
        return {"reason": event.reason.value}
    return {"reason": event.reason} if isinstance(event, Stopped) else {}


def _scanned_facts(event: Scanned) -> dict[str, Any]:
    code = event.code
    facts: dict[str, Any] = {
        "text": code.text,
        "matches": [[match.sku, match.units] for match in event.matches],
        "on": event.on.isoformat() if event.on else None,
        "serial_known": event.serial_known,
        "fit": event.fit.value if event.fit is not Fit.FITS else "",
        "carrier": event.carrier,
        "choice": code.choice,
        "order_id": code.order_id,
        "serial": code.serial,
        "lot": code.lot,
        "expires_on": code.expires_on.isoformat() if code.expires_on else None,
        "count": code.count,
    }
    return {name: value for name, value in facts.items() if value}


def event_from_json(kind: str, text: str) -> Event:
    """The event that `event_to_json` wrote."""
    facts = json.loads(text)
    if kind == "Scanned":
        return _scanned(facts)
    made: dict[str, Any] = {
        "Commanded": lambda: Commanded(Command(facts["command"])),
        "ReasonGiven": lambda: ReasonGiven(HoldReason(facts["reason"])),
        "Resumed": Resumed,
        "Overruled": Overruled,
        "LabelBought": lambda: LabelBought(facts["tracking"]),
        "LabelRefused": lambda: LabelRefused(facts["reason"], facts["unclear"]),
        "Stopped": lambda: Stopped(facts["reason"]),
    }
    event: Event = made[kind]()
    return event


def _scanned(facts: dict[str, Any]) -> Scanned:
    code = Code(
        facts.get("text", ""),
        choice=facts.get("choice", 0),
        order_id=facts.get("order_id"),
        serial=facts.get("serial", ""),
        lot=facts.get("lot", ""),
        expires_on=_day(facts.get("expires_on")),
        count=facts.get("count", 0),
    )
    matches = tuple(Match(Sku(sku), units) for sku, units in facts.get("matches", ()))
    return Scanned(
        code,
        matches,
        _day(facts.get("on")),
        facts.get("serial_known", False),
        Fit(facts.get("fit", Fit.FITS.value)),  # earlier programs took every number
        facts.get("carrier", ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def chain_hash(before: str, seq: int, kind: str, data: str, verdict: str, who: str) -> str:
    """The hash of an event and of the hash before it: a changed or missing event shows."""
    joined = json.dumps([before, seq, kind, data, verdict, who])  # no field runs into the next
    return hashlib.sha256(joined.encode()).hexdigest()
