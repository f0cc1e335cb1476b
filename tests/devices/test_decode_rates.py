"""A few pictures of `decode_rates`: both engines read more than either alone, none wrong."""

from __future__ import annotations

from itertools import product

from tests.devices.decode_rates import numbered, rates, summed
from tests.devices.invented_symbols import SYMBOLS, Scene

SMALL = {"width": 480, "height": 270}


def test_both_engines_read_no_less_than_the_better_one_and_nothing_wrong() -> None:
    lights = [(1.3, 0.0), (1.5, 0.9), (2.0, 0.9)]
    shown = [
        (numbered(symbol, seed), Scene(px, angle, blur, seed=seed, **SMALL))
        for seed, (symbol, (px, blur), angle) in enumerate(product(SYMBOLS[:8], lights, (0, 25)))
    ]
    total = summed(rates(shown))
    assert total["both"]["wrong"] == 0
    assert total["both"]["read"] > max(total["zxing-cpp"]["read"], total["zbar"]["read"])
