"""Larger texts: every one of the desk grows, the bench takes what its screen has room for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from fbm_desk.gui import fonts, gallery
from fbm_desk.gui.bench.layout import Layout, fitted, scale_for
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


@pytest.mark.parametrize(("size", "text"), [*((size, 2.0) for size in SIZES), (SIZES[1], 1.5)])
def test_nothing_at_a_bench_is_cut_off_by_larger_texts(size: tuple[int, int], text: float) -> None:
    for name, view in bench_views().items():
        picture = gallery.paint(gallery.scene_of(name, view), LIGHT, size, text=text)
        left, top = picture.layout.cut
        end, bottom = picture.layout.width - left, top + size[1] / scale_of(picture)
        for run in picture.runs:
            assert not run.elided or name in MADE_TOO_LONG | {
                "teach-nine",
                "task-personalisation-link",
            }, (name, run)
            assert left <= run.x <= run.x + run.width <= end + 0.5, (name, run)
            assert top < run.baseline - 0.72 * run.px + 1 < run.baseline < bottom, (name, run)
        touching = [pair for pair in combinations(picture.runs, 2) if overlap(*pair)]
        assert not touching, (name, touching)


def scale_of(picture: gallery.Picture) -> float:
    """Device pixels per px of the page."""
    return picture.image.width() / (picture.layout.width - 2 * picture.layout.cut[0])


def shown_px(name: str, text: float, size: tuple[int, int] = (1366, 768)) -> dict[str, float]:
    """The texts of a state and how large each is on the screen."""
    picture = gallery.paint(gallery.scene_of(name, bench_views()[name]), LIGHT, size, text=text)
    return {run.words: run.px * scale_of(picture) for run in picture.runs}


def test_at_200_percent_on_the_smallest_screen_sentence_and_count_are_twice_as_large() -> None:
    usual, large = shown_px("packing", 1.0), shown_px("packing", 2.0)
    assert large["Put in 2 more"] == pytest.approx(2 * usual["Put in 2 more"], rel=0.02)
    # The count takes all the height the name and the specials leave.
    assert large["1"] >= 1.9 * usual["1"]
    assert large["of 3"] >= 1.9 * usual["of 3"]
    assert large["B-04-2"] >= 1.6 * usual["B-04-2"]  # as wide as its column
    wrong = shown_px("wrong", 1.0), shown_px("wrong", 2.0)
    said = "Wrong item. Put it back"
    assert wrong[1][said] >= 1.75 * wrong[0][said]  # as wide as the screen


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_at_200_percent_no_word_at_a_bench_is_smaller_than_28_px(size: tuple[int, int]) -> None:
    for name in bench_views():
        # What fills the window has one line each whose words are as wide as their room.
        least = 26 if name in ("taken-over", "stopped-away") else 28
        small = {words: px for words, px in shown_px(name, 2.0, size).items() if px < least}
        assert not small, name


def test_what_steps_aside_for_large_texts_does_so_in_its_order() -> None:
    """Decision 0015: the keys' word, the way it goes, the day, other lines' pictures."""
    usual, large = set(shown_px("packing", 1.0)), set(shown_px("packing", 2.0))
    assert {"Keys", "Lisboa, Portugal", "Mara", "This order"} <= usual - large
    kept = {"Put in 2 more", "1", "of 3", "B-04-2", "Gift message", "Wrap each mug in paper"}
    assert kept | {"305-4471926-8830217", "1 h 12 min", "F1"} <= large
    assert any("Beeswax candle 0 of 1" in words for words in large)
    assert "Your day" not in shown_px("waiting", 2.0)
    assert "23" in shown_px("waiting", 2.0)
    assert "Scan RESUME" in shown_px("waiting-aside", 2.0)


def test_every_duty_stays_where_texts_are_large() -> None:
    large = set(shown_px("packing-many", 2.0))
    specials = {"Gift message", "Serial numbers", "Signature on delivery", "Prime"}
    assert specials | {"Age check on delivery"} <= large


def test_faults_stay_where_texts_are_large() -> None:
    entries = gallery.scene_of("faults", bench_views()["faults"]).status
    worst = next(entry for entry in entries if entry.fault)
    assert worst.words in shown_px("faults", 2.0)


def test_a_bench_with_room_shows_larger_texts() -> None:
    assert scale_for(1920, 1200, 1.5) > scale_for(1920, 1200)
    assert scale_for(1366, 768, 1.0) == 1.0
    assert fitted(1366, 768) == (1.0, Layout(1366, 768))
    assert not fitted(3440, 1440)[1].compact
    scale, page = fitted(1366, 768, 2.0)
    assert page.compact
    assert page.card.h >= 584  # what every card finds in the least window
    assert page.foot.bottom <= page.cut[1] + 768 / scale + 0.01
    assert not fitted(1366, 768, 2.0, whole=True)[1].compact


def test_chips_go_on_a_second_line_where_one_has_no_room(qtbot: QtBot) -> None:
    chips = Chips()
    qtbot.addWidget(chips)
    chips.offer([("", "All", 250), ("waiting", "Waiting", 76), ("confirmed", "Confirmed", 141)])
    row = chips.layout()
    assert row is not None
    wide = row.sizeHint().width()
    assert row.heightForWidth(wide) < row.heightForWidth(wide - 1)
    assert row.minimumSize().width() < wide / 2
