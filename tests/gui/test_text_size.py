"""Larger texts: every one of the desk grows, the bench takes what its screen has room for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from fbm_desk.gui import fonts, gallery
from fbm_desk.gui.bench.layout import Layout, scale_for
from fbm_desk.gui.chips import Chips
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.gallery_views import bench_views
from fbm_desk.gui.tokens import LIGHT
from tests.gui.desk_world import FakeOffice, many, open_desk
from tests.gui.test_bench_painting import BESIDE_RAIL, MADE_TOO_LONG, overlap

pytestmark = pytest.mark.usefixtures("british", "typeface")
SIZES = (*gallery.SIZES, *BESIDE_RAIL, (1280, 1024), (1920, 1200))


@pytest.fixture
def percent() -> Iterator[None]:
    yield
    fonts.choose_text_size(100)


@pytest.mark.usefixtures("percent")
@pytest.mark.parametrize(("asked", "px"), [(100, 15), (150, 23), (200, 30), (20, 15), (900, 30)])
def test_texts_grow_to_twice_their_size_and_no_further(asked: int, px: int) -> None:
    fonts.choose_text_size(asked)
    assert fonts.font(Role.BODY).pixelSize() == px
    assert fonts.font(Role.BODY, 1.0).pixelSize() == 15  # the bench says its own scale


@pytest.mark.usefixtures("percent")
@pytest.mark.parametrize("size", [125, 150, 200])
def test_rows_grow_with_their_texts_and_the_window_still_fits_its_screen(
    tmp_path: Path, size: int
) -> None:
    fonts.choose_text_size(size)
    with open_desk(tmp_path, FakeOffice(rows=tuple(many(3)))) as desk:
        table = desk.window.today.table
        tall = QFontMetrics(fonts.font(Role.BODY)).height()
        assert table.rowHeight(0) >= max(tall, fonts.px(35))
        desk.window.open_dossier("305-0000001-0000001")
        for screen in ("dossier", "today", "orders", "closeout", "people"):
            desk.window.open(screen)
            desk.settle()
            assert desk.window.minimumSizeHint().width() <= 1366, screen
            assert desk.window.open_screen == screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", [1.25, 1.5, 2.0])
def test_nothing_at_a_bench_is_cut_off_by_larger_texts(size: tuple[int, int], text: float) -> None:
    scale = scale_for(*size, text)
    assert scale >= scale_for(*size)
    for name in ("packing", "counted", "wrong", "complete", "hold", "ambiguous", "label-failed",
                 "waiting", "order-taken", "locked", "cancelled", "unknown"):  # fmt: skip
        scene = gallery.scene_of(name, bench_views()[name])
        picture = gallery.paint(scene, LIGHT, size, text=text)
        for run in picture.runs:
            assert not run.elided or name in MADE_TOO_LONG, (name, run)
            assert run.x + run.width <= picture.layout.width + 0.5, (name, run)
            assert 0 < run.baseline < picture.layout.height, (name, run)
        touching = [pair for pair in combinations(picture.runs, 2) if overlap(*pair)]
        assert not touching, (name, touching)


def test_a_bench_with_room_shows_larger_texts() -> None:
    assert scale_for(1920, 1200, 1.5) > scale_for(1920, 1200)
    assert scale_for(1366, 768, 1.0) == 1.0
    least = scale_for(1366, 768, 2.0)
    assert Layout(1366 / least, 768 / least).height >= 736


def test_chips_go_on_a_second_line_where_one_has_no_room(qtbot: QtBot) -> None:
    chips = Chips()
    qtbot.addWidget(chips)
    chips.offer([("", "All", 250), ("waiting", "Waiting", 76), ("confirmed", "Confirmed", 141)])
    row = chips.layout()
    assert row is not None
    wide = row.sizeHint().width()
    assert row.heightForWidth(wide) < row.heightForWidth(wide - 1)
    assert row.minimumSize().width() < wide / 2
