"""The catalogue as the articles file: what `article_import` reads again, cell by cell the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from fbm_desk.domain.spreadsheets import sent_out
from fbm_desk.services import whole_file
from fbm_desk.services.article_cells import fit
from fbm_desk.services.article_columns import COLUMNS, COUNTED, Column
from fbm_desk.services.books import Books
from fbm_desk.store import catalogue


def export_articles(books: Books, path: Path, *, stock: bool = False) -> int:
    """Write every article, with `stock` what is here of it, too; how many. Raises `OSError`.

    The file is whole or not there. A shop without articles gets the header alone.
    """
    whole_file.try_place(path)
    columns = [one for name, one in COLUMNS.items() if stock or name not in COUNTED]
    separator = "\t" if path.suffix.lower() in (".tsv", ".txt", ".tab") else ","
    page = io.BytesIO()
    text = io.TextIOWrapper(page, "utf-8-sig", "replace", newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    count = 0
    with books.reading() as connection:
        for entry in catalogue.all_entries(connection):
            writer.writerow(_cells(columns, entry))
            count += 1
    text.flush()
    whole_file.write(path, page.getvalue())
    return count


def _cells(columns: Iterable[Column], entry: catalogue.Entry) -> list[str]:
    return [sent_out(fit(column.show(entry))) for column in columns]
