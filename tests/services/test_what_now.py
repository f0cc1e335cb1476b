"""Which commands a bench offers is read off the packing table: none is offered in vain."""

from __future__ import annotations

import pytest

from fbm_desk.domain.codes import Command
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import bench_look
from fbm_desk.services.packing import Desk
from tests.services.transcripts import SINA, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id

STRANGE = "5901234123457"
MUG = "4006381333931"


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    with_supervisor(warehouse)
    warehouse.take_in(order(1, line("MUG", 2), line("SPOON")))
    return warehouse.desk()


def offered(desk: Desk, *scans: str) -> set[Command]:
    """What is offered after these scans."""
    for text in scans:
        desk.scan(text)
    return set(bench_look.look(desk).commands)


def test_between_orders_one_is_taken_or_taken_up(desk: Desk) -> None:
    assert offered(desk) == {
        Command.NEXT,
        Command.RESUME,
        Command.EXPEDITE,
        Command.LOCK,
        Command.HELP,
    }


def test_while_packing_nothing_is_offered_that_is_not_possible_then(desk: Desk) -> None:
    now = offered(desk, order_id(1))
    assert {
        Command.UNDO,
        Command.HOLD,
        Command.LATER,
        Command.PARCEL,
        Command.SHORTSHIP,
        Command.CANCEL,
    } <= now
    assert (
        not {
            Command.NEXT,
            Command.RESUME,
            Command.FINISH,
            Command.REPRINT,
            Command.TAKEOVER,
            Command.TEACH,
        }
        & now
    )


def test_teaching_is_offered_once_there_is_something_to_teach(desk: Desk) -> None:
    assert Command.TEACH in offered(desk, order_id(1), STRANGE)
    now = offered(desk, SINA)
    assert Command.UNDO in now
    view = bench_look.look(desk)
    assert view.asks_about == "teach"
    assert [line.article.sku for line in view.choices] == ["MUG", "SPOON"]


def test_every_command_offered_is_answered_with_something_else_than_not_now(
    desk: Desk,
) -> None:
    beside = {Command.LOCK, Command.HOLD}  # they end it; their own tests
    for command in sorted(offered(desk, order_id(1), MUG) - beside, key=lambda one: one.value):
        desk.scan(order_id(1))  # again, where it was put aside
        if desk.bench is not None and not desk.bench.opened.session.packed_units:
            desk.scan(MUG)  # again, where it was taken back
        said = desk.scan(command.value).code
        assert said is not VerdictCode.NOT_NOW, command
        desk.scan("UNDO")


def test_a_locked_bench_offers_none(desk: Desk) -> None:
    assert offered(desk, "LOCK") == set()


def test_the_totes_of_an_order_and_its_haste_are_shown_at_once(desk: Desk) -> None:
    for text in (order_id(1), "TOTE-17", "TOTE-18", "EXPEDITE"):
        desk.scan(text)
    order_shown = bench_look.look(desk).order
    assert order_shown is not None
    assert order_shown.totes == ("TOTE-17", "TOTE-18")
    assert order_shown.first


def test_whoever_takes_the_order_up_again_sees_its_totes(desk: Desk) -> None:
    for text in (order_id(1), "TOTE-17", "LATER", order_id(1)):
        desk.scan(text)
    order_shown = bench_look.look(desk).order
    assert order_shown is not None
    assert order_shown.totes == ("TOTE-17",)
