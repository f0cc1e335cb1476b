"""What happened at the bench as steps of a history: counted units together, each refusal alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    """The steps of one pack session: taken, scanned, refused, held … closed."""
    taken = say("history.taken", who=work.who) if work.who else say("history.taken_by_nobody")
    steps = [HistoryStep(work.started_at, Mark.TAKEN, taken, work.bench, work.who)]
    told = [event for event in work.events if _group(event)[0]]
    for (kind, _who), events in groupby(told, key=_group):
        steps += _MAKERS[kind](list(events), names)
    return steps


def _group(event: Event) -> tuple[str, str]:
    """What kind of step an event belongs to; events of one kind and person go together.

    Questions and what changed nothing have none: the chain keeps them, people need not read them.
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


def _step(event: Event, mark: Mark, words: str, details: str = "") -> HistoryStep:
    who = event.who or say("history.by_program")
    return HistoryStep(event.at, mark, words, details, who, event.chain[:_HASH_END])


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
        name = names.get(event.sku, event.sku)
        per_article[name] = per_article.get(name, 0) + abs(event.units)
    details = ", ".join(
        say("history.article_units", name=name, units=units)
        for name, units in per_article.items()
        if name
    )
    first_one, last = events[0], events[-1]
    chain = last.chain[:_HASH_END]
    return HistoryStep(first_one.at, Mark.SCANNED, words, details, last.who, chain)


def _refused(events: Sequence[Event], names: Names) -> list[HistoryStep]:
    return [_refusal(event, names) for event in events]


def _refusal(event: Event, names: Names) -> HistoryStep:
    words = say(first(f"history.refused_{event.verdict}", "history.refused"))
    came = [str(match[0]) for match in event.facts.get("matches", ())]
    name = ", ".join(names.get(sku, sku) for sku in came)
    if event.verdict == "wrong_item" and name:
        details = say("history.not_in_order", name=name)
    elif event.verdict == "already_enough" and name:
        details = say("history.all_in", name=name)
    else:
        code = "".join(c if c.isprintable() else " " for c in str(event.facts.get("text", "")))
        details = name or (say("history.scanned_code", code=code[:_LONGEST_CODE]) if code else "")
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
