"""Draws the packing table: every move between states that an event really makes.

`python -m tests.architecture.packing_diagram` writes it into docs/house.md again.
"""

from __future__ import annotations

import re
from pathlib import Path

from fbm_desk.domain.codes import Code, CodeKind, Command, HoldReason
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import (
    ASKS_TO_CANCEL,
    ENDED,
    Authorised,
    BoxOpened,
    BoxScanned,
    Commanded,
    Count,
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
    Scanned,
    Session,
    State,
    Stopped,
    Task,
    TaskKind,
    Weighed,
    Why,
    WhyGiven,
)

PAGE = Path(__file__).parents[2] / "docs" / "house.md"
_BLOCK = re.compile(r"```mermaid\n.*?```", re.DOTALL)
_ORDER = OrderId("305-4471926-8830217")


MUG = PackLine(LineId("1"), Sku("MUG"), 1, weight_g=300)
CAMERA = PackLine(LineId("2"), Sku("CAMERA"), 1, serial=True)
TEA = PackLine(LineId("3"), Sku("TEA"), 1, lot=True)
WATCH = PackLine(LineId("4"), Sku("WATCH"), 1, transparency=True)
MORE = PackLine(LineId("5"), Sku("SPOON"), 1)


def _scan(text: str, *skus: str, scale_g: int | None = None) -> Scanned:
    matches = tuple(Match(Sku(sku)) for sku in skus)
    return Scanned(Code(text), matches, scale_g=scale_g)


EVENTS: dict[str, Event] = {
    "item": _scan("item", "MUG"),
    "item on the scale": _scan("item", "MUG", scale_g=0),
    "item with a serial": _scan("camera", "CAMERA"),
    "item with a lot": _scan("tea", "TEA"),
    "item with a Transparency code": _scan("watch", "WATCH"),
    "barcode of two articles": _scan("twin", "MUG", "TEA"),
    "choice": Scanned(Code("1", choice=1, kind=CodeKind.CHOICE)),
    "serial or lot": _scan("SN1"),
    "Transparency code": Scanned(Code("AZ:1", transparency="AZ:1")),
    "carrier's label": _scan("KP488120073154"),
    **{command.value: Commanded(command) for command in Command},
    "reason": ReasonGiven(HoldReason.SHORT),
    "supervisor's badge": Authorised(1),
    "why": WhyGiven(Why.NOT_THERE),
    "why, of the weight": WhyGiven(Why.SCALE),
    "right weight": Weighed(420),
    "wrong weight": Weighed(720),
    "a box of the seller's": BoxScanned("S"),
    "resumed": Resumed(),
    "more is ordered": Replanned((MUG, MORE)),
    "label bought": LabelBought("KP488120073154"),
    "label refused": LabelRefused("offline"),
    "cancelled or changed": Stopped("cancelled"),
    "buyer asks to cancel": Stopped(ASKS_TO_CANCEL),
    "supervisor lets it go on": Overruled(),
}


def sessions() -> list[Session]:
    """Beginnings from which every state can be reached."""
    begun = [
        Session(_ORDER, lines, source, label_scan=scan)
        for lines in ((MUG,), (MUG, CAMERA), (MUG, TEA), (MUG, WATCH))
        for source in LabelSource
        for scan in (True, False)
    ]
    wrapped = Session(_ORDER, (MUG,), tasks=(Task(TaskKind.GIFT_WRAP, Sku("MUG")),))
    two = PackLine(LineId("1"), Sku("MUG"), 3, weight_g=300)
    boxes = tuple(Count(((0, 1),), box=box) for box in (1, 2))
    deeds = (boxes[0], BoxOpened(2), boxes[1], BoxOpened(3))
    return [*begun, wrapped, Session(_ORDER, (two,), deeds=deeds)]


def _shape(session: Session) -> tuple[object, ...]:
    """What a session may do next hangs on little; the rest goes round in circles."""
    asked = (session.state, session.back_to, session.asks, session.complete)
    label = (bool(session.tracking), session.unclear, session.turn, session.awaits_decision)
    rules = (session.label_source, session.label_scan, len(session.lines), session.lines[-1].sku)
    return (asked, label, rules, session.packed_units, bool(session.tasks_left))


def moves() -> dict[tuple[State, State], list[str]]:
    """Every move between two states, and the events that make it."""
    found: dict[tuple[State, State], list[str]] = {}
    seen, waiting = {_shape(one) for one in sessions()}, sessions()
    while waiting:
        session = waiting.pop()
        for name, event in EVENTS.items():
            after = step(session, event).session
            if after.state is not session.state:
                names = found.setdefault((session.state, after.state), [])
                if name not in names:
                    names.append(name)
            if _shape(after) not in seen:
                seen.add(_shape(after))
                waiting.append(after)
    return found


def diagram() -> str:
    """The moves as a state diagram."""
    order = {state: i for i, state in enumerate(State)}
    lines = ["stateDiagram-v2", "    [*] --> packing: order taken"]
    rank = {name: i for i, name in enumerate(EVENTS)}
    by_states = sorted(moves().items(), key=lambda at: (order[at[0][0]], order[at[0][1]]))
    for (before, after), names in by_states:
        words = ", ".join(sorted(names, key=rank.__getitem__))
        lines.append(f"    {before.value} --> {after.value}: {words}")
    lines += [f"    {state.value} --> [*]" for state in State if state in ENDED]
    return "```mermaid\n" + "\n".join(lines) + "\n```"


def main() -> None:
    """Write the diagram into the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_BLOCK.sub(lambda _old: diagram(), page, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
