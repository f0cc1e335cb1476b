"""`fbm-desk bench`: the product beside the raw limit in one run, as a table of ratios."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fbm_desk import texts
from fbm_desk.measuring.figures import Figure, as_json, table
from fbm_desk.threads import give_way, keep_what_is_here


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured. `orders` lie in the database, `rows` are in the imported report."""

    orders: int
    rows: int
    scans: int
    painted: int
    slips: int
    frames: int
    starts: int
    swept: int


FULL = Size(
    100_000, rows=100_000, scans=600, painted=300, slips=100, frames=400, starts=5, swept=20_000
)
QUICK = Size(2_000, rows=3_000, scans=40, painted=20, slips=5, frames=20, starts=1, swept=500)
_LARGE_ORDERS = 80


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much is measured and how the figures are written."""
    parser.add_argument("--quick", action="store_true", help="a few seconds; to try the command")
    parser.add_argument(
        "--orders", type=int, default=None, metavar="N", help="orders in the database"
    )
    parser.add_argument("--json", action="store_true", help="a JSON list")


def run(chosen: argparse.Namespace) -> int:
    """Measure in a folder that is gone afterwards. 1 when a budget is not kept, in a full run."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    give_way()
    size = QUICK if chosen.quick else FULL
    orders = size.orders if chosen.orders is None else max(1, chosen.orders)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="fbm-desk-bench-") as folder:
        for name, measured in _parts(Path(folder), size, orders):
            print(texts.say(f"bench_command.{name}"), file=sys.stderr, flush=True)
            figures += measured
            keep_what_is_here()  # as the window does
    if chosen.json:
        print(json.dumps([as_json(figure) for figure in figures], ensure_ascii=False))
    else:
        print(table(figures))
    missed = any(figure.within is False for figure in figures)
    return 1 if missed and not chosen.quick else 0


def _parts(folder: Path, size: Size, orders: int) -> Iterator[tuple[str, list[Figure]]]:
    """Each part with what is said once it is done. Heavy libraries load as they are needed."""
    from fbm_desk.measuring.busy_bench import busy_bench
    from fbm_desk.measuring.camera_cost import camera_cost
    from fbm_desk.measuring.import_cost import import_cost
    from fbm_desk.measuring.measured_shop import open_shop
    from fbm_desk.measuring.painted_scans import painted_scans
    from fbm_desk.measuring.scan_cost import scan_cost
    from fbm_desk.measuring.slip_cost import slip_cost
    from fbm_desk.measuring.start_up import start_up
    from fbm_desk.measuring.sweep_lag import sweep_lag

    yield "did_slip", [slip_cost(size.slips)]
    yield "did_camera", [camera_cost(size.frames)]
    yield "did_import", import_cost(folder, size.rows)
    with open_shop(folder / "shop", orders, _LARGE_ORDERS) as shop:
        yield "did_scan", [scan_cost(shop, shop.part(0, 2), size.scans)]
        yield "did_painted", painted_scans(shop, shop.part(1, 4), size.painted)
        yield "did_busy", busy_bench(shop, shop.part(3, 4), size.painted // 3)
    yield "did_sweep", sweep_lag(folder, size.swept)
    yield "did_start", start_up(folder / "shop", size.starts)
