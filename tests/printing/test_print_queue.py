"""Print queues and folders: what is called, what is written, what is claimed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from fbm_desk.printing.destinations import FolderDestination, QueueDestination
from fbm_desk.printing.printer_status import Trouble
from fbm_desk.printing.queue import (
    child_environment,
    print_pdf,
    print_raw,
    safe_file_name,
    write_document,
)
from fbm_desk.printing.transport import Delivery

PDF = b"%PDF-1.4 pretend"


TAKEN = "request id is Office-42 (1 file(s))"


def fake_lp(folder: Path, *, answer: str = TAKEN, rc: int = 0) -> str:
    """An `lp` that writes down how it was called and what it was given."""
    script = folder / "lp"
    script.write_text(
        "#!/bin/sh\n"
        f'printf "%s\\n" "$@" > "{folder}/arguments"\n'
        f'env > "{folder}/environment"\n'
        f'for last; do :; done; cp "$last" "{folder}/document"\n'
        f'echo "{answer}"\nexit {rc}\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


def test_a_pdf_goes_to_its_queue_on_its_paper(tmp_path: Path) -> None:
    lp = fake_lp(tmp_path)

    result = print_pdf(PDF, QueueDestination("Office"), name="slip-305-1", media="A4", lp=lp)

    assert (result.delivery, result.job_id) == (Delivery.SENT, "Office-42")
    arguments = (tmp_path / "arguments").read_text().splitlines()
    assert arguments[:6] == ["-d", "Office", "-t", "slip-305-1.pdf", "-o", "media=A4"]
    assert (tmp_path / "document").read_bytes() == PDF


def test_printer_language_goes_to_a_queue_unchanged(tmp_path: Path) -> None:
    print_raw(b"^XA^XZ", QueueDestination("Zebra"), name="label-1.zpl", lp=fake_lp(tmp_path))

    assert "raw" in (tmp_path / "arguments").read_text().splitlines()
    assert (tmp_path / "document").read_bytes() == b"^XA^XZ"


def test_a_strange_paper_name_is_not_handed_on(tmp_path: Path) -> None:
    lp = fake_lp(tmp_path)

    print_pdf(PDF, QueueDestination("Office"), name="slip", media="A4 -o raw\n", lp=lp)

    assert "media" not in (tmp_path / "arguments").read_text()


def test_the_child_gets_no_library_paths_and_no_keys() -> None:
    ours = {"PATH": "/bin", "LD_LIBRARY_PATH": "/x:", "QT_PLUGIN_PATH": "/q", "SECRET_KEY": "s"}

    assert child_environment(ours) == {"PATH": "/bin", "LC_ALL": "C.UTF-8"}


def test_the_document_does_not_stay_behind(tmp_path: Path) -> None:
    lp = fake_lp(tmp_path)

    print_pdf(PDF, QueueDestination("Office"), name="slip", lp=lp)

    sent = (tmp_path / "arguments").read_text().splitlines()[-1]
    assert not Path(sent).exists()


def test_a_queue_that_refuses_has_not_printed(tmp_path: Path) -> None:
    lp = fake_lp(tmp_path, answer="no such queue", rc=1)

    result = print_pdf(PDF, QueueDestination("Nowhere"), name="slip", lp=lp)

    assert (result.delivery, result.trouble) == (Delivery.NOT_SENT, Trouble.QUEUE_REFUSED)


def test_a_machine_without_lp_says_so(tmp_path: Path) -> None:
    result = print_pdf(PDF, QueueDestination("Office"), name="slip", lp=str(tmp_path / "none"))

    assert result.trouble is Trouble.QUEUE_REFUSED


def test_a_folder_takes_whole_files_and_never_overwrites(tmp_path: Path) -> None:
    folder = FolderDestination(tmp_path / "paper")

    first = print_pdf(PDF, folder, name="slip-305-4471926-8830217")
    second = print_pdf(PDF + b"2", folder, name="slip-305-4471926-8830217")

    assert first.delivery is Delivery.CONFIRMED
    assert [first.job_id, second.job_id] == [
        "slip-305-4471926-8830217.pdf",
        "slip-305-4471926-8830217-2.pdf",
    ]
    assert sorted(os.listdir(folder.path)) == sorted([first.job_id, second.job_id])


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    result = write_document(PDF, tmp_path / "file", "slip.pdf")

    assert (result.delivery, result.trouble) == (Delivery.NOT_SENT, Trouble.FOLDER_FAILED)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("slip-305.pdf", "slip-305.pdf"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "x-CON"),
        ("nul.pdf", "x-nul.pdf"),
        ("a\nb\x1b.pdf", "a-b-.pdf"),
        ("", "document"),
        ("...", "document"),
    ],
)
def test_a_file_name_is_safe_on_every_system(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


def test_a_file_name_has_an_end() -> None:
    assert len(safe_file_name("x" * 400 + ".pdf")) <= 120
