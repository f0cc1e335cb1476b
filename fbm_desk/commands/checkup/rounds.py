"""The doctor's rounds: every check in its order, by part; those that ask outside run side by side.

A check that cannot even be made is a finding itself: nothing the doctor meets ends the doctor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from fbm_desk import texts
from fbm_desk.commands.checkup import (
    amazon,
    books,
    computer,
    devices,
    disk,
    paper,
    printers,
    screen,
)
from fbm_desk.commands.checkup.finding import Finding, Health
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.commands.refusals import in_words
from fbm_desk.threads import aside

Check = Callable[[], Iterable[Finding]]

OF_THE_COMPUTER: tuple[tuple[str, Check], ...] = (
    ("python", computer.python),
    ("libraries", computer.libraries),
    ("window", screen.window),
    ("sound", computer.sound),
    ("paper_fonts", paper.fonts),
)
IN_ORDER: tuple[tuple[str, Callable[[Installation], Iterable[Finding]]], ...] = (
    ("settings", books.chosen_settings),
    ("data_folder", disk.data_folder),
    ("database", books.the_database),
    ("key_store", books.key_store),
    ("key", books.key),
    ("addresses", paper.addresses),
)
SIDE_BY_SIDE: dict[str, tuple[tuple[str, Callable[[Installation], Iterable[Finding]]], ...]] = {
    "printers": (
        ("label_printer", printers.label_printer),
        ("slip_printer", printers.slip_printer),
        ("receipt_printer", printers.receipt_printer),
    ),
    "devices": (
        ("serial_scanner", devices.serial_scanners),
        ("camera", devices.camera),
        ("scale", devices.scale),
        ("speech", devices.speech),
    ),
    "amazon": (("account", amazon.account), ("work", amazon.work)),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the installation and what was found in it."""

    name: str
    findings: tuple[Finding, ...]


def look(installation: Installation) -> list[Part]:
    """Everything, in the order in which it is told."""
    computer_found = _each(OF_THE_COMPUTER)
    data_found = _each((name, partial(check, installation)) for name, check in IN_ORDER)
    asked = {
        part: [aside(name, partial(guarded, name, partial(check, installation)))
               for name, check in checks]
        for part, checks in SIDE_BY_SIDE.items()
    }  # fmt: skip
    parts = [Part("computer", computer_found), Part("data", data_found)]
    for part, answers in asked.items():
        found = [finding for answer in answers for finding in answer.result()]
        parts.append(Part(part, tuple(found)))
    return parts


def _each(checks: Iterable[tuple[str, Check]]) -> tuple[Finding, ...]:
    return tuple(finding for name, check in checks for finding in guarded(name, check))


def guarded(name: str, check: Check) -> list[Finding]:
    """The findings of a check; what ends it half-way is the last of them."""
    found: list[Finding] = []
    try:
        found.extend(check())
    except Exception as error:
        seen = in_words(error) or texts.say("doctor.our_mistake", kind=type(error).__name__)
        mend = "" if in_words(error) else texts.say("doctor.our_mistake_mend")
        found.append(Finding(name, Health.BROKEN, "check_failed", seen, "", mend))
    return found
