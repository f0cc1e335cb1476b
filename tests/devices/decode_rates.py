"""How many symbols each engine reads alone, and both as the product asks them.

    python -m tests.devices.decode_rates [--every N]

Pictures are invented: kinds × pixels per module × angles × blur × tilt. Wrong: another text than
the one drawn was returned; for the product, accepted.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice, product
from typing import TYPE_CHECKING

import numpy as np

from fbm_desk.devices.decoding import still_codes
from fbm_desk.devices.zbar_reader import zbar_codes
from fbm_desk.devices.zxing_reader import EVERYTHING, zxing_codes
from fbm_desk.domain.barcodes import check_digit
from tests.devices.invented_symbols import SYMBOLS, Scene, Symbol, taken

if TYPE_CHECKING:
    from fbm_desk.devices.pictures import Grey
    from fbm_desk.devices.seen_codes import SeenCode

_MODULES_PX = (1.25, 1.5, 2.0, 3.0)
_ANGLES = (0, 3, 15, 25, 45, 90, 135, 180)
_BLURS_PX = (0.0, 0.9, 1.6)
_TILTS = (0.0, 0.2)
_BODIES = {"UPCA": 11, "EAN13": 12, "EAN8": 7, "ITF": 13}

READERS: dict[str, Callable[[Grey], Iterable[SeenCode]]] = {
    "zxing-cpp": lambda grey: zxing_codes(grey, EVERYTHING, thorough=True),
    "zbar": zbar_codes,
    "both": lambda grey: still_codes(grey).codes,
}


def scenes() -> Iterator[tuple[Symbol, Scene]]:
    """Every kind in every light; each retail symbol has a number of its own."""
    all_of_it = product(SYMBOLS, _MODULES_PX, _ANGLES, _BLURS_PX, _TILTS)
    for seed, (symbol, module_px, angle, blur_px, tilt) in enumerate(all_of_it):
        scene = Scene(module_px, angle, blur_px, tilt=tilt, seed=seed)
        yield numbered(symbol, seed), scene


def numbered(symbol: Symbol, seed: int) -> Symbol:
    """The same kind with a number of its own, where its kind is all digits."""
    if symbol.kind not in _BODIES:
        return symbol
    digits = np.random.default_rng(seed + 77).integers(0, 10, _BODIES[symbol.kind])
    body = "".join(str(digit) for digit in digits)
    body = "1" + body[1:] if symbol.kind != "UPCA" else body  # an EAN of 0 is a UPC-A
    whole = body + check_digit(body)
    return replace(symbol, content=whole, text=whole)


def rates(shown: Iterable[tuple[Symbol, Scene]]) -> dict[str, dict[str, Counter[str]]]:
    """Read, wrong and all by kind and reader."""
    counted: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for symbol, scene in shown:
        grey = taken(symbol, scene)
        kind = f"{symbol.kind} (GS1)" if symbol.gs1 else symbol.kind
        for reader, read in READERS.items():
            texts = {code.text for code in read(grey)}
            counted[kind][reader]["all"] += 1
            counted[kind][reader]["read"] += symbol.text in texts
            counted[kind][reader]["wrong"] += bool(texts - {symbol.text})
    return counted


def summed(counted: dict[str, dict[str, Counter[str]]]) -> dict[str, Counter[str]]:
    """The same over all kinds."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for by_reader in counted.values():
        for name, counts in by_reader.items():
            sums[name] += counts
    return sums


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="each Nth picture only")
    counted = rates(islice(scenes(), 0, None, parser.parse_args().every))
    print(f"{'read / wrong of all':<22}" + "".join(f"{name:>18}" for name in READERS))
    for kind, by_reader in counted.items():
        print(f"{kind:<22}" + "".join(f"{_cell(by_reader[name]):>18}" for name in READERS))
    sums = summed(counted)
    print(f"{'all':<22}" + "".join(f"{_cell(sums[name]):>18}" for name in READERS))


def _cell(counts: Counter[str]) -> str:
    return f"{counts['read']} / {counts['wrong']} of {counts['all']}"


if __name__ == "__main__":
    main()
