"""How a seller wants his benches to work; read from the settings, the same for a whole shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from fbm_desk.domain.session import LabelSource


@dataclass(frozen=True, slots=True)
class DeskRules:
    """`ceiling_minor` is the most a label may cost, in minor units of the offer's currency."""

    label_source: LabelSource = LabelSource.NONE
    label_scan: bool = True
    ceiling_minor: int = 5_000
    ceiling_minor_jpy: int = 7_500
    unit_weight_g: int = 500  # of a unit whose weight nobody knows
    cut_off: time = time(16, 30)
    carrier: str = ""  # the carrier of labels bought elsewhere, as Amazon spells it
    lock_after: timedelta = timedelta(minutes=5)
    put_back_to: str = ""  # the tote for units of a stopped order; else back to their places
    shop_name: str = ""
    shop_address: tuple[str, ...] = ()
    label_printer: str = ""
    slip_printer: str = ""
    receipt_printer: str = ""
    connected: bool = False  # to a seller account, or to a pretended one
    demonstration: bool = False
