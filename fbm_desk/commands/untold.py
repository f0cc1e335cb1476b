"""`fbm-desk untold [ORDER --again | --elsewhere]`: parcels that Amazon was not told of."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from fbm_desk import app, texts
from fbm_desk.commands.badges import supervisor
from fbm_desk.commands.words import plain_text, shown
from fbm_desk.domain.errors import Invalid
from fbm_desk.services import untold
from fbm_desk.services.untold import UntoldParcel


def arguments(parser: argparse.ArgumentParser) -> None:
    """Without an order all are listed; with one, what to do about it and who says so."""
    parser.add_argument("order", nargs="?", default="", type=plain_text, metavar="ORDER_ID")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--again", action="store_true", help="look at the order, tell it again")
    what.add_argument("--elsewhere", action="store_true", help="it was told in Seller Central")
    parser.add_argument("--parcel", type=int, default=0, metavar="N", help="one parcel of several")
    parser.add_argument("--badge", type=plain_text, metavar="CODE", help="the supervisor's badge")


def run(chosen: argparse.Namespace) -> int:
    """List them, or settle those of one order. 1 when some wait and nothing is done about it."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        found = [
            one
            for one in untold.list_untold(house.books)
            if chosen.order in ("", one.order_id) and chosen.parcel in (0, one.number)
        ]
        if not (chosen.again or chosen.elsewhere):
            return _listed(found)
        if not chosen.order or not found:
            raise Invalid("untold_settled" if chosen.order else "order_wanted")
        user_id = supervisor(house.books, chosen.badge)
        settle = untold.tell_again if chosen.again else untold.told_elsewhere
        for one in found:
            settle(house.books, one.id, user_id)
            key = "cli.untold_again" if chosen.again else "cli.untold_elsewhere"
            print(shown(texts.say(key, order=one.order_id, number=one.number)))
    finally:
        house.close()
    return 0


def _listed(found: Sequence[UntoldParcel]) -> int:
    for one in found:
        facts = {"order": one.order_id, "number": one.number, "tracking": one.tracking}
        print(shown(texts.say("cli.untold_parcel", **facts, words=one.words)))
    print(texts.say("cli.untold", count=len(found)))
    return 1 if found else 0
