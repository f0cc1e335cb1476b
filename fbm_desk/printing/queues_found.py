"""Which print queues the operating system has; printing on them is `queue`."""

from __future__ import annotations

import subprocess
import sys

_TIMEOUT_S = 3.0
_WINDOWS_PRINTERS = r"SYSTEM\CurrentControlSet\Control\Print\Printers"


def system_queues(lpstat: str = "lpstat") -> tuple[str, ...]:
    """The names of all queues in alphabetical order; none where they cannot be asked for."""
    names = _windows_queues() if sys.platform == "win32" else _cups_queues(lpstat)
    return tuple(sorted(names, key=str.casefold))


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
