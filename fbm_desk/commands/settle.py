"""`fbm-desk settle ORDER --bought TRACKING | --not-bought`: a supervisor answers for a label."""

from __future__ import annotations

import argparse

from fbm_desk import app, texts
from fbm_desk.commands.badges import supervisor
from fbm_desk.commands.words import plain_text, shown
from fbm_desk.domain.orders import OrderId
from fbm_desk.services import unclear_labels


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which order, what became of its label, and who says so."""
    parser.add_argument("order", type=plain_text, metavar="ORDER_ID")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--bought", type=plain_text, metavar="TRACKING", help="it is paid")
    what.add_argument("--not-bought", action="store_true", help="no money was spent")
    parser.add_argument("--badge", type=plain_text, metavar="CODE", help="the supervisor's badge")
    parser.add_argument("--why", type=plain_text, default="", metavar="WORDS", help="kept with it")


def run(chosen: argparse.Namespace) -> int:
    """Settle the one purchase of the order that nobody knows about."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        user_id = supervisor(house.books, chosen.badge)
        held = unclear_labels.held_of(house.books, OrderId(chosen.order))
        settled = unclear_labels.settle_unclear(
            house.books,
            held.id,
            bought=not chosen.not_bought,
            tracking=chosen.bought or "",
            user_id=user_id,
            why=chosen.why,
        )
    finally:
        house.close()
    key = "cli.settled_not_bought" if chosen.not_bought else "cli.settled_bought"
    print(shown(texts.say(key, order=settled.order_id, tracking=settled.tracking)))
    return 0
