"""What happened at the bench as steps of a history: counted units together, each answer alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from fbm_desk.services.today_view import HistoryStep, Mark
from fbm_desk.services.wording import first
from fbm_desk.store.dossier import Event, Work
from fbm_desk.texts import say

Names = Mapping[str, str]
"""The short names of articles by SKU."""
_HASH_END = 4
_LONGEST_CODE = 40


def steps_of(work: Work, names: Names) -> list[HistoryStep]:
    """The steps of one pack session: taken, scanned, refused, held … closed.

    Every event is told. Units that only a question parts from each other are still one step.
    """
    taken = say("history.taken", who=work.who) if work.who else say("history.taken_by_nobody")
    begun = HistoryStep(work.started_at, Mark.TAKEN, taken, work.bench, work.who)
    numbered = list(enumerate(_with_what_was_undone(work.events)))
    steps = [(at, _quiet(event, names)) for at, event in numbered if not _group(event)[0]]
    loud = [(at, event) for at, event in numbered if _group(event)[0]]
    for (kind, _who), group in groupby(loud, key=lambda one: _group(one[1])):
        places, events = zip(*group, strict=True)
        steps += [(places[0], step) for step in _MAKERS[kind](events, names)]
    return [begun, *(step for _, step in sorted(steps, key=lambda one: one[0]))]


def _with_what_was_undone(events: Sequence[Event]) -> list[Event]:
    """The events, each UNDO with what the scan that it takes back had brought."""
    counted: list[Event] = []
    told = []
    for event in events:
        if event.units > 0:
            counted.append(event)
        if event.units < 0 and counted:
            event = replace(event, facts=event.facts | _what_came(counted.pop()))
        told.append(event)
    return told


def _what_came(event: Event) -> dict[str, object]:
    return {name: event.facts[name] for name in ("matches", "count") if name in event.facts}


def _group(event: Event) -> tuple[str, str]:
    """What kind of step an event belongs to; events of one kind and person go together.

    Questions and what changed nothing have none: each is told alone, and quietly.
    """
    if event.units > 0:
        return ("counted", event.who)
    if event.units < 0:
        return ("taken_back", event.who)
    if event.kind in ("Stopped", "LabelRefused"):
        return (event.kind, event.chain)
    if event.refused:
        return ("refused", event.chain)
    if event.verdict in ("held", "put_down", "resumed", "parcel_closed", "taken_out"):
        return (event.verdict, event.chain)
    return ("", "")


def _quiet(event: Event, names: Names) -> HistoryStep:
    """An answer that changed nothing, with what it was given to."""
    words = say(first(f"history.quiet_{event.verdict}", "history.quiet"))
    step = _step(event, Mark.SCANNED, words, _came(event, names))
    return replace(step, quiet=True)


def _came(event: Event, names: Names) -> str:
    """What was scanned: a command, an article by its name, else the code as it was read."""
    if command := str(event.facts.get("command", "")):
        return command
    if name := _articles(event, names):
        return name
    code = "".join(c if c.isprintable() else " " for c in str(event.facts.get("text", "")))
    return say("history.scanned_code", code=code[:_LONGEST_CODE]) if code else ""


def _articles(event: Event, names: Names) -> str:
    """The articles a code stands for, each once: it may be a unit's and a case's."""
    skus = dict.fromkeys(str(match[0]) for match in event.facts.get("matches", ()))
    return ", ".join(names.get(sku, sku) for sku in skus)


def _step(event: Event, mark: Mark, words: str, details: str = "") -> HistoryStep:
    who = event.who or say("history.by_program")
    return HistoryStep(event.at, mark, words, details, who, event.chain[:_HASH_END], events=1)


def _counted(events: Sequence[Event], names: Names) -> list[HistoryStep]:
    """Units counted one after the other by one person, as one step with the last event's hash."""
    units = sum(event.units for event in events)
    return [_together(events, names, say("history.scanned", count=units))]


def _taken_back(events: Sequence[Event], names: Names) -> list[HistoryStep]:
    units = -sum(event.units for event in events)
    return [_together(events, names, say("history.taken_back", count=units))]


def _together(events: Sequence[Event], names: Names, words: str) -> HistoryStep:
    per_article: dict[str, int] = {}
    for event in events:
        name, units = _put_in(event, names)
        per_article[name] = per_article.get(name, 0) + units
    details = ", ".join(
        say("history.article_units", name=name, units=units)
        for name, units in per_article.items()
        if name
    )
    first_one, last = events[0], events[-1]
    chain = last.chain[:_HASH_END]
    number = len(events)
    return HistoryStep(first_one.at, Mark.SCANNED, words, details, last.who, chain, events=number)


def _put_in(event: Event, names: Names) -> tuple[str, int]:
    """The article's name and how many of it went in or out: of a kit its sets, not its parts."""
    units = abs(event.units)
    for sku, each in event.facts.get("matches", ())[:1]:
        sets = each * max(1, event.facts.get("count", 0))
        if sku != event.sku and sets < units:
            return names.get(sku, sku), sets
    return names.get(event.sku, event.sku), units


def _refused(events: Sequence[Event], names: Names) -> list[HistoryStep]:
    return [_refusal(event, names) for event in events]


def _refusal(event: Event, names: Names) -> HistoryStep:
    words = say(first(f"history.refused_{event.verdict}", "history.refused"))
    name = _articles(event, names)
    if event.verdict == "wrong_item" and name:
        details = say("history.not_in_order", name=name)
    elif event.verdict == "already_enough" and name:
        details = say("history.too_many", name=name)
    else:
        details = _came(event, names)
    return _step(event, Mark.REFUSED, words, details)


def _held(events: Sequence[Event], _names: Names) -> list[HistoryStep]:
    return [
        _step(event, Mark.HELD, say(first(f"history.held_{_reason(event)}", "history.held")))
        for event in events
    ]


def _stopped(events: Sequence[Event], _names: Names) -> list[HistoryStep]:
    return [
        _step(event, Mark.HELD, say(first(f"history.stopped_{_reason(event)}", "history.stopped")))
        for event in events
    ]


def _label_failed(events: Sequence[Event], _names: Names) -> list[HistoryStep]:
    return [
        _step(event, Mark.LABEL, say("history.label_failed"), reason_words(_reason(event)))
        for event in events
    ]


def reason_words(code: str) -> str:
    """Why there is no label; a code without its own words is shown without dashes."""
    key = f"history.no_label_{code}"
    known = first(key, "")
    return say(known) if known else code.replace("_", " ")


def _reason(event: Event) -> str:
    return str(event.facts.get("reason", ""))


def _put_down(events: Sequence[Event], _names: Names) -> list[HistoryStep]:
    return [_step(event, Mark.TAKEN, say("history.put_down")) for event in events]


def _resumed(events: Sequence[Event], _names: Names) -> list[HistoryStep]:
    return [
        _step(event, Mark.TAKEN, say("history.resumed", who=event.who), event.bench)
        for event in events
    ]


def _closed(events: Sequence[Event], _names: Names) -> list[HistoryStep]:
    return [_closing(event) for event in events]


def _closing(event: Event) -> HistoryStep:
    if event.kind != "Scanned":
        return _step(event, Mark.CLOSED, say("history.closed"))
    how = say("history.closed_scanned_how")
    return _step(event, Mark.CLOSED, say("history.closed_scanned"), how)


def _taken_out(events: Sequence[Event], _names: Names) -> list[HistoryStep]:
    return [_step(event, Mark.HELD, say("history.taken_out")) for event in events]


_MAKERS: dict[str, Callable[[Sequence[Event], Names], list[HistoryStep]]] = {
    "counted": _counted,
    "taken_back": _taken_back,
    "refused": _refused,
    "held": _held,
    "Stopped": _stopped,
    "LabelRefused": _label_failed,
    "put_down": _put_down,
    "resumed": _resumed,
    "parcel_closed": _closed,
    "taken_out": _taken_out,
}
