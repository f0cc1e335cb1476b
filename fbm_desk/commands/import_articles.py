"""`fbm-desk import-articles FILE`: takes in the catalogue, a row an article."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path

from fbm_desk import app, texts
from fbm_desk.commands import import_orders
from fbm_desk.commands.words import shown
from fbm_desk.domain.errors import Unavailable
from fbm_desk.services import article_import
from fbm_desk.services.article_import import ArticlesIn, RefusedRow


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, whether it is only looked at, and whether the result is wanted as JSON."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--check", action="store_true", help="say what would become of it; write nothing"
    )
    parser.add_argument("--json", action="store_true", help="the result as one JSON object")


def run(chosen: argparse.Namespace) -> int:
    """Import; refused rows are named, the good ones stay. A check fails by any refused row."""
    data = import_orders.read(chosen.file)
    with closing(app.open_house(chosen.data_dir, chosen.database_url)) as house:
        try:
            result = article_import.import_articles(house.books, data, check=chosen.check)
        except Unavailable:
            if not chosen.check:
                print(texts.say("cli.articles_stopped"), file=sys.stderr)
            raise
    if chosen.json:
        print(json.dumps(as_json(result, checked=chosen.check), ensure_ascii=False))
    else:
        _say(result, checked=chosen.check)
    return 1 if result.refused_rows and (chosen.check or not result.articles) else 0


def as_json(result: ArticlesIn, *, checked: bool) -> dict[str, object]:
    """The stable shape of `import-articles --json`."""
    return {
        "articles": result.articles,
        "new": result.new,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "refused_rows": result.refused_rows,
        "refused": [
            {"row": one.line, "column": one.column, "reason": _reason(one)}
            for one in result.refused
        ],
        "ignored_columns": list(result.ignored),
        "checked": checked,
    }


def _say(result: ArticlesIn, *, checked: bool) -> None:
    key = "cli.articles_checked" if checked else "cli.articles_imported"
    print(
        texts.say(
            key,
            articles=result.articles,
            new=result.new,
            updated=result.updated,
            unchanged=result.unchanged,
            refused=result.refused_rows,
        )
    )
    if result.ignored:
        print(shown(texts.say("cli.articles_ignored", columns=", ".join(result.ignored))))
    for one in result.refused:
        words = texts.say("cli.refused_row", row=one.line, reason=_reason(one))
        print(shown(words), file=sys.stderr)
    if result.refused_rows > len({one.line for one in result.refused}):
        print(texts.say("cli.articles_more_refused"), file=sys.stderr)


def _reason(one: RefusedRow) -> str:
    """The column, what is wrong with it, and what was kept."""
    words = texts.say(f"article.{one.fault.code}", **one.fault.facts)
    named = f"{one.column}: {words}" if one.column else words
    return f"{named} {texts.say('article.kept')}"
