"""F1: every key of the open screen, in a side column laid over it until it is closed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import fonts, theme
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import (
    FIELD_HEIGHT,
    KeyButton,
    key_cap_width,
    paint_key_cap,
    paragraph,
    words,
)

WIDTH = 320
Keys = Sequence[tuple[str, str]]


class KeyCap(QWidget):
    """One key as it is drawn on buttons."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setFixedSize(QSize(key_cap_width(key), fonts.px(26)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_key_cap(painter, self._key, 0, self.height() // 2, theme.current().ink2)


class KeysPanel(QFrame):
    """The keys of a screen above those that work everywhere. Hidden until asked for."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        parent.installEventFilter(self)
        self._lists = QWidget()
        self.close_button = KeyButton(texts.say("rail.close_keys"), key="F1")
        self.close_button.clicked.connect(self.closed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 22, 20, 16)
        self._column.addWidget(self._lists)
        self._column.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.close_button)
        row.addStretch(1)
        self._column.addLayout(row)
        self.close_button.setFixedHeight(fonts.px(FIELD_HEIGHT))
        self.hide()

    def show_keys(self, here: Keys, everywhere: Keys) -> None:
        """List other keys."""
        lists = QWidget()
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for title, keys in (
            (texts.say("rail.keys"), here),
            (texts.say("rail.keys_everywhere"), everywhere),
        ):
            column.addWidget(words(title, Role.LEAD))
            column.addLayout(_grid(keys))
            column.addSpacing(14)
        self._column.replaceWidget(self._lists, lists)
        self._lists.hide()
        self._lists.deleteLater()
        self._lists = lists
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        width = min(fonts.px(WIDTH), self._under.width())
        x = 0 if self.isRightToLeft() else self._under.width() - width
        self.setGeometry(x, 0, width, self._under.height())
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.canvas))
        rtl = self.isRightToLeft()
        painter.fillRect(self.width() - 1 if rtl else 0, 0, 1, self.height(), QColor(tokens.line))


def _grid(keys: Keys) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(8)
    grid.setHorizontalSpacing(14)
    grid.setColumnStretch(1, 1)
    for at, (key, deed) in enumerate(keys):
        grid.addWidget(KeyCap(key), at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(paragraph(deed.rstrip("…"), Role.BODY, Tone.SECOND), at, 1)
    return grid
