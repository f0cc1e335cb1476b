"""The window: its system libraries, whether it opens, and what the fonts here can write.

Qt ends the process it cannot open a window in, so it is tried in one of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import fbm_desk
from fbm_desk import texts
from fbm_desk.commands import screen as display
from fbm_desk.commands.checkup.finding import Finding, broken, note, ok
from fbm_desk.commands.checkup.native import WINDOW, missing

TRIAL_S = 30.0


def window(
    wanted: Mapping[str, str] = WINDOW, environment: Mapping[str, str] = os.environ
) -> Iterator[Finding]:
    """The libraries, the window, and the fonts for what buyers write."""
    has_display = display.is_there()
    lacking = missing(wanted) if sys.platform == "linux" else []
    if lacking:
        packages = " ".join(sorted({wanted[name] for name in lacking}))
        judged = broken if has_display else note
        yield judged("window", "window_packages", count=len(lacking), packages=packages)
    drawn = environment if has_display else {**environment, "QT_QPA_PLATFORM": "offscreen"}
    try:
        found = _tried(drawn)
    except subprocess.TimeoutExpired:
        yield broken("window", "window_silent", seconds=f"{TRIAL_S:.0f}")
        return
    if not has_display:
        yield note("window", "window_no_display")
    elif found is None:
        yield broken("window", "window_fails")
    else:
        size = {"width": found["width_px"], "height": found["height_px"]}
        yield ok("window", "window", platform=found["platform"], **size)
    if found is not None:
        yield fonts_found(found["missing"])


def fonts_found(languages: list[str]) -> Finding:
    """Whether the screen can show what buyers of these languages write; `languages` it cannot."""
    if not languages:
        return ok("screen_fonts", "screen_fonts")
    named = ", ".join(texts.say(f"doctor.language_{one}") for one in languages)
    code = "screen_fonts_cjk" if sys.platform == "linux" else "screen_fonts_few"
    return note("screen_fonts", code, languages=named)


def _tried(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """What the other process found; None when it ended without a word."""
    done = subprocess.run(
        _command(),
        env={**environment, **_where_the_program_lies(environment)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TRIAL_S,
        check=False,
    )
    try:
        found = json.loads(done.stdout)
    except ValueError:
        return None
    return found if isinstance(found, dict) and done.returncode == 0 else None


def _command() -> list[str]:
    packed = getattr(sys, "frozen", False)
    return [sys.executable, *([] if packed else ["-m", "fbm_desk"]), "doctor", "--try-window"]


def _where_the_program_lies(environment: Mapping[str, str]) -> dict[str, str]:
    paths = [str(Path(fbm_desk.__file__).parents[1]), environment.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def trial() -> int:
    """In the process of its own: open Qt and say what it found."""
    from fbm_desk.gui import window_trial

    print(json.dumps(asdict(window_trial.look())))
    return 0
