"""`fbm-desk export-confirmations FILE`: Seller Central's upload file of what was shipped."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from fbm_desk import app, texts
from fbm_desk.commands.words import shown
from fbm_desk.services import confirmations


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the file is to be written."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--again", action="store_true", help="with what today's earlier files told, too"
    )


def run(chosen: argparse.Namespace) -> int:
    """Write the file; the orders in it count as told from then on."""
    with closing(app.open_house(chosen.data_dir, chosen.database_url)) as house:
        today = house.books.now().astimezone().date()
        told = confirmations.export(house.books, chosen.file, today if chosen.again else None)
    key = "cli.exported" if told.parcels else "cli.nothing_to_export"
    print(shown(texts.say(key, count=told.parcels, file=chosen.file.name)))
    if told.again:
        print(texts.say("cli.exported_again", count=told.again))
    if told.untracked:
        orders = ", ".join(dict.fromkeys(told.untracked))
        print(texts.say("cli.exported_untracked", count=len(told.untracked), orders=orders))
    return 0
