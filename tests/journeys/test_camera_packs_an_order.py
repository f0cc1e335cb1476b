"""An order packed by a camera alone: pictures of a badge, an order's number and its article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from fbm_desk.commands.demo_house import open_demo_house
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Stage
from fbm_desk.services.dossier import dossier
from fbm_desk.settings import CameraSettings
from fbm_desk.simulator.demo_hand import code_of, next_scan
from fbm_desk.simulator.demo_people import load_demo_people
from fbm_desk.simulator.demonstration import Demonstration
from fbm_desk.window import Window
from tests.devices.invented_symbols import Scene, Symbol, taken
from tests.journeys.packer import WAIT_MS, Ear, close_window

ORDER, OIL = OrderId("112-9630050-8353842"), "OIL-OLV-500"
PLAYED_MS = 3 * WAIT_MS
"""Pictures are shown for two seconds each, over and over."""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """What is held before the camera, one after the other."""
    folder = tmp_path / "held"
    folder.mkdir()
    held = (
        Symbol("Code128", load_demo_people()[0].badge, ""),
        Symbol("Code128", ORDER, ""),
        Symbol("UPCA", code_of(OIL), ""),
    )
    for number, symbol in enumerate(held):
        seen = taken(symbol, Scene(module_px=2.5))
        Image.fromarray(seen).save(folder / f"{number}.png")
    return folder


@pytest.fixture
def window(tmp_path: Path, pictures: Path, qtbot: QtBot) -> Iterator[Window]:
    shop = tmp_path / "shop"
    with Demonstration(shop, orders=12, seed=11) as demo:
        house = open_demo_house(shop, demo)
        camera = CameraSettings(str(pictures), proof=True)
        chosen = replace(house.settings, camera=camera, label_scan=False)
        house = replace(house, settings=chosen)
        window = Window(lambda: house, chosen, hand=next_scan, sounds=Ear())
        window.shell.show()
        qtbot.waitExposed(window.shell.window)
        yield window
        close_window(window)


def test_what_the_camera_sees_is_packed_and_kept(window: Window, qtbot: QtBot) -> None:
    bench = window.shell.bench

    def packed() -> bool:
        view = bench.view()
        return view is not None and view.last_packed == ORDER

    qtbot.waitUntil(packed, timeout=PLAYED_MS)
    books = window.works().house.books
    kept = window.threads.books.ask(lambda: dossier(books, ORDER)).result(10)
    assert kept.stage in (Stage.PACKED, Stage.CONFIRMED)  # Amazon is told meanwhile
    assert [seen.sku for seen in kept.pictures] == [OIL]
    assert kept.pictures[0].jpeg.startswith(b"\xff\xd8")
