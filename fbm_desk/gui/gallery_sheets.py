"""Sheets of small pictures of every state of the bench, in each theme and language.

Those of docs/bench-states.md: `python -m fbm_desk.gui.gallery_sheets docs/pictures/bench`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QLocale, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from fbm_desk import texts
from fbm_desk.gui import fonts
from fbm_desk.gui.gallery import paint, scene_of
from fbm_desk.gui.gallery_views import STATUS, bench_views
from fbm_desk.gui.tokens import DARK, LIGHT, Tokens
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.texts import say

ACROSS, DOWN = 3, 5
WINDOW = (1280, 800)
SMALL = (560, 350)
QUALITY = 40
CAPTION, GAP = 28, 16
"""Heights and distances in pixels; a caption stands above its picture."""
LOCALES = {
    "en": QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
    "de": QLocale(QLocale.Language.German, QLocale.Country.Germany),
}


def sheets(language: str, tokens: Tokens) -> Iterator[QImage]:
    """The sheets of one language and theme, in the order of the states."""
    texts.speak(language)
    names = iter(bench_views())
    while page := tuple(islice(names, ACROSS * DOWN)):
        yield _sheet(page, LOCALES[language], tokens)


def _sheet(names: Sequence[str], locale: QLocale, tokens: Tokens) -> QImage:
    rows = -(-len(names) // ACROSS)
    width, height = SMALL
    sheet = QImage(
        GAP + ACROSS * (width + GAP),
        GAP + rows * (CAPTION + height + GAP),
        QImage.Format.Format_RGB32,
    )
    sheet.fill(QColor("#808080"))
    painter = QPainter(sheet)
    font = QFont(fonts.font(fonts.Role.BODY, 1.0))
    font.setPixelSize(18)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    for number, name in enumerate(names):
        at = QPoint(
            GAP + number % ACROSS * (width + GAP),
            GAP + number // ACROSS * (CAPTION + height + GAP),
        )
        painter.drawText(QRect(at.x(), at.y(), width, CAPTION), Qt.AlignmentFlag.AlignLeft, name)
        scene = scene_of(name, bench_views()[name])
        scene = replace(scene, locale=locale, status=_in_words(scene.status))
        picture = paint(scene, tokens, WINDOW).image
        smooth = Qt.TransformationMode.SmoothTransformation
        keep = Qt.AspectRatioMode.KeepAspectRatio
        painter.drawImage(at.x(), at.y() + CAPTION, picture.scaled(*SMALL, keep, smooth))
    painter.end()
    return sheet


def _in_words(entries: tuple[StatusEntry, ...]) -> tuple[StatusEntry, ...]:
    """The samples' usual status in the language spoken."""
    said = {
        STATUS[0]: say("status.in_step", age="20 s"),
        STATUS[1]: say("status.printers_ready"),
    }
    return tuple(replace(one, words=said.get(one, one.words)) for one in entries)


def main(arguments: list[str]) -> int:
    """Write the sheets; gives the exit code."""
    parser = argparse.ArgumentParser(prog="fbm_desk.gui.gallery_sheets", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder
    app = QApplication.instance() or QApplication([])
    fonts.load()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("sheet-*.webp"):
        old.unlink()
    for language in LOCALES:
        for tokens in (LIGHT, DARK):
            for number, sheet in enumerate(sheets(language, tokens), 1):
                name = f"sheet-{language}-{tokens.name}-{number:02}.webp"
                sheet.save(str(folder / name), "WEBP", QUALITY)  # type: ignore[call-overload]
    del app
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
