"""`fbm-desk manifest --carrier C --out FILE.pdf`: the list the driver signs."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from fbm_desk import app, texts
from fbm_desk.commands.words import plain_text, shown
from fbm_desk.domain.errors import Invalid
from fbm_desk.services import manifests, whole_file
from fbm_desk.services.books import Books

FIRST_YEAR, LAST_YEAR = 2000, 2200


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose parcels, of which day, and where the PDF goes."""
    parser.add_argument("--carrier", required=True, type=plain_text, metavar="C")
    parser.add_argument("--on", metavar="DATE", help="YYYY-MM-DD, today without it")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf")


def run(chosen: argparse.Namespace) -> int:
    """Put the carrier's parcels on a manifest and write its PDF."""
    on = _day(chosen.on)
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        carrier = _carrier(house.books, chosen.carrier, on)
        whole_file.try_place(chosen.out)  # before the parcels are on a manifest for good
        shop = house.settings.shop_name
        manifest, pdf = manifests.make_manifest(house.books, carrier, on, None, None, shop)
    finally:
        house.close()
    whole_file.write(chosen.out, pdf)
    facts = {"number": manifest.number, "count": len(manifest.parcels), "file": chosen.out.name}
    print(shown(texts.say("cli.manifest", **facts)))
    return 0


def _day(given: str | None) -> date:
    if given is None:
        return date.today()  # noqa: DTZ011 local day
    try:
        on = date.fromisoformat(given)
    except ValueError:
        raise Invalid("date") from None
    if on.isoformat() != given or not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise Invalid("date")
    return on


def _carrier(books: Books, given: str, on: date) -> str:
    """The carrier as the books spell it. Raises `Invalid` with the names there are."""
    names = [one.carrier for one in manifests.carriers(books, on, None)]
    if not names:
        raise Invalid("no_parcels")
    for name in names:
        if name.casefold() == given.casefold():
            return name
    raise Invalid("no_such_carrier", carriers=", ".join(names))
