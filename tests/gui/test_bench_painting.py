"""Every state of the bench in both themes and three sizes: nothing is cut off or covered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QImage

from fbm_desk import texts
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui import icons
from fbm_desk.gui.bench.back_card import paint_back
from fbm_desk.gui.bench.duties import ICONS
from fbm_desk.gui.bench.hero import hero_title, paint_hero, places
from fbm_desk.gui.bench.layout import Layout, scale_for
from fbm_desk.gui.bench.order_list import window
from fbm_desk.gui.bench.painting import body_of
from fbm_desk.gui.bench.paper import TextRun
from fbm_desk.gui.bench.tiles import REASONS, grid
from fbm_desk.gui.gallery import SIZES, Picture, paint, scene_of
from fbm_desk.gui.gallery_views import bench_views
from fbm_desk.gui.tokens import DARK, LIGHT
from fbm_desk.services.desk_view import ArticleView, StatusEntry

pytestmark = pytest.mark.usefixtures("british", "typeface")

STATES = sorted(bench_views())
#: States that were made to be too long; everywhere else every word must be there.
MADE_TOO_LONG = frozenset(
    {"packing-long", "packing-many", "ambiguous-alike", "ambiguous-nine", "unknown-long"}
)
#: What the rail of supervisors leaves of the usual screens.
BESIDE_RAIL = ((1216, 800), (1302, 768), (1856, 1080))


def painted(
    name: str, size: tuple[int, int], dark: bool = False, mirrored: bool = False
) -> Picture:
    """One state as the gallery shows it."""
    scene = scene_of(name, bench_views()[name])
    return paint(scene, DARK if dark else LIGHT, size, mirrored)


def words(picture: Picture) -> set[str]:
    """All texts on a picture."""
    return {run.words for run in picture.runs}


def overlap(one: TextRun, other: TextRun) -> bool:
    """True when the letters (not their line spacing) of two texts touch."""
    apart = one.x + one.width <= other.x + 1 or other.x + other.width <= one.x + 1
    tops = (one.baseline - 0.72 * one.px, other.baseline - 0.72 * other.px)
    above = one.baseline <= tops[1] or other.baseline <= tops[0]
    return not (apart or above)


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("size", SIZES + BESIDE_RAIL)
def test_no_text_is_cut_off_and_none_covers_another(name: str, size: tuple[int, int]) -> None:
    picture = painted(name, size)
    assert picture.runs
    for run in picture.runs:
        assert run.width <= run.room + 0.5, run
        assert run.x >= 0, run
        assert run.x + run.width <= picture.layout.width + 0.5, run
        assert 0 < run.baseline < picture.layout.height, run
        assert not run.elided or name in MADE_TOO_LONG, run
    touching = [
        (one.words, other.words)
        for one, other in combinations(picture.runs, 2)
        if overlap(one, other)
    ]
    assert not touching


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_painted_in_the_dark_and_the_other_way_round(name: str) -> None:
    light, dark = painted(name, (1366, 768)), painted(name, (1366, 768), dark=True)
    mirrored = painted(name, (1366, 768), mirrored=True)
    assert words(light) == words(dark) == words(mirrored)
    assert light.image != dark.image
    assert light.image != mirrored.image


@pytest.mark.parametrize("name", STATES)
def test_nothing_at_the_bench_is_set_smaller_than_24_px(name: str) -> None:
    assert min(run.px for run in painted(name, (1280, 800)).runs) >= 24


@pytest.mark.parametrize(
    "size",
    [(1024, 700), (1170, 768), (1302, 768), (1280, 720), (2560, 1440), (3440, 1440), (1200, 1920)],
)
def test_odd_windows_are_painted_too(size: tuple[int, int]) -> None:
    for name in ("packing", "wrong", "complete", "hold", "cancelled", "locked", "waiting"):
        picture = painted(name, size)
        assert all(run.x + run.width <= picture.layout.width + 0.5 for run in picture.runs)
        touching = [pair for pair in combinations(picture.runs, 2) if overlap(*pair)]
        assert not touching, (name, touching)


def test_scale_keeps_between_one_and_two() -> None:
    assert scale_for(1280, 800) == 1.0
    assert scale_for(1920, 1080) == pytest.approx(1.4056, abs=1e-3)
    assert scale_for(5120, 2880) == 2.0


def test_a_window_below_the_least_is_painted_smaller() -> None:
    assert scale_for(1160, 736) == 1.0
    assert scale_for(1024, 700) == pytest.approx(1024 / 1160)


def test_a_counted_unit_is_mint_and_its_pip_green() -> None:
    picture = painted("counted", (1366, 768))
    assert picture.image.pixelColor(800, 100) == QColor(LIGHT.goS)
    second_pip = picture.image.pixelColor(480, 560)
    assert second_pip == QColor(LIGHT.green)


def test_a_wrong_item_is_a_red_card_with_both_articles() -> None:
    picture = painted("wrong", (1366, 768))
    assert picture.image.pixelColor(40, 600) == QColor(LIGHT.redS)
    assert {"Enamel mug, green", "Enamel mug, blue", "2 more from B-04-2"} <= words(picture)
    assert "Not counted. The count stays at 1 of 3" in words(picture)


@pytest.mark.parametrize("size", SIZES + BESIDE_RAIL)
@pytest.mark.parametrize("name", ["complete", "labelled", "reprinted"])
def test_the_tracking_number_stands_beside_its_proof(name: str, size: tuple[int, int]) -> None:
    assert "KP48812007315PT" in words(painted(name, size))


@pytest.mark.parametrize("size", SIZES + BESIDE_RAIL)
def test_a_long_tracking_number_goes_on_two_lines_and_loses_no_digit(size: tuple[int, int]) -> None:
    told = words(painted("long-tracking", size))
    assert {"94001118992", "23197428490"} <= told or "9400111899223197428490" in told


def test_after_a_reprint_the_first_label_stays_in_mind_until_one_is_scanned() -> None:
    view = bench_views()["reprinted"]
    for settled in (False, True):  # the band is gone after three seconds, the doubt is not
        scene = replace(scene_of("reprinted", view), settled=settled)
        told = " ".join(run.words for run in paint(scene, LIGHT, (1366, 768)).runs)
        assert "destroy it" in told


@pytest.mark.parametrize("size", SIZES + BESIDE_RAIL)
def test_a_choice_is_never_without_the_word_that_tells_it_apart(size: tuple[int, int]) -> None:
    told = " ".join(run.words for run in painted("ambiguous-alike", size).runs)
    assert {"mustard and cream", "mustard and grey"} <= _phrases(told)
    told = " ".join(run.words for run in painted("ambiguous", size).runs)
    assert {"Enamel mug, blue", "Enamel mug, green"} <= _phrases(told)


def _phrases(told: str) -> set[str]:
    ends = ("mustard and cream", "mustard and grey", "Enamel mug, blue", "Enamel mug, green")
    return {end for end in ends if end in told}


def test_a_title_too_long_gives_way_to_the_name_with_the_colour() -> None:
    told = " ".join(run.words for run in painted("packing-long", (1366, 768)).runs)
    assert "mustard and cream" in told


def test_digits_that_came_wrong_are_set_as_digits() -> None:
    assert "4 006381 333948" in words(painted("wrong-unlisted", (1366, 768)))


def test_what_became_of_the_last_order_is_not_the_heading_of_the_next() -> None:
    runs = {run.words: run.baseline for run in painted("not-needed", (1366, 768)).runs}
    assert (
        runs["Put it back where it came from"]
        < runs["This one is the most urgent"]
        < runs["4 units"]
    )


@pytest.mark.parametrize("name", ["signed-in", "closed", "put-down"])
def test_the_next_order_does_not_jump_when_the_verdict_has_passed(name: str) -> None:
    scene = scene_of(name, bench_views()[name])
    places = [
        {run.words: run.baseline for run in paint(one, LIGHT, (1366, 768)).runs}
        for one in (scene, replace(scene, settled=True))
    ]
    for words_ in ("4 units", "3 lines", "This one is the most urgent", "NEXT"):
        assert places[0][words_] == places[1][words_]


def test_a_cancelled_order_takes_the_whole_window() -> None:
    picture = painted("cancelled", (1366, 768))
    assert picture.image.pixelColor(1330, 740) == QColor(LIGHT.stop)
    assert {"Stop.", "The buyer cancelled this order", "Then scan FINISH"} <= words(picture)
    assert "Take these 3 units out and put them in tote R-2" in words(picture)


def test_the_stripes_meet_alike_in_all_corners() -> None:
    picture = painted("cancelled", (1366, 768)).image
    width, height = picture.width(), picture.height()
    for x, y in ((2, 2), (9, 4), (4, 9), (15, 15), (21, 8)):
        corners = [
            picture.pixelColor(at_x, at_y).lightness()
            for at_x in (x, width - 1 - x)
            for at_y in (y, height - 1 - y)
        ]
        assert max(corners) - min(corners) <= 8


@pytest.mark.parametrize("settled", [False, True])
def test_a_question_keeps_its_band_after_a_nod_that_passes(settled: bool) -> None:
    view = bench_views()["short-supervisor"]
    signed_in = replace(view, verdict=Verdict(VerdictCode.SIGNED_IN, who="Mara"))
    scene = replace(scene_of("short-supervisor", signed_in), settled=settled, band=0.0)
    assert paint(scene, LIGHT, (1366, 768)).image.pixelColor(800, 90) == QColor(LIGHT.ask)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Before tomorrow’s van"), ("de", "Vor der Abholung morgen")],
)
def test_once_todays_van_has_left_what_is_left_is_tomorrows(
    size: tuple[int, int], language: str, said: str
) -> None:
    view = bench_views()["waiting"]
    assert view.van is not None
    later = replace(view, van=replace(view.van, leaves_at=view.van.leaves_at + timedelta(days=1)))
    texts.speak(language)
    picture = paint(scene_of("waiting", later), LIGHT, size)
    texts.speak("en")
    assert said in words(picture)
    assert said not in words(painted("waiting", size))


def test_nothing_moves_between_packing_and_its_verdicts() -> None:
    calm = {run.words: (run.x, run.baseline) for run in painted("packing", (1366, 768)).runs}
    for name in ("counted", "enough", "same-serial", "lot", "not-now", "undone"):
        for run in painted(name, (1366, 768)).runs:
            # "of 3" stands after the count, whose figures differ in width.
            if run.words in calm and run.words != "of 3":
                assert (run.x, run.baseline) == calm[run.words], (name, run.words)


def test_a_refusal_takes_the_card_and_a_question_keeps_the_article() -> None:
    views = bench_views()
    assert body_of(scene_of("expired", views["expired"])) is paint_back
    assert body_of(scene_of("serial", views["serial"])) is paint_hero


def test_the_van_turns_amber_and_red_and_the_parcel_number_is_not_lost() -> None:
    assert "8 min" in words(painted("packing-bare", (1280, 800)))
    assert "Parcel 2" in words(painted("packing-many", (1280, 800)))


def not_heard(name: str, size: tuple[int, int]) -> Picture:
    """The same state, and Amazon was not reached for twelve minutes."""
    view = replace(bench_views()[name], copy_age_s=720.0)
    return paint(scene_of(name, view), LIGHT, size, False)


@pytest.mark.parametrize("size", SIZES + BESIDE_RAIL)
def test_how_old_an_order_is_that_amazon_was_not_reached_for_stands_on_the_bench(
    size: tuple[int, int],
) -> None:
    assert "As of 12 min ago" in words(not_heard("packing", size))
    assert "As of 12 min ago" not in words(painted("packing", size))


@pytest.mark.parametrize("size", SIZES + BESIDE_RAIL)
def test_it_takes_no_room_from_the_parcels_number(size: tuple[int, int]) -> None:
    picture = not_heard("packing-many", size)
    assert "Parcel 2" in words(picture)
    assert not [run for run in picture.runs if run.elided]


def test_no_name_of_a_buyer_or_order_is_on_a_locked_bench() -> None:
    told = words(painted("locked", (1366, 768)))
    assert "3 of 6 units" in told
    assert not any("305-4471926" in text or "Lisboa" in text for text in told)


@pytest.mark.parametrize("count", range(1, 40))
@pytest.mark.parametrize("height", [212.0, 404.0, 532.0])
def test_the_current_line_is_always_among_those_shown(count: int, height: float) -> None:
    for current in range(count):
        first, shown = window(count, current, height)
        assert 0 <= first <= current < first + shown <= count
        rows = shown * 92 - 16
        assert rows + (44 if shown < count else 0) <= height


@pytest.mark.parametrize("count", range(1, 10))
@pytest.mark.parametrize("size", SIZES)
def test_tiles_stay_inside_the_card_and_apart(count: int, size: tuple[int, int]) -> None:
    scale = scale_for(*size)
    layout = Layout(size[0] / scale, size[1] / scale)
    tiles = grid(layout, count)
    assert len(tiles) == count
    for tile in tiles:
        assert tile.h >= 72
        assert tile.x >= layout.card.x + 32
        assert tile.x + tile.w <= layout.card.right - 31
        assert tile.y + tile.h <= layout.card.bottom - 60
    for one, other in combinations(tiles, 2):
        apart = one.x + one.w < other.x or other.x + other.w < one.x
        assert apart or one.y + one.h < other.y or other.y + other.h < one.y


def test_the_picture_takes_the_height_a_taller_window_gives() -> None:
    assert places(Layout(1366, 768)).picture == 316
    assert places(Layout(1280, 800)).picture == 348


def test_american_benches_read_their_own_clock() -> None:
    scene = scene_of("packing", bench_views()["packing"])
    american = replace(scene, locale=QLocale("en_US"))
    told = words(paint(american, LIGHT, (1366, 768)))
    assert any("PM" in text for text in told)


def test_an_icon_nobody_knows_does_not_keep_the_bench_from_being_painted() -> None:
    scene = scene_of("packing", bench_views()["packing"])
    odd = replace(scene, status=(StatusEntry("no-such-icon", "Something odd"),))
    assert "Something odd" in words(paint(odd, LIGHT, (1366, 768)))


def test_every_icon_the_bench_names_is_there() -> None:
    named = [*ICONS.values(), *(icon for _, icon in REASONS)]
    assert [name for name in named if not icons.exists(name)] == []


def test_a_picture_that_cannot_be_read_leaves_its_tile(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not a picture")
    view = bench_views()["packing"]
    assert view.order is not None
    mug = view.order.lines[0]
    for path in (str(broken), str(tmp_path / "gone.svg"), ""):
        line = replace(mug, article=replace(mug.article, picture=path))
        order = replace(view.order, lines=(line, *view.order.lines[1:]))
        scene = scene_of("packing", replace(view, order=order))
        picture = paint(scene, LIGHT, (1366, 768))
        assert picture.image.pixelColor(80, 240) == QColor(LIGHT.tile)


def test_a_photo_is_shown_whole_on_its_tile(tmp_path: Path) -> None:
    photo = QImage(600, 300, QImage.Format.Format_RGB32)
    photo.fill(QColor("#204080"))
    photo.save(str(tmp_path / "mug.png"))
    view = bench_views()["packing"]
    assert view.order is not None
    mug = view.order.lines[0]
    line = replace(mug, article=replace(mug.article, picture=str(tmp_path / "mug.png")))
    order = replace(view.order, lines=(line, *view.order.lines[1:]))
    image = paint(scene_of("packing", replace(view, order=order)), LIGHT, (1366, 768)).image
    assert image.pixelColor(214, 370) == QColor("#204080")
    assert image.pixelColor(214, 230) == QColor(LIGHT.tile)


def test_a_title_does_not_repeat_its_detail() -> None:
    def title(of: str, detail: str) -> str:
        return hero_title(ArticleView(Sku("X"), of, detail=detail))

    assert title("Speckled enamel mug, blue, 350 ml", "350 ml") == "Speckled enamel mug, blue"
    assert title("Dark chocolate 72 %, 100 g", "72 %, 100 g") == "Dark chocolate"
    assert title("350 ml", "350 ml") == "350 ml"
    assert title("Twine", "") == "Twine"
