"""`fbm-desk totes FILE.csv`: which tote holds which order's units, as picking left them."""

from __future__ import annotations

import argparse
from pathlib import Path

from fbm_desk import app, texts
from fbm_desk.commands.words import shown
from fbm_desk.domain.errors import Invalid
from fbm_desk.services import totes

MOST_BYTES = 2_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file: a tote and an order in each row."""
    parser.add_argument("file", type=Path, metavar="FILE.csv")


def run(chosen: argparse.Namespace) -> int:
    """Bind the totes; rows that could not be are named and make the command fail."""
    content = _content(chosen.file)
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        said = totes.assign(house.books, content)
    finally:
        house.close()
    print(texts.say("cli.totes_bound", count=said.bound))
    for number, why in said.refused:
        print(shown(texts.say(f"cli.tote_{why}", row=number)))
    return 1 if said.refused else 0


def _content(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError:
        raise Invalid("no_file") from None
    if len(raw) > MOST_BYTES:
        raise Invalid("totes_rows", most=totes.MOST_ROWS)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
