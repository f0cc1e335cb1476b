"""`fbm-desk orders`: orders with their lines, the barcodes of each line, and their states."""

from __future__ import annotations

import argparse
import json

from fbm_desk import app, texts
from fbm_desk.commands.words import shown
from fbm_desk.services import order_list


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether JSON is wanted."""
    parser.add_argument("--json", action="store_true", help="a JSON list")


def run(chosen: argparse.Namespace) -> int:
    """Print them, most urgent first."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        listed = order_list.all_orders(house.books)
    finally:
        house.close()
    if chosen.json:
        print(json.dumps([order_list.as_json(one) for one in listed], ensure_ascii=False))
        return 0
    for one in listed:
        due = one.ship_by.astimezone().strftime("%Y-%m-%d %H:%M") if one.ship_by else "—"
        print(shown(f"{one.order_id}  {one.state:<10} {due}"))
        for line in one.lines:
            codes = ", ".join(line.barcodes)
            print(shown(f"    {line.packed}/{line.wanted}  {line.sku}  {line.title}  [{codes}]"))
    if not listed:
        print(texts.say("cli.no_orders"))
    return 0
