"""Every state of the bench in German, whose words are longer: nothing is cut off or covered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from fbm_desk import texts
from fbm_desk.gui import gallery
from fbm_desk.gui.gallery_sheets import LOCALES
from fbm_desk.gui.gallery_views import bench_views
from fbm_desk.gui.tokens import LIGHT
from tests.gui.test_bench_painting import MADE_TOO_LONG, overlap

pytestmark = pytest.mark.usefixtures("typeface", "german")


@pytest.fixture
def german() -> Iterator[None]:
    texts.speak("de")
    yield
    texts.speak("en")


@pytest.mark.parametrize("size", gallery.SIZES)
def test_no_german_sentence_is_cut_off_or_covers_another(size: tuple[int, int]) -> None:
    cut, covered = [], []
    for name, view in bench_views().items():
        scene = replace(gallery.scene_of(name, view), locale=LOCALES["de"])
        picture = gallery.paint(scene, LIGHT, size)
        if name not in MADE_TOO_LONG:
            cut += [(name, run.words) for run in picture.runs if run.elided]
        covered += [(name, pair) for pair in combinations(picture.runs, 2) if overlap(*pair)]
    assert cut == []
    assert covered == []


def test_the_samples_are_in_german() -> None:
    scene = replace(gallery.scene_of("packing", bench_views()["packing"]), locale=LOCALES["de"])
    words = [run.words for run in gallery.paint(scene, LIGHT, (1280, 800)).runs]
    assert "Noch 2 einpacken" in words
