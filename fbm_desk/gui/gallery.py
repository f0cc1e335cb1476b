"""Pictures of every state of the bench: `python -m fbm_desk.gui.gallery FOLDER`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from fbm_desk.gui import fonts
from fbm_desk.gui.bench.layout import Layout, fitted
from fbm_desk.gui.bench.painting import fills_window, paint_bench
from fbm_desk.gui.bench.paper import Paper, TextRun
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench_news import scale_entries
from fbm_desk.gui.gallery_beside import SETUPS
from fbm_desk.gui.gallery_views import FAULTS, NOW, STATUS, bench_views
from fbm_desk.gui.pin_pad import DIGITS, PinState
from fbm_desk.gui.tokens import DARK, LIGHT, Tokens
from fbm_desk.services.desk_view import BenchView, StatusEntry

SIZES = ((1280, 800), (1366, 768), (1920, 1080))


@dataclass(frozen=True, slots=True)
class Picture:
    """One painted state and the texts on it."""

    image: QImage
    runs: tuple[TextRun, ...]
    layout: Layout


def scene_of(name: str, view: BenchView) -> Scene:
    """A state at its fixed time, in British English."""
    locale = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return Scene(
        view=view,
        now=NOW,
        locale=locale,
        status=_status_of(name, view),
        typed="4006381" if name == "packing-first" else "",
        keys="keys" in name,
        waited_s=0.0,
        pin=_pin_of(name, view),
        away=name.endswith("away"),
        setup=SETUPS.get(name),
    )


def _status_of(name: str, view: BenchView) -> tuple[StatusEntry, ...]:
    """What the status line says; the scale in its own words where the state has one."""
    if name == "faults":
        return FAULTS
    return STATUS if view.scale is None else (*STATUS[:2], *scale_entries(view.scale))


def _pin_of(name: str, view: BenchView) -> PinState:
    if name == "locked-pin":
        return PinState(0, view.with_pin[3], 2)
    return PinState(0, view.with_pin[0], DIGITS) if name == "locked-pin-whole" else PinState()


def paint(
    scene: Scene,
    tokens: Tokens,
    size: tuple[int, int],
    mirrored: bool = False,
    text: float = 1.0,
) -> Picture:
    """One frame as it stands in a window of `size` device pixels; `text` enlarges its texts."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    scale, layout = fitted(*size, text, whole=fills_window(scene))
    runs: list[TextRun] = []
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    paper = Paper(painter, tokens, scale, layout.width, layout.height, mirrored, runs)
    paint_bench(paper, layout, scene)
    painter.end()
    return Picture(image, tuple(runs), layout)


def main(arguments: list[str]) -> int:
    """Write the pictures; gives the exit code."""
    parser = argparse.ArgumentParser(prog="fbm_desk.gui.gallery", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="states whose name begins so")
    options = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication([])
    fonts.load()
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, view in bench_views().items():
        if name.startswith(options.only):
            _write(options.folder, name, view)
    del app
    return 0


def _write(folder: Path, name: str, view: BenchView) -> None:
    scene = scene_of(name, view)
    for tokens in (LIGHT, DARK):
        for width, height in SIZES:
            picture = paint(scene, tokens, (width, height))
            picture.image.save(str(folder / f"bench-{name}-{tokens.name}-{width}x{height}.png"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
