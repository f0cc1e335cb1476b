"""`fbm-desk demo`: a fresh demonstration shop, in a window or, with `--shift`, in words."""

from __future__ import annotations

import argparse
from pathlib import Path

from fbm_desk import texts
from fbm_desk.commands import screen
from fbm_desk.commands.demo_house import Choice, demonstration, fresh_folder, open_demo_house

DEFAULTS = Choice()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Size and seed of the shop; `--shift` packs some orders without a window."""
    parser.add_argument("--orders", type=int, default=DEFAULTS.orders, metavar="N")
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, metavar="S")
    parser.add_argument("--port", type=int, default=DEFAULTS.port, metavar="P")
    parser.add_argument(
        "--shift", nargs="?", type=int, const=3, default=None, metavar="N",
        help="pack N orders in words instead",
    )  # fmt: skip


def run(chosen: argparse.Namespace) -> int:
    """The window, or the shift in words."""
    choice = Choice(max(1, chosen.orders), chosen.seed, chosen.port)
    if chosen.shift is not None:
        from fbm_desk.commands.shift import work

        return work(fresh_folder(_folder(chosen)), choice, max(1, chosen.shift))
    screen.demand()
    return in_window(_folder(chosen), choice)


def _folder(chosen: argparse.Namespace) -> Path:
    """The folder that was asked for; else one beside a seller's own data, never among them."""
    folder: Path = chosen.data_dir
    return folder if chosen.chose_data_dir else folder / "demonstration"


def in_window(folder: Path, choice: Choice, owner: str = "") -> int:
    """The window on a fresh demonstration shop; its `owner` is signed in by the first F9."""
    from fbm_desk import app
    from fbm_desk.simulator.demo_hand import hand_of
    from fbm_desk.simulator.demonstration import Demonstration
    from fbm_desk.window import Window

    folder = fresh_folder(folder)
    with demonstration(folder, choice) as demo:
        assert isinstance(demo, Demonstration)
        print(texts.say("demo.open", url=demo.amazon.url, folder=folder), flush=True)
        house = open_demo_house(folder, demo)
        badge = app.first_person(house, owner) if owner else ""
        return Window(lambda: house, house.settings, hand=hand_of(badge)).run()
