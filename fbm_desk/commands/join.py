"""`fbm-desk join`: this computer opens the books of another one from now on."""

from __future__ import annotations

import argparse
import os

from fbm_desk import join_works, texts
from fbm_desk.commands.connect import ask
from fbm_desk.commands.words import plain_text, shown


def arguments(parser: argparse.ArgumentParser) -> None:
    """What this computer's bench is called; the code is typed unseen, or read from a line."""
    parser.add_argument("--bench", type=plain_text, default="", metavar="NAME")


def run(chosen: argparse.Namespace) -> int:
    """Take the key with the code of `let-in`, and remember the database."""
    joined = join_works.join(
        chosen.data_dir,
        chosen.database_url,
        os.environ,
        lambda: ask("join_code", "join_no_code"),
        chosen.bench,
    )
    print(texts.say("cli.joined" if joined.by_code else "cli.joined_already"))
    print(shown(texts.say("cli.joined_bench", bench=joined.bench)))
    if joined.own_file is not None:
        print(shown(texts.say("cli.joined_own_file", file=joined.own_file)))
    return 0
