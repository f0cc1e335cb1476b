"""Somebody at the real window: scans are key events, answers are read off the screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from fbm_desk.commands.demo_house import open_demo_house
from fbm_desk.gui.sounds import Sound
from fbm_desk.services.desk_view import BenchScreen, BenchView
from fbm_desk.simulator.demo_hand import next_scan
from fbm_desk.simulator.demonstration import Demonstration
from fbm_desk.window import Window

GAP_MS = 4
WAIT_MS = 20_000


@dataclass
class Ear:
    """Hears what the bench sounds."""

    heard: list[Sound] = field(default_factory=list)

    def play(self, sound: Sound) -> None:
        self.heard.append(sound)

    def settle(self) -> None:
        """The alarm ends."""

    def works(self) -> bool:
        return True


HAND_MS = 400
"""No hand is quicker from one code to the next."""


@dataclass
class Packer:
    """A person at the real window: scans arrive as key events, answers are read off the screen."""

    window: Window
    qtbot: QtBot
    clock_ms: int = 10_000

    def view(self) -> BenchView:
        """What the bench shows now."""
        shown = self.window.shell.bench.view()
        assert shown is not None
        return shown

    def scan(self, code: str) -> BenchView:
        """Scan a code, as the wedge types it, and wait until its answer is shown."""
        answers: list[BenchView] = []
        bench = self.window.shell.bench
        bench.view_shown.connect(answers.append)
        self.clock_ms += HAND_MS
        for char in f"{code}\r":
            self._key(char)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
        bench.view_shown.disconnect(answers.append)
        return answers[0]

    def right(self) -> BenchView:
        """Scan the right thing."""
        return self.scan(self.next_code())

    def next_code(self, wrong: bool = False) -> str:
        """The code to scan now, asked on the books' own thread."""
        desk = self.window.shell.rooms.desk
        return self.window.threads.books.ask(lambda: desk.demo_scan(wrong)).result(10)

    def wait_for(self, screen: BenchScreen) -> BenchView:
        """Wait until the bench shows this."""
        self.qtbot.waitUntil(lambda: self.view().screen is screen, timeout=WAIT_MS)
        return self.view()

    def _key(self, char: str) -> None:
        self.clock_ms += GAP_MS
        key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, 0, 0, 0, char)
            event.setTimestamp(self.clock_ms)
            QCoreApplication.sendEvent(self.window.shell.window.windowHandle(), event)


def open_window(demo: Demonstration, folder: Path) -> Window:
    """The real window on the demonstration's books."""
    house = open_demo_house(folder, demo)
    window = Window(lambda: house, house.settings, hand=next_scan, sounds=Ear())
    window.shell.show()
    window.shell.window.activateWindow()
    return window


def close_window(window: Window) -> None:
    """Close it as a person does, and end its threads."""
    window.shell.window.close()
    window.shell.close()
    window.close()
    window.shell.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
