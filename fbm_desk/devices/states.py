"""How a device at the bench is: the condition people are shown, and the error that brings it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Condition(Enum):
    """What can be said of a device. The sentences stand in the table [device] of the texts."""

    WORKS = "works"  #: connected, and nothing is wrong
    MISSING = "missing"  #: not plugged in, or its name is wrong
    BUSY = "busy"  #: another program has it
    NOT_ALLOWED = "not_allowed"  #: the system does not let this user have it
    LOST = "lost"  #: it was there and fell away
    DARK = "dark"  #: a camera whose picture is black
    SILENT = "silent"  #: connected, and does not answer
    NOT_UNDERSTOOD = "not_understood"  #: answers in a language that is not the one set
    NO_LIBRARY = "no_library"  #: what this program needs to talk to it is not installed
    STOPPED = "stopped"  #: ended because it was asked to


class DeviceKind(Enum):
    """What a device is to the bench."""

    SCANNER = "scanner"  #: a scanner at a port of its own
    CAMERA = "camera"  #: scans by its picture
    SCALE = "scale"  #: weighs


@dataclass(frozen=True, slots=True)
class DeviceState:
    """One device, by the name people gave it, and how it is."""

    source: str
    condition: Condition


OnState = Callable[[DeviceState], None]
"""Told of each change, in the device's own thread."""
OnScan = Callable[[str, str], None]
"""A scanned text and the name of the device it came from, in the device's own thread."""


class DeviceTrouble(Exception):
    """A device cannot be used now; it is tried again later."""

    def __init__(self, condition: Condition) -> None:
        super().__init__(condition.value)
        self.condition = condition


def trouble_of(error: OSError) -> DeviceTrouble:
    """What the system says of a device that cannot be opened."""
    import errno

    if error.errno in (errno.ENOENT, errno.ENODEV, errno.ENXIO):
        return DeviceTrouble(Condition.MISSING)
    if error.errno in (errno.EACCES, errno.EPERM):
        return DeviceTrouble(Condition.NOT_ALLOWED)
    if error.errno in (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK):
        return DeviceTrouble(Condition.BUSY)
    return DeviceTrouble(Condition.LOST)
