"""`fbm-desk join`: this computer opens the books of another one from now on."""

from __future__ import annotations

import argparse
import os

from fbm_desk import database_address, join_works, texts
from fbm_desk.commands.connect import ask
from fbm_desk.commands.words import plain_text, shown


def arguments(parser: argparse.ArgumentParser) -> None:
    """What this computer's bench is called; secrets are typed unseen, or read by line."""
    parser.add_argument("--bench", type=plain_text, default="", metavar="NAME")
    parser.add_argument(
        "--ask-password", action="store_true", help="ask for the database's password, unseen"
    )


def run(chosen: argparse.Namespace) -> int:
    """Take the key with the code of `let-in`, and remember the database."""
    joined = join_works.join(
        chosen.data_dir,
        _address(chosen),
        os.environ,
        lambda: ask("join_code", "join_no_code"),
        chosen.bench,
    )
    print(texts.say("cli.joined" if joined.by_code else "cli.joined_already"))
    print(shown(texts.say("cli.joined_bench", bench=joined.bench)))
    if joined.own_file is not None:
        print(shown(texts.say("cli.joined_own_file", file=joined.own_file)))
    return 0


def _address(chosen: argparse.Namespace) -> str:
    """The database's address; a password asked for stands in no list of commands."""
    url = str(chosen.database_url)
    if not (chosen.ask_password and database_address.is_server(url)):
        return url
    address, _ = database_address.split(url)
    password = ask("database_password", "join_no_password")
    return database_address.with_password(address, password)
