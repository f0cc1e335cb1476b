"""Where a scan came from. What may be concluded from it is the asker's business."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class ScanSource(Enum):
    """The device that read a code, as far as the program knows."""

    WEDGE = "wedge"  #: a scanner that types
    SERIAL = "serial"  #: a scanner at a port of its own
    CAMERA = "camera"  #: a picture that was decoded
    TYPED = "typed"  #: a person's hands


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a scan besides its text, at the moment it was made.

    `scale_g` is what lay on the bench's scale, at rest; None without such a weight. `picture` is
    the camera's frame as JPEG, where one is to be kept.
    """

    source: ScanSource = ScanSource.WEDGE
    scale_g: int | None = None
    picture: bytes = field(default=b"", repr=False)


BY_WEDGE = Origin()
"""Typed by a scanner, beside no scale: what most scans are."""
