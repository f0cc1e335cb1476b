"""Tells pack sessions as transcripts: a scan on the left, its answer on the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fbm_desk.domain import barcodes
from fbm_desk.domain.codes import Code
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import (
    Authorised,
    BoxScanned,
    Commanded,
    Event,
    LabelBought,
    LabelRefused,
    Match,
    PackLine,
    ReasonGiven,
    Resumed,
    Scanned,
    Session,
    Stopped,
    Weighed,
)

ORDER = OrderId("305-4471926-8830217")
TODAY = date(2026, 11, 23)
CATALOGUE: dict[str, tuple[Match, ...]] = {
    **{name.lower(): (Match(Sku(name)),) for name in (
        "MUG", "SPOON", "FORK", "KETTLE", "CAMERA", "TEA", "WATCH", "BOLT", "CARD", "BLUE",
        "SETA", "SETB", "OUTER", "INNER",
    )},
    "case": (Match(Sku("MUG"), 2),),
    "dual": (Match(Sku("MUG")), Match(Sku("MUG"), 3)),
    "case3": (Match(Sku("MUG"), 3), Match(Sku("SPOON"))),
    "twin": (Match(Sku("MUG")), Match(Sku("SPOON"))),
}  # fmt: skip


def line(sku: str, wanted: int, **facts: object) -> PackLine:
    return PackLine(LineId(f"line-{sku}"), Sku(sku), wanted, **facts)  # type: ignore[arg-type]


def event(word: str) -> Event:
    """The event behind a word: `mug`, `mug@310` on the scale, `bought:KP1`, `weighs:730`."""
    kind, colon, rest = word.partition(":")
    made: dict[str, Callable[[], Event]] = {
        "bought": lambda: LabelBought(rest),
        "refused": lambda: LabelRefused(rest),
        "amazon": lambda: Stopped(rest),
        "badge": lambda: Authorised(int(rest)),
        "weighs": lambda: Weighed(int(rest)),
        "box": lambda: BoxScanned(rest, 200),
        "resume": lambda: Resumed(rest != "no_scale"),
        "used": lambda: Scanned(Code(rest, transparency=rest), transparency_known=True),
    }
    if colon and kind in made:
        return made[kind]()
    name, _, grams = word.partition("@")
    code = barcodes.read(name)
    if code.command:
        return Commanded(code.command, code.quantity, code.box)
    if code.reason:
        return ReasonGiven(code.reason)
    matches = CATALOGUE.get(name.lower(), ())
    return Scanned(code, matches, TODAY, scale_g=int(grams) if grams else None)


def tell(session: Session, transcript: str) -> Session:
    """Every row `scan -> answer packed of wanted`, with `box n` where the row says it."""
    for row in transcript.strip().splitlines():
        word, _, expected = (part.strip() for part in row.partition("->"))
        done = step(session, event(word))
        verdict = done.verdict
        got = f"{verdict.code.value} {verdict.packed} of {verdict.wanted}"
        if " box " in expected:
            got += f" box {verdict.box}"
        assert got == expected, row.strip()
        session = done.session
    return session


def acts(session: Session, word: str) -> list[tuple[str, int]]:
    """What an event brings about, and for which box."""
    return [(effect.act.value, effect.box) for effect in step(session, event(word)).effects]
