"""Puts a theme's colours into Qt: palette, style sheet, and which theme is worn now.

Painted widgets read the same tokens through `current()` and repaint on their PaletteChange.
"""

from __future__ import annotations

from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from fbm_desk.gui import fonts
from fbm_desk.gui.tokens import DARK, LIGHT, Tokens
from fbm_desk.settings import resource

_worn = [LIGHT]
_CONTROL_H = 34


def current() -> Tokens:
    """The theme worn now."""
    return _worn[0]


def of_system(app: QApplication) -> Tokens:
    """The theme the system asks for; light where it does not say."""
    scheme = app.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def by_name(app: QApplication, name: str) -> Tokens:
    """`light` and `dark` pin a theme; anything else follows the system."""
    return {"light": LIGHT, "dark": DARK}.get(name) or of_system(app)


def follow_system(app: QApplication) -> None:
    """Change the theme whenever the system does."""
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: apply(app, of_system(app)))


def apply(app: QApplication, tokens: Tokens) -> None:
    """Dress the whole application: Fusion, palette, style sheet and default font."""
    _worn[0] = tokens
    fonts.load()
    app.setStyle("Fusion")
    app.setFont(fonts.font(fonts.Role.BODY))
    app.setPalette(palette(tokens))
    app.setStyleSheet(style_sheet(tokens))


def palette(tokens: Tokens) -> QPalette:
    """The tokens by Qt's roles."""
    made = QPalette()
    role = QPalette.ColorRole
    for one, colour in (
        (role.Window, tokens.canvas),
        (role.WindowText, tokens.ink),
        (role.Base, tokens.surface),
        (role.AlternateBase, tokens.surface),
        (role.Text, tokens.ink),
        (role.PlaceholderText, tokens.ink3),
        (role.Button, tokens.surface),
        (role.ButtonText, tokens.ink),
        (role.BrightText, tokens.onred),
        (role.ToolTipBase, tokens.ink),
        (role.ToolTipText, tokens.canvas),
        (role.Highlight, tokens.blueT),
        (role.HighlightedText, tokens.ink),
        (role.Accent, tokens.blue),
        (role.Link, tokens.blue),
        (role.LinkVisited, tokens.blue),
        (role.Light, tokens.surface),
        (role.Midlight, tokens.line),
        (role.Mid, tokens.line),
        (role.Dark, tokens.edge),
        (role.Shadow, tokens.edge),
    ):
        made.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens.ink3))
    return made


def style_sheet(tokens: Tokens) -> str:
    """The one style sheet of the desk with the theme's colours filled in."""
    template = resource("styles", "desk.qss").read_text(encoding="utf-8")
    tall = fonts.px(_CONTROL_H)
    sizes = {"tall": str(tall), "tall_in_focus": str(tall - 2)}
    return Template(template).substitute(tokens.colours() | sizes)
