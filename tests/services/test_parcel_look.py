"""What the bench shows of boxes, numbers, tasks, decisions and weights of a real order in hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from fbm_desk.domain.deeds import TaskKind
from fbm_desk.domain.orders import Duty, Sku
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.services import box_rules
from fbm_desk.services.bench_look import look
from fbm_desk.services.desk_view import BenchScreen, BenchView
from fbm_desk.services.dossier import dossier
from fbm_desk.services.packing import Desk
from fbm_desk.services.parcel_view import BoxState
from fbm_desk.settings import Settings
from fbm_desk.simulator.demonstration import BOXES
from fbm_desk.store import articles
from fbm_desk.store.articles import Lot
from tests.services.transcripts import SINA, with_supervisor
from tests.services.warehouse import CATALOGUE, CODES, FakeSeller, Warehouse, line, order, order_id

PACK_BOXES = box_rules.boxes_of(Settings(boxes=BOXES))


def catalogue(warehouse: Warehouse, *lots: Lot, **changes: dict[str, object]) -> None:
    """The shop's articles, some of them with other facts, and their lots."""
    changed = [
        replace(one, **changes.get(one.sku, {}))  # type: ignore[arg-type]
        for one in CATALOGUE
    ]
    with warehouse.books.writing() as connection:
        articles.save(connection, changed, CODES, in_lots=lots)


def seen(desk: Desk, *scans: str) -> BenchView:
    """What the bench shows after these scans."""
    for text in scans:
        desk.scan(text)
    return look(desk)


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    warehouse.take_in(order(1, line("MUG", 3), line("SPOON", 2)))
    desk = warehouse.desk()
    desk.scan(order_id(1))
    return desk


def boxes_of(view: BenchView) -> list[tuple[int, str, list[tuple[str, int]]]]:
    """Number, state and contents of every box."""
    return [
        (box.number, box.state.value, [(one.article.sku, one.units) for one in box.contents])
        for box in view.boxes
    ]


def test_every_state_that_a_bench_can_have_in_hands_has_a_screen_of_its_name() -> None:
    resting = {State.HELD, State.PUT_DOWN, State.DONE, State.TAKEN_OUT}
    named = {screen.value for screen in BenchScreen}
    assert {state.value for state in State if state not in resting} <= named


def test_the_boxes_tell_what_lies_in_each_and_which_one_is_filled(desk: Desk) -> None:
    assert boxes_of(look(desk)) == [(1, "filling", [])]
    view = seen(desk, "MUG", "MUG", "PARCEL", "SPOON")
    assert boxes_of(view) == [(1, "open", [("MUG", 2)]), (2, "filling", [("SPOON", 1)])]
    assert [box.weight_g for box in view.boxes] == [2 * 310 + 120, 40 + 120]
    assert view.order is not None
    assert view.order.parcel_number == 2


def test_moving_has_a_screen_of_its_own_and_moves(desk: Desk) -> None:
    assert seen(desk, "MUG", "PARCEL", "MOVE").screen is BenchScreen.MOVING
    view = seen(desk, "MUG")
    assert view.screen is BenchScreen.PACKING
    assert boxes_of(view) == [(1, "open", []), (2, "filling", [("MUG", 1)])]


def test_another_bench_shows_the_same_boxes(desk: Desk, warehouse: Warehouse) -> None:
    before = seen(desk, "MUG", "PARCEL", "SPOON")
    desk.scan("LATER")
    other = warehouse.desk("Bench 2")
    assert seen(other, order_id(1)).boxes == before.boxes


def test_a_closed_box_keeps_the_end_of_its_number_and_the_next_one_has_its_turn(
    warehouse: Warehouse,
) -> None:
    warehouse.take_in(order(1, line("MUG", 1), line("SPOON", 1)))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    view = seen(desk, order_id(1), "MUG", "PARCEL", "SPOON", "KP48812007315PT")
    assert [(box.number, box.state, box.tracking) for box in view.boxes] == [
        (1, BoxState.CLOSED, "KP48812007315PT"),
        (2, BoxState.TURN, ""),
    ]


def test_a_number_told_before_is_shown_until_the_next_scan(warehouse: Warehouse) -> None:
    catalogue(warehouse, MUG={"may_count": 5})
    warehouse.take_in(order(1, line("MUG", 9)))
    desk = warehouse.desk()
    view = seen(desk, order_id(1), "X5")
    assert view.times == 5
    view = seen(desk, "MUG")
    assert view.times == 0
    assert view.order is not None
    assert view.order.lines[0].packed == 5
    assert view.order.lines[0].may_count == 5


def test_where_a_broken_unit_lay_is_asked_box_by_box(desk: Desk) -> None:
    view = seen(desk, "MUG", "PARCEL", "MUG", "BROKEN")
    assert view.screen is BenchScreen.DAMAGING
    view = seen(desk, "MUG")
    assert view.screen is BenchScreen.ASKING_BOX
    assert view.boxes_asked == (0, 1, 2)
    view = seen(desk, "2")
    assert view.came is not None
    assert view.came.sku == "MUG"
    assert boxes_of(view)[0] == (1, "open", [])


def test_a_short_shipment_says_what_waits_and_why_is_asked(
    desk: Desk, warehouse: Warehouse
) -> None:
    with_supervisor(warehouse)
    view = seen(desk, "MUG", "SPOON", "SHORTSHIP")
    assert view.screen is BenchScreen.SUPERVISOR_WANTED
    assert view.decision is not None
    assert [(one.article.sku, one.packed, one.wanted) for one in view.decision.missing] == [
        ("MUG", 1, 3),
        ("SPOON", 1, 2),
    ]
    view = seen(desk, SINA)
    assert view.screen is BenchScreen.ASKING_WHY
    assert view.decision is not None
    assert view.decision.reasons == ("not_there", "broken", "agreed")


def test_tasks_come_one_by_one_with_their_number(warehouse: Warehouse) -> None:
    catalogue(warehouse, MUG={"ask_note": True, "note": "Wrap each mug in paper"})
    duties = frozenset({Duty.GIFT_WRAP})
    warehouse.take_in(order(1, line("MUG", 2, duties=duties)))
    desk = warehouse.desk(seller=FakeSeller())
    view = seen(desk, order_id(1), "MUG", "MUG")
    assert view.screen is BenchScreen.TASK_WANTED
    assert view.task is not None
    assert (view.task.kind, view.task.number, view.task.count) == (TaskKind.GIFT_WRAP, 1, 2)
    assert view.task.units == 2
    task = seen(desk, "FINISH").task
    assert task is not None
    assert (task.kind, task.number, task.text) == (TaskKind.NOTE, 2, "Wrap each mug in paper")


def test_words_of_a_buyer_are_in_no_repr(warehouse: Warehouse) -> None:
    catalogue(warehouse, MUG={"ask_note": True, "note": "Happy birthday"})
    warehouse.take_in(order(1))
    task = seen(warehouse.desk(), order_id(1), "MUG").task
    assert task is not None
    assert task.text == "Happy birthday"
    assert "birthday" not in repr(task).replace(repr(task.article), "")


def test_what_is_hazardous_is_seen_from_the_first_unit_on_and_marked_before_the_label(
    warehouse: Warehouse,
) -> None:
    goods = "UN3481, PI 967 Section II"
    catalogue(warehouse, MUG={"hazardous": goods})
    warehouse.take_in(order(1, line("MUG", 2)), order(2, line("SPOON")))
    desk = warehouse.desk()
    begun = seen(desk, order_id(1), "MUG")
    assert begun.order is not None
    assert (begun.order.hazardous, Duty.HAZARDOUS in begun.order.duties) == (goods, True)
    task = seen(desk, "MUG").task
    assert task is not None
    assert (task.kind, task.text) == (TaskKind.HAZARDOUS, goods)
    assert ("Hazardous goods", goods) in dossier(warehouse.books, order_id(1)).facts
    plain = seen(desk, "LATER", order_id(2)).order
    assert plain is not None
    assert Duty.HAZARDOUS not in plain.duties


LINK = "https://custom.example/t/Ada"


@pytest.mark.parametrize(
    ("wish", "text", "links"), [("For Ada", "For Ada", ()), (LINK, "", (LINK,)), ("", "", ())]
)
def test_a_wish_is_shown_while_its_task_is_open_and_then_no_more(
    warehouse: Warehouse, wish: str, text: str, links: tuple[str, ...]
) -> None:
    duties = frozenset({Duty.PERSONALISED})
    warehouse.take_in(order(1, line("MUG", duties=duties, wish=wish), line("SPOON", wish="No")))
    desk = warehouse.desk()
    view = seen(desk, order_id(1), "MUG", "SPOON")
    assert view.task is not None
    assert (view.task.text, view.task.links) == (text, links)
    assert "Ada" not in repr(view)
    with warehouse.books.reading() as connection:
        events = connection.execute(sa.text("SELECT * FROM pack_events")).all()
    assert "Ada" not in repr(events)
    assert seen(desk, "FINISH").task is None


def test_the_lot_that_ends_first_is_named_when_a_later_one_is_taken(
    warehouse: Warehouse,
) -> None:
    lots = (
        Lot(Sku("MUG"), "24-11", date(2027, 1, 31), 4),
        Lot(Sku("MUG"), "24-12", date(2027, 3, 31), 9),
    )
    catalogue(warehouse, *lots, MUG={"proof": "lot"})
    warehouse.take_in(order(1, line("MUG", 2)))
    desk = warehouse.desk()
    view = seen(desk, order_id(1), "(01)04006381333931(10)24-12(17)270331")
    assert view.proof is not None
    assert (view.proof.lot, view.proof.expires_on) == ("24-12", date(2027, 3, 31))
    assert (view.proof.earlier_lot, view.proof.earlier_on) == ("24-11", date(2027, 1, 31))


@pytest.mark.parametrize(
    ("taken", "named"), [("24-12(17)270331", "24-11"), ("24-11(17)270131", "")]
)
@pytest.mark.parametrize("bought", [True, False])
def test_of_an_orders_only_unit_the_lot_that_ends_first_is_named_beside_the_label(
    warehouse: Warehouse, bought: bool, taken: str, named: str
) -> None:
    lots = (
        Lot(Sku("MUG"), "24-11", date(2027, 1, 31), 4),
        Lot(Sku("MUG"), "24-12", date(2027, 3, 31), 9),
    )
    catalogue(warehouse, *lots, MUG={"proof": "lot"})
    warehouse.take_in(order(1, line("MUG")))
    seller = FakeSeller() if bought else None
    source = LabelSource.BOUGHT if bought else LabelSource.SCANNED
    desk = warehouse.desk(seller=seller, label_source=source)
    view = seen(desk, order_id(1), f"(01)04006381333931(10){taken}")
    assert view.order is not None
    assert (view.order.packed, view.earlier_lot) == (1, named)


def test_an_order_that_grew_names_what_changed_until_the_next_unit(
    desk: Desk, warehouse: Warehouse
) -> None:
    desk.scan("MUG")
    warehouse.take_in(order(1, line("MUG", 4), line("SPOON", 2)))
    desk.refresh()
    view = look(desk)
    changes = [(one.article.sku, one.was, one.now) for one in view.changed_lines]
    assert changes == [("MUG", 3, 4)]
    assert seen(desk, "MUG").changed_lines == ()


def test_a_box_that_weighs_too_much_names_the_article_that_fits(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG", 1), line("SPOON", 1)))
    desk = warehouse.desk(seller=FakeSeller())
    desk.scale_g = lambda: 120
    desk.scan(order_id(1))
    desk.scan("MUG")
    desk.scale_g = lambda: 430
    view = seen(desk, "SPOON")
    assert view.screen is BenchScreen.WEIGHING
    assert view.weighing is not None
    assert view.weighing.expected_g == 470
    desk.weighed(780)
    told = look(desk).weighing
    assert told is not None
    assert (told.measured_g, told.difference_g, told.units) == (780, 310, 1)
    assert told.came is not None
    assert told.came.sku == "MUG"


def test_the_box_to_take_is_drawn_and_gives_way_to_the_packers_own_choice(
    warehouse: Warehouse,
) -> None:
    sides: dict[str, object] = {"length_mm": 122, "width_mm": 92, "height_mm": 92}
    catalogue(warehouse, MUG=sides)
    warehouse.take_in(order(1, line("MUG", 2)))
    desk = warehouse.desk(boxes=PACK_BOXES)
    plan = seen(desk, order_id(1)).plan
    assert plan is not None
    assert plan.name == "S"
    assert len(plan.placed) == 2
    assert not plan.chosen
    plan = seen(desk, "BOX-L").plan
    assert plan is not None
    assert (plan.name, plan.chosen, len(plan.placed)) == ("L", True, 2)
    assert plan.fill_percent < 20


def test_without_boxes_in_the_settings_none_is_suggested(desk: Desk) -> None:
    assert look(desk).plan is None
