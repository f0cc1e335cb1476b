"""Every command of the one program `fbm-desk`; what a command does stands in `commands/`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

from fbm_desk import __version__

USAGE_ERROR = 2
REFUSED = 1

COMMANDS = {
    "run": "the window (also without any command)",
    "demo": "a fresh demonstration shop: pretend Amazon, virtual printers, window",
    "simulate": "the pretend Amazon alone, in the foreground",
    "import-orders": "take in an order report from Seller Central",
    "export-confirmations": "write the shipment confirmation file for Seller Central",
    "import-articles": "take in the catalogue from a table: barcodes, kits, lots, weights, places",
    "export-articles": "write the catalogue as a table, to be filled in and imported again",
    "orders": "orders with their lines, barcodes and states",
    "pack": "a bench without a window: scans on standard input, answers on standard output",
    "let-in": "let another computer open these books: a code for it, which counts once",
    "join": "open the books of another computer from here, with the code of let-in",
    "users": "people, their badges and PINs",
    "totes": "which tote holds which order, from picking's list",
    "sheet": "the command barcodes of a bench as PDF, and a badge",
    "read-codes": "the barcodes in pictures: text and kind",
    "print-test": "a test label on the label printer",
    "connect": "connect a seller account: its keys go into the key store",
    "connect-queue": "have Amazon tell of changed orders at once, by an AWS queue of yours",
    "why": "why an order is not here",
    "settle": "say what became of a label that nobody knows about",
    "untold": "parcels that Amazon was not told of, and what to do about them",
    "sync": "the background work with Amazon, in the foreground",
    "manifest": "the end-of-day manifest of a carrier as PDF",
    "doctor": "what works here, what does not, and how to mend it",
    "bench": "product beside raw limit, as ratios",
}


def parser(wanted: str = "") -> argparse.ArgumentParser:
    """The command line; only the wanted command's module is loaded, so that each starts quickly."""
    top = argparse.ArgumentParser(
        prog="fbm-desk",
        description="The packing bench of sellers who ship Amazon orders themselves.",
    )
    top.add_argument("--version", action="version", version=f"FBM Desk {__version__}")
    top.add_argument(
        "--data-dir", type=_folder, default=None, metavar="DIR", help="where the data lie"
    )
    top.add_argument(
        "--database-url",
        type=_kept,
        default="",
        metavar="URL",
        help="another database than the one there",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for name, words in COMMANDS.items():
        described = f"{words[:1].upper()}{words[1:]}."
        added = commands.add_parser(name, help=words, description=described)
        if name == wanted:
            _module(name).arguments(added)
    return top


def _folder(given: str) -> Path:
    """An empty word would be this folder, and an unset variable of a script is one."""
    if not given:
        raise argparse.ArgumentTypeError("it is empty")
    return Path(given)


def _kept(given: str) -> str:
    """A database in memory would forget every scan that was acknowledged."""
    from fbm_desk import database_address

    if not database_address.keeps(given):
        raise argparse.ArgumentTypeError("it keeps nothing; name a file")
    return given


def _command_in(given: Sequence[str]) -> str:
    """The command among these words; a folder given as an option may have a command's name."""
    before = ("", *given)
    found = (
        word
        for option, word in zip(before, given, strict=False)
        if word in COMMANDS and option not in ("--data-dir", "--database-url")
    )
    return next(found, "")


def _module(name: str) -> Any:
    return import_module(f"fbm_desk.commands.{name.replace('-', '_')}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 done, 1 refused with one sentence on standard error, 2 wrong usage."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    chosen = parser(_command_in(given)).parse_args(given)
    resolve(chosen)
    from fbm_desk.commands.answers import Answers, Unwritten
    from fbm_desk.commands.refusals import in_words

    answers = nullcontext() if sys.stdout is None else redirect_stdout(Answers(sys.stdout))
    try:
        with answers:
            code = int(_module(chosen.command or "run").run(chosen))
            print(end="", flush=True)
            return code
    except KeyboardInterrupt:
        return 130
    except Unwritten as error:
        _say_unwritten(error.words)
        return REFUSED
    except Exception as error:
        print(in_words(error) or _our_mistake(chosen.data_dir, error), file=sys.stderr)
        return REFUSED


def resolve(chosen: argparse.Namespace) -> None:
    """Where the data lie and which database it is, once for everything that asks."""
    from fbm_desk import settings

    chosen.chose_data_dir = chosen.data_dir is not None
    if not chosen.chose_data_dir:
        chosen.data_dir = settings.default_data_dir()
    chosen.chose_database = bool(chosen.database_url)
    chosen.database_url = chosen.database_url or settings.database_of(chosen.data_dir)


def _say_unwritten(words: str) -> None:
    from fbm_desk import texts

    if words:
        print(texts.say("error.output", words=words), file=sys.stderr)


def _our_mistake(data_dir: Path, error: Exception) -> str:
    """An unexpected error goes to the log, without personal data; people get one sentence."""
    import io
    import logging

    from fbm_desk import log, texts

    on_screen = io.StringIO()
    log.configure(data_dir / "logs", errors_to=on_screen)
    unlogged = bool(on_screen.getvalue())  # the log says only then that it cannot be written
    logging.getLogger("fbm_desk").error("unexpected", exc_info=error)
    log.close()
    if unlogged:
        return texts.say("error.our_mistake_unlogged", kind=type(error).__name__)
    return texts.say("error.our_mistake", folder="logs")


def _speak_utf8() -> None:
    """Any script must come in and out, whatever the terminal's own encoding is."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
