"""A scan that holds up background work for as long as a test likes, and not a moment longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fbm_desk.threads import ScanPart, scans_first

LONG_S = 60.0
A_MOMENT_S = 0.2
"""What does not rest is done in less."""


@contextmanager
def patient() -> Iterator[None]:
    """Background work would wait for a minute; before and afterwards no scan is under way."""
    before, scans_first.longest_s = scans_first.longest_s, LONG_S
    _nothing_is_scanned()  # another test's last key may be a moment ago
    try:
        yield
    finally:
        scans_first.longest_s = before
        _nothing_is_scanned()


def _nothing_is_scanned() -> None:
    for part in ScanPart:
        scans_first.is_over(part)


@contextmanager
def scan_under_way() -> Iterator[None]:
    """While this lasts a scan is under way."""
    with patient():
        scans_first.begins(ScanPart.ANSWERING)
        yield
