"""How long a packing slip takes to draw, beside a bare canvas with the same words."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from fbm_desk.domain.orders import Address
from fbm_desk.measuring.figures import Figure, percentile
from fbm_desk.printing.documents import PackingSlip, SlipLine
from fbm_desk.printing.raw_limit import bare_slip_pdf
from fbm_desk.printing.slip_pdf import packing_slip_pdf

BUDGET_OF_RAW = 3.0


def slip_cost(samples: int) -> Figure:
    """The median of `samples` slips of three lines. Fonts are loaded before."""
    slips = [invented_slip(number) for number in range(samples + 1)]
    for draw in (packing_slip_pdf, bare_slip_pdf):
        draw(slips.pop(0) if len(slips) > samples else slips[0])
    took_ms: list[float] = []
    raw_ms: list[float] = []
    for slip in slips:
        took_ms.append(_took_ms(packing_slip_pdf, slip))
        raw_ms.append(_took_ms(bare_slip_pdf, slip))
    return Figure(
        "slip", "ms", percentile(took_ms, 50), percentile(raw_ms, 50), BUDGET_OF_RAW, of_raw=True
    )


def _took_ms(draw: Callable[[PackingSlip], bytes], slip: PackingSlip) -> float:
    began = perf_counter()
    draw(slip)
    return (perf_counter() - began) * 1000


def invented_slip(number: int) -> PackingSlip:
    """A slip of three lines."""
    return PackingSlip(
        order_id=f"305-0000000-{number:07d}",
        order_date_text="23 November 2026",
        ship_to=Address(
            "Zoë Ravensworth", f"{number} Invented Mews", city="Lower Example",
            postcode="ZZ99 3VZ", country="GB",
        ),
        shop_name="Measured goods",
        shop_address_lines=("1 Sample Crescent", "ZZ99 1AA Upper Example"),
        lines=tuple(
            SlipLine(f"BENCH-{number:03d}{line}", f"Invented mug no. {number}.{line}", line, line)
            for line in (1, 2, 3)
        ),
    )  # fmt: skip
