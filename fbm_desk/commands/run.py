"""`fbm-desk`: the window; the first start asks its three questions."""

from __future__ import annotations

import argparse

from fbm_desk import app
from fbm_desk.commands import screen


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing more is asked on the command line: the first start asks its questions itself."""
    parser.set_defaults()


def run(chosen: argparse.Namespace) -> int:
    """Open the window and stay until it is closed."""
    screen.demand()
    from fbm_desk import window

    house = app.open_house(chosen.data_dir, chosen.database_url)
    if app.is_empty(house):
        answers = window.first_start(house)
        if answers is None or answers.demonstration:
            house.close()
            return 0 if answers is None else _demonstrate(chosen, answers.name)
        house = window.begin(house, answers)
    return window.Window(house).run()


def _demonstrate(chosen: argparse.Namespace, owner: str) -> int:
    from fbm_desk.commands import demo

    return demo.in_window(chosen.data_dir / "demonstration", demo.DEFAULTS, owner)
