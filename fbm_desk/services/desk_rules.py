"""How a seller wants his benches to work; read from the settings, the same for a whole shift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta

from fbm_desk.domain.boxing import PackBox
from fbm_desk.domain.session import LabelSource, ScaleRules
from fbm_desk.domain.tracking import Fit, judged, written_by


@dataclass(frozen=True, slots=True)
class DeskRules:
    """`ceiling_minor` is the most a label may cost, in minor units of the offer's currency.

    `label_sources` and `ceilings` are what a marketplace has of its own, by its id.
    """

    label_source: LabelSource = LabelSource.NONE
    label_scan: bool = True
    ceiling_minor: int = 5_000
    ceiling_minor_jpy: int = 7_500
    unit_weight_g: int = 500  # of a unit whose weight nobody knows
    cut_off: time = time(16, 30)
    label_sources: Mapping[str, LabelSource] = field(default_factory=dict)
    ceilings: Mapping[str, int] = field(default_factory=dict)
    unknown_tracking: bool = False  # numbers of a form no known carrier writes are taken
    carrier: str = ""  # the carrier of labels bought elsewhere, as Amazon spells it
    lock_after: timedelta = timedelta(minutes=5)
    put_back_to: str = ""  # the tote for units of a stopped order; else back to their places
    shop_name: str = ""
    shop_address: tuple[str, ...] = ()
    label_printer: str = ""
    slip_printer: str = ""
    receipt_printer: str = ""
    boxes: tuple[PackBox, ...] = ()
    scale: ScaleRules = field(default_factory=ScaleRules)
    has_scale: bool = False  # one is set up at this computer
    connected: bool = False  # to a seller account, or to a pretended one
    demonstration: bool = False

    def source_for(self, marketplace_id: str) -> LabelSource:
        """Where the labels of a marketplace's orders come from."""
        return self.label_sources.get(marketplace_id, self.label_source)

    def tracking_fit(self, text: str) -> tuple[Fit, str]:
        """How a scanned tracking number fits the seller's carrier, and whose it is if another's."""
        return judged(text, self.carrier, unknown_allowed=self.unknown_tracking)

    def is_own_label(self, text: str) -> bool:
        """True for a number that only the seller's carrier proves to be a label's."""
        return written_by(text, self.carrier)

    def ceiling_for(self, marketplace_id: str, *, yen: bool) -> int:
        """The most a label of a marketplace's order may cost, in its money's minor units."""
        usual = self.ceiling_minor_jpy if yen else self.ceiling_minor
        return self.ceilings.get(marketplace_id, usual)
