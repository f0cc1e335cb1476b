"""`fbm-desk`: the window; the first start asks its three questions."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from fbm_desk import settings, texts
from fbm_desk.commands import screen
from fbm_desk.commands.refusals import in_words

if TYPE_CHECKING:
    from fbm_desk.app import House


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing more is asked on the command line: the first start asks its questions itself."""
    parser.set_defaults()


def run(chosen: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    screen.demand()
    if _may_be_first(chosen):
        return _perhaps_first_start(chosen)
    from fbm_desk.window import Window

    look = _look(chosen)
    texts.speak(look.language)
    return Window(lambda: _open_house(chosen), look, in_words=in_words).run()


def _may_be_first(chosen: argparse.Namespace) -> bool:
    """Whether nobody works here yet. A database on a server has to be opened to know."""
    from fbm_desk.store.first_look import nobody_works_here

    return bool(chosen.database_url) or nobody_works_here(chosen.data_dir)


def _look(chosen: argparse.Namespace) -> settings.Settings:
    """How the window looks. What is wrong with the settings is said when the books are opened."""
    try:
        return settings.load(chosen.data_dir, os.environ)
    except (settings.WrongSetting, OSError):
        return settings.Settings()


def _open_house(chosen: argparse.Namespace) -> House:
    from fbm_desk import app

    return app.open_house(chosen.data_dir, chosen.database_url)


def _perhaps_first_start(chosen: argparse.Namespace) -> int:
    """With the books open already: the three questions, unless somebody works here."""
    from fbm_desk import app
    from fbm_desk.commands.first_start import begin, first_start
    from fbm_desk.window import Window

    house = _open_house(chosen)
    if app.is_empty(house):
        answers = first_start(house)
        if answers is None or answers.demonstration:
            house.close()
            return 0 if answers is None else _demonstrate(chosen, answers.name)
        house = begin(house, answers)
    return Window(lambda: house, house.settings).run()


def _demonstrate(chosen: argparse.Namespace, owner: str) -> int:
    from fbm_desk.commands import demo

    return demo.in_window(chosen.data_dir / "demonstration", demo.DEFAULTS, owner)
