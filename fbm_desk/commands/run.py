"""`fbm-desk`: the window. The very first start asks three questions; no bench is opened twice."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from fbm_desk import only_one, settings, texts
from fbm_desk.commands import screen
from fbm_desk.commands.refusals import in_words
from fbm_desk.domain.errors import Unavailable

if TYPE_CHECKING:
    from fbm_desk.app import House


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing more is asked on the command line: the first start asks its questions itself."""
    parser.set_defaults()


def run(chosen: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    screen.demand()
    look = _look(chosen)
    texts.speak(look.language)
    try:
        held = only_one.hold_bench(chosen.data_dir, chosen.database_url, look.bench)
    except Unavailable:
        if not _called(chosen, look.bench):
            raise
        print(texts.say("cli.in_front"))
        return 0
    try:
        return _open(chosen, look, held)
    finally:
        held.lock.release()


def _look(chosen: argparse.Namespace) -> settings.Settings:
    """How the window looks. What is wrong with the settings is said when the books are opened."""
    try:
        return settings.load(chosen.data_dir, os.environ)
    except (settings.WrongSetting, OSError):
        return settings.Settings()


def _called(chosen: argparse.Namespace, bench: str) -> bool:
    """Whether the window that is open already came to the front."""
    from fbm_desk.gui.doorbell import ring

    return ring(only_one.bell_of(chosen.data_dir, chosen.database_url, bench))


def _open(chosen: argparse.Namespace, look: settings.Settings, held: only_one.HeldBench) -> int:
    if may_be_first(chosen):
        ended = _perhaps_first_start(chosen)
        if ended is not None:
            return ended
        look = _look(chosen)
    from fbm_desk.window import Window

    def open_house() -> House:
        return _open_house(chosen, held)

    bell = only_one.bell_of(chosen.data_dir, chosen.database_url, look.bench)
    return Window(open_house, look, in_words=in_words, bell=bell).run()


def may_be_first(chosen: argparse.Namespace) -> bool:
    """Whether nobody works here yet. A database on a server has to be opened to know, but in books
    that this computer joined somebody does."""
    from fbm_desk.store.first_look import nobody_works_here

    if chosen.database_url:
        return bool(chosen.chose_database)
    return nobody_works_here(chosen.data_dir)


def _open_house(chosen: argparse.Namespace, held: only_one.HeldBench) -> House:
    from fbm_desk import app

    house = app.open_house(chosen.data_dir, chosen.database_url)
    if held.lock.held:
        house.benches[held.bench] = held
    return house


def _perhaps_first_start(chosen: argparse.Namespace) -> int | None:
    """The three questions, unless somebody works here; None when the bench is to be opened."""
    from fbm_desk import app
    from fbm_desk.commands.first_start import begin, first_start

    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        if not app.is_empty(house):
            return None
        answers = first_start(house)
        if answers is None:
            return 0
        if not answers.demonstration:
            begin(house, answers)
            return None
    finally:
        house.close()
    return _demonstrate(chosen, answers.name)


def _demonstrate(chosen: argparse.Namespace, owner: str) -> int:
    from fbm_desk.commands import demo

    return demo.in_window(chosen.data_dir / "demonstration", demo.DEFAULTS, owner)
