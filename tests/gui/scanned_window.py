"""A window with one of every kind of widget that a scan could be typed into by mistake.

`python -m tests.gui.scanned_window` runs it as its own process. It obeys standard input, a line at
a time ("focus combo", "busy 80"), and answers in JSON lines: what was scanned, what was touched.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from fbm_desk.gui.scan_input import ScanInput

PERIOD_MS = 100
"""The window is busy for a share of each of these."""
LOOK_MS = 5


def say(what: str, value: str = "") -> None:
    """Tell whoever drives the window one thing."""
    print(json.dumps([what, value]), flush=True)


class ScannedWindow(QWidget):
    """All the widgets, and what is told when one of them takes part in a scan."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Scanned window")
        self.field, self.text, self.number = QLineEdit(), QPlainTextEdit(), QSpinBox()
        self.button, self.check = QPushButton("Ship"), QCheckBox("Insured")
        self.combo, self.list, self.table = QComboBox(), QListWidget(), QTableWidget(4, 2)
        self.combo.addItems(["5", "B0", "X0", "1", "https"])
        self.list.addItems(["5", "B0", "X0", "1", "https"])
        self.menu = QMenu("Ship", self)
        for word in ("5", "B", "X", "Ship"):
            self.menu.addAction(word).triggered.connect(lambda: say("touched", "menu"))
        self.box: QMessageBox | None = None
        rows = QVBoxLayout(self)
        for widget in self.widgets():
            rows.addWidget(widget)
        self._tell_of_touches()

    def widgets(self) -> tuple[QWidget, ...]:
        """Everything that can have the keyboard."""
        return (
            self.field,
            self.text,
            self.number,
            self.button,
            self.check,
            self.combo,
            self.list,
            self.table,
        )

    def _tell_of_touches(self) -> None:
        def touched(what: str) -> Callable[..., None]:
            return lambda *_: say("touched", what)

        self.field.textChanged.connect(touched("field"))
        self.text.textChanged.connect(touched("text"))
        self.number.valueChanged.connect(touched("number"))
        self.button.clicked.connect(touched("button"))
        self.check.toggled.connect(touched("check"))
        self.combo.currentIndexChanged.connect(touched("combo"))
        self.list.currentRowChanged.connect(touched("list"))
        self.table.itemChanged.connect(touched("table"))
        self.table.currentCellChanged.connect(touched("table"))

    def focus(self, what: str) -> None:
        """Give the keyboard to one kind of widget, and say so once it has it."""
        self.combo.hidePopup()
        self.menu.hide()
        if self.box is not None:
            self.box.finished.disconnect()
            self.box.close()
            self.box = None
        if what == "popup":
            self.combo.setFocus()
            self.combo.showPopup()
        elif what == "menu":
            self.menu.popup(self.mapToGlobal(self.rect().center()))
        elif what == "question":
            self._ask()
        else:
            getattr(self, what).setFocus()
        self._say_once_there(what)

    def _say_once_there(self, what: str) -> None:
        if self._has_keyboard(what):
            say("focused", what)
        else:
            QTimer.singleShot(LOOK_MS, lambda: self._say_once_there(what))

    def _has_keyboard(self, what: str) -> bool:
        """True once the screen sends keys there: it does so some time after it was asked to."""
        if what == "question":
            return self.box is not None and self.box.isActiveWindow()
        popup = QApplication.activePopupWidget()
        if what in ("popup", "menu"):
            return self.isActiveWindow() and popup is not None and popup.isVisible()
        return self.isActiveWindow() and popup is None and bool(getattr(self, what).hasFocus())

    def _ask(self) -> None:
        buttons = QMessageBox.StandardButton
        self.box = QMessageBox(
            QMessageBox.Icon.Question, "Ship", "Ship it?", buttons.Yes | buttons.No, self
        )
        self.box.finished.connect(lambda _answer: say("touched", "question"))
        self.box.open()


class Marks(QObject):
    """Says when F12 has come: all keys before it were seen."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True for F12, which is nobody else's."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_F12:
            return False
        if watched.isWindowType() and event.type() == QEvent.Type.KeyPress:
            say("marked")
        return True


class Busy(QObject):
    """Keeps the interface's thread from its events for a share of the time."""

    def __init__(self) -> None:
        super().__init__()
        self.percent = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._work)

    def be(self, percent: int) -> None:
        """Be busy for so much of the time from now on."""
        self.percent = percent
        self._timer.stop()
        if percent:
            self._timer.start(PERIOD_MS)

    def _work(self) -> None:
        until = time.monotonic() + PERIOD_MS * self.percent / 100_000
        while time.monotonic() < until:
            pass  # holds the interpreter too, as real work does


class Orders(QObject):
    """Lines from standard input, brought to the interface's thread."""

    given = Signal(str)

    def listen(self) -> None:
        """Read until the other side closes."""
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.given.emit(line.strip())
        self.given.emit("quit")


def main() -> int:
    """Show the window and obey."""
    app = QApplication([])
    marks = Marks()
    app.installEventFilter(marks)
    scans = ScanInput(app)  # the filter that came last is asked first
    scans.bench_in_front = lambda: False  # fields are in front, as on a desk screen
    scans.scanned.connect(lambda text: say("scanned", text))
    window, busy, orders = ScannedWindow(), Busy(), Orders()

    def obey(line: str) -> None:
        word, _, rest = line.partition(" ")
        if word == "focus":
            window.focus(rest)
        elif word == "busy":
            busy.be(int(rest))
            say("busy", rest)
        else:
            app.quit()

    orders.given.connect(obey)
    window.show()
    window.activateWindow()
    orders.listen()
    QTimer.singleShot(0, lambda: say("shown"))
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
