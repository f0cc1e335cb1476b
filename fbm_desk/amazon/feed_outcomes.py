"""Reads the processing report of a feed, flat or JSON; leaves fetching it to `feeds`.

A flat one has a summary in the marketplace's language, read by its two numbers, and under it a
table with English names. Its record numbers count differently from feed to feed, so that order
id, order item id or SKU say which row is meant where they are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fbm_desk.amazon.answers import printable
from fbm_desk.amazon.json_body import BadJson, JsonObject, json_object, number, part, parts, text
from fbm_desk.amazon.report_refusals import UnreadableReport
from fbm_desk.amazon.report_text import blocks_of, encoding_of
from fbm_desk.domain.feeds import FeedOutcome, FeedRefusal

_TABLE = "original-record-number"
_COUNT = re.compile(r"\t\s*(\d{1,9})\s*$", re.ASCII)
#: What is said of a row that was taken all the same.
_ONLY_WARNINGS = frozenset({"warning", "info", "information"})
_ORDER = ("order-id", "amazon-order-id")
_LINE = ("order-item-id", "amazon-order-item-code", "amazon-order-item-id")
_SKU = ("sku", "item_sku", "seller-sku")


def outcome_of(content: bytes, charset: str = "") -> FeedOutcome:
    """What became of the rows; `charset` is the one the document came with. Raises `BadJson`."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return _of_json(json_object(content.removeprefix(b"\xef\xbb\xbf")))
    return _of_table(_lines(content, charset))


def _of_json(body: JsonObject) -> FeedOutcome:
    summary = part(body, "summary")
    rows, taken = _whole(summary, "messagesProcessed"), _whole(summary, "messagesAccepted")
    refused = tuple(
        FeedRefusal(
            row=_whole(issue, "messageId") if issue.get("messageId") is not None else 0,
            code=printable(text(issue, "code")),
            words=printable(text(issue, "message")),
            sku=text(issue, "sku"),
        )
        for issue in parts(body, "issues")
        if text(issue, "severity").lower() not in _ONLY_WARNINGS
    )
    return FeedOutcome(rows, taken, refused)


def _of_table(lines: Iterator[str]) -> FeedOutcome:
    counts: list[int] = []
    names: list[str] = []
    for line in lines:
        if line.lower().startswith(_TABLE):
            names = [name.strip().lower() for name in line.split("\t")]
            break
        if found := _COUNT.search(line):
            counts.append(int(found.group(1)))
    if len(counts) < 2:
        raise BadJson("no processing report")
    rows, taken = counts[:2]
    if 0 < rows == taken:  # what is said of rows is a warning, in whatever language
        return FeedOutcome(rows, taken, ())
    return FeedOutcome(rows, taken, tuple(_refusals(names, lines)))


def _refusals(names: list[str], lines: Iterator[str]) -> Iterator[FeedRefusal]:
    for line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        row = dict(zip(names, cells, strict=False))
        if not line.strip() or row.get("error-type", "").lower() in _ONLY_WARNINGS:
            continue
        counted = row.get(_TABLE, "")
        yield FeedRefusal(
            row=int(counted) if re.fullmatch(r"[0-9]{1,9}", counted) else 0,
            code=printable(row.get("error-code", "")),
            words=printable(row.get("error-message", "")),
            order_id=_cell(row, _ORDER),
            line_id=_cell(row, _LINE),
            sku=_cell(row, _SKU),
        )


def _cell(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((printable(row[name]) for name in names if row.get(name)), "")


def _lines(content: bytes, charset: str) -> Iterator[str]:
    try:
        blocks = blocks_of(content, encoding_of(content, charset))
    except UnreadableReport:
        raise BadJson("no processing report") from None
    for block in blocks:
        yield from (line.rstrip("\r") for line in block.split("\n"))


def _whole(body: JsonObject, name: str) -> int:
    found = number(body, name)
    if found != int(found) or not 0 <= found <= 10**9:
        raise BadJson(f"{name} is no count")
    return int(found)
