"""Pictures of articles at the size they are shown, kept ready; drawings (SVG) and photos alike."""

from __future__ import annotations

import functools
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImageReader, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from fbm_desk.gui.bench.paper import Paper
from fbm_desk.services.desk_view import ArticleView


def paint_picture(
    paper: Paper,
    article: ArticleView,
    x: float,
    y: float,
    w: float,
    h: float,
    radius: float,
    outline: bool = True,
) -> None:
    """The article on its tile. Without a picture: its first letter, so the tile still tells."""
    box = paper.box(x, y, w, h)
    tile = tile_pixmap(
        article.picture,
        int(box.width()),
        int(box.height()),
        radius * paper.scale,
        paper.tokens.tile,
    )
    if tile is None:
        paper.fill(x, y, w, h, paper.tokens.tile, radius)
        paint_stand_in(paper, x, y, w, h)
    else:
        paper.painter.drawPixmap(box.topLeft(), tile)
    if outline and not paper.tokens.dark:
        paper.frame(x, y, w, h, paper.tokens.line, radius)


def paint_stand_in(paper: Paper, x: float, y: float, w: float, h: float) -> None:
    """A plain parcel where a picture is missing or cannot be read."""
    side = min(w, h) * 0.36
    paper.icon("package", x + (w - side) / 2, y + (h - side) / 2, side, "#BDB8AC")


@functools.lru_cache(maxsize=256)
def tile_pixmap(path: str, width: int, height: int, radius: float, ground: str) -> QPixmap | None:
    """A picture on its tile, `width` × `height` device pixels; None if there is none to read."""
    picture = (
        _drawing(path, width, height) if path.endswith(".svg") else _photo(path, width, height)
    )
    if picture is None:
        return None
    tile = QPixmap(width, height)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(0, 0, width, height), radius, radius)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
    painter.drawPixmap((width - picture.width()) // 2, (height - picture.height()) // 2, picture)
    painter.end()
    return tile


def _drawing(path: str, width: int, height: int) -> QPixmap | None:
    if not Path(path).is_file():
        return None
    drawing = QSvgRenderer(path)
    if not drawing.isValid():
        return None
    size = QSize(drawing.defaultSize())
    size.scale(width, height, Qt.AspectRatioMode.KeepAspectRatio)
    picture = QPixmap(size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawing.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return picture


def _photo(path: str, width: int, height: int) -> QPixmap | None:
    if not path or not Path(path).is_file():
        return None
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        return None
    size.scale(width, height, Qt.AspectRatioMode.KeepAspectRatio)
    reader.setScaledSize(size)
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)
