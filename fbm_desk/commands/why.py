"""`fbm-desk why ORDER`: why an order is not here, in one sentence."""

from __future__ import annotations

import argparse
import json

from fbm_desk import account_works, app
from fbm_desk.commands.words import plain_text, shown
from fbm_desk.services.sync_office import SyncOffice


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which order."""
    parser.add_argument("order", type=plain_text, metavar="ORDER", help="its Amazon order number")
    parser.add_argument("--json", action="store_true", help="a JSON object")


def run(chosen: argparse.Namespace) -> int:
    """Look in the books, then ask Amazon once; 0 when the order is here now, else 1."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    clients = None
    try:
        clients = account_works.clients_of(house)
        marketplace = account_works.marketplace_of(clients) if clients else None
        office = SyncOffice(
            house.books,
            lambda: house.settings.amazon,
            lambda: marketplace,
            host=lambda: account_works.at_host(house),
        )
        why = office.why_not_here(chosen.order)
    finally:
        if clients is not None:
            clients.close()
        house.close()
    if chosen.json:
        told = {"code": why.code, "text": why.words, "is_here": why.is_here}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(shown(why.words))
    return 0 if why.is_here else 1
