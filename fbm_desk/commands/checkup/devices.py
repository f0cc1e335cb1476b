"""The devices of the bench as they are set: each is opened, asked for one thing, and let go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

from fbm_desk.commands.checkup.asking import ANSWER_S, BELT_S, NoAnswer, within
from fbm_desk.commands.checkup.finding import Finding, broken, note, ok
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.devices.states import Condition, DeviceTrouble
from fbm_desk.settings import CameraSettings, ScaleSettings

_BLACK_MEAN = 12
_FIRST_FRAMES = 10
"""A camera's first pictures may be black until it knows the light."""


def serial_scanners(place: Installation) -> Iterator[Finding]:
    """Scanners on a port of their own; those that type like a keyboard need no setting."""
    for one in place.settings.serial_scanners:
        facts = {"name": one.name, "place": one.port}
        yield _tried("serial_scanner", facts, partial(_opens, one.port, one.baud))
    if not place.settings.serial_scanners:
        yield ok("serial_scanner", "serial_scanner_none")


def camera(place: Installation) -> Iterator[Finding]:
    """The camera gives a picture that is not black."""
    chosen = place.settings.camera
    if chosen.device:
        facts = {"name": chosen.name, "place": chosen.device}
        yield _tried("camera", facts, partial(_sees, chosen))
    else:
        yield ok("camera", "camera_none")


def scale(place: Installation) -> Iterator[Finding]:
    """The scale says a weight in its language."""
    chosen = place.settings.scale
    if chosen.protocol:
        facts = {"name": chosen.name, "place": chosen.port or "USB"}
        yield _tried("scale", facts, partial(_weighs, chosen))
    else:
        yield ok("scale", "scale_none")


def speech(place: Installation) -> Iterator[Finding]:
    """Whether there is a program that says counts aloud, where they are to be said."""
    from fbm_desk.devices.speech import program_of

    if not place.settings.speak:
        yield ok("speech", "speech_off")
        return
    command = program_of(place.settings.language)
    if command:
        yield ok("speech", "speech_works", name=command[0])
    else:
        yield note("speech", "speech_none")


def _tried(check: str, facts: dict[str, str], ask: Callable[[], Condition]) -> Finding:
    try:
        found = within(BELT_S, ask)
    except DeviceTrouble as trouble:
        found = trouble.condition
    except NoAnswer:
        found = Condition.SILENT
    code = f"device_{found.value}"
    if found is Condition.WORKS:
        return ok(check, code, **facts)
    if found is Condition.BUSY:  # the window itself has the device while it is open
        return note(check, code, **facts)
    return broken(check, code, **facts)


def _opens(port: str, baud: int) -> Condition:
    from fbm_desk.devices.serial_line import SerialLine

    line = SerialLine(port, baud)
    try:
        line.open()
    finally:
        line.close()
    return Condition.WORKS


def _sees(chosen: CameraSettings) -> Condition:
    from fbm_desk.devices.camera_sources import source_of

    source = source_of(chosen.device, chosen.width, chosen.height)
    try:
        source.open()
        seen = any(source.frame().mean() > _BLACK_MEAN for _ in range(_FIRST_FRAMES))
    finally:
        source.close()
    return Condition.WORKS if seen else Condition.DARK


def _weighs(chosen: ScaleSettings) -> Condition:
    from fbm_desk.devices.scale import scale_connection

    connection = scale_connection(chosen.protocol, chosen.port, chosen.baud)
    try:
        connection.open()
        until_s = time.monotonic() + ANSWER_S
        while time.monotonic() < until_s:
            if connection.turn() is Condition.NOT_UNDERSTOOD:
                return Condition.NOT_UNDERSTOOD
            if connection.latest() is not None:
                return Condition.WORKS
        return Condition.SILENT
    finally:
        connection.close()
