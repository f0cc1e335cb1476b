"""The seller's boxes in the settings: read, written, and refused with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from fbm_desk import settings
from fbm_desk.settings import BoxSettings, Settings, WrongSetting

ONE = '[[boxes]]\nname = "M"\nlength_mm = 300\nwidth_mm = 220\nheight_mm = 150\n'


def read(folder: Path, text: str) -> Settings:
    (folder / settings.FILE_NAME).write_text(text, encoding="utf-8")
    return settings.load(folder, {})


def test_a_box_has_the_barcode_of_its_name(tmp_path: Path) -> None:
    assert read(tmp_path, ONE).boxes == (BoxSettings("M", 300, 220, 150, barcode="BOX-M"),)


def test_boxes_are_written_as_they_are_read(tmp_path: Path) -> None:
    chosen = read(tmp_path, ONE + 'weight_g = 160\nbarcode = "CARTON 3"\n')
    settings.save(tmp_path, chosen)
    assert settings.load(tmp_path, {}) == chosen


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("boxes = 3\n", "boxes"),
        (ONE.replace('"M"', '" "'), "boxes.1.name"),
        (ONE.replace("220", "5"), "boxes.1.width_mm"),
        (ONE.replace("150", "9000"), "boxes.1.height_mm"),
        (ONE.replace("300", '"300"'), "boxes.1.length_mm"),
        (ONE + "weight_g = 40000\n", "boxes.1"),
        (ONE + ONE, "boxes.name"),
        (ONE + ONE.replace('"M"', '"L"') + 'barcode = "BOX-M"\n', "boxes.barcode"),
    ],
)
def test_a_box_that_is_none_is_refused(tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(WrongSetting) as refused:
        read(tmp_path, text)
    assert refused.value.name == name
