"""`fbm-desk doctor`: what works here and what does not; each failing line says how to mend it."""

from __future__ import annotations

import argparse
import json
from functools import partial

from fbm_desk import app, texts
from fbm_desk.commands import checkup
from fbm_desk.commands.checkup import Finding, Health
from fbm_desk.commands.refusals import in_words


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether JSON is wanted."""
    parser.add_argument("--json", action="store_true", help="the findings as a JSON list")


def run(chosen: argparse.Namespace) -> int:
    """Check everything; 1 when something fails."""
    findings = _all(chosen)
    if chosen.json:
        print(json.dumps([_as_json(one) for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            print(f"{one.health.value:<8} {one.name:<22} {one.seen}")
            if one.mend:
                print(f"{'':<8} {'':<22} → {one.mend}")
    return int(any(one.health is Health.FAILS for one in findings))


def _all(chosen: argparse.Namespace) -> list[Finding]:
    found: list[Finding] = []
    for check in checkup.WITHOUT_DATA:
        found += checkup.guarded(check.__name__, check)
    try:
        house = app.open_house(chosen.data_dir, chosen.database_url)
    except Exception as error:
        words = in_words(error) or type(error).__name__
        return [*found, Finding("data", Health.FAILS, words, texts.say("doctor.data_mend"))]
    try:
        for with_data in checkup.WITH_DATA:
            found += checkup.guarded(with_data.__name__, partial(with_data, house))
    finally:
        house.close()
    return found


def _as_json(one: Finding) -> dict[str, str]:
    return {"name": one.name, "health": one.health.value, "seen": one.seen, "mend": one.mend}
