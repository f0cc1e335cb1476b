"""Keeps what a camera saw when it scanned a unit, with the order it was counted for."""

from __future__ import annotations

from fbm_desk.domain.verdicts import Family, Verdict
from fbm_desk.services.books import Books
from fbm_desk.services.taking import OnBench
from fbm_desk.store import scan_pictures
from fbm_desk.store.scan_pictures import ScanPicture


def proof_of(books: Books, bench: OnBench | None, said: Verdict, jpeg: bytes) -> ScanPicture | None:
    """The picture to keep after an answer; None where nothing was counted by it."""
    if bench is None or said.family is not Family.GO or said.sku is None or not jpeg:
        return None
    opened = bench.opened
    facts = (bench.order.order_id, opened.id, said.box or opened.session.box, said.sku)
    return ScanPicture(*facts, books.now(), jpeg)


def keep(books: Books, seen: ScanPicture) -> None:
    """Write it down; nobody waits for it. Raises `Unavailable` when it cannot be."""
    with books.writing() as connection:
        scan_pictures.keep(connection, books.seal, seen)
