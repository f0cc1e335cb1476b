"""Qt can draw every picture and every icon that is shipped, and draws something."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from fbm_desk.settings import resource


def drawn_points(path: Path) -> int:
    """How many of 32 × 32 points carry ink when the file is drawn on nothing."""
    svg = path.read_text("utf-8").replace("currentColor", "#191B1D")
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid(), path.name
    image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return sum(image.pixelColor(x, y).alpha() > 40 for x in range(32) for y in range(32))


@pytest.mark.usefixtures("qapp")
def test_every_article_is_drawn_large_enough_to_be_recognised() -> None:
    small = {path.name: drawn_points(path) for path in resource("demo", "articles").glob("*.svg")}
    assert len(small) >= 60
    assert {name for name, points in small.items() if points < 50} == set()


def test_every_icon_is_drawn(qapp: QApplication) -> None:
    assert qapp is not None
    empty = [path.name for path in resource("icons").glob("*.svg") if drawn_points(path) < 5]
    assert empty == []
