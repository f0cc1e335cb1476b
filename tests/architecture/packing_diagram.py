"""Draws the packing table: every move between states that an event really makes.

`python -m tests.architecture.packing_diagram` writes it into docs/house.md again.
"""

from __future__ import annotations

import re
from pathlib import Path

from fbm_desk.domain.barcodes import Code, Command, HoldReason
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import (
    ASKS_TO_CANCEL,
    ENDED,
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
    State,
    Stopped,
)

PAGE = Path(__file__).parents[2] / "docs" / "house.md"
_BLOCK = re.compile(r"```mermaid\n.*?```", re.DOTALL)
_ORDER = OrderId("305-4471926-8830217")


def _scan(text: str, *skus: str) -> Scanned:
    return Scanned(Code(text), tuple(Match(Sku(sku)) for sku in skus))


EVENTS: dict[str, Event] = {
    "item": _scan("item", "MUG"),
    "item with a serial": _scan("camera", "CAMERA"),
    "item with a lot": _scan("tea", "TEA"),
    "barcode of two articles": _scan("twin", "MUG", "TEA"),
    "choice": Scanned(Code("1", choice=1)),
    "serial or lot": _scan("SN1"),
    "carrier's label": _scan("KP488120073154"),
    **{command.value: Commanded(command) for command in Command},
    "reason": ReasonGiven(HoldReason.SHORT),
    "resumed": Resumed(),
    "label bought": LabelBought("KP488120073154"),
    "label refused": LabelRefused("offline"),
    "cancelled or changed": Stopped("cancelled"),
    "buyer asks to cancel": Stopped(ASKS_TO_CANCEL),
    "supervisor lets it go on": Overruled(),
}


def sessions() -> list[Session]:
    """Beginnings from which every state can be reached."""
    mug = PackLine(LineId("1"), Sku("MUG"), 1)
    camera = PackLine(LineId("2"), Sku("CAMERA"), 1, serial=True)
    tea = PackLine(LineId("3"), Sku("TEA"), 1, lot=True)
    return [
        Session(_ORDER, lines, source, label_scan=scan)
        for lines in ((mug,), (mug, camera), (mug, tea))
        for source in LabelSource
        for scan in (True, False)
    ]


def moves() -> dict[tuple[State, State], list[str]]:
    """Every move between two states, and the events that make it."""
    found: dict[tuple[State, State], list[str]] = {}
    seen, waiting = set(sessions()), sessions()
    while waiting:
        session = waiting.pop()
        for name, event in EVENTS.items():
            after = step(session, event).session
            if after.state is not session.state:
                names = found.setdefault((session.state, after.state), [])
                if name not in names:
                    names.append(name)
            if after not in seen:
                seen.add(after)
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
