"""`fbm-desk print-test`: a label that shows size, edges, darkness and scannability of a printer."""

from __future__ import annotations

import argparse
import os
from datetime import datetime

from fbm_desk import settings, texts
from fbm_desk.commands.words import plain_text, shown
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.printing.printers import Printers
from fbm_desk.printing.zpl import zpl_test_label

_DPIS = (203, 300)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which printer, and how fine it prints."""
    parser.add_argument(
        "--printer", type=plain_text, default="", metavar="P", help="another than the bench's own"
    )
    parser.add_argument("--dpi", type=int, choices=_DPIS, default=_DPIS[0])


def run(chosen: argparse.Namespace) -> int:
    """Print one test label; no data are opened. 0 when it was printed or at least sent."""
    here = settings.load(chosen.data_dir, os.environ)
    texts.speak(here.language)
    printer = chosen.printer or here.label_printer
    if not printer:
        raise Unavailable("no_printer")
    now = datetime.now().astimezone()
    label = zpl_test_label(f"{here.bench} label", f"{now:%Y-%m-%d %H:%M}", dpi=chosen.dpi)
    result = Printers().print(printer, Paper.LABEL, "test-label.zpl", label)
    said = texts.say(f"cli.print_test_{result.state.value}", reason=result.reason.replace("_", " "))
    print(shown(said))
    return 0 if result.state in (JobState.PRINTED, JobState.SENT) else 1
