"""Rows as a CSV file that a spreadsheet opens unharmed; leaves choosing and writing to others."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from fbm_desk.domain.spreadsheets import guarded as guarded


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table in UTF-8 with its byte order mark, CRLF lines, every cell guarded."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([guarded(cell) for cell in head])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return page.getvalue().encode("utf-8-sig", errors="replace")


def copied(rows: Iterable[Sequence[str]]) -> str:
    """Rows for the clipboard: cells between tabs, one row a line, no break inside a cell."""
    lines = ("\t".join(" ".join(guarded(cell).split()) for cell in row) for row in rows)
    return "\n".join(lines)
