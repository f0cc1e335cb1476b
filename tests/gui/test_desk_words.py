"""Every word a desk screen looks up by a value is in the catalogue."""

from __future__ import annotations

import pytest

from fbm_desk import texts
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.gui import icons
from fbm_desk.gui.dossier_chain import ICONS
from fbm_desk.gui.main_window import ROOMS
from fbm_desk.gui.office_port import Paper, ReprintReason
from fbm_desk.services.today_view import Mark

KEYS = [
    *(f"stage.{one.value}" for one in Stage),
    *(f"mark.{one.value}" for one in Mark),
    *(f"rail.role_{one.value}" for one in Role),
    *(f"rail.{one.name}" for one in ROOMS),
    *(f"dossier.reprinted_{one.value}" for one in Paper),
    *(f"dossier.why_{one.value}" for one in Paper),
    *(f"dossier.reason_{one.value}" for one in ReprintReason),
    *(f"today.reason_{one}" for one in ("short", "damaged", "address", "supervisor")),
]


@pytest.mark.parametrize("key", KEYS)
def test_the_catalogue_has_the_word(key: str) -> None:
    assert texts.say(key)


@pytest.mark.parametrize("name", [*ICONS.values(), *(one.icon for one in ROOMS)])
def test_the_icon_is_there(name: str) -> None:
    assert icons.exists(name)


def test_every_mark_has_its_icon() -> None:
    assert set(ICONS) == set(Mark)
