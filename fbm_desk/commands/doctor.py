"""`fbm-desk doctor`: what works here and what does not; each failing line says how to mend it."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import textwrap
from collections.abc import Iterator

from fbm_desk import texts
from fbm_desk.commands.checkup import rounds, screen
from fbm_desk.commands.checkup.finding import Finding, Health
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.commands.checkup.rounds import Part

NARROWEST, WIDEST = 60, 100
_HEALTH_WIDTH = 15
_NAME_WIDTH = 17


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether JSON is wanted."""
    parser.add_argument("--json", action="store_true", help="the findings as one JSON object")
    # The doctor calls itself with this: Qt ends a process that it finds no screen in.
    parser.add_argument("--try-window", action="store_true", help=argparse.SUPPRESS)


def run(chosen: argparse.Namespace) -> int:
    """Check everything, change nothing; 1 when something is broken."""
    if chosen.try_window:
        return screen.trial()
    place = Installation(chosen.data_dir, chosen.database_url, dict(os.environ))
    try:
        parts = rounds.look(place)
    finally:
        place.close()
    counts = {health: _count(parts, health) for health in Health}
    if chosen.json:
        print(json.dumps(_as_json(parts, counts), ensure_ascii=False, indent=1))
    else:
        width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))
        for line in _lines(parts, counts, width):
            print(line)
    return int(counts[Health.BROKEN] > 0)


def _count(parts: list[Part], health: Health) -> int:
    return sum(finding.health is health for part in parts for finding in part.findings)


def _lines(parts: list[Part], counts: dict[Health, int], width: int) -> Iterator[str]:
    for part in parts:
        yield texts.say(f"doctor.part_{part.name}")
        for finding in part.findings:
            yield from _told(finding, width)
        yield ""
    broken, notes = counts[Health.BROKEN], counts[Health.NOTE]
    told = texts.say("doctor.sum_broken", count=broken) if broken else texts.say("doctor.sum_ok")
    if notes:
        told += " " + texts.say("doctor.sum_notes", count=notes)
    yield from textwrap.wrap(told, width)


def _told(finding: Finding, width: int) -> Iterator[str]:
    """Health, name and what was seen; below it what it means, and how to mend it."""
    health = texts.say(f"doctor.health_{finding.health.value}")
    name = texts.say(f"doctor.name_{finding.check}")
    before = f"  {health:<{_HEALTH_WIDTH}}{name:<{_NAME_WIDTH}}"
    yield from _wrapped(finding.seen, before, " " * len(before), width)
    under = " " * (2 + _HEALTH_WIDTH)
    if finding.means:
        yield from _wrapped(finding.means, under, under, width)
    if finding.mend:
        yield from _wrapped(finding.mend, f"{under}→ ", f"{under}  ", width)


def _wrapped(text: str, first: str, rest: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _as_json(parts: list[Part], counts: dict[Health, int]) -> dict[str, object]:
    findings = [
        {
            "part": part.name,
            "check": one.check,
            "health": one.health.value,
            "code": one.code,
            "seen": one.seen,
            "means": one.means,
            "mend": one.mend,
            "detail": one.detail,
        }
        for part in parts
        for one in part.findings
    ]
    return {**{health.value: count for health, count in counts.items()}, "findings": findings}
