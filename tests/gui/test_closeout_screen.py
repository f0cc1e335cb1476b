"""The end of a day: carriers, their manifest on paper, printed or saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Stage
from fbm_desk.gui.desk_gallery import manifest_pdf
from fbm_desk.gui.manifest_paper import draw_page
from fbm_desk.services.office_view import Interception, Outcome
from fbm_desk.services.today_view import CarrierDay, Orphan, OrphanKind
from tests.gui.desk_world import NOW, Desk, FakeOffice, open_desk, row, said

pytestmark = pytest.mark.usefixtures("british", "typeface")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
DAYS = (
    CarrierDay("Lantern Post", 62, 62, 62, 62, 0, 48_310),
    CarrierDay("Grey Gull Freight", 20, 20, 19, 19, 0, 84_420),
)
LOST = (
    Orphan(
        OrderId("305-0000002-0000001"), OrphanKind.HELD, "Lantern Post", "LP1", "On hold", "Scan it"
    ),
    Orphan(
        OrderId("305-0000009-0000001"),
        OrphanKind.NOT_ON_MANIFEST,
        "Grey Gull Freight",
        "GG9",
        "Closed, and on no manifest",
        "Print the manifest of Grey Gull Freight",
    ),
)


@pytest.fixture
def desk(tmp_path: Path, typeface: QApplication) -> Iterator[Desk]:
    assert typeface
    rows = (row(1), row(2, stage=Stage.HELD, reason="SHORT"))
    office = FakeOffice(rows, DAYS, manifest_pdf(pages=3), not_told=2, lost=LOST)
    with open_desk(tmp_path, office, screen="closeout") as one:
        yield one


def test_the_gap_is_named_with_its_carrier_and_what_is_left_over(desk: Desk) -> None:
    shown = said(desk.window.closeout)
    assert "2 parcels are missing from the sum" in shown
    assert "82 − 81 − 0 = 1" in shown
    assert "2 confirmations Amazon still has to get\noldest 40 s" in shown
    assert "One order is not packed yet" in shown
    assert "Monday 23 November" in shown


def test_parcels_without_weight_or_carrier_are_named(
    tmp_path: Path, typeface: QApplication
) -> None:
    assert typeface
    days = (
        CarrierDay("Lantern Post", 62, 62, 62, 62, 0, 48_310, unweighed=3),
        CarrierDay("No carrier", 2, 2, 2, 2, 0, 700, named=False),
    )
    with open_desk(tmp_path, FakeOffice((row(1),), days), screen="closeout") as desk:
        shown = said(desk.window.closeout)
        assert "3 parcels of Lantern Post have no weight: the sum is at least so much" in shown
        assert "2 parcels name no carrier: set carrier in settings.toml" in shown


def test_every_box_that_is_missing_is_named_once_and_opens_its_order(desk: Desk) -> None:
    table = desk.window.closeout.sum.table
    rows = [
        [column.cell(one).text for column in desk.window.closeout.sum.model.columns]
        for one in desk.window.closeout.sum.model.rows
    ]
    assert rows == [
        ["On hold", "305-0000002-0000001"],
        ["Closed, and on no manifest", "305-0000009-0000001"],
    ]
    table.setFocus()
    assert desk.window.closeout.sum.settles.text() == "Scan it"
    desk.press(Qt.Key.Key_Down, at=table)
    assert "Print the manifest of Grey Gull" in desk.window.closeout.sum.settles.text()
    desk.press(Qt.Key.Key_Return, at=table)
    assert desk.window.open_screen == "dossier"
    assert "dossier 305-0000009-0000001" in desk.office.asked
    desk.press(Qt.Key.Key_Escape)


def test_all_carriers_are_summed_below_their_columns(desk: Desk) -> None:
    assert desk.window.closeout.foot.accessibleName() == "Together 82 82 81 81 0 132.7 kg"


def test_the_first_carriers_manifest_is_on_the_paper(desk: Desk) -> None:
    assert "preview Grey Gull Freight 2026-11-23" in desk.office.asked
    assert "Manifest, Grey Gull Freight" in said(desk.window.closeout)
    assert desk.window.closeout.pane.page_words.text() == "page 1 of 3"
    assert not any(asked.startswith("print") for asked in desk.office.asked)


def test_choosing_a_carrier_shows_its_manifest(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Down, at=desk.window.closeout.table)
    assert "Manifest, Lantern Post" in said(desk.window.closeout)


def test_pages_are_turned_to_the_last_and_no_further(desk: Desk) -> None:
    pane = desk.window.closeout.pane
    desk.click(pane.after)
    desk.click(pane.after)
    assert pane.page_words.text() == "page 3 of 3"
    assert not pane.after.isEnabled()
    assert pane.before.isEnabled()


def test_ctrl_p_prints_the_chosen_carriers_manifest(desk: Desk) -> None:
    desk.press(Qt.Key.Key_P, CTRL)
    assert "print Grey Gull Freight 2026-11-23 -" in desk.office.asked
    assert "Grey Gull Freight goes to the printer" in desk.window.notice.text


def test_the_manifest_is_saved_under_a_safe_name(desk: Desk, tmp_path: Path) -> None:
    desk.press(Qt.Key.Key_E, CTRL)
    saved = tmp_path / "manifest-2026-11-23-Grey-Gull-Freight.pdf"
    assert saved.read_bytes() == desk.office.pdf


def test_the_day_before_is_a_step_away_and_tomorrow_is_not(desk: Desk) -> None:
    closeout = desk.window.closeout
    assert closeout.later.isHidden()
    desk.press(Qt.Key.Key_Right, ALT, at=closeout.table)
    assert str(closeout.on) == "2026-11-23"
    desk.press(Qt.Key.Key_Left, ALT, at=closeout.table)
    assert "carriers 2026-11-22" in desk.office.asked
    assert closeout.later.isVisible()
    assert "Sunday 22 November" in said(closeout)


def test_a_day_without_parcels_says_what_will_stand_here(desk: Desk) -> None:
    desk.office.days, desk.office.lost = (), ()
    desk.press(Qt.Key.Key_F5)
    shown = said(desk.window.closeout)
    assert "No parcel has a label on Monday 23 November" in shown
    assert "Print manifest" not in shown


def test_a_manifest_that_is_no_pdf_is_told_not_shown(desk: Desk) -> None:
    desk.office.pdf = b"<html>not a PDF</html>"
    desk.press(Qt.Key.Key_Down, at=desk.window.closeout.table)
    assert len(desk.window.notice.text.splitlines()) == 3


def test_a_page_is_drawn_as_wide_as_asked(typeface: QApplication) -> None:
    assert typeface
    page = draw_page(manifest_pdf(pages=2), 9, width=300)
    assert (page.number, page.pages) == (2, 2)
    assert page.width in (300, 301)
    assert len(page.pixels) == page.stride * page.height


def test_something_else_is_no_page() -> None:
    with pytest.raises(ValueError, match="not a PDF"):
        draw_page(b"nothing", 1)


def test_a_parcel_that_must_not_leave_is_settled_where_it_is_named(desk: Desk) -> None:
    order = OrderId("305-0000003-0000001")
    must_not = OrphanKind.MUST_NOT_LEAVE
    stop = Orphan(order, must_not, "Lantern Post", "LP3", "The order was cancelled", "Take it out")
    desk.office.lost = (*LOST, stop)
    desk.office.stops = (
        Interception(
            41, order, "cancelled", "The order was cancelled", "Take it out", NOW, "", "LP3"
        ),
    )
    desk.press(Qt.Key.Key_F5)
    card = desk.window.closeout.sum
    assert card.table.chosen_rows() != [stop]
    assert not any(button.isVisible() for button in card.outcomes.values())
    card.table.selectRow(0)
    desk.settle()
    assert card.table.chosen_rows() == [stop]
    desk.click(card.outcomes[Outcome.TAKEN_OUT])
    assert "settle 41 taken_out" in desk.office.asked
    assert "its parcel is taken out" in desk.window.notice.text
    assert not any(button.isVisible() for button in card.outcomes.values())
