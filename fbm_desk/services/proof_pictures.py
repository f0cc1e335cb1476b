"""Keeps what a camera saw when it scanned a unit, with the order it was counted for."""

from __future__ import annotations

from fbm_desk.services.books import Books
from fbm_desk.services.taking import OnBench
from fbm_desk.store import scan_pictures
from fbm_desk.store.scan_pictures import ScanPicture


def proof_of(
    books: Books, before: OnBench | None, after: OnBench | None, jpeg: bytes
) -> ScanPicture | None:
    """The picture to keep after a scan; None where nothing was counted by it."""
    if after is None or not jpeg:
        return None
    session = after.opened.session
    same = before is not None and before.opened.id == after.opened.id
    counted = before.opened.session.counts if before is not None and same else ()
    if len(session.counts) <= len(counted):
        return None
    count = session.counts[-1]
    sku = session.lines[count.pieces[0][0]].sku if count.pieces else session.lines[0].sku
    return ScanPicture(session.order_id, after.opened.id, count.box, sku, books.now(), jpeg)


def keep(books: Books, seen: ScanPicture) -> None:
    """Write it down; nobody waits for it. Raises `Unavailable` when it cannot be."""
    with books.writing() as connection:
        scan_pictures.keep(connection, books.seal, seen)
