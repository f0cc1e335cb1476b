"""`fbm-desk sync [--once]`: the background work with Amazon, in the foreground."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from fbm_desk import account_works, app, settings, texts
from fbm_desk.account_works import Clients
from fbm_desk.commands.refusals import in_words
from fbm_desk.commands.words import shown
from fbm_desk.domain.errors import Invalid, Unavailable
from fbm_desk.host_works import Hosting
from fbm_desk.services import connecting
from fbm_desk.services.sync import Sync
from fbm_desk.store import outbox, sync_state, untold_parcels


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to stop after one turn."""
    parser.add_argument("--once", action="store_true", help="one turn, then end")


def run(chosen: argparse.Namespace) -> int:
    """Take turns until it is interrupted or ended; one turn with `--once`."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        if chosen.once:
            with _talk(house) as (work, _clients):
                return _once(house, work)
        # Ended by SIGTERM it says good-bye, too: benches hear at once that nobody answers.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        print(texts.say("cli.syncing"), flush=True)
        while True:
            _keep_in_step(house)
            account_works.read_account(house)
    finally:
        house.close()


@contextmanager
def _talk(house: app.House) -> Iterator[tuple[Sync, Clients]]:
    """The background work of the account that is connected now."""
    clients = account_works.clients_of(house)
    if clients is None:
        raise Invalid("keys_elsewhere" if house.is_guest else "no_account")
    try:
        shop = account_works.workshop(house, clients)
        yield account_works.sync_of(house, clients, shop), clients
    finally:
        clients.close()


def _keep_in_step(house: app.House) -> None:
    """Take turns until the program ends, or somebody connected another account or gave new keys.

    Meanwhile benches without keys are answered, and what they want begins a turn at once.
    """
    awake = threading.Event()
    died: list[BaseException] = []

    def ended(error: BaseException) -> None:
        died.append(error)
        awake.set()

    with _talk(house) as (work, clients):
        hosting = Hosting(house, clients, ended, awake.set)
        known = connecting.changes(house.books)
        try:
            while not died:
                awake.clear()
                awake.wait(turn(house, work))
                if is_over(house, known):
                    return
            raise died[0]  # whatever watches over this program starts it anew
        finally:
            hosting.stop()
            with suppress(Unavailable):  # then another program takes over after three minutes
                work.give_up()


def turn(house: app.House, work: Sync) -> float:
    """One turn and how it went, said; seconds until the next. A database that is away for a while
    ends nothing: benches would have no labels until somebody begins this program again."""
    rest_s = work.turn()
    try:
        print(_state(house), flush=True)
    except Unavailable as trouble:
        print(in_words(trouble), file=sys.stderr, flush=True)
    return rest_s


def is_over(house: app.House, known: int) -> bool:
    """True once somebody connected another account, or gave it other keys than the `known`."""
    with suppress(Unavailable):  # then at the next look
        return connecting.changes(house.books) != known and _is_kept(house)
    return False


def _is_kept(house: app.House) -> bool:
    """True when this computer's own settings name an account."""
    return bool(settings.load(house.data_dir, {}).amazon.seller_id)


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
