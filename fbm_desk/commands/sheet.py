"""`fbm-desk sheet --out FILE.pdf`: the command barcodes for a bench, and on asking a badge."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from fbm_desk import settings, texts
from fbm_desk.commands.words import plain_text, shown
from fbm_desk.domain.errors import Invalid
from fbm_desk.printing.code128 import can_encode
from fbm_desk.services import box_rules, whole_file
from fbm_desk.services.command_sheet import command_sheet


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the PDF goes, and whose badge comes with it."""
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")
    parser.add_argument(
        "--badge", type=plain_text, default="", metavar="CODE", help="a badge on a page before it"
    )
    parser.add_argument(
        "--name", type=plain_text, default="", metavar="NAME", help="the name on that badge"
    )


def run(chosen: argparse.Namespace) -> int:
    """Write the sheet; no data are opened, so that it can be printed before all else."""
    here = settings.load(chosen.data_dir, os.environ)
    texts.speak(here.language)
    badge = chosen.badge.strip()
    if badge and not can_encode(badge):
        raise Invalid("badge_code")
    sheet = command_sheet(chosen.name, badge, here.shop_name, box_rules.boxes_of(here))
    whole_file.write(chosen.out, sheet)
    print(shown(texts.say("cli.sheet", file=chosen.out.name)))
    return 0
