"""What `doctor` says of printers: really asked, with paper, without, or not there at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from fbm_desk.commands.checkup import printers
from fbm_desk.commands.checkup.finding import Finding, Health
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.settings import Settings
from fbm_desk.simulator.virtual_printers import VirtualLabelPrinter, VirtualReceiptPrinter
from tests.nobody_listens import nobody_listens


def label(folder: Path, printer: str) -> Finding:
    """What is said of this label printer."""
    place = Installation(folder, settings=Settings(label_printer=printer))
    (found,) = printers.label_printer(place)
    return found


def receipt(folder: Path, printer: str) -> Finding:
    place = Installation(folder, settings=Settings(receipt_printer=printer))
    (found,) = printers.receipt_printer(place)
    return found


@pytest.mark.parametrize(
    ("mode", "seen", "mend"),
    [
        ("paper-out", "out of paper", "Put in paper: what waits is printed then."),
        ("head-open", "its head or cover is open", "Close it."),
        ("ribbon-out", "out of ribbon", "Put in a ribbon"),
        ("paused", "paused", "Press its pause button."),
    ],
)
@pytest.mark.parametrize("answers", [True, False], ids=["answers", "is silent to ~HS"])
def test_a_label_printer_says_what_it_wants(
    tmp_path: Path, mode: str, seen: str, mend: str, answers: bool
) -> None:
    with VirtualLabelPrinter(tmp_path, mode=mode, answers_in_fault=answers) as printer:
        found = label(tmp_path, f"tcp://127.0.0.1:{printer.port}")
    assert (found.health, found.seen) == (Health.BROKEN, seen)
    assert found.means == "No label comes out here."
    assert mend in found.mend


def test_a_label_printer_that_is_ready_is_asked_and_prints_nothing(tmp_path: Path) -> None:
    with VirtualLabelPrinter(tmp_path) as printer:
        found = label(tmp_path, f"tcp://127.0.0.1:{printer.port}")
        assert (found.health, found.seen) == (Health.OK, f"ready at 127.0.0.1:{printer.port}")
        assert printer.printed == []


@pytest.mark.parametrize("mode", ["mute", "stall"])
def test_a_printer_without_an_answer_is_given_up(tmp_path: Path, mode: str) -> None:
    with VirtualLabelPrinter(tmp_path, mode=mode) as printer:
        found = label(tmp_path, f"tcp://127.0.0.1:{printer.port}")
    assert found.health is Health.BROKEN
    assert "no answer in 3 s" in found.seen
    assert "Look at it" in found.mend


def test_a_printer_that_is_switched_off_is_told(tmp_path: Path) -> None:
    with nobody_listens() as port:
        found = label(tmp_path, f"tcp://127.0.0.1:{port}")
    assert found.seen == f"nobody listens at 127.0.0.1:{port}"
    assert "Switch it on" in found.mend


@pytest.mark.parametrize(
    ("mode", "seen"), [("paper-out", "out of paper"), ("cover-open", "its head or cover is open")]
)
def test_a_receipt_printer_says_what_it_wants(tmp_path: Path, mode: str, seen: str) -> None:
    with VirtualReceiptPrinter(tmp_path, mode=mode) as printer:
        found = receipt(tmp_path, f"tcp://127.0.0.1:{printer.port}")
    assert (found.health, found.seen) == (Health.BROKEN, seen)
    assert found.means == "No packing slip comes out here."


def test_a_receipt_printer_that_is_ready_prints_nothing(tmp_path: Path) -> None:
    with VirtualReceiptPrinter(tmp_path) as printer:
        assert receipt(tmp_path, f"tcp://127.0.0.1:{printer.port}").health is Health.OK
        assert printer.printed == []


def test_an_office_printer_set_by_its_address_is_sent_to_the_queues(tmp_path: Path) -> None:
    with VirtualLabelPrinter(tmp_path, mode="mute") as printer:
        place = Installation(
            tmp_path, settings=Settings(slip_printer=f"tcp://127.0.0.1:{printer.port}")
        )
        (found,) = printers.slip_printer(place)
    assert found.health is Health.BROKEN
    assert "queue://" in found.mend


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("nowhere", "it begins with neither tcp, queue nor folder"),
        ("tcp://127.0.0.1:9", "no printer listens on such a port"),
        ("tcp://desk:secret@127.0.0.1", "a printer’s address holds no name or password"),
        ("folder:here", "that is not a whole path to a folder"),
    ],
)
def test_a_wrong_setting_is_told_with_its_reason(tmp_path: Path, setting: str, why: str) -> None:
    found = label(tmp_path, setting)
    assert found.seen == f"what is set is no destination: {why}"
    assert "Set label_printer in settings.toml" in found.mend
    assert "secret" not in repr(found)


def lpstat(folder: Path, script: str) -> str:
    """A program of this name that does what the script says."""
    program = folder / "lpstat"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


TAKES = 'echo "Office_A4 accepting requests since Mon Nov 23 08:00:00 2026"'
REJECTS = "echo 'Office_A4 not accepting requests since Mon 23 Nov -'; echo '\tfull'"
STOPPED = f"""[ $1 = -a ] && {TAKES} && exit
echo 'printer Office_A4 disabled since Mon Nov 23 08:00:00 2026 -'; echo '\tPaused'"""
READY = f"""[ $1 = -a ] && {TAKES} && exit
echo 'printer Office_A4 is idle.  enabled since Mon Nov 23 08:00:00 2026'"""
UNKNOWN = """echo 'lpstat: Invalid destination name in list "Office_A4".' >&2; exit 1"""
AWAY = "echo 'lpstat: Unable to connect to server' >&2; exit 1"


@pytest.mark.parametrize(
    ("script", "health", "code", "mend"),
    [
        (READY, Health.OK, "queue_ready", ""),
        (STOPPED, Health.BROKEN, "queue_stopped", "sudo cupsenable Office_A4"),
        (REJECTS, Health.BROKEN, "queue_rejects", "sudo cupsaccept Office_A4"),
        (UNKNOWN, Health.BROKEN, "queue_unknown", "lpstat -e lists them"),
        (AWAY, Health.BROKEN, "queue_nobody", "restart cups"),
    ],
)
def test_a_queue_is_asked_for_what_it_takes_and_prints(
    tmp_path: Path, script: str, health: Health, code: str, mend: str
) -> None:
    found = printers.queue("slip_printer", "Office_A4", lpstat(tmp_path, script))
    assert (found.health, found.code) == (health, code)
    assert mend in found.mend


def test_without_a_print_system_its_packages_are_named(tmp_path: Path) -> None:
    found = printers.queue("slip_printer", "Office_A4", str(tmp_path / "not-there"))
    assert found.code == "queue_no_cups"
    assert "apt install cups" in found.mend


def test_a_folder_is_tried_and_left_as_it_was(tmp_path: Path) -> None:
    assert label(tmp_path, f"folder:{tmp_path / 'labels'}").health is Health.OK
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_broken(tmp_path: Path) -> None:
    def closed(_: Path) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    found = printers.folder("label_printer", tmp_path, closed)
    assert found.health is Health.BROKEN
    assert "another folder for label_printer" in found.mend
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert label(tmp_path, f"folder:{tmp_path / 'file' / 'labels'}").health is Health.BROKEN


def test_one_printer_for_slips_is_enough(tmp_path: Path) -> None:
    roll = Installation(tmp_path, settings=Settings(receipt_printer="folder:/srv/paper"))
    none = Installation(tmp_path)
    assert [one.health for one in printers.slip_printer(roll)] == [Health.OK]
    assert [one.health for one in printers.slip_printer(none)] == [Health.NOTE]
    assert [one.health for one in printers.label_printer(none)] == [Health.NOTE]
