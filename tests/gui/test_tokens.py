"""The colours keep the contrasts the visual language promises, recomputed from their values."""

from __future__ import annotations

import pytest

from fbm_desk.gui.tokens import DARK, LIGHT, Tokens, contrast

#: (colour, ground, light ratio, dark ratio), as written down in the visual language.
TEXT_PAIRS = (
    ("ink", "canvas", 15.3, 15.7),
    ("ink", "surface", 17.3, 14.0),
    ("ink", "sunken", 14.0, 16.8),
    ("ink2", "canvas", 7.4, 10.1),
    ("ink2", "surface", 8.4, 9.0),
    ("ink2", "sunken", 6.8, 10.8),
    ("ink3", "canvas", 5.1, 7.0),
    ("ink3", "surface", 5.7, 6.3),
    ("ink3", "sunken", 4.6, 7.5),
    ("blue", "canvas", 6.1, 8.9),
    ("blue", "surface", 6.9, 7.9),
    ("blue", "blueT", 5.9, 6.7),
    ("onblue", "blue", 6.9, 9.0),
    ("green", "canvas", 5.9, 9.3),
    ("green", "surface", 6.6, 8.3),
    ("green", "greenT", 5.5, 6.5),
    ("amberI", "canvas", 6.4, 11.0),
    ("amberI", "surface", 7.3, 9.8),
    ("amberI", "amberT", 6.4, 8.2),
    ("red", "canvas", 5.9, 8.3),
    ("red", "surface", 6.7, 7.3),
    ("red", "redT", 5.5, 6.5),
    ("onamber", "amber", 8.6, 9.2),
    ("onred", "redS", 6.7, 5.1),
    ("onask", "ask", 6.5, 6.5),
    ("ongo", "goS", 12.2, 9.5),
    ("onstop", "stop", 16.8, 16.8),
)
SHAPE_PAIRS = (
    ("edge", "canvas", 3.4, 4.9),
    ("edge", "surface", 3.9, 4.3),
    ("edge", "sunken", 3.1, 5.2),
    ("redS", "canvas", 5.9, 3.5),
    ("redS", "surface", 6.7, 3.1),
)


def _ratio(tokens: Tokens, colour: str, ground: str) -> float:
    colours = tokens.colours()
    return contrast(colours[colour], colours[ground])


@pytest.mark.parametrize(("colour", "ground", "light", "dark"), TEXT_PAIRS + SHAPE_PAIRS)
def test_every_pair_has_the_contrast_written_down(
    colour: str, ground: str, light: float, dark: float
) -> None:
    assert _ratio(LIGHT, colour, ground) == pytest.approx(light, abs=0.06)
    assert _ratio(DARK, colour, ground) == pytest.approx(dark, abs=0.06)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_and_shapes_can_be_seen(tokens: Tokens) -> None:
    assert all(_ratio(tokens, one, other) >= 4.5 for one, other, *_ in TEXT_PAIRS)
    assert all(_ratio(tokens, one, other) >= 3 for one, other, *_ in SHAPE_PAIRS)
    assert _ratio(tokens, "onstop2", "stop") >= 4.5
    # What is selected keeps its text.
    assert _ratio(tokens, "ink", "blueT") >= 4.5
    assert _ratio(tokens, "ink2", "blueT") >= 4.5


def test_walls_fall_in_lightness_from_calm_to_stop() -> None:
    walls = [LIGHT.surface, LIGHT.goS, LIGHT.amber, LIGHT.ask, LIGHT.redS, LIGHT.stop]
    against_black = [contrast(wall, "#000000") for wall in walls]
    assert against_black == sorted(against_black, reverse=True)


def test_themes_know_whether_they_are_dark() -> None:
    assert DARK.dark
    assert not LIGHT.dark
    assert DARK.colours().keys() == LIGHT.colours().keys()
