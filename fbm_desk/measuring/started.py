"""The window as a process of its own, started as `fbm-desk` starts it, and closed once it is ready.

`python -m fbm_desk.measuring.started FOLDER` writes one JSON line; `start_up` reads it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fbm_desk.app import House


def main(folder: Path) -> int:
    """Open the window on the books in `folder`, tell when it was ready, and close it."""
    from fbm_desk import settings
    from fbm_desk.gui.start_marks import Marks, StartMarks, end_program
    from fbm_desk.window import Window

    def open_house() -> House:
        from fbm_desk import app

        return app.open_house(folder)

    opened = Window(open_house, settings.load(folder, os.environ))

    def told(marks: Marks) -> None:
        said = {"shown_at": marks.shown_at, "ready_at": marks.ready_at, "memory_mb": memory_mb()}
        print(json.dumps(said), flush=True)
        end_program()

    marks = StartMarks(opened.shell, told)
    code = opened.run()
    del marks
    return code


def memory_mb() -> float:
    """Memory of this process now in MB; 0 where the system does not say so in this way."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
