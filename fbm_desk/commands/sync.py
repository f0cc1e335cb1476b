"""`fbm-desk sync [--once]`: the background work with Amazon, in the foreground."""

from __future__ import annotations

import argparse
import sys

from fbm_desk import account_works, app, texts
from fbm_desk.commands.words import shown
from fbm_desk.domain.errors import Invalid
from fbm_desk.services.sync import Sync
from fbm_desk.store import outbox, sync_state, untold_parcels


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to stop after one turn."""
    parser.add_argument("--once", action="store_true", help="one turn, then end")


def run(chosen: argparse.Namespace) -> int:
    """Take turns until it is interrupted; one turn with `--once`."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    clients = None
    try:
        clients = account_works.clients_of(house)
        if clients is None:
            raise Invalid("no_account")
        shop = account_works.workshop(house, clients)
        work = account_works.sync_of(house, clients, shop)
        if chosen.once:
            return _once(house, work)
        print(texts.say("cli.syncing"), flush=True)
        while not house.stop.wait(work.turn()):
            print(_state(house), flush=True)
    finally:
        if clients is not None:
            clients.close()
        house.close()
    return 0


def _once(house: app.House, work: Sync) -> int:
    work.sweep_now()
    work.turn()
    with house.books.reading() as connection:
        failed = bool(sync_state.mark(connection, "orders").reason)
    print(_state(house), file=sys.stderr if failed else sys.stdout)
    work.give_up()
    return 1 if failed else 0


def _state(house: app.House) -> str:
    with house.books.reading() as connection:
        mark = sync_state.mark(connection, "orders")
        count, _ = outbox.waiting(connection)
        aside = untold_parcels.count(connection, house.books.now())
    if mark.reason:
        said = shown(texts.say("cli.sync_failed", reason=_why(mark), count=count))
    else:
        said = texts.say("cli.sync_done", count=count)
    return f"{said} {texts.say('cli.sync_set_aside', count=aside)}" if aside else said


def _why(mark: sync_state.SyncMark) -> str:
    """Amazon's own words, else ours for the code."""
    key = f"cli.why_{mark.reason}"
    return mark.words or (texts.say(key) if texts.has(key) else mark.reason)
