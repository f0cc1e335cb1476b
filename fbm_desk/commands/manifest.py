"""`fbm-desk manifest --carrier C --out FILE.pdf`: the list the driver signs."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from fbm_desk import app, texts
from fbm_desk.domain.errors import Invalid
from fbm_desk.services import manifests, whole_file


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose parcels, of which day, and where the PDF goes."""
    parser.add_argument("--carrier", required=True, metavar="C")
    parser.add_argument("--on", default="", metavar="DATE", help="YYYY-MM-DD, today without it")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")


def run(chosen: argparse.Namespace) -> int:
    """Put the carrier's parcels on a manifest and write its PDF."""
    try:
        on = date.fromisoformat(chosen.on) if chosen.on else date.today()  # noqa: DTZ011 local day
    except ValueError:
        raise Invalid("date") from None
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        manifest, pdf = manifests.make_manifest(
            house.books, chosen.carrier, on, None, None, house.settings.shop_name
        )
    finally:
        house.close()
    whole_file.write(chosen.out, pdf)
    facts = {"number": manifest.number, "count": len(manifest.parcels), "file": chosen.out.name}
    print(texts.say("cli.manifest", **facts))
    return 0
