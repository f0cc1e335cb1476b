"""`fbm-desk simulate --port P`: the pretend Amazon alone, in the foreground."""

from __future__ import annotations

import argparse
import math
import threading
from datetime import UTC, datetime
from pathlib import Path

from fbm_desk import texts
from fbm_desk.commands.words import whole_number
from fbm_desk.domain.errors import Unavailable


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens and what is in the shop; the same seed gives the same shop."""
    parser.add_argument("--port", type=int, required=True, metavar="P")
    parser.add_argument("--orders", type=whole_number, default=40, metavar="N")
    parser.add_argument("--seed", type=int, default=7, metavar="S")
    parser.add_argument(
        "--speed", type=_speed, default=1.0, metavar="N", help="how fast its time passes"
    )
    parser.add_argument(
        "--models", type=_models, metavar="DIR", help="a folder of Amazon's published models"
    )
    parser.add_argument(
        "--sandbox", action="store_true", help="give the fixed answers of those models"
    )
    parser.set_defaults(wrong_usage=parser.error)


def run(chosen: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if chosen.sandbox and chosen.models is None:
        chosen.wrong_usage("--sandbox needs --models DIR")
    from fbm_desk.simulator.demonstration import demo_shop
    from fbm_desk.simulator.server import AmazonSimulator

    shop = demo_shop(chosen.seed, chosen.orders, datetime.now(UTC))
    simulator = AmazonSimulator(
        shop, chosen.port, speed=chosen.speed, models=chosen.models, sandbox=chosen.sandbox
    )
    try:
        with simulator as amazon:
            url = amazon.url
            print(texts.say("cli.simulating", url=url, orders=chosen.orders), flush=True)
            threading.Event().wait()
    except (OSError, OverflowError):
        raise Unavailable("port_taken", port=chosen.port) from None
    return 0


def _speed(given: str) -> float:
    """Simulated seconds for each real one; 0 lets time stand still until it is moved."""
    try:
        speed = float(given)
    except ValueError:
        speed = -1.0
    if not math.isfinite(speed) or speed < 0:
        raise argparse.ArgumentTypeError("it must be a number from 0 on")
    return speed


def _models(given: str) -> Path:
    """A folder with JSON files in it or below it."""
    folder = Path(given)
    if not given or not folder.is_dir() or next(folder.rglob("*.json"), None) is None:
        raise argparse.ArgumentTypeError("it is no folder of models")
    return folder
