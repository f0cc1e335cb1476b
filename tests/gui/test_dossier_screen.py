"""The dossier of one order: its chain, printing again with a reason, evidence as a file."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from fbm_desk.domain.errors import NotAllowed
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import dossier_evidence as evidence
from fbm_desk.gui.dossier_chain import second_line, step_text
from fbm_desk.gui.dossier_picture import PictureCard
from fbm_desk.gui.keys_panel import KeysPanel
from fbm_desk.services.today_view import ProofPicture
from fbm_desk.services.topics import Topic
from tests.gui.desk_world import NOW, Desk, FakeOffice, dossier, open_desk, row, said

pytestmark = pytest.mark.usefixtures("british", "typeface")
CTRL = Qt.KeyboardModifier.ControlModifier
ORDER = OrderId("305-0000001-0000001")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path, FakeOffice(rows=(row(1),))) as one:
        one.window.open_dossier(str(ORDER))
        one.settle()
        yield one


def test_a_label_without_a_picture_is_shown_by_its_number(desk: Desk) -> None:
    card = desk.window.dossier.label
    assert card.title.text() == "Label, by its number"
    nothing = dossier(ORDER, tracking="", stage=Stage.WAITING)
    card.show_dossier(nothing)
    blank = card.picture.grab().toImage()
    card.show_dossier(dossier(ORDER))
    assert card.picture.grab().toImage() != blank


def test_a_label_made_elsewhere_is_not_awaited(desk: Desk) -> None:
    card = desk.window.dossier.label
    card.show_dossier(dossier(ORDER, tracking="", stage=Stage.WAITING))
    waiting = card.picture.grab().toImage()
    card.show_dossier(dossier(ORDER, tracking="", stage=Stage.PACKED))
    assert card.picture.grab().toImage() != waiting


def test_order_chain_facts_and_address_are_shown_as_plain_text(desk: Desk) -> None:
    shown = said(desk.window.dossier)
    for words in (ORDER, "Chain intact, 2 events", "2 units", "1,284 g", "Lantern Post"):
        assert words in shown
    assert "kept until 23 December" in shown
    assert "Runa <b>Halvorsen</b>" in shown


def test_no_fact_is_cut_off_where_there_are_more_than_the_window_has_room_for(desk: Desk) -> None:
    desk.window.resize(1366, 768)
    refused = (
        "Not taken",
        "Blue Heron Freight, €9.15, the seller’s own rules do not allow it here",
    )
    desk.window.dossier.show_dossier(dossier(ORDER, facts=(refused,) * 9))
    desk.settle()
    told = [one for one in desk.window.dossier.label.findChildren(QLabel) if one.text() in refused]
    assert len(told) == 18
    for one in told:
        assert one.height() >= one.heightForWidth(one.width()), one.text()
    address = desk.window.dossier.address
    assert address.visibleRegion().isEmpty()
    for _ in range(9):
        desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, at=desk.window.dossier)
    assert address.visibleRegion().boundingRect().size() == address.size()


def test_no_key_of_the_dossier_is_cut_off_in_the_list_of_keys(desk: Desk) -> None:
    desk.window.resize(1366, 768)
    desk.press(Qt.Key.Key_F1, at=desk.window)
    desk.settle()
    (panel,) = desk.window.findChildren(KeysPanel)
    told = [one for one in panel.findChildren(QLabel) if one.isVisible()]
    assert "Allow a substitute, or no more" in {one.text() for one in told}
    for one in told:
        assert one.visibleRegion().boundingRect().size() == one.size(), one.text()
        assert one.height() >= one.heightForWidth(one.width()), one.text()


def test_a_broken_chain_is_said(desk: Desk) -> None:
    desk.office.dossier_facts["chain_intact"] = False
    desk.window.dossier.open(ORDER)
    desk.settle()
    assert "Chain broken" in said(desk.window.dossier)


def test_steps_are_read_out_with_time_words_and_chain_end(desk: Desk) -> None:
    model = desk.window.dossier.chain.chain.steps_model
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    said_of_it = "2026-11-23 14:27:00\tRefused: wrong item, Enamel mug · Petra Lind\tc3d4"
    assert spoken == f"Refused: {said_of_it}"


def test_who_did_it_is_said_once() -> None:
    step = dossier(ORDER).steps[1]
    assert second_line(replace(step, words="Refused for Petra Lind")) == "Enamel mug"
    assert second_line(replace(step, details="")) == "Petra Lind"


def test_ctrl_c_copies_the_whole_history(desk: Desk) -> None:
    desk.press(Qt.Key.Key_C, CTRL, at=desk.window.dossier.chain.chain)
    assert desk.clipboard() == "\n".join(step_text(one) for one in dossier(ORDER).steps)


def test_a_reprint_asks_for_its_reason_in_place(desk: Desk) -> None:
    desk.click(desk.window.dossier.label_again)
    assert desk.window.dossier.reprint.isVisible()
    assert not any(asked.startswith("reprint") for asked in desk.office.asked)
    desk.press(Qt.Key.Key_2)
    assert f"reprint {ORDER} label spoilt" in desk.office.asked
    assert desk.window.dossier.reprint.isHidden()
    assert "printer once more" in desk.window.notice.text


def test_esc_drops_the_question_first_and_goes_back_then(desk: Desk) -> None:
    desk.click(desk.window.dossier.slip_again)
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.dossier.reprint.isHidden()
    assert desk.window.open_screen == "dossier"
    desk.press(Qt.Key.Key_Escape)
    assert desk.window.open_screen == "today"
    assert not any(asked.startswith("reprint") for asked in desk.office.asked)


def test_an_order_without_a_label_offers_no_reprint(desk: Desk) -> None:
    desk.office.dossier_facts["stage"] = Stage.WAITING
    desk.window.dossier.open(ORDER)
    desk.settle()
    assert desk.window.dossier.label_again.isHidden()


def assert_keyboard_reaches(*named: tuple[QAbstractButton, str]) -> None:
    """Buttons have these names and are on the keyboard's way."""
    for button, name in named:
        assert button.accessibleName() == name
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    desk.office.dossier_facts |= {"stage": Stage.WAITING, "tracking": ""}
    desk.window.dossier.open(ORDER)
    desk.settle()
    return desk


def test_an_order_is_put_before_all_others_and_in_its_turn_again(waiting: Desk) -> None:
    screen = waiting.window.dossier
    assert (screen.expedite.isVisible(), screen.as_usual.isVisible()) == (True, False)
    waiting.click(screen.expedite)
    assert f"expedite {ORDER}" in waiting.office.asked
    assert f"{ORDER} comes before all other orders now" in waiting.window.notice.text
    assert screen.heading.second.text() == "Waiting · before all others"
    assert (screen.expedite.isVisible(), screen.as_usual.isVisible()) == (False, True)
    waiting.click(screen.as_usual)
    assert f"as usual {ORDER}" in waiting.office.asked
    assert screen.heading.second.text() == "Waiting"


def test_the_keyboard_alone_changes_the_turn_of_an_order(waiting: Desk) -> None:
    screen = waiting.window.dossier
    assert_keyboard_reaches((screen.expedite, "Expedite"), (screen.as_usual, "As usual"))
    screen.expedite.setFocus()
    waiting.press(Qt.Key.Key_Space)
    assert screen.as_usual.hasFocus()
    waiting.press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    turns = [one for one in waiting.office.asked if one.startswith(("expedite", "as usual"))]
    assert turns == [f"expedite {ORDER}", f"as usual {ORDER}"]
    assert dict(screen.keys())["Shift F2"] == "Expedite, or as usual"


def test_what_is_packed_has_no_turn_to_change(desk: Desk) -> None:
    desk.office.dossier_facts["stage"] = Stage.CONFIRMED
    desk.window.dossier.open(ORDER)
    desk.settle()
    screen = desk.window.dossier
    assert screen.expedite.isHidden()
    assert screen.as_usual.isHidden()
    desk.press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    assert not any(asked.startswith("expedite") for asked in desk.office.asked)


def test_an_order_that_was_packed_meanwhile_is_refused_in_words(waiting: Desk) -> None:
    waiting.office.refusal = NotAllowed("order_closed")
    waiting.click(waiting.window.dossier.expedite)
    assert "packed, shipped or cancelled already" in said(waiting.window)
    assert waiting.window.dossier.expedite.isVisible()


@pytest.fixture
def replaceable(waiting: Desk) -> Desk:
    waiting.office.dossier_facts["substitutes"] = False
    waiting.window.dossier.open(ORDER)
    waiting.settle()
    return waiting


def test_a_substitute_is_allowed_and_not_any_more(replaceable: Desk) -> None:
    screen = replaceable.window.dossier
    assert (screen.allow.isVisible(), screen.forbid.isVisible()) == (True, False)
    replaceable.click(screen.allow)
    assert f"substitutes {ORDER} True" in replaceable.office.asked
    assert f"{ORDER}: a substitute may be put in now" in replaceable.window.notice.text
    assert (screen.allow.isVisible(), screen.forbid.isVisible()) == (False, True)
    replaceable.office.at_once = False
    replaceable.click(screen.forbid)
    assert "the box in hands goes on as it was begun" in replaceable.window.notice.text
    assert (screen.allow.isVisible(), screen.forbid.isVisible()) == (True, False)


def test_the_keyboard_alone_allows_a_substitute(replaceable: Desk) -> None:
    screen = replaceable.window.dossier
    assert_keyboard_reaches(
        (screen.allow, "Allow a substitute"), (screen.forbid, "No more substitutes")
    )
    screen.allow.setFocus()
    replaceable.press(Qt.Key.Key_Space)
    assert screen.forbid.hasFocus()
    replaceable.press(Qt.Key.Key_U, CTRL)
    told = [one for one in replaceable.office.asked if one.startswith("substitutes")]
    assert told == [f"substitutes {ORDER} True", f"substitutes {ORDER} False"]
    assert dict(screen.keys())["Ctrl U"] == "Allow a substitute, or no more"


@pytest.mark.parametrize(
    "facts", [{"substitutes": None}, {"substitutes": False, "stage": Stage.PACKED}]
)
def test_nothing_is_offered_where_no_substitute_can_go(
    waiting: Desk, facts: dict[str, object]
) -> None:
    waiting.office.dossier_facts |= facts
    waiting.window.dossier.open(ORDER)
    waiting.settle()
    screen = waiting.window.dossier
    assert screen.allow.isHidden()
    assert screen.forbid.isHidden()
    waiting.press(Qt.Key.Key_U, CTRL)
    assert not any(asked.startswith("substitutes") for asked in waiting.office.asked)


def test_who_may_not_allow_a_substitute_is_told_so(replaceable: Desk) -> None:
    replaceable.office.refusal = NotAllowed("substitutes_rights")
    replaceable.click(replaceable.window.dossier.allow)
    assert "Only the office or a supervisor may decide that" in said(replaceable.window)
    assert replaceable.window.dossier.allow.isVisible()


def test_a_change_of_the_order_is_fetched(desk: Desk) -> None:
    desk.office.dossier_facts["chain_intact"] = None
    desk.bridge.announce(frozenset({Topic.PRINTING}))
    desk.settle()
    assert "No events yet" in said(desk.window.dossier)


def test_an_answer_for_another_order_is_not_shown(desk: Desk) -> None:
    desk.window.dossier.show_dossier(dossier(OrderId("999-0000000-0000000")))
    assert desk.window.dossier.chain.order.text() == ORDER


@pytest.mark.parametrize(
    ("name", "begins"), [("e.pdf", b"%PDF-"), ("e.txt", b"Dossier"), ("e.json", b"{")]
)
def test_evidence_is_written_as_its_ending_says(
    desk: Desk, tmp_path: Path, name: str, begins: bytes
) -> None:
    desk.files.chosen = tmp_path / name
    desk.press(Qt.Key.Key_E, CTRL)
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert f"Evidence written to {name}" in desk.window.notice.text


def test_changing_ones_mind_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.files.gives_up = True
    desk.press(Qt.Key.Key_E, CTRL)
    assert list(tmp_path.iterdir()) == []


def test_the_evidence_holds_every_step_and_its_chain_end() -> None:
    view = dossier(ORDER)
    text = evidence.as_text(view, NOW).decode()
    facts = json.loads(evidence.as_json(view, NOW))
    assert [one["chain"] for one in facts["steps"]] == ["a1b2", "c3d4"]
    assert "[a1b2]" in text
    assert "Enamel mug" in text
    assert facts["steps"][0]["at"] == view.steps[0].at.isoformat()


def test_no_value_can_pose_as_another_line() -> None:
    sly = "Bob\nChain of events: Chain intact, 99 events"
    view = dossier(ORDER, buyer=sly, address_lines=(), chain_intact=False)
    lines = evidence.as_text(view, NOW).decode().splitlines()
    assert [one for one in lines if one.startswith("Chain of events")] == [
        line for line in lines if line.endswith("Chain broken")
    ]


@pytest.mark.parametrize("order_id", ["../../etc/passwd", "CON", "a/b\\c", "x" * 300, ""])
def test_a_file_name_comes_from_safe_signs_only(order_id: str) -> None:
    name = evidence.file_name(dossier(OrderId(order_id)), "pdf")
    assert not set(name) & set('/\\:*?"<>|')
    assert len(name) < 60
    assert name.startswith("evidence-")


def test_the_chain_is_a_list_to_screen_readers(desk: Desk) -> None:
    seen = QAccessible.queryAccessibleInterface(desk.window.dossier.chain.chain)
    assert seen.text(QAccessible.Text.Name) == "History"
    assert seen.role() == QAccessible.Role.List


def jpeg(shade: int) -> bytes:
    """A small grey frame."""
    kept = io.BytesIO()
    Image.new("L", (32, 18), shade).save(kept, "JPEG")
    return kept.getvalue()


def test_what_the_camera_saw_is_shown_the_newest_first(qtbot: QtBot) -> None:
    seen = tuple(ProofPicture(NOW, sku, jpeg(90)) for sku in ("MUG", "SPOON"))
    card = PictureCard()
    qtbot.addWidget(card)
    view = dossier(ORDER, pictures=seen)
    card.show_dossier(view)
    assert card.which.text().startswith("2 of 2: SPOON")
    card.before.click()
    assert card.frame_shown.accessibleName().startswith("1 of 2: MUG")
    card.show_dossier(replace(view, pictures=()))
    assert card.isHidden()
