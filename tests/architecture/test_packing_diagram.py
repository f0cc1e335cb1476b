"""The picture of the packing table in the docs is the table."""

from __future__ import annotations

from fbm_desk.domain.session import State
from tests.architecture.packing_diagram import PAGE, diagram, moves


def test_diagram_in_the_docs_is_drawn_from_the_table() -> None:
    assert diagram() in PAGE.read_text(encoding="utf-8")


def test_every_state_is_reached() -> None:
    reached = {after for _, after in moves()} | {State.PACKING}
    assert reached == set(State)
