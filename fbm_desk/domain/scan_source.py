"""Where a scan came from. What may be concluded from it is the asker's business."""

from __future__ import annotations

from enum import Enum


class ScanSource(Enum):
    """The device that read a code, as far as the program knows."""

    WEDGE = "wedge"  #: a scanner that types
    SERIAL = "serial"  #: a scanner at a port of its own
    CAMERA = "camera"  #: a picture that was decoded
    TYPED = "typed"  #: a person's hands
