"""`fbm-desk let-in`: a code with which one other computer opens these books."""

from __future__ import annotations

import argparse

from fbm_desk import app, join_works, texts


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing is asked: who runs this program here can open the books anyway."""
    parser.set_defaults()


def run(chosen: argparse.Namespace) -> int:
    """Show the code, until when it counts, what to do with it and what it gives away."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        given = join_works.let_in(house)
        shared = house.books.shared
    finally:
        house.close()
    print(given.code)
    print(texts.say("cli.let_in", until=given.until.astimezone().strftime("%H:%M")))
    print(texts.say("cli.let_in_gives"))
    if not shared:
        print(texts.say("cli.let_in_file"))
    return 0
