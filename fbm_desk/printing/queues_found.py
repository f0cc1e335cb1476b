"""Which print queues the operating system has and how they are; printing is `queue`'s."""

from __future__ import annotations

import os
import subprocess
import sys
from enum import Enum

from fbm_desk.printing.queue import child_environment

_TIMEOUT_S = 3.0
_WINDOWS_PRINTERS = r"SYSTEM\CurrentControlSet\Control\Print\Printers"


def system_queues(lpstat: str = "lpstat") -> tuple[str, ...]:
    """The names of all queues in alphabetical order; none where they cannot be asked for."""
    names = _windows_queues() if sys.platform == "win32" else _cups_queues(lpstat)
    return tuple(sorted(names, key=str.casefold))


class QueueState(Enum):
    """Whether a print queue takes documents and passes them on."""

    READY = "ready"  #: takes them and prints them
    UNKNOWN = "unknown"  #: the system has no queue of this name
    REJECTS = "rejects"  #: takes none
    STOPPED = "stopped"  #: takes them and keeps them: paused, or its printer is away
    NOBODY = "nobody"  #: the print system is not there or does not answer


def queue_state(name: str, lpstat: str = "lpstat") -> QueueState:
    """How a queue is; of Windows' queues only whether they are there is known."""
    if sys.platform == "win32":
        return QueueState.READY if name in _windows_queues() else QueueState.UNKNOWN
    takes = _said([lpstat, "-a", name])
    if takes is None:
        return QueueState.NOBODY
    if not takes.startswith(f"{name} "):
        return QueueState.UNKNOWN
    if takes.startswith(f"{name} not accepting"):
        return QueueState.REJECTS
    prints = _said([lpstat, "-p", name]) or ""
    return QueueState.STOPPED if prints.startswith(f"printer {name} disabled") else QueueState.READY


def _said(command: list[str]) -> str | None:
    """What lpstat says in English, '' for a name it does not know; None without an answer."""
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
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode == 0:
        return done.stdout.strip()
    return "" if "nvalid destination" in done.stderr else None


def _cups_queues(lpstat: str) -> list[str]:
    """CUPS lists a queue a line for `lpstat -e`, those found on the network among them."""
    try:
        done = subprocess.run(
            [lpstat, "-e"], capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = (line.strip() for line in done.stdout.splitlines())
    return [line for line in lines if line] if done.returncode == 0 else []


def _windows_queues() -> list[str]:
    if sys.platform != "win32":
        return []
    import winreg

    names: list[str] = []
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS_PRINTERS) as folder:
            names += [winreg.EnumKey(folder, at) for at in range(winreg.QueryInfoKey(folder)[0])]
    except OSError:
        return []
    return names
