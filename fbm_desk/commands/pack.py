"""`fbm-desk pack`: the same desk without a window. One scan a line in, one answer a line out."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from fbm_desk import account_works, app, texts
from fbm_desk.commands.words import plain_text, shown
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import bench_look, wording
from fbm_desk.services.packing import Desk

MOST_SCAN_CHARS = 100_000
"""What is longer without an end of line is no scan, and its rest is not kept in memory."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who packs, where, and how the answers are written."""
    parser.add_argument(
        "--badge", required=True, type=plain_text, metavar="CODE", help="the packer's badge"
    )
    parser.add_argument(
        "--bench", type=plain_text, default="", metavar="NAME", help="which bench this is"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a scan")


def run(chosen: argparse.Namespace) -> int:
    """Pack until the input ends; what is unfinished stays resumable."""
    house = app.open_house(chosen.data_dir, chosen.database_url)
    clients = None
    try:
        clients = account_works.clients_of(house)
        shop = account_works.workshop(house, clients)
        desk = app.open_desk(house, shop, chosen.bench)
        if desk.scan(chosen.badge).code is not VerdictCode.SIGNED_IN:
            raise Invalid("badge_unknown")
        shop.carry_on(desk)
        answer_all(desk, scans_in(sys.stdin), sys.stdout, as_json=chosen.json)
        desk.leave()
    finally:
        if clients is not None:
            clients.close()
        house.close()
    return 0


def scans_in(stream: TextIO | None) -> Iterator[str]:
    """The scans that arrive, each as soon as its CR, LF or both have come; blank ones are none.

    Waiting for whole lines would hold back every scan of a scanner that ends them with CR alone.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(newline="\n")  # any other would wait for what follows a CR
    scan, length, first = "", 0, True
    while stream is not None and (char := stream.read(1)):
        if char in "\r\n":
            if scan.strip(" \t"):
                yield scan
            scan, length = "", 0
        elif length < MOST_SCAN_CHARS and not (first and char == "\ufeff"):
            scan, length = scan + char, length + 1
        first = False
    if scan.strip(" \t"):
        yield scan


def answer_all(desk: Desk, scans: Iterable[str], out: TextIO, *, as_json: bool) -> None:
    """Answer every scan; a line is written once its event is on disk."""
    for scanned in scans:
        verdict = desk.scan(scanned)
        print(written(desk, scanned, verdict, as_json=as_json), file=out, flush=True)


def written(desk: Desk, scanned: str, verdict: Verdict, *, as_json: bool) -> str:
    """One answer as a line of text or as the stable JSON object."""
    text = said(desk, verdict)
    if as_json:
        return json.dumps(
            {
                "scan": scanned,
                "code": verdict.code.value,
                "text": text,
                "order_id": verdict.order_id,
                "sku": verdict.sku,
                "packed": verdict.packed,
                "wanted": verdict.wanted,
            },
            ensure_ascii=False,
        )
    count = f"{verdict.packed}/{verdict.wanted}" if verdict.wanted else "–"
    return shown(f"{verdict.code.value:<16} {verdict.order_id or '–':<19} {count:>6}  {text}")


def said(desk: Desk, verdict: Verdict) -> str:
    """The sentence, its hint, what can be chosen, and what became of the label meanwhile."""
    view = bench_look.look(desk)
    parts = [wording.sentence(view, verdict), wording.hint(view, verdict)]
    told = zip(view.choices, wording.choice_units(view), strict=True)
    parts += [
        f"{digit}: {', '.join(filter(None, (one.article.sku, units)))}"
        for digit, (one, units) in enumerate(told, 1)
    ]
    if desk.verdict is not None and desk.verdict is not verdict:
        parts.append(wording.sentence(view, desk.verdict))
    if view.label is not None and view.label.tracking:
        parts.append(texts.say("cli.label", tracking=view.label.tracking))
    return " ".join(_ended(part) for part in dict.fromkeys(parts) if part)


def _ended(part: str) -> str:
    return part if part.endswith((".", "?", "!", "…")) else f"{part}."
