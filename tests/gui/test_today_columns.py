"""What the columns of Today say of one order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fbm_desk import texts
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import today_columns, today_words
from fbm_desk.gui.cells import Tone
from tests.gui.desk_world import NOW, row


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_a_word_a_sign_and_a_chip(stage: Stage) -> None:
    cell = today_columns.stage_cell(row(1, stage=stage))
    assert cell.text == texts.say(f"stage.{stage.value}")
    assert cell.sign is not None
    assert stage in today_columns.STAGES


@pytest.mark.parametrize(
    ("minutes", "stage", "tone"),
    [
        (120, Stage.WAITING, Tone.SECOND),
        (20, Stage.WAITING, Tone.DOUBT),
        (-1, Stage.ON_BENCH, Tone.WRONG),
        (-1, Stage.CONFIRMED, Tone.SECOND),
        (-1, Stage.CANCELLED, Tone.SECOND),
    ],
)
def test_only_what_can_still_be_late_is_coloured(minutes: int, stage: Stage, tone: Tone) -> None:
    one = row(1, stage=stage, ship_by=NOW + timedelta(minutes=minutes))
    assert today_columns.ship_by_cell(one, NOW).tone is tone


def test_an_order_without_a_date_has_a_dash() -> None:
    assert today_columns.ship_by_cell(row(1, ship_by=None), NOW).text == "—"


def test_an_unknown_reason_is_shown_as_it_is() -> None:
    assert today_columns.reason_words("label_not_bought") == "label not bought"
    assert today_columns.reason_words("SHORT") == "units are missing"


def test_everything_in_the_row_can_be_searched() -> None:
    one = row(
        1,
        "Zoë",
        stage=Stage.HELD,
        reason="DAMAGED",
        city="Malmö",
        packer="Petra Lind",
        tracking="LP 1",
        carrier="Lantern Post",
    )
    found = today_columns.searched(one)
    for word in ("zoe", "malmo", "petra", "lp1", "lantern", "held", "damaged", "0000001"):
        assert word in found


def test_the_export_has_plain_values() -> None:
    by_name = {one.name: one for one in today_columns.columns(lambda: NOW)}
    one = row(1, weight_g=1284, units=12)
    assert by_name["weight"].exported(one) == "1284"
    assert by_name["units"].exported(one) == "12"
    assert by_name["tracking"].exported(one) == ""


def test_what_only_stands_in_a_file_is_not_called_confirmed() -> None:
    told = row(1, stage=Stage.CONFIRMED, by_file=True)
    assert today_columns.stage_cell(told).text == "In the file"
    assert today_columns.stage_cell(replace(told, by_file=False)).text == "Confirmed"


def test_a_held_box_shows_its_labels_number() -> None:
    held = row(1, stage=Stage.HELD, reason="SHORT", tracking="KP690206512960")
    assert today_columns.tracking_cell(held).text == "KP690206512960"
    assert today_columns.tracking_cell(
        replace(held, tracking="")
    ).text == today_columns.reason_words("SHORT")


def test_more_parcels_than_one_are_counted_beside_the_newest_number() -> None:
    two = row(1, stage=Stage.PACKED, tracking="KP2", parcels=2)
    assert today_columns.tracking_cell(two).text == "KP2 +1"
    assert today_columns.tracking_cell(replace(two, parcels=1)).text == "KP2"
    assert today_columns.tracking_cell(replace(two, stage=Stage.LABELLED)).text == "KP2 +2"
    tracking = next(one for one in today_columns.columns(lambda: NOW) if one.name == "tracking")
    assert tracking.exported(two) == "KP2"


def test_a_sum_without_all_weights_says_of_how_many_parcels_it_is() -> None:
    weighed = row(1, weight_g=1200, parcels=1)
    assert " of " not in today_words.footer_sums([weighed, weighed], 0)
    assert today_words.footer_sums([weighed, replace(weighed, weight_g=0)], 0).endswith(
        "1 of 2 parcels"
    )
