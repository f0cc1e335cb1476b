"""A virtual label printer in a process of its own, as real ones are: its work is not the bench's.

`python -m fbm_desk.measuring.printer_apart FOLDER` says its port and prints until its input ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def printer_apart(folder: Path) -> Iterator[int]:
    """The port of a printer that runs for as long as this lasts."""
    command = [sys.executable, "-m", "fbm_desk.measuring.printer_apart", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def main(folder: Path) -> int:
    """Print until nobody wants more."""
    from fbm_desk.simulator.virtual_printers import VirtualLabelPrinter

    if hasattr(os, "nice"):
        os.nice(19)  # a real one has a processor of its own
    with VirtualLabelPrinter(folder) as printer:
        print(printer.port, flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
