"""The search field of a table: finds while one types, Esc empties it; matching is the index's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fbm_desk.gui import fonts, icons, theme
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import FIELD_HEIGHT, key_cap_width, paint_key_cap

_ICON = 16
_WIDTH = 286


class SearchField(QLineEdit):
    """A field with a magnifier in front and its key behind."""

    def __init__(self, hint: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFont(fonts.font(Role.BODY))
        self.setMaxLength(200)
        self._key = key
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make_room()

    def _make_room(self) -> None:
        lead, trail = fonts.px(_ICON) + 10, key_cap_width(self._key)
        if self.isRightToLeft():
            lead, trail = trail, lead
        self.setTextMargins(lead, 0, trail, 0)

    def sizeHint(self) -> QSize:
        return QSize(fonts.px(_WIDTH), fonts.px(FIELD_HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returnPressed.emit()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        wide, middle = key_cap_width(self._key), self.rect().center().y()
        side = fonts.px(_ICON)
        glass = icons.icon_pixmap("search", tokens.ink2, side, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 12 - side if rtl else 12, middle - side // 2, glass)
        if not self.text():
            left = 8 if rtl else self.width() - wide - 8
            paint_key_cap(painter, self._key, left, middle, tokens.ink2)
