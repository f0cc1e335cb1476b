"""`fbm-desk export-articles FILE`: writes the catalogue, to be filled in and imported again."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from fbm_desk import app, texts
from fbm_desk.commands.words import shown
from fbm_desk.services import article_export


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the file is to be written, and whether with what is here."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--stock", action="store_true", help="with the columns stock and lots, for a count"
    )


def run(chosen: argparse.Namespace) -> int:
    """Write the file."""
    with closing(app.open_house(chosen.data_dir, chosen.database_url)) as house:
        count = article_export.export_articles(house.books, chosen.file, stock=chosen.stock)
    key = "cli.articles_exported" if count else "cli.articles_none_yet"
    print(shown(texts.say(key, count=count, file=chosen.file.name)))
    return 0
