"""`fbm-desk demo`: a fresh demonstration shop, in a window or, with `--shift`, in words."""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fbm_desk import app, texts
from fbm_desk.commands import screen
from fbm_desk.domain.errors import Invalid, Unavailable

if TYPE_CHECKING:
    from fbm_desk.simulator.demonstration import Demonstration

MARKER = ".fbm-desk-demonstration"


@dataclass(frozen=True, slots=True)
class Choice:
    """How large the shop is, which one, and where the pretend Amazon listens."""

    orders: int = 40
    seed: int = 7
    port: int = 0


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

        return work(fresh_folder(chosen.data_dir), choice, max(1, chosen.shift))
    screen.demand()
    return in_window(chosen.data_dir, choice)


def in_window(folder: Path, choice: Choice) -> int:
    """The window on a fresh demonstration shop."""
    from fbm_desk import window
    from fbm_desk.simulator.demo_hand import next_scan
    from fbm_desk.simulator.demonstration import Demonstration

    folder = fresh_folder(folder)
    with demonstration(folder, choice) as demo:
        assert isinstance(demo, Demonstration)
        print(texts.say("demo.open", url=demo.amazon.url, folder=folder), flush=True)
        return window.Window(open_demo_house(folder, demo), hand=next_scan).run()


def demonstration(folder: Path, choice: Choice) -> Demonstration:
    """The pretended outside, not yet started. Raises `Unavailable` when the port is taken."""
    import socket

    from fbm_desk.simulator.demonstration import Demonstration

    if choice.port:
        try:
            socket.create_server(("127.0.0.1", choice.port)).close()
        except (OSError, OverflowError):
            raise Unavailable("port_taken", port=choice.port) from None
    return Demonstration(folder, choice.orders, choice.seed, choice.port)


def open_demo_house(folder: Path, demo: Demonstration) -> app.House:
    """The books of the demonstration: articles, people, and the first orders are in."""
    from fbm_desk.simulator.demonstration import stock_the_shop

    house = app.open_house(folder, given=demo.settings())
    stock_the_shop(house.books)
    clients = app.clients_of(house)
    assert clients is not None
    work = app.sync_of(house, clients)
    work.sweep_now()
    work.give_up()
    clients.close()
    return house


def fresh_folder(folder: Path) -> Path:
    """An empty folder for a demonstration. Only one that held a demonstration is emptied."""
    place = folder / "demonstration" if _holds_other_data(folder) else folder
    if (place / MARKER).exists():
        shutil.rmtree(place)
    if _holds_other_data(place):
        raise Invalid("not_demo_folder")
    place.mkdir(parents=True, exist_ok=True)
    (place / MARKER).write_text("", encoding="utf-8")
    return place


def _holds_other_data(folder: Path) -> bool:
    filled = folder.is_dir() and any(folder.iterdir())
    return filled and not (folder / MARKER).exists()
