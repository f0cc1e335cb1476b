"""The window is there before the books are, and says so when they cannot be opened."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fbm_desk import app
from fbm_desk.app import House
from fbm_desk.commands.refusals import in_words
from fbm_desk.services.desk_view import BenchScreen
from fbm_desk.settings import Settings
from fbm_desk.store.first_look import FILE_NAME
from fbm_desk.window import Window
from tests.journeys.packer import WAIT_MS, Ear, close_window

QUIET = {**os.environ, "FBM_DESK_KEYRING": "no"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop where somebody works."""
    house = app.open_house(tmp_path, environment=QUIET)
    app.first_person(house, "Mara Fenwick")
    house.close()
    return tmp_path


class Door:
    """Opens the books of a folder when it is told to, not before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.may_open = threading.Event()
        self.asked = threading.Event()

    def __call__(self) -> House:
        self.asked.set()
        self.may_open.wait(WAIT_MS / 1000)
        return app.open_house(self.folder, environment=QUIET)


@pytest.fixture
def door(folder: Path) -> Door:
    return Door(folder)


@pytest.fixture
def window(door: Door, qtbot: QtBot) -> Iterator[Window]:
    """A window whose books are not open yet."""
    shown = Window(door, Settings(), sounds=Ear(), in_words=in_words)
    shown.shell.show()
    qtbot.waitExposed(shown.shell.window)
    yield shown
    door.may_open.set()
    close_window(shown)


def test_the_window_is_shown_while_the_books_are_still_closed(
    window: Window, door: Door, qtbot: QtBot
) -> None:
    assert door.asked.wait(WAIT_MS / 1000)
    assert window.shell.window.isVisible()
    assert window.shell.bench.view() is None
    door.may_open.set()
    qtbot.waitUntil(lambda: window.shell.bench.view() is not None, timeout=WAIT_MS)
    view = window.shell.bench.view()
    assert view is not None
    assert view.screen is BenchScreen.LOCKED
    assert not window.shell.closed_books.isVisible()


def test_damaged_books_are_told_in_the_window_and_tried_again(
    window: Window, door: Door, qtbot: QtBot
) -> None:
    file = door.folder / FILE_NAME
    whole = file.read_bytes()
    file.write_bytes(b"not a database at all" * 1000)
    door.may_open.set()
    closed = window.shell.closed_books
    qtbot.waitUntil(closed.isVisible, timeout=WAIT_MS)
    assert closed.size() == window.shell.window.size()
    assert closed.state.sentence.text() == "The database is damaged."
    assert "backup" in closed.state.second.text()
    assert file.read_bytes() == b"not a database at all" * 1000

    file.write_bytes(whole)
    QTest.keyClick(closed.state.button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell.bench.view() is not None, timeout=WAIT_MS)
    assert not closed.isVisible()


@pytest.mark.usefixtures("qtbot")
def test_closing_before_the_books_are_open_leaves_nothing_behind(folder: Path) -> None:
    door = Door(folder)
    window = Window(door, Settings(), sounds=Ear())
    window.shell.show()
    assert door.asked.wait(WAIT_MS / 1000)
    door.may_open.set()
    close_window(window)
    assert not [
        thread.name for thread in threading.enumerate() if thread.name in ("books", "amazon")
    ]
    again = app.open_house(folder, environment=QUIET)  # nothing holds the file
    again.close()
