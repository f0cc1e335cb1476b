"""Boxes, tasks, weights and decisions as people see them: painted words, real keys, drawn boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fbm_desk.domain.orders import Duty
from fbm_desk.domain.verdicts import Family, Verdict, VerdictCode
from fbm_desk.gui import icons, theme
from fbm_desk.gui.bench import beside_count, decision_card, task_card
from fbm_desk.gui.bench.box_strip import strip_height, window
from fbm_desk.gui.bench.duties import ICONS
from fbm_desk.gui.bench.plan_card import back_to_front
from fbm_desk.gui.bench.wording import announcement, duty_words, spoken
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.gallery import SIZES, paint, scene_of
from fbm_desk.gui.gallery_boxes import GOODS, GREETING, LINK, WISH
from fbm_desk.gui.gallery_views import MUG, PACKING, bench_views
from fbm_desk.gui.packing_screen import PackingScreen
from fbm_desk.gui.scan_input import ScanInput
from fbm_desk.gui.tokens import LIGHT
from fbm_desk.services.desk_view import BenchView
from fbm_desk.services.parcel_view import BoxState, BoxView, PlacedView
from tests.gui.bench_world import HeardSounds, ScriptedDesk

pytestmark = pytest.mark.usefixtures("british", "typeface")
VIEWS = bench_views()
_DUTY_WORDS = frozenset(duty_words(duty) for duty in Duty)


def words(name: str, size: tuple[int, int] = (1366, 768), **changes: object) -> set[str]:
    """All texts of a state."""
    view = replace(VIEWS[name], **changes)  # type: ignore[arg-type]
    return {run.words for run in paint(scene_of(name, view), LIGHT, size).runs}


def told(name: str, size: tuple[int, int] = (1366, 768)) -> str:
    """All texts of a state as one."""
    return " ".join(run.words for run in paint(scene_of(name, VIEWS[name]), LIGHT, size).runs)


# --- several boxes -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_both_boxes_are_on_the_screen_with_their_units_and_weights(size: tuple[int, int]) -> None:
    shown = words("boxes-two", size)
    assert {"Box 1 · 2 units", "310 g", "540 g", "Box 2 of 2"} <= shown
    assert {"Box 2 (M) · 1 unit", "Box 2 · 1 unit"} & shown


def test_one_box_alone_is_never_spoken_of() -> None:
    assert not any(text.startswith("Box ") for text in words("packing"))


def test_of_many_boxes_the_one_that_is_filled_is_shown() -> None:
    shown = told("boxes-many")
    assert "Box 4 · 40 units" in shown
    assert "more boxes" in shown


@pytest.mark.parametrize("count", range(1, 12))
@pytest.mark.parametrize("now", range(1, 12))
def test_the_box_it_is_about_is_always_among_the_rows(count: int, now: int) -> None:
    boxes = tuple(
        BoxView(number, BoxState.FILLING if number == now else BoxState.OPEN)
        for number in range(1, count + 1)
    )
    height = strip_height(boxes, 560.0)
    first, shown = window(boxes, height - 16)
    assert 0 <= first < first + shown <= count
    assert now > count or first < now <= first + shown


def test_a_closed_box_shows_the_end_of_its_number_and_the_next_one_its_turn() -> None:
    shown = words("boxes-label")
    assert {"Box 2 of 2: stick it on", "…07315PT", "On box 2 of 2.", "1 unit in box 2"} <= shown


def test_moving_says_where_it_goes_and_shows_what_may_move() -> None:
    shown = words("boxes-moving")
    assert {"Moving: scan what goes in box 2", "Scan one of these", "It goes in here"} <= shown
    assert "Nothing like that to move" in words("boxes-nothing-to-move")


def test_where_it_lay_is_asked_with_a_digit_for_each_box() -> None:
    assert {"Where did it lie?", "In my hand", "1", "2", "3"} <= words("boxes-which")


# --- numbers, proofs, handling -------------------------------------------------------------------


def test_a_number_told_before_stands_in_the_sentence_and_beside_the_count() -> None:
    assert {"×5: scan the article", "×5"} <= words("times")
    settled = replace(VIEWS["times"], verdict=None)  # as after a restart
    assert spoken(settled).words == "×5: scan the article"


def test_a_refused_number_says_the_most_there_may_be() -> None:
    assert "Not counted. At most 10 of it with one scan" in words("count-each-limit")
    assert "Not counted. This article is counted one by one" in words("count-each")


def test_the_lot_that_should_have_been_taken_is_named_with_its_place() -> None:
    assert "An earlier lot, 24-11, lies at A-02-4: take that one" in words("lot-earlier")
    assert "Lot 24-11 ends earlier" in words("complete-earlier-lot")
    assert "Lot 24-12, good until 2027-03-31" in words("lot-counted")


def test_an_older_lot_stays_said_until_the_next_scan() -> None:
    assert spoken(VIEWS["lot-earlier"], settled=True).words == "Counted. An older lot is in stock"
    assert spoken(VIEWS["lot-counted"], settled=True).family is None


def test_a_substitute_says_what_goes_in_for_what() -> None:
    assert "Enamel mug, green goes in for Enamel mug, blue" in words("substitute")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["handling", "handling-many"])
def test_how_an_article_is_handled_is_said_beside_the_count_or_in_the_note(
    name: str, size: tuple[int, int]
) -> None:
    assert "Fragile" in told(name, size)
    assert "Upright" in told(name, size)


def test_marks_do_not_jump_while_units_are_counted() -> None:
    line = VIEWS["handling"].order
    assert line is not None
    places = set()
    for packed in (0, 1, 2):
        first = replace(line.lines[0], packed=packed)
        view = replace(VIEWS["handling"], order=replace(line, lines=(first, *line.lines[1:])))
        runs = paint(scene_of("handling", view), LIGHT, (1366, 768)).runs
        places.add(next((run.x, run.baseline) for run in runs if run.words == "Fragile"))
    assert len(places) == 1


# --- tasks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_a_buyers_words_stand_whole_on_their_task_and_nowhere_else(
    size: tuple[int, int],
) -> None:
    assert WISH in told("task-personalisation", size)
    assert GREETING in told("task-message", size)
    for name in set(VIEWS) - {"task-personalisation", "task-message"}:
        assert WISH[:20] not in repr(VIEWS[name])
    assert "Ada" not in repr(VIEWS["task-personalisation"])


@pytest.mark.parametrize("size", SIZES)
def test_hazardous_goods_are_named_while_packing_and_before_the_label(
    size: tuple[int, int],
) -> None:
    assert {"Hazardous goods"} <= words("hazardous", size)
    assert GOODS in told("hazardous", size).replace("\u00a0", " ")
    assert "PI\u00a0967" in told("hazardous", size)
    assert GOODS in told("task-hazardous", size)
    assert "Mark the hazardous goods" in told("task-hazardous", size)


@pytest.mark.parametrize("size", SIZES)
def test_a_wish_that_is_only_a_link_is_said_to_be_one(size: tuple[int, int]) -> None:
    shown = told("task-personalisation-link", size)
    assert "only a link" in shown
    assert LINK in shown.replace(" ", "")
    assert LINK not in repr(VIEWS["task-personalisation-link"])
    assert f"Compare with: {WISH}" in told("task-personalisation", size)


def test_a_task_says_what_ends_it_and_how_many_there_are() -> None:
    assert {"Wrap it as a gift", "FINISH when it is done", "Step 1 of 3", "FINISH"} <= (
        words("task-wrap")
    )
    assert "FINISH when it was read" in words("task-note")


# --- the scale -----------------------------------------------------------------------------------


def test_the_reading_is_as_large_as_a_count_and_says_whether_it_stands() -> None:
    assert {"0 g", "standing still", "About 1,280 g expected"} <= words("weigh")
    assert {"1,244 g", "still moving"} <= words("weigh-moving")
    assert "zero key" in told("weigh-trouble")
    assert "The scale shows nothing" in words("weigh-silent")


def test_a_wrong_weight_says_how_much_which_way_and_what_fits() -> None:
    heavy = words("weight-heavy")
    assert {"342 g too heavy. Look inside", "1,280 g", "1,622 g", "+342 g"} <= heavy
    assert "1 × Enamel mug, blue too many?" in heavy
    assert "too light" in told("weight-light")
    assert spoken(VIEWS["weight-heavy"]).family is Family.ENOUGH


# --- decisions and changes -----------------------------------------------------------------------


def test_who_ships_short_sees_what_leaves_and_what_waits() -> None:
    shown = words("short-supervisor")
    assert {"Ship short? A supervisor’s badge", "Leaves now: 3 of 6 units"} <= shown
    assert {"2 × Enamel mug, blue", "1 × Beeswax candle"} <= shown
    assert {"Why? Scan a reason", "Not in stock", "Broken", "Buyer agreed"} <= words("short-why")
    assert "Shipped short: the rest is on hold" in words("short-shipped")


def test_an_order_that_grew_names_each_change_and_that_scans_stay() -> None:
    shown = words("replanned-more")
    assert {"3 instead of 1", "2 more, new in this order"} <= shown
    assert "All 3 that are in stay counted. Go on" in shown


@pytest.mark.parametrize("size", SIZES)
def test_no_duty_is_ever_left_out(size: tuple[int, int]) -> None:
    order = VIEWS["packing"].order
    assert order is not None
    for many in (3, 5, 7):
        duties = tuple(one for one in ICONS if one is not Duty.BUSINESS)[:many]
        view = replace(VIEWS["packing"], order=replace(order, duties=frozenset(duties)))
        shown = {run.words for run in paint(scene_of("packing", view), LIGHT, size).runs}
        assert len([text for text in shown if text in _DUTY_WORDS]) == many


def test_what_the_carrier_does_on_delivery_stands_beside_the_label() -> None:
    assert "Signature on delivery" in words("short-shipped")


# --- the box to take -----------------------------------------------------------------------------


def test_the_box_is_one_word_and_says_how_full_it_gets() -> None:
    assert {"Box M", "58 % full"} <= words("plan")
    assert "Own packaging" in words("plan-own-box")


def test_the_drawing_shows_the_article_in_hand_in_blue() -> None:
    picture = paint(scene_of("plan", VIEWS["plan"]), LIGHT, (1366, 768))
    blue = QColor(LIGHT.blue)
    card = [picture.image.pixelColor(x, y) for x in range(956, 1084, 2) for y in range(90, 196, 2)]
    assert sum(one.blue() - one.red() > 60 for one in card) > 100
    assert blue.isValid()


def test_no_thing_is_painted_over_one_that_stands_in_front() -> None:
    things = tuple(
        PlacedView((x * 10, y * 10, z * 10), (10, 10, 10), x + y + z)
        for x in range(3)
        for y in range(3)
        for z in range(3)
    )
    order = back_to_front(tuple(reversed(things)))
    assert len(order) == len(things)
    for before, after in pairwise(order):
        behind = all(a.at[axis] <= b.at[axis] for a, b in [(after, before)] for axis in range(3))
        assert not behind or after.at == before.at


def test_every_icon_of_these_cards_is_there() -> None:
    named = [
        *task_card.ICONS.values(),
        *decision_card.ICONS.values(),
        "wine",
        "arrow-up",
        "qr-code",
    ]
    assert [name for name in named if not icons.exists(name)] == []
    assert beside_count.handling(replace(MUG, fragile=True))


def test_what_each_unit_has_to_show_is_known_before_it_is_scanned() -> None:
    assert {"Serial number", "Transparency", "Fragile"} <= words("handling-proofs")


def test_a_screen_reader_hears_the_question_too() -> None:
    assert announcement(VIEWS["boxes-moving"]).startswith("Moving: scan what goes in box 2")
    assert announcement(VIEWS["task-wrap"]).startswith("Wrap it as a gift")


# --- real keys -----------------------------------------------------------------------------------


class Typed:
    """A shown bench that hears real keys."""

    def __init__(self, screen: PackingScreen, desk: ScriptedDesk) -> None:
        self.screen, self.desk = screen, desk

    def press(self, *keys: Qt.Key) -> None:
        """Press and let go."""
        for key in keys:
            QTest.keyClick(self.screen.windowHandle(), key)

    @property
    def scans(self) -> list[str]:
        """What the desk was asked."""
        return [text for text, _ in self.desk.scans]


@pytest.fixture
def bench(qtbot: QtBot, typeface: QApplication, bridge: Bridge) -> Iterator[Typed]:
    desk = ScriptedDesk(PACKING, dict.fromkeys(("1", "2", "3", "UNDO", "FINISH"), PACKING))
    screen = PackingScreen(desk, bridge, HeardSounds(), reduced_motion=True)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    theme.apply(typeface, LIGHT)
    scans = ScanInput(typeface, scan_code_offset=None)
    screen.attach(scans, lambda: True)
    screen.show()
    screen.setFocus()
    with qtbot.waitSignal(screen.view_shown):
        screen.start()
    yield Typed(screen, desk)
    screen.stop()
    typeface.removeEventFilter(scans)
    scans.deleteLater()


def shown(bench: Typed, view: BenchView) -> None:
    """Let the bench show a state."""
    bench.screen.show_view(view)


@pytest.mark.parametrize("name", ["boxes-which", "short-why", "weight-why"])
def test_a_digit_alone_answers(qtbot: QtBot, bench: Typed, name: str) -> None:
    shown(bench, VIEWS[name])
    bench.press(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: bench.scans == ["2"])


@pytest.mark.parametrize(
    ("name", "typed", "scan"),
    [
        ("times-asked", "12", "QUANTITY-12"),
        ("times-asked", "3", "3"),
        ("times-asked", "120", "120"),  # no number of units: an article's code
        ("packing", "12", "12"),
    ],
)
def test_how_many_is_typed_as_a_whole(
    qtbot: QtBot, bench: Typed, name: str, typed: str, scan: str
) -> None:
    shown(bench, VIEWS[name])
    bench.press(*(Qt.Key(ord(digit)) for digit in typed), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.scans == [scan])


@pytest.mark.parametrize("name", ["boxes-moving", "task-wrap", "weight-heavy", "short-supervisor"])
def test_esc_goes_back_from_every_question(qtbot: QtBot, bench: Typed, name: str) -> None:
    shown(bench, VIEWS[name])
    bench.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bench.scans == ["UNDO"])


def test_a_digit_while_packing_waits_for_enter(qtbot: QtBot, bench: Typed) -> None:
    shown(bench, PACKING)
    bench.press(Qt.Key.Key_3)
    qtbot.wait(50)
    assert bench.scans == []
    bench.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bench.scans == ["3"])


def test_a_refusal_in_a_question_is_said_and_not_swallowed() -> None:
    view = replace(VIEWS["boxes-moving"], verdict=Verdict(VerdictCode.UNKNOWN, scanned="4711"))
    assert spoken(view).words == "Unknown barcode"
