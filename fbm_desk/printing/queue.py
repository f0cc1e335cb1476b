"""Documents to the operating system's print queues and to folders; network printers are elsewhere.

A queue that took a job has not printed it: the result is SENT with a job id, never CONFIRMED.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from fbm_desk.printing.destinations import FolderDestination, QueueDestination
from fbm_desk.printing.printer_status import Trouble
from fbm_desk.printing.transport import Delivery, SendResult

_TIMEOUT_S = 20.0
_KEPT_FOR_SHELL_S = 600.0
_JOB_ID = re.compile(r"request id is (\S+-\d+)")
_ENVIRONMENT_KEPT = ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "SYSTEMROOT", "CUPS_SERVER")
_DEVICE_NAMES = re.compile(r"(?i)(CON|PRN|AUX|NUL|COM\d|LPT\d)(\..*)?\Z")


def print_pdf(
    pdf: bytes,
    destination: QueueDestination | FolderDestination,
    *,
    name: str,
    media: str = "",
    lp: str = "lp",
) -> SendResult:
    """Print a PDF. `name` is made of ids only (`slip-305-4471926-8830217`), never of a person.

    `media` is a CUPS media name (`A4`, `Letter`, `na_index-4x6_4x6in`); without it a queue prints
    on what it has loaded.
    """
    if isinstance(destination, FolderDestination):
        return write_document(pdf, destination.path, f"{name}.pdf")
    options = [f"media={media}"] if re.fullmatch(r"[A-Za-z0-9._-]{1,80}", media) else []
    return _print_on_queue(pdf, destination.name, f"{name}.pdf", options, lp)


def print_raw(
    data: bytes, destination: QueueDestination | FolderDestination, *, name: str, lp: str = "lp"
) -> SendResult:
    """Hand printer language (ZPL, ESC/POS) to a queue as it is, or keep it as a file."""
    if isinstance(destination, FolderDestination):
        return write_document(data, destination.path, name)
    if sys.platform == "win32":
        # Windows' shell verbs print documents only; raw bytes go over the network or USB.
        return SendResult(Delivery.NOT_SENT, Trouble.QUEUE_REFUSED)
    return _print_on_queue(data, destination.name, name, ["raw"], lp)


def write_document(data: bytes, folder: Path, name: str) -> SendResult:
    """Put a document into a folder: whole or not at all, and never over another one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_path(folder, safe_file_name(name))
        handle, part = tempfile.mkstemp(prefix=".part-", dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError:
        return SendResult(Delivery.NOT_SENT, Trouble.FOLDER_FAILED)
    return SendResult(Delivery.CONFIRMED, bytes_sent=len(data), job_id=path.name)


def safe_file_name(name: str) -> str:
    """`name` as a file name that every system takes: no folders, devices, blanks at the ends."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-") or "document"
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > 120:
        plain = f"{stem[:100]}{dot}{ending[:16]}"
    return f"x-{plain}" if _DEVICE_NAMES.match(plain) else plain


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What a child process needs of ours: no library paths, no keys; messages in English."""
    kept = {key: environment[key] for key in _ENVIRONMENT_KEPT if key in environment}
    return {**kept, "LC_ALL": "C.UTF-8"}


def _free_path(folder: Path, name: str) -> Path:
    path = folder / name
    for number in range(2, 10_000):
        if not path.exists():
            break
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path


def _print_on_queue(data: bytes, queue: str, name: str, options: list[str], lp: str) -> SendResult:
    with tempfile.TemporaryDirectory(prefix="fbm-desk-") as folder:
        document = Path(folder) / safe_file_name(name)
        document.write_bytes(data)
        if sys.platform == "win32":
            return _print_by_shell(document, queue, len(data))
        # The queue's name is one argument behind -d and no shell reads it.
        command = [lp, "-d", queue, "-t", safe_file_name(name)]
        command += [part for option in options for part in ("-o", option)]
        return _run_lp([*command, "--", str(document)], len(data))


def _run_lp(command: list[str], size: int) -> SendResult:
    try:
        done = subprocess.run(
            command,
            env=child_environment(os.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            check=False,
        )
    except FileNotFoundError:
        return SendResult(Delivery.NOT_SENT, Trouble.QUEUE_REFUSED)
    except (subprocess.TimeoutExpired, OSError):
        return SendResult(Delivery.UNKNOWN, Trouble.TIMEOUT, size)
    job = _JOB_ID.search(done.stdout)
    if done.returncode != 0:
        return SendResult(Delivery.NOT_SENT, Trouble.QUEUE_REFUSED)
    return SendResult(Delivery.SENT, bytes_sent=size, job_id=job[1] if job else "")


def _print_by_shell(document: Path, queue: str, size: int) -> SendResult:
    """Windows: the program that opens PDFs prints it on this queue; nothing more is ever known."""
    start = getattr(os, "startfile", None)
    if start is None:
        return SendResult(Delivery.NOT_SENT, Trouble.QUEUE_REFUSED)
    folder = Path(tempfile.gettempdir()) / "fbm-desk-print"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():  # the program reads a file some time after `start` has returned
        if time.time() - old.stat().st_mtime > _KEPT_FOR_SHELL_S:
            old.unlink(missing_ok=True)
    kept = _free_path(folder, document.name)
    kept.write_bytes(document.read_bytes())
    try:
        start(str(kept), "printto", f'"{queue}"')
    except OSError:
        return SendResult(Delivery.NOT_SENT, Trouble.QUEUE_REFUSED)
    return SendResult(Delivery.SENT, bytes_sent=size)
