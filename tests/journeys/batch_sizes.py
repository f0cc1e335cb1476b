"""How late the window is for each size of batch: `python -m tests.journeys.batch_sizes`.

The same measurement as `sweep_lag` of `fbm-desk bench`, on a new shop each time, in rounds of all
sizes, so that a busy machine does not harm one alone. The least late round of each counts.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from fbm_desk.measuring.figures import percentile
from fbm_desk.measuring.measured_shop import open_shop
from fbm_desk.measuring.sweep_lag import while_swept
from fbm_desk.services import orders

SIZES = (10, 25, 50, 100, 200)


def measured(folder: Path, size: int, count: int) -> tuple[float, float, float, float, float]:
    """Milliseconds: the window's p99 and worst, the scans' p99, and both p99 with nothing on."""
    orders.BATCH = size
    with open_shop(folder, 0, 80) as shop:
        swept, alone = while_swept(shop, count)
    return (
        percentile(swept.lags_ms, 99),
        max(swept.lags_ms),
        percentile(swept.scans_ms, 99),
        percentile(alone.lags_ms, 99),
        percentile(alone.scans_ms, 99),
    )


def main() -> None:
    """Measure every size in turn and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found: dict[int, list[tuple[float, ...]]] = {size: [] for size in given.sizes}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.rounds):
            for size in given.sizes:
                place = Path(folder) / f"{number}-{size}"
                found[size].append(measured(place, size, given.orders))
                print(f"{size:4}", *(f"{one:7.1f}" for one in found[size][-1]),
                      f"  load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    print("least late: window p99, worst, scans p99, window alone, scans alone (ms)")
    for size, rounds in found.items():
        print(f"{size:4}", *(f"{one:7.1f}" for one in min(rounds)))


if __name__ == "__main__":
    main()
