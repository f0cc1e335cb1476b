"""The seller's boxes out of the settings, as the bench and the labels use them."""

from __future__ import annotations

from fbm_desk.domain.boxing import PackBox
from fbm_desk.settings import Settings


def boxes_of(chosen: Settings) -> tuple[PackBox, ...]:
    """Each box with what fits in and what a carrier measures."""
    return tuple(
        PackBox(
            one.name,
            (one.length_mm, one.width_mm, one.height_mm),
            (
                one.length_mm + 2 * one.wall_mm,
                one.width_mm + 2 * one.wall_mm,
                one.height_mm + 2 * one.wall_mm,
            ),
            one.weight_g,
            one.max_weight_g,
            one.barcode or f"BOX-{one.name.upper()}",
        )
        for one in chosen.boxes
    )
