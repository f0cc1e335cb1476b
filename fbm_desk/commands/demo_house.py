"""A demonstration's folder, its pretended outside and its books, for the window and the shift."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fbm_desk import only_one, texts
from fbm_desk.domain.errors import Invalid, Unavailable
from fbm_desk.settings import DEMONSTRATION_KEYS, DEMONSTRATION_MARKER

if TYPE_CHECKING:
    from fbm_desk.app import House
    from fbm_desk.simulator.demonstration import Demonstration

MOST_OPEN = 9


@dataclass(frozen=True, slots=True)
class Choice:
    """How large the shop is, which one, where the pretend Amazon listens, if there is a scale."""

    orders: int = 40
    seed: int = 7
    port: int = 0
    scale: bool = False


def demonstration(folder: Path, choice: Choice) -> Demonstration:
    """The pretended outside, not yet started. Raises `Unavailable` when the port is taken."""
    import socket

    from fbm_desk.simulator.demonstration import Demonstration

    if choice.port:
        try:
            socket.create_server(("127.0.0.1", choice.port)).close()
        except (OSError, OverflowError):
            raise Unavailable("port_taken", port=choice.port) from None
    return Demonstration(folder, choice.orders, choice.seed, choice.port, choice.scale)


def open_demo_house(folder: Path, demo: Demonstration) -> House:
    """The books of the demonstration: articles, people, and the first orders are in.

    Opening books speaks their language, which is the one already spoken.
    """
    from fbm_desk import account_works, app
    from fbm_desk.simulator.demonstration import stock_the_shop

    house = app.open_house(folder, given=replace(demo.settings(), language=texts.language()))
    stock_the_shop(house.books)
    clients = account_works.clients_of(house)
    assert clients is not None
    work = account_works.sync_of(house, clients)
    work.sweep_now()
    work.give_up()
    clients.close()
    return house


@contextmanager
def fresh_folder(folder: Path, *, or_beside: bool = False) -> Iterator[Path]:
    """An empty folder for a demonstration, held until it ends; what is emptied is said.

    Only a folder that held a demonstration is emptied, and none in which one is open: then another
    is taken beside it, or, unless `or_beside`, `Unavailable` is raised.
    """
    place = folder / "demonstration" if _holds_other_data(folder) else folder
    beside = [place.with_name(f"{place.name}-{number}") for number in range(2, MOST_OPEN + 1)]
    for free in [place, *(beside if or_beside else ())]:
        lock = _held(free)
        if lock is not None:
            break
        print(texts.say("demo.is_open", folder=free))
    else:
        raise Unavailable("demonstration_open", folder=folder)
    try:
        _empty(free)
        (free / DEMONSTRATION_KEYS).mkdir(mode=0o700)
        yield free
    finally:
        lock.release()


def _held(place: Path) -> only_one.FileLock | None:
    """Have a demonstration's folder to ourselves; None while one is open in it."""
    if _holds_other_data(place):
        raise Invalid("not_demo_folder")
    place.mkdir(parents=True, exist_ok=True)
    return only_one.lock_file(place / DEMONSTRATION_MARKER)


def _empty(place: Path) -> None:
    before = [path for path in place.iterdir() if path.name != DEMONSTRATION_MARKER]
    if before:
        print(texts.say("demo.emptied", folder=place))
    for path in before:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _holds_other_data(folder: Path) -> bool:
    filled = folder.is_dir() and any(folder.iterdir())
    return filled and not (folder / DEMONSTRATION_MARKER).exists()
