"""`fbm-desk untold`: what Amazon was not told of is listed, and settled by who answers for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk import app
from fbm_desk.domain.stages import Role
from fbm_desk.services import orders
from fbm_desk.store import people
from tests.commands.conftest import Program
from tests.services.boxes_by_hand import Box, left, states
from tests.services.rows import rows
from tests.services.warehouse import order, order_id

ONE = order_id(1)


@pytest.fixture
def refused(data_dir: Path, program: Program) -> Path:
    """One parcel that Amazon refused to be told of, a packer and a supervisor."""
    assert program("users", "list").code == 0
    house = app.open_house(data_dir, "")
    try:
        orders.take_in(house.books, [order(1)])
        left(house.books, ONE, [Box((("line-MUG", "MUG", 1),), "KP0000001")])
        with house.books.writing() as connection:
            for name, role in (("Mara", Role.PACKER), ("Ivo", Role.SUPERVISOR)):
                people.add(
                    connection, house.books.seal, name, role, name.upper(), house.books.now()
                )
        rows(house.books, "UPDATE outbox SET state = 'refused', words = 'No such carrier.'")
    finally:
        house.close()
    return data_dir


def state_of(data_dir: Path) -> str:
    house = app.open_house(data_dir, "")
    try:
        return states(house.books)[ONE, 1].value
    finally:
        house.close()


def test_without_an_order_all_are_listed(refused: Path, program: Program) -> None:
    said = program("untold")
    assert said.code == 1
    assert said.out.splitlines() == [
        f"Order {ONE}, parcel 1, KP0000001: Amazon refused it: No such carrier.",
        "1 parcel waits for a person, as Amazon does not know it",
    ]
    assert state_of(refused) == "refused"


def test_a_supervisor_settles_it(refused: Path, program: Program) -> None:
    assert "supervisor" in program("untold", ONE, "--again", "--badge", "MARA").refusal
    assert program("untold", ONE, "--elsewhere", "--badge", "IVO").code == 0
    assert state_of(refused) == "elsewhere"
    assert program("untold").code == 0
    assert "Nothing of that order" in program("untold", ONE, "--again", "--badge", "IVO").refusal


def test_it_is_told_again(refused: Path, program: Program) -> None:
    said = program("untold", ONE, "--again", "--parcel", "1")
    assert (said.code, "told again if it does not show it" in said.out) == (0, True)
    assert state_of(refused) == "unclear"


def test_nothing_is_settled_without_an_order(refused: Path, program: Program) -> None:
    assert "Say which order" in program("untold", "--elsewhere").refusal
    assert state_of(refused) == "refused"
