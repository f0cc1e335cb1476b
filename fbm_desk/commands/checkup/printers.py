"""The printers as they are set: each is asked, with a deadline, whether it could print now."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from fbm_desk import texts
from fbm_desk.commands.checkup.asking import ANSWER_S, BELT_S, NoAnswer, within
from fbm_desk.commands.checkup.finding import Finding, broken, note, ok
from fbm_desk.commands.checkup.installation import Installation

LOW_BYTES = 50_000_000
_LAST_WORD_S = 0.5  # two questions may each go unanswered; then there is time left to say so


def label_printer(place: Installation) -> Iterator[Finding]:
    """Labels: a ZPL printer answers ~HS."""
    destination = place.settings.label_printer
    if destination:
        yield _asked("label_printer", destination)
    else:
        yield note("label_printer", "label_printer_none")


def slip_printer(place: Installation) -> Iterator[Finding]:
    """Packing slips as pages; not needed where a receipt printer makes them."""
    destination = place.settings.slip_printer
    if destination:
        yield _asked("slip_printer", destination)
    elif place.settings.receipt_printer:
        yield ok("slip_printer", "printer_spared")
    else:
        yield note("slip_printer", "slip_printer_none")


def receipt_printer(place: Installation) -> Iterator[Finding]:
    """Packing slips on a roll: an ESC/POS printer answers DLE EOT."""
    destination = place.settings.receipt_printer
    if destination:
        yield _asked("receipt_printer", destination)
    else:
        yield ok("receipt_printer", "printer_spared")


def _asked(check: str, destination: str) -> Finding:
    from fbm_desk.printing.destinations import (
        FolderDestination,
        InvalidDestination,
        QueueDestination,
        parse_destination,
    )

    try:
        place = parse_destination(destination)
    except InvalidDestination as wrong:
        why = texts.say(f"doctor.destination_{wrong.problem.value}")
        return broken(check, "printer_wrong", setting=check, why=why)
    if isinstance(place, FolderDestination):
        return folder(check, place.path)
    if isinstance(place, QueueDestination):
        return queue(check, place.name)
    try:
        return within(BELT_S, lambda: network(check, place.host, place.port))
    except NoAnswer:
        return broken(check, "printer_timeout", seconds=f"{BELT_S:.0f}")


def network(check: str, host: str, port: int) -> Finding:
    """A printer on the network, asked in its own language."""
    from fbm_desk.printing import transport

    ask = transport.label_printer_trouble
    if check == "receipt_printer":
        ask = transport.receipt_printer_trouble
    trouble = ask(host, port, ANSWER_S + _LAST_WORD_S)
    facts = {"place": f"{host}:{port}", "setting": check, "seconds": f"{ANSWER_S:.0f}"}
    if trouble is None:
        return ok(check, "printer_ready", **facts)
    code = f"printer_{trouble.value}"
    silent_page = code == "printer_silent" and check == "slip_printer"
    return broken(check, "printer_no_zpl" if silent_page else code, **facts)


def queue(check: str, name: str, lpstat: str = "lpstat") -> Finding:
    """A print queue of the system."""
    from fbm_desk.printing.queues_found import QueueState, queue_state

    state = queue_state(name, lpstat)
    if state is QueueState.READY:
        return ok(check, "queue_ready", name=name)
    if state is QueueState.NOBODY and sys.platform == "linux" and not shutil.which(lpstat):
        return broken(check, "queue_no_cups", name=name)
    return broken(check, f"queue_{state.value}", name=name)


def folder(check: str, path: Path, write: Callable[[Path], None] | None = None) -> Finding:
    """A folder that takes each document as a file; it is made with the first one."""
    there = next(one for one in (path, *path.parents) if one.exists())
    try:
        (write or _write)(there)
    except OSError:
        return broken(check, "folder_closed", setting=check)
    if shutil.disk_usage(there).free < LOW_BYTES:
        return note(check, "folder_low")
    return ok(check, "folder_ready")


def _write(there: Path) -> None:
    with tempfile.TemporaryFile(dir=there, prefix=".doctor-") as file:
        file.write(b"\0")
