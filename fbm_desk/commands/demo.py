"""`fbm-desk demo`: a fresh demonstration shop, in a window or, with `--shift`, in words."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fbm_desk import settings, texts
from fbm_desk.commands import screen
from fbm_desk.commands.demo_house import Choice, demonstration, fresh_folder, open_demo_house
from fbm_desk.commands.refusals import in_words
from fbm_desk.commands.words import one_or_more
from fbm_desk.late import Once
from fbm_desk.settings import FILE_NAME, Settings

if TYPE_CHECKING:
    from fbm_desk.app import House
    from fbm_desk.simulator.demonstration import Demonstration

DEFAULTS = Choice()


def arguments(parser: argparse.ArgumentParser) -> None:
    """Size and seed of the shop; `--shift` packs some orders without a window."""
    parser.add_argument("--orders", type=one_or_more, default=DEFAULTS.orders, metavar="N")
    parser.add_argument("--seed", type=int, default=DEFAULTS.seed, metavar="S")
    parser.add_argument("--port", type=int, default=DEFAULTS.port, metavar="P")
    parser.add_argument(
        "--scale", action="store_true",
        help="with a pretended scale: F9 scans an article and puts it on",
    )  # fmt: skip
    parser.add_argument(
        "--shift", nargs="?", type=one_or_more, const=3, default=None, metavar="N",
        help="pack N orders in words instead",
    )  # fmt: skip


def run(chosen: argparse.Namespace) -> int:
    """The window, or the shift in words."""
    choice = Choice(chosen.orders, chosen.seed, chosen.port, chosen.scale)
    texts.speak(look_of(_folder(chosen)).language)
    if chosen.shift is None:
        screen.demand()
        return in_window(_folder(chosen), choice, or_beside=not chosen.chose_data_dir)
    from fbm_desk.commands.shift import work

    with fresh_folder(_folder(chosen), or_beside=not chosen.chose_data_dir) as folder:
        return work(folder, choice, chosen.shift)


def look_of(folder: Path) -> Settings:
    """The settings in a folder or in the one around it; the defaults where there are none."""
    at = next((one for one in (folder, folder.parent) if (one / FILE_NAME).is_file()), folder)
    try:
        return settings.load(at, {})
    except settings.WrongSetting:
        return Settings()  # a demonstration begins whatever is wrong with a shop's own settings


def _folder(chosen: argparse.Namespace) -> Path:
    """The folder that was asked for; else one beside a seller's own data, never among them."""
    folder: Path = chosen.data_dir
    return folder if chosen.chose_data_dir else folder / "demonstration"


def as_chosen(demo: Settings, look: Settings) -> Settings:
    """A demonstration looks and sounds as this computer's own window does."""
    return replace(
        demo,
        language=look.language,
        theme=look.theme,
        text_size=look.text_size,
        sound_volume=look.sound_volume,
        speak=look.speak,
    )


def in_window(folder: Path, choice: Choice, owner: str = "", *, or_beside: bool = True) -> int:
    """The window on a fresh demonstration shop; its `owner` is signed in by the first F9."""
    from fbm_desk.simulator.demo_hand import hand_of
    from fbm_desk.simulator.demo_tray import hand_at
    from fbm_desk.simulator.demonstration import Demonstration
    from fbm_desk.window import Window

    look = look_of(folder)
    with fresh_folder(folder, or_beside=or_beside) as fresh, demonstration(fresh, choice) as demo:
        assert isinstance(demo, Demonstration)
        print(texts.say("demo.open", url=demo.amazon.url, folder=fresh), flush=True)
        shop = Once(lambda: _shop(fresh, demo, look, owner))
        window = Window(
            lambda: shop()[0],
            as_chosen(demo.settings(), look),
            hand=lambda desk, wrong: hand_of(shop()[1])(desk, wrong),
            onlooker=hand_at(demo.scale) if demo.scale else None,
            in_words=in_words,
        )
        return window.run()


def _shop(folder: Path, demo: Demonstration, look: Settings, owner: str) -> tuple[House, str]:
    """The demonstration's books, opened behind its window, and its owner's badge."""
    from fbm_desk import app

    house = open_demo_house(folder, demo)
    house = replace(house, settings=as_chosen(house.settings, look))
    return house, app.first_person(house, owner) if owner else ""
