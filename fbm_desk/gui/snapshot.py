"""A picture of the bench without a window on a screen, for the shift in words and for the docs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QImage, QPainter

from fbm_desk.gui.bench.layout import Layout, scale_for
from fbm_desk.gui.bench.painting import paint_bench
from fbm_desk.gui.bench.paper import Paper
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.shell import application
from fbm_desk.gui.tokens import LIGHT, Tokens
from fbm_desk.services.desk_view import BenchView, StatusEntry


def picture(
    view: BenchView,
    path: Path,
    now: datetime,
    status: tuple[StatusEntry, ...] = (),
    tokens: Tokens = LIGHT,
    size: tuple[int, int] = (1366, 768),
) -> None:
    """Paint a view as the window shows it and write it as PNG."""
    application("light")
    image = QImage(*size, QImage.Format.Format_RGB32)
    scale = scale_for(*size)
    layout = Layout(size[0] / scale, size[1] / scale)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paper = Paper(painter, tokens, scale, layout.width, layout.height, False, [])
    scene = Scene(
        view=view, now=now, locale=QLocale(), status=status, typed="", keys=False, waited_s=0.0
    )
    paint_bench(paper, layout, scene)
    painter.end()
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(path))
