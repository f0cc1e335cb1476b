"""A dossier as a file for a claim: readable text, or JSON for machines; PDF is `dossier_paper`."""

from __future__ import annotations

import json
from datetime import datetime

from fbm_desk import texts
from fbm_desk.gui import figures
from fbm_desk.gui.dossier_chain import second_line
from fbm_desk.services.today_view import DossierView, HistoryStep

_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")


def file_name(view: DossierView, suffix: str) -> str:
    """A file name from the order's number alone: no name, no place, nothing a path could use."""
    safe = "".join(sign for sign in str(view.order_id) if sign in _SAFE)[:40]
    return f"evidence-{safe or 'order'}.{suffix}"


def chain_words(view: DossierView) -> str:
    """Whether the chain of events is whole."""
    if view.chain_intact is None:
        return texts.say("dossier.chain_none")
    name = "dossier.chain_intact" if view.chain_intact else "dossier.chain_broken"
    return texts.say(name, count=view.events)


def head_lines(view: DossierView, written_at: datetime) -> list[tuple[str, str]]:
    """What stands above the history: label and value."""
    say = texts.say
    lines = [
        (say("dossier.order"), str(view.order_id)),
        (say("dossier.state"), say(f"stage.{view.stage.value}")),
        (say("dossier.buyer"), view.buyer),
        *((say("dossier.address"), line) for line in view.address_lines),
        (say("dossier.units"), str(view.units)),
        (say("dossier.tracking"), view.tracking),
        (say("dossier.weight"), f"{view.weight_g} g" if view.weight_g else ""),
        *view.facts,
        (say("dossier.chain"), chain_words(view)),
        (say("dossier.written"), f"{figures.local(written_at):%Y-%m-%d %H:%M:%S %z}"),
    ]
    return [(label, value) for label, value in lines if value]


def as_text(view: DossierView, written_at: datetime) -> bytes:
    """The dossier as UTF-8 text; one line each, so that no value can pose as another line."""
    head = head_lines(view, written_at)
    wide = max(len(label) for label, _value in head) + 2
    lines = [texts.say("dossier.title"), ""]
    lines += [f"{label + ':':<{wide}}{_one_line(value)}" for label, value in head]
    lines += ["", texts.say("dossier.history"), ""]
    lines += [_step_line(step) for step in view.steps]
    return ("\n".join(lines) + "\n").encode("utf-8", errors="replace")


def as_json(view: DossierView, written_at: datetime) -> bytes:
    """The dossier as JSON, times in UTC."""
    content = {
        "order": str(view.order_id),
        "state": view.stage.value,
        "buyer": view.buyer,
        "address": list(view.address_lines),
        "units": view.units,
        "tracking": view.tracking,
        "weight_g": view.weight_g,
        "facts": [{"label": label, "value": value} for label, value in view.facts],
        "chain_intact": view.chain_intact,
        "written_at": written_at.isoformat(),
        "steps": [_step_facts(step) for step in view.steps],
    }
    return json.dumps(content, ensure_ascii=True, indent=2).encode("ascii")


def _step_line(step: HistoryStep) -> str:
    at = f"{figures.local(step.at):%Y-%m-%d %H:%M:%S %z}"
    words = ", ".join(part for part in (step.words, second_line(step)) if part)
    chain = f"  [{step.chain}]" if step.chain else ""
    return f"{at}  {_one_line(words)}{chain}"


def _step_facts(step: HistoryStep) -> dict[str, str]:
    return {
        "at": step.at.isoformat(),
        "mark": step.mark.value,
        "words": step.words,
        "details": step.details,
        "who": step.who,
        "chain": step.chain,
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())
