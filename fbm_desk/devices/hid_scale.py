"""A USB scale as Linux shows it: `/dev/hidraw…`, one report a read. What it says is read elsewhere.

No library is needed; on other systems there is no such file, and the scale says so.
"""

from __future__ import annotations

import os
import select
from pathlib import Path

from fbm_desk.devices.scale_protocols import is_scale
from fbm_desk.devices.serial_line import READ_S
from fbm_desk.devices.states import Condition, DeviceTrouble, trouble_of

_KNOWN_DEVICES = Path("/sys/class/hidraw")
_REPORT_BYTES = 64


class HidLine:
    """One USB scale, by its path or, without one, the first that is plugged in."""

    def __init__(self, path: str = "", known_devices: Path = _KNOWN_DEVICES) -> None:
        self._path = path
        self._known = known_devices
        self._file = -1

    def open(self) -> None:
        """Open it for reading. Raises `DeviceTrouble`."""
        path = self._path or next(iter(usb_scales(self._known)), "")
        if not path:
            raise DeviceTrouble(Condition.MISSING)
        try:
            self._file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            raise trouble_of(error) from None

    def read(self) -> bytes:
        """The next report; empty when none comes for a moment. Raises `DeviceTrouble`."""
        try:
            if not select.select([self._file], [], [], READ_S)[0]:
                return b""
            report = os.read(self._file, _REPORT_BYTES)
        except OSError:
            raise DeviceTrouble(Condition.LOST) from None
        if not report:
            raise DeviceTrouble(Condition.LOST)
        return report

    def write(self, data: bytes) -> None:
        """A USB scale speaks without being asked."""

    def close(self) -> None:
        """Let it go."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def usb_scales(known_devices: Path = _KNOWN_DEVICES) -> list[str]:
    """The paths of the scales that are plugged in."""
    found = sorted(known_devices.glob("hidraw*/device/report_descriptor"))
    return [f"/dev/{path.parent.parent.name}" for path in found if _says_scale(path)]


def _says_scale(descriptor: Path) -> bool:
    try:
        return is_scale(descriptor.read_bytes())
    except OSError:
        return False
