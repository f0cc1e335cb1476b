"""Who starts the program a second time finds the window that is open."""

from __future__ import annotations

import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fbm_desk.gui.doorbell import Doorbell, ring

RING = "import sys; from fbm_desk.gui.doorbell import ring; sys.exit(not ring(sys.argv[1]))"


@pytest.fixture
def name() -> str:
    return f"fbm-desk-test-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.showMinimized()
    return made


def second_start(name: str) -> subprocess.Popen[bytes]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen([sys.executable, "-c", RING, name], cwd=root)


@pytest.mark.qt_log_ignore("does not support raise")  # without a screen
def test_a_second_start_brings_the_window_to_the_front(
    window: QWidget, name: str, qtbot: QtBot
) -> None:
    Doorbell(name, window).listen()
    for _ in range(2):
        window.showMinimized()
        assert window.isMinimized()
        with second_start(name) as process:
            qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
        assert process.returncode == 0
        assert not window.isMinimized()
        assert window.isVisible()


def test_where_no_window_listens_nobody_answers(window: QWidget, name: str) -> None:
    assert not ring(name)
    assert window.isMinimized()
