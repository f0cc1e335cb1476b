"""Why a scan is no answer, in both languages and all sizes: every word is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from fbm_desk import texts
from fbm_desk.domain.verdicts import Verdict
from fbm_desk.domain.verdicts import VerdictCode as V
from fbm_desk.gui.gallery import SIZES, paint, scene_of
from fbm_desk.gui.gallery_views import GREEN_MUG, PACKING
from fbm_desk.gui.tokens import LIGHT
from fbm_desk.services.desk_view import BenchScreen

pytestmark = pytest.mark.usefixtures("british", "typeface")

QUESTIONS = {
    BenchScreen.ASKING_SERIAL: V.SERIAL_WANTED,
    BenchScreen.ASKING_LOT: V.LOT_WANTED,
    BenchScreen.ASKING_TRANSPARENCY: V.TRANSPARENCY_WANTED,
}
WHY = ("no_proof", "the_item", "another_item", "another_unit")
REFUSED = [
    *((screen, code, why) for screen, code in QUESTIONS.items() for why in WHY),
    (BenchScreen.PACKING, V.NOT_AN_ITEM, "reason"),
    (BenchScreen.PACKING, V.ALREADY_ENOUGH, "kit"),
]


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    texts.speak(request.param)
    yield request.param
    texts.speak("en")


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("size", [*SIZES, (1216, 800), (1302, 768)])
@pytest.mark.parametrize(("screen", "code", "why"), REFUSED)
def test_no_word_of_a_refusal_is_cut_off(
    screen: BenchScreen, code: V, why: str, size: tuple[int, int]
) -> None:
    came = GREEN_MUG if why == "another_item" else None
    said = Verdict(code, reason=why, came=came.sku if came else None, left=1)
    scene = scene_of("refused", replace(PACKING, screen=screen, verdict=said, came=came))
    runs = paint(scene, LIGHT, size).runs
    assert scene.spoken.hint
    assert [run.words for run in runs if run.elided or run.width > run.room + 0.5] == []
    assert min(run.px for run in runs) >= 24
