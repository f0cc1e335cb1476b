"""What must be readable on the bench: names' ends, whole numbers, what is put aside, the keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.orders import Duty, Sku
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui.bench.paper import advance, both_ends, ending
from fbm_desk.gui.bench.wording import duty_words, purchase_order_words, spoken
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.gallery import SIZES, paint, scene_of
from fbm_desk.gui.gallery_views import NOW, PACKING, bench_views
from fbm_desk.gui.tokens import LIGHT
from fbm_desk.services.desk_view import ArticleView, ChangedLine

pytestmark = pytest.mark.usefixtures("british", "typeface")

WINDOWS = (*SIZES, (1216, 800), (1302, 768))


def told(name: str, size: tuple[int, int] = (1366, 768)) -> list[str]:
    """All texts of a state, in the order they were set."""
    picture = paint(scene_of(name, bench_views()[name]), LIGHT, size)
    return [run.words for run in picture.runs]


@pytest.mark.parametrize("size", WINDOWS)
def test_articles_told_apart_by_the_end_of_their_title_can_be(size: tuple[int, int]) -> None:
    shown = told("packing-alike", size)
    assert any(words.endswith("Größe 56") and not words.startswith("Handgef") for words in shown)
    listed = [words for words in shown if words.startswith("Handgef") and "Größe" in words]
    assert len(listed) >= 3
    assert len(set(listed)) == len(listed)
    assert any(words.endswith("-56") for words in shown)


@pytest.mark.parametrize("size", WINDOWS)
def test_a_purchase_order_number_is_shown_whole(size: tuple[int, int]) -> None:
    assert "PO-2026-88-4711-EINKAUF" in "".join(told("packing-alike", size))


def test_a_number_that_says_po_itself_is_not_told_so_again() -> None:
    assert purchase_order_words("PO-2026-88") == "PO-2026-88"
    assert purchase_order_words("po 17") == "po 17"
    assert purchase_order_words("4711-B") == "PO 4711-B"
    assert purchase_order_words("PORTO-9") == "PO PORTO-9"


def test_what_does_not_fit_keeps_its_end() -> None:
    words = "Thick woollen socks with reinforced heels, grey, size 43"
    for width in (120.0, 200.0, 320.0):
        short = both_ends(words, Role.BENCH, 1.0, width)
        assert short.endswith("43")
        assert advance(short, Role.BENCH, 1.0) <= width
        assert advance(ending(words, Role.BENCH, 1.0, width), Role.BENCH, 1.0) <= width
    assert both_ends("Twine", Role.BENCH, 1.0, 200) == "Twine"
    assert both_ends("A" * 80 + "-17", Role.BENCH_CODE, 1.0, 200).endswith("-17")


@pytest.mark.parametrize("size", WINDOWS)
def test_what_is_put_aside_is_shown_with_the_command_that_takes_it_up(
    size: tuple[int, int],
) -> None:
    shown = told("waiting-aside", size)
    assert {"Put aside", "3", "305-7720145-1180966", "2 of 3 in · Short"} <= set(shown)
    assert "Scan RESUME" in shown
    assert "Put aside" in told("waiting-none-but-aside", size)
    assert "Put aside" not in told("waiting", size)


@pytest.mark.parametrize("size", WINDOWS)
def test_every_screen_names_f1(size: tuple[int, int]) -> None:
    assert "F1" in told("packing", size)
    assert "F1" in told("locked", size)


def test_a_stopped_order_says_what_is_wanted_now() -> None:
    assert "Enamel mug, blue: 2 instead of 3, and 2 more changes" in told("stopped-changed")
    view = bench_views()["stopped-changed"]
    for changed, words in (
        (ChangedLine(ArticleView(Sku("A"), "Cup"), 1, 0), "Cup: none any more, 1 before"),
        (ChangedLine(ArticleView(Sku("A"), "Cup"), 0, 2), "Cup: 2, new in this order"),
    ):
        scene = scene_of("stopped-changed", replace(view, changed_lines=(changed,)))
        assert words in [run.words for run in paint(scene, LIGHT, (1366, 768)).runs]
    cancelled = replace(bench_views()["cancelled"], changed_lines=view.changed_lines)
    shown = paint(scene_of("cancelled", cancelled), LIGHT, (1366, 768)).runs
    assert not any("instead of" in run.words for run in shown)


def test_what_the_seller_cancels_was_not_sent_by_amazon() -> None:
    view = replace(bench_views()["cancel-by-seller"], stopped_at=NOW)
    runs = paint(scene_of("cancel-by-seller", view), LIGHT, (1366, 768)).runs
    assert not any("Amazon sent" in run.words for run in runs)


@pytest.mark.parametrize("size", WINDOWS)
def test_after_three_mended_scans_the_remedy_stands_beside_the_work(
    size: tuple[int, int],
) -> None:
    said = " ".join(told("healed-often", size))
    assert "Set the scanner to German." in said
    assert "Scan this, or F8" in said
    assert "read all the same" in " ".join(told("healed", size))


@pytest.mark.parametrize("name", ["packing-away", "stopped-away"])
def test_nobody_can_miss_that_scans_go_elsewhere(name: str) -> None:
    for size in WINDOWS:
        assert "Scans do not come here" in told(name, size)


def test_whoever_lost_an_order_takes_nothing_out() -> None:
    said = " ".join(told("taken-over"))
    assert "Taken over by Sina Maly, Bench 2" in said
    assert "Hand the box over" in said
    assert "FINISH" not in said


def test_without_a_label_nobody_is_told_to_scan_it() -> None:
    words = spoken(bench_views()["label-not-now"]).words
    assert "REPRINT" in words
    assert "LATER" in words
    assert any("LATER" in words for words in told("labelled-not-printed"))


def test_a_label_under_way_is_not_to_be_stuck_on() -> None:
    assert spoken(bench_views()["labelled-printing"]).words == "Label is printing"
    assert spoken(bench_views()["labelled"]).words == "Stick it on. Then scan it"


def test_finish_before_the_end_says_that_units_are_missing() -> None:
    early = Verdict(VerdictCode.NOT_NOW, reason="packing", left=2)
    now = spoken(replace(PACKING, verdict=early))
    assert now.words == "Not now. 2 more to put in"
    assert "LATER" in now.hint


def test_an_order_taken_up_without_a_label_begins_with_its_trouble() -> None:
    assert spoken(bench_views()["label-failed-resumed"]).words == "No label yet"


def test_a_long_name_of_who_put_it_down_is_read_to_its_end() -> None:
    locked = replace(bench_views()["locked"], put_down_by="Maximiliane Fenwick")
    picture = paint(scene_of("locked", locked), LIGHT, (1366, 768))
    assert not [run for run in picture.runs if run.elided]
    assert "Put down by Maximiliane Fenwick at 15:12" in " ".join(run.words for run in picture.runs)


def test_a_business_order_is_named_once() -> None:
    assert duty_words(Duty.BUSINESS, "PO-88") == "Business · PO-88"
    assert duty_words(Duty.BUSINESS, "88") == "Business · PO 88"
