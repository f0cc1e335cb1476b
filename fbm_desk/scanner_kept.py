"""How the bench's scanner types, from the settings and back into them."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

from fbm_desk import settings
from fbm_desk.devices.wedge import WedgeSettings
from fbm_desk.settings import ScannerSettings


def wedge_of(kept: ScannerSettings) -> WedgeSettings:
    """When a burst of keys is a scan, as it was learned at this bench."""
    return WedgeSettings(
        hold_gap_ms=kept.hold_gap_ms,
        median_gap_ms=kept.median_gap_ms,
        silence_ms=kept.silence_ms,
        prefix=kept.prefix,
    )


def keep(data_dir: Path, learned: WedgeSettings) -> None:
    """Write it down for the next start; all other settings stay. Raises `OSError`."""
    scanner = ScannerSettings(
        prefix=learned.prefix,
        hold_gap_ms=math.ceil(learned.hold_gap_ms),
        median_gap_ms=math.ceil(learned.median_gap_ms),
        silence_ms=math.ceil(learned.silence_ms),
    )
    settings.save(data_dir, replace(settings.load(data_dir, {}), scanner=scanner))
