"""`fbm-desk import-orders FILE`: takes in an order report from Seller Central."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from fbm_desk import app, texts
from fbm_desk.amazon.report_refusals import UnreadableReport
from fbm_desk.domain.errors import Invalid
from fbm_desk.services import orders
from fbm_desk.services.article_file import looks_like_articles
from fbm_desk.services.orders import FileImport

MOST_BYTES = 600_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whether the result is wanted as JSON."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="the result as one JSON object")


def run(chosen: argparse.Namespace) -> int:
    """Import; refused rows are named, the good ones stay."""
    data = read(chosen.file)
    house = app.open_house(chosen.data_dir, chosen.database_url)
    try:
        result = orders.import_report(house.books, data)
    except UnreadableReport:
        if looks_like_articles(data):
            raise Invalid("articles_file_here") from None
        raise
    finally:
        house.close()
    print(json.dumps(as_json(result), ensure_ascii=False) if chosen.json else _words(result))
    for row, reason in () if chosen.json else result.refused:
        print(texts.say("cli.refused_row", row=row, reason=reason), file=sys.stderr)
    return 1 if result.refused and not result.intake.orders else 0


def read(path: Path) -> bytes:
    """The file's bytes. Raises `Invalid` for what is no ordinary file."""
    if not path.exists():
        raise Invalid("no_file")
    if not path.is_file():
        raise Invalid("not_a_file")
    if path.stat().st_size > MOST_BYTES:
        raise Invalid("file_too_large", most_mb=MOST_BYTES // 1_000_000)
    return path.read_bytes()


def as_json(result: FileImport) -> dict[str, object]:
    """The stable shape of `import-orders --json`."""
    return {
        "orders": result.intake.orders,
        "lines": result.intake.lines,
        "new": result.intake.new,
        "updated": result.intake.updated,
        "unchanged": result.intake.unchanged,
        "refused": [{"row": row, "reason": reason} for row, reason in result.refused],
    }


def _words(result: FileImport) -> str:
    return texts.say(
        "cli.imported",
        orders=result.intake.orders,
        lines=result.intake.lines,
        new=result.intake.new,
        updated=result.intake.updated,
        unchanged=result.intake.unchanged,
        refused=len(result.refused),
    )
