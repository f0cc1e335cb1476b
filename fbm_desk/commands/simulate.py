"""`fbm-desk simulate --port P`: the pretend Amazon alone, in the foreground."""

from __future__ import annotations

import argparse
import threading
from datetime import UTC, datetime

from fbm_desk import texts
from fbm_desk.commands.words import whole_number
from fbm_desk.domain.errors import Unavailable


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens and what is in the shop; the same seed gives the same shop."""
    parser.add_argument("--port", type=int, required=True, metavar="P")
    parser.add_argument("--orders", type=whole_number, default=40, metavar="N")
    parser.add_argument("--seed", type=int, default=7, metavar="S")


def run(chosen: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from fbm_desk.simulator.demonstration import demo_shop
    from fbm_desk.simulator.server import AmazonSimulator

    shop = demo_shop(chosen.seed, chosen.orders, datetime.now(UTC))
    try:
        with AmazonSimulator(shop, chosen.port) as amazon:
            url = amazon.url
            print(texts.say("cli.simulating", url=url, orders=chosen.orders), flush=True)
            threading.Event().wait()
    except (OSError, OverflowError):
        raise Unavailable("port_taken", port=chosen.port) from None
    return 0
