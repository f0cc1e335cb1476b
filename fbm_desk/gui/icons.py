"""Line icons (Lucide) in the theme's colours, as pixmaps and QIcons; verdict shapes: glyphs."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from fbm_desk.settings import resource

#: Stands for an icon the program does not bring.
UNKNOWN = "circle-help"
#: Icons that point along the line of reading and turn round with it.
MIRRORED = frozenset({"arrow-right", "arrow-left", "undo-2", "truck", "log-out", "chevron-right"})


def icon_pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in `#RRGGBB`, `size` logical px square at a device pixel ratio."""
    turned = (
        name in MIRRORED and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    )
    return _pixmap(name, colour, size, ratio, turned)


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """The icon for a button or an action, sharp at one and two device pixels."""
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(icon_pixmap(name, colour, size, ratio))
    return made


def exists(name: str) -> bool:
    """True when the program brings an icon of this name."""
    return resource("icons", f"{name}.svg").is_file()


@functools.lru_cache(maxsize=512)
def _pixmap(name: str, colour: str, size: int, ratio: float, turned: bool) -> QPixmap:
    side = max(1, round(size * ratio))
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, QRectF(0, 0, side, side))
    painter.end()
    if turned:
        made = made.transformed(QTransform(-1, 0, 0, 1, 0, 0))
    made.setDevicePixelRatio(ratio)
    return made


@functools.lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    # A name from elsewhere must not keep a screen from being painted.
    known = name if exists(name) else UNKNOWN
    drawing = resource("icons", f"{known}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode("utf-8")))
