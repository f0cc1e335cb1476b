"""At a bench that asks for a serial number every command is still one scan, and is kept so."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from fbm_desk import texts
from fbm_desk.domain.codes import Command
from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.orders import AmazonStatus, OrderId
from fbm_desk.domain.session import State
from fbm_desk.services import bench_look, expediting, wording
from fbm_desk.services.dossier import dossier
from fbm_desk.services.office import Office
from fbm_desk.services.packing import Desk
from fbm_desk.services.topics import Topic
from fbm_desk.store import priorities, sessions
from fbm_desk.store.schema import pack_events, pack_sessions
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id

ONE, TWO = order_id(1), order_id(2)


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    warehouse.take_in(order(1, line("CAMERA", 2), line("MUG", 2)), order(2))
    desk = warehouse.desk()
    answers(desk, ONE, "MUG", "CAMERA")
    return desk


def said(desk: Desk) -> str:
    assert desk.verdict is not None
    return wording.sentence(bench_look.look(desk), desk.verdict)


def on_disk(warehouse: Warehouse) -> sessions.OpenSession:
    with warehouse.books.reading() as connection:
        found = sessions.find_open(connection, ONE)
    assert found is not None
    return found


def kept(warehouse: Warehouse) -> list[tuple[str, str]]:
    with warehouse.books.reading() as connection:
        chosen = sa.select(pack_events.c.kind, pack_events.c.verdict).order_by(pack_events.c.seq)
        return [(row.kind, row.verdict) for row in connection.execute(chosen)]


@pytest.mark.parametrize(
    ("command", "answer", "sentence"),
    [
        ("HOLD", "hold_asked", "Unit not counted. Why hold it? Scan a reason"),
        ("LATER", "put_down", "Unit not counted. Put down for later"),
        ("BROKEN", "damaged_asked", "Unit not counted. Broken: scan the broken unit"),
        ("PARCEL", "box_open", "Unit not counted. Box 2 is open"),
        (
            "SHORTSHIP",
            "supervisor_wanted:short_ship",
            "Unit not counted. Ship short? A supervisor’s badge",
        ),
    ],
)
def test_one_scan_leaves_the_question_and_tells_that_the_unit_is_not_counted(
    warehouse: Warehouse, desk: Desk, command: str, answer: str, sentence: str
) -> None:
    before = kept(warehouse)
    assert answers(desk, command) == [answer]
    assert said(desk) == sentence
    session = on_disk(warehouse).session
    assert (session.packed_units, session.pending) == (1, None)
    assert kept(warehouse) == [*before, ("Commanded", answer.partition(":")[0])]


def test_the_packer_is_told_so_in_german(desk: Desk) -> None:
    texts.speak("de")
    try:
        desk.scan("HOLD")
        assert said(desk).startswith("Stück nicht gezählt. ")
    finally:
        texts.speak("en")


def test_what_f1_offers_while_a_serial_number_is_asked_for_is_done(desk: Desk) -> None:
    offered = set(bench_look.look(desk).commands)
    leaving = {Command.HOLD, Command.LATER, Command.PARCEL, Command.DAMAGED, Command.SHORTSHIP}
    assert leaving <= offered
    assert Command.MOVE not in offered  # no other box has a unit
    for command in (Command.PARCEL, Command.DAMAGED, Command.SHORTSHIP, Command.HOLD):
        assert desk.scan(command.value).code.value != "not_now"
        answers(desk, "UNDO", "CAMERA")


def test_nothing_is_offered_in_vain_before_the_first_unit_is_in(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("CAMERA", 2)))
    desk = warehouse.desk()
    answers(desk, ONE, "CAMERA")
    offered = set(bench_look.look(desk).commands)
    assert {Command.HOLD, Command.LATER, Command.DAMAGED} <= offered
    assert not {Command.PARCEL, Command.SHORTSHIP, Command.MOVE} & offered
    assert answers(desk, "SHORTSHIP", "PARCEL", "SN-1") == [
        "not_now:asking_serial", "not_now:asking_serial", "counted",
    ]  # fmt: skip


def test_a_session_of_earlier_rules_is_packed_to_its_end_by_them(
    warehouse: Warehouse, desk: Desk
) -> None:
    with warehouse.books.writing() as connection:
        text = connection.scalar(sa.select(pack_sessions.c.beginning))
        assert text is not None
        values = {"beginning": text.replace('"rules": 5', '"rules": 4')}
        connection.execute(pack_sessions.update().values(**values))
    desk.leave()
    again = warehouse.desk("Bench 2")
    before = len(kept(warehouse))
    assert answers(again, ONE, "CAMERA", "HOLD", "EXPEDITE") == [
        "resumed", "serial_wanted:the_item", "not_now:asking_serial", "expedited",
    ]  # fmt: skip
    assert len(kept(warehouse)) == before + 3  # EXPEDITE is beside it
    assert set(bench_look.look(again).commands) & {Command.HOLD, Command.LATER} == set()


# --- expediting ----------------------------------------------------------------------------------


def history_of(warehouse: Warehouse, number: int = 1) -> list[str]:
    return [step.words for step in dossier(warehouse.books, order_id(number)).steps]


def test_expediting_the_order_on_the_bench_is_an_event_of_its_session(
    warehouse: Warehouse, desk: Desk
) -> None:
    before = on_disk(warehouse)
    assert answers(desk, "EXPEDITE") == ["expedited"]
    after = on_disk(warehouse)
    assert (after.version, after.session) == (before.version + 1, before.session)
    assert kept(warehouse)[-1] == ("Commanded", "expedited")
    assert history_of(warehouse).count("Put before all other orders") == 1
    assert dossier(warehouse.books, ONE).chain_intact
    shown = bench_look.look(desk).order
    assert shown is not None
    assert shown.first
    assert answers(desk, "SN-1") == ["counted"]  # the question stayed open


def test_a_scan_sent_twice_expedites_once(warehouse: Warehouse, desk: Desk) -> None:
    desk.scan("EXPEDITE", "scan-1")
    desk.scan("EXPEDITE", "scan-1")
    assert history_of(warehouse).count("Put before all other orders") == 1


def test_an_order_that_is_on_no_bench_is_expedited_in_its_history(
    warehouse: Warehouse, desk: Desk
) -> None:
    answers(desk, "LATER", "EXPEDITE", TWO)
    assert history_of(warehouse, 2).count("Put before all other orders") == 1
    assert answers(desk, "NEXT") == ["taken"]
    assert desk.bench is not None
    assert desk.bench.order.order_id == TWO


def test_a_stopped_order_is_expedited_only_while_it_may_go_on(warehouse: Warehouse) -> None:
    with_supervisor(warehouse)
    warehouse.take_in(order(1, line("MUG", 2)))
    desk = warehouse.desk()
    answers(desk, ONE, "MUG")
    warehouse.take_in(order(1, line("MUG", 2), status=AmazonStatus.CANCELLED))
    desk.refresh()
    assert desk.bench is not None
    assert desk.bench.opened.session.state is State.STOPPED
    assert Command.EXPEDITE not in bench_look.look(desk).commands
    assert answers(desk, "EXPEDITE") == ["not_now:stopped"]
    assert "Put before all other orders" not in history_of(warehouse)


def priority(warehouse: Warehouse, of: OrderId) -> int:
    with warehouse.books.reading() as connection:
        return priorities.of_order(connection, of)


def test_an_office_expedites_an_order_and_puts_it_in_its_turn_again(warehouse: Warehouse) -> None:
    sina = with_supervisor(warehouse)
    warehouse.take_in(order(1), order(2))
    told: list[frozenset[Topic]] = []
    office = Office(
        warehouse.books, warehouse.desk().rules, changed=told.append, user_id=lambda: sina
    )
    office.expedite(TWO)
    assert office.dossier(TWO).first
    assert office.today(warehouse.books.now().date()).rows[0].order_id == TWO
    office.as_usual(TWO)
    assert priority(warehouse, TWO) == 0
    steps = {step.words: step.who for step in office.dossier(TWO).steps}
    assert steps["Put before all other orders"] == "Sina"
    assert steps["In its turn again"] == "Sina"
    assert told == [frozenset({Topic.ORDERS})] * 2


def test_an_office_expedites_nothing_of_which_nothing_is_left_to_pack(
    warehouse: Warehouse,
) -> None:
    with_supervisor(warehouse)
    warehouse.take_in(order(1), order(2, status=AmazonStatus.CANCELLED), order(3))
    desk = warehouse.desk()
    answers(desk, ONE, "MUG", order_id(3), "CANCEL", SINA, "1")
    for number, code in ((1, "order_closed"), (2, "order_closed"), (3, "being_cancelled")):
        for deed in (expediting.expedite, expediting.as_usual):
            with pytest.raises(NotAllowed) as refused:
                deed(warehouse.books, order_id(number), None)
            assert refused.value.code == code
            assert texts.has(f"error.{code}")
        assert priority(warehouse, order_id(number)) == 0
    with pytest.raises(Invalid) as unknown:
        expediting.expedite(warehouse.books, OrderId("305-9999999-9999999"), None)
    assert unknown.value.code == "order_unknown"
