"""A demonstration's folder, its pretended outside and its books, for the window and the shift."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fbm_desk import app
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
