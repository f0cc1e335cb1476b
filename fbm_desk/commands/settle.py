"""`fbm-desk settle ORDER --bought TRACKING | --not-bought`: a supervisor answers for a label."""

from __future__ import annotations

import argparse

from fbm_desk import app, texts
from fbm_desk.commands.words import plain_text, shown
from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.services import unclear_labels
from fbm_desk.services.books import Books
from fbm_desk.store import people


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
        user_id = _supervisor(house.books, chosen.badge)
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


def _supervisor(books: Books, badge: str | None) -> int | None:
    """Who answers for it; nobody by name where no badge is given. Raises `NotAllowed`."""
    if badge is None:
        return None
    with books.reading() as connection:
        person = people.by_badge(connection, books.seal, badge)
    if person is None:
        raise Invalid("badge_unknown")
    if person.role not in MAY_DECIDE:
        raise NotAllowed("supervisor_only")
    return person.id
