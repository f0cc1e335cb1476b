"""The boxes that keep a day from adding up, one row each; a row opens its order's dossier."""

from __future__ import annotations

from fbm_desk import texts
from fbm_desk.gui.cells import Cell, Column, Tone
from fbm_desk.gui.glyphs import State
from fbm_desk.services.today_view import Orphan, OrphanKind

#: In the order in which they are settled.
SIGNS: dict[OrphanKind, tuple[State, Tone]] = {
    OrphanKind.MUST_NOT_LEAVE: (State.CANCELLED, Tone.WRONG),
    OrphanKind.REFUSED: (State.CANCELLED, Tone.WRONG),
    OrphanKind.HELD: (State.HELD, Tone.DOUBT),
    OrphanKind.NOT_CLOSED: (State.LABELLED, Tone.DOUBT),
    OrphanKind.NOT_TOLD: (State.QUEUED, Tone.SECOND),
    OrphanKind.NOT_ON_MANIFEST: (State.LABELLED, Tone.SECOND),
}


def identity(one: Orphan) -> str:
    """A box has one row."""
    return f"{one.order_id} {one.tracking}"


def order_of(name: str) -> str:
    """The order of a row by its identity."""
    return name.partition(" ")[0]


def columns() -> tuple[Column[Orphan], ...]:
    """What is the matter, gravest first, and with which box."""
    say = texts.say
    ranks = {kind: float(rank) for rank, kind in enumerate(SIGNS)}
    return (
        Column("matter", say("closeout.matter"), _matter, lambda one: ranks[one.kind], 380, grow=1),
        Column("order", say("closeout.order"), _order, lambda one: one.order_id, 216),
    )


def _order(one: Orphan) -> Cell:
    return Cell(str(one.order_id), bold=True)


def _matter(one: Orphan) -> Cell:
    sign, tone = SIGNS[one.kind]
    loud = tone in (Tone.WRONG, Tone.DOUBT)
    return Cell(one.words, tone if loud else Tone.INK, sign=sign, sign_tone=tone)
