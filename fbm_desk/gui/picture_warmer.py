"""Gets the pictures of an order ready while nobody waits, so that no verdict waits for one."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPainter

from fbm_desk.gui.bench.hero import RADIUS, places
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper
from fbm_desk.gui.bench.pictures import tile_pixmap
from fbm_desk.gui.tokens import Tokens
from fbm_desk.services.desk_view import BenchView

MOST_PICTURES = 24


class PictureWarmer(QObject):
    """One picture per turn of the event loop, at the size the hero shows it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[str, int, int, float, str]] = deque(maxlen=MOST_PICTURES)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._warm_one)

    def warm(self, view: BenchView, layout: Layout, scale: float, tokens: Tokens) -> None:
        """Queue the pictures of the order on the bench, else those of the next one."""
        order = view.order or view.next_order
        self._waiting.clear()
        if order is None:
            return
        at = places(layout)
        paper = Paper(QPainter(), tokens, scale, layout.width, layout.height)
        box = paper.box(at.x, at.top, at.picture, at.picture)
        size = (int(box.width()), int(box.height()), RADIUS * scale, tokens.tile)
        self._waiting.extend((line.article.picture, *size) for line in order.lines[:MOST_PICTURES])
        self._turn.start()

    def stop(self) -> None:
        """Leave the rest cold."""
        self._turn.stop()

    def _warm_one(self) -> None:
        if self._waiting:
            tile_pixmap(*self._waiting.popleft())
        else:
            self._turn.stop()
