"""How soon the window is there, and how much memory it takes, on a database full of orders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from fbm_desk.measuring.figures import Figure, percentile

SHOWN_S = 0.5
READY_S = 1.0
MEMORY_MB = 200.0
PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Start:
    """One start of the program: seconds from its process to window and bench, MB."""

    shown_s: float
    ready_s: float
    memory_mb: float


def start_up(folder: Path, starts: int) -> list[Figure]:
    """The median of some warm starts on the books in `folder`; the first one only warms up."""
    found = [start(folder) for _ in range(starts + 1)][1:]
    memory_mb = percentile([one.memory_mb for one in found], 50)
    return [
        Figure("shown", "s", percentile([one.shown_s for one in found], 50), budget=SHOWN_S),
        Figure("ready", "s", percentile([one.ready_s for one in found], 50), budget=READY_S),
        Figure("memory", "MB", memory_mb, budget=MEMORY_MB if memory_mb else None),
    ]


def start(folder: Path) -> Start:
    """Start the program once. Raises `RuntimeError` when no window came."""
    environment = {
        **os.environ,
        "XDG_CONFIG_HOME": str(folder / "settings"),
        "FBM_DESK_KEYRING": "no",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),  # as an installed program is
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.time()
    ended = subprocess.run(
        [sys.executable, "-m", "fbm_desk.measuring.started", str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    if ended.returncode or not ended.stdout.strip():
        raise RuntimeError(f"the window did not start: {ended.stderr.strip()[-300:]}")
    said = json.loads(ended.stdout.splitlines()[0])
    return Start(said["shown_at"] - began, said["ready_at"] - began, said["memory_mb"])
