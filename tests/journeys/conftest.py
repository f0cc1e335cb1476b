"""A whole demonstration in the test's own folder: pretend Amazon, printers, books and window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fbm_desk.simulator.demonstration import Demonstration
from tests.journeys.packer import WAIT_MS, Packer, close_window, open_window


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns that it has no size hints to give; that is no fault of ours."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demonstration]:
    """Everything outside the desk, pretended."""
    with Demonstration(tmp_path, orders=12, seed=11) as demo:
        yield demo


@pytest.fixture
def packer(demo: Demonstration, tmp_path: Path, qtbot: QtBot) -> Iterator[Packer]:
    """Somebody in front of the open window."""
    window = open_window(demo, tmp_path)
    qtbot.waitExposed(window.shell.window)
    person = Packer(window, qtbot)
    qtbot.waitUntil(lambda: window.shell.bench.view() is not None, timeout=WAIT_MS)
    yield person
    close_window(window)
