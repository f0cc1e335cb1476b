"""What every test of the window can use: the typeface, a fixed place and time zone, a bridge."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from fbm_desk.gui import fonts
from fbm_desk.gui.bridge import Bridge
from fbm_desk.threads import Worker


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns that it has no size hints to give; that is no fault of ours."""
    for item in items:
        if "gui" in item.path.parts:
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@pytest.fixture
def british(monkeypatch: pytest.MonkeyPatch) -> Iterator[QLocale]:
    """British habits of writing numbers, and UTC on the wall."""
    before = QLocale()
    locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    QLocale.setDefault(locale)
    monkeypatch.setenv("TZ", "UTC")
    _apply_time_zone()
    yield locale
    QLocale.setDefault(before)
    monkeypatch.undo()
    _apply_time_zone()


def _apply_time_zone() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.fixture
def typeface(qapp: QApplication) -> QApplication:
    """The application with the program's own fonts."""
    fonts.load()
    return qapp


@pytest.fixture
def worker() -> Iterator[Worker]:
    """A thread to ask, ended with the test."""
    worker = Worker("test database")
    yield worker
    worker.stop()


@pytest.fixture
def bridge(qapp: QApplication, worker: Worker) -> Iterator[Bridge]:
    """The crossing to that thread."""
    bridge = Bridge(worker, qapp)
    yield bridge
    bridge.close()
    bridge.deleteLater()
