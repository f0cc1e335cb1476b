"""The language chosen, in Qt: its locale, Qt's own words, which way it is written, its Han shapes.

Dates, numbers, weights and money follow it. The computer's own locale decides the region where it
is of the same language: Austrian habits in a German window, never English months in it.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QDate, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from fbm_desk.gui import fonts

#: The region of a language where the computer names none: where 24 h and metres are usual.
_REGIONS = {QLocale.Language.English: QLocale.Country.UnitedKingdom}

#: A year with what belongs to it: "2026年", "de 2026", "2026 г.".
_YEAR = r"[\s,،]*('[^']*'\s*)?y+(年|년\s*|[\s\u202f]*'[^']*'\.?)?"


def locale_of(language: str, computer: QLocale) -> QLocale:
    """The locale for a language by its ISO 639-1 code on a computer with this locale."""
    wanted = QLocale(language).language()
    if wanted in (QLocale.Language.C, QLocale.Language.AnyLanguage):
        wanted = QLocale.Language.English
    if computer.language() == wanted:
        return computer
    return QLocale(wanted, _REGIONS.get(wanted, QLocale.Country.AnyCountry))


def day_words(on: QDate, locale: QLocale, year: bool = False, short: bool = False) -> str:
    """ "23 November", "23. November", "11月23日": a day as its readers write it."""
    return locale.toString(on, _pattern(locale, year, short))


def weekday_words(on: QDate, locale: QLocale) -> str:
    """ "Monday 23 November", "Montag, 23. November"."""
    british = locale.name() == "en_GB"
    between = " " if british else ", "
    return f"{locale.toString(on, 'dddd')}{between}{day_words(on, locale)}"


def _pattern(locale: QLocale, year: bool, short: bool) -> str:
    """The long form of a day without its weekday, and without its year but where it is wanted."""
    shape = re.sub(r"[\s,،]*dddd[\s,،]*", "", locale.dateFormat(QLocale.FormatType.LongFormat))
    if not year:
        shape = re.sub(_YEAR, "", shape)
    return shape.replace("MMMM", "MMM") if short else shape


def wear(app: QApplication, language: str, computer: QLocale | None = None) -> QLocale:
    """Let every widget made from now on write in the habits of this language; gives its locale."""
    locale = locale_of(language, QLocale.system() if computer is None else computer)
    QLocale.setDefault(locale)
    fonts.choose_language(language)
    app.setLayoutDirection(locale.textDirection())
    _translate(app, locale)
    return locale


def _translate(app: QApplication, locale: QLocale) -> None:
    """Qt's own words, of a field's menu for one, come with Qt in many languages."""
    worn = app.findChild(QTranslator, "words of Qt")
    if worn is not None:
        app.removeTranslator(worn)
        worn.deleteLater()
    words = QTranslator(app)
    words.setObjectName("words of Qt")
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if locale.language() != QLocale.Language.English and words.load(locale, "qtbase", "_", folder):
        app.installTranslator(words)
