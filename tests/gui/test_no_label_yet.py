"""No label yet: its text and its barcodes name the same commands, and no word is cut off."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from fbm_desk import texts
from fbm_desk.domain.codes import Command
from fbm_desk.gui.bench.failed_card import COMMANDS
from fbm_desk.gui.gallery import SIZES, paint, scene_of
from fbm_desk.gui.gallery_views import FULL_ORDER, LABEL, PACKING
from fbm_desk.gui.tokens import LIGHT
from fbm_desk.services.desk_view import BenchScreen, BenchView, LabelStep
from fbm_desk.settings import resource

pytestmark = pytest.mark.usefixtures("british", "typeface")


def bench_texts(language: str) -> dict[str, str]:
    """What a bench says, by key."""
    with resource("texts", f"{language}.toml").open("rb") as file:
        found: dict[str, str] = tomllib.load(file)["bench"]
    return found


REASONS = sorted(
    key.removeprefix("label_reason_")
    for key in bench_texts("en")
    if key.startswith("label_reason_") and not key.endswith("_next")
)


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    texts.speak(request.param)
    yield request.param
    texts.speak("en")


def failed(reason: str) -> BenchView:
    """A full box without a label, and why."""
    label = replace(LABEL, step=LabelStep.FAILED, tracking="", reason=reason, words="")
    return replace(
        PACKING, screen=BenchScreen.LABEL_FAILED, order=FULL_ORDER, label=label, verdict=None
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_to_do_names_the_commands_that_are_painted(language: str) -> None:
    told = {
        key: words
        for key, words in bench_texts(language).items()
        if key == "label_failed_next" or (key.startswith("label_reason") and key.endswith("_next"))
    }
    assert len(told) > 8
    commands = {command.value for command in Command}
    named = {key: commands & set(re.findall("[A-Z]+", words)) for key, words in told.items()}
    assert {key for key, words in named.items() if words != set(COMMANDS)} == set()


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_is_told_whole(reason: str, size: tuple[int, int]) -> None:
    runs = paint(scene_of("label-failed", failed(reason)), LIGHT, size).runs
    assert [run.words for run in runs if run.elided or run.width > run.room + 0.5] == []
    assert [run.words for run in runs if run.words in COMMANDS] == list(COMMANDS)
    finish = next(run for run in runs if run.words == "FINISH")
    tiles = finish.baseline - 114
    above = [run.baseline for run in runs if run.x < finish.x and run.baseline < finish.baseline]
    assert max(above) <= tiles - 16


@pytest.mark.parametrize("reason", ["offline", "no_answer"])
def test_who_did_not_answer_is_amazon_which_sells_the_label(reason: str, language: str) -> None:
    words = texts.say(f"bench.label_reason_{reason}")
    assert "Amazon" in words
    assert not {"carrier", "Versanddienst"} & set(words.split()), language
