"""What rows of an articles file say of each other and of the books: whose barcodes, which parts.

A barcode stands for one article, what a kit names is there, and no kit holds itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.services.article_cells import Faulty
from fbm_desk.services.article_columns import CODE_COLUMNS, group_of
from fbm_desk.services.kit_sizes import around_themselves, too_large, within
from fbm_desk.store import catalogue, people
from fbm_desk.store.catalogue import Entry, Owner
from fbm_desk.store.database import Connection
from fbm_desk.store.sealed import Seal

Fault = tuple[int, str, Faulty]
"""The line, the column, and what is wrong."""
_Kit = tuple[tuple[str, int], ...]
_SHARED = "shared_barcodes"


class Claims:
    """What the rows of one file add; only what is other than in the books is kept.

    `lines` has the line of each SKU that came, and grows meanwhile.
    """

    def __init__(self, lines: Mapping[str, int]) -> None:
        self._lines = lines
        self._codes: dict[str, int] = {}  # by whom it is wanted first: see `_place`
        self._also: dict[str, list[int]] = {}  # by whom besides
        self._given_up: dict[str, list[tuple[int, str]]] = {}
        self._made_shared: dict[str, list[tuple[int, str]]] = {}
        self._named: dict[str, list[tuple[int, str]]] = {}
        self._kits: dict[str, tuple[int, _Kit]] = {}

    def add(self, line: int, before: Entry | None, after: Entry) -> None:
        """A good row: the article before and after."""
        sku = after.article.sku
        self._add_codes(line, before, after)
        parts = [part for part, _ in after.parts]
        if parts and (before is None or before.parts != after.parts):
            self._name(line, "kit_contents", parts)
        if before is None or before.instead != after.instead:
            self._name(line, "substitutes", after.instead)
        if after.parts != (before.parts if before else ()):
            self._kits[sku] = (line, after.parts)

    def _name(self, line: int, column: str, skus: Iterable[str]) -> None:
        for sku in skus:
            self._named.setdefault(sku, []).append((line, column))

    def _add_codes(self, line: int, before: Entry | None, after: Entry) -> None:
        sku, old, new = after.article.sku, _wanted(before), _wanted(after)
        if before is None:
            new.setdefault(barcode_key(sku), "sku")
        for key, column in new.items():
            was = old.get(key)
            if was is None or (was == _SHARED and column != _SHARED):
                self._want(key, _place(line, column))
            elif was != _SHARED and column == _SHARED:
                self._made_shared.setdefault(key, []).append((line, sku))
        for key in old.keys() - new.keys():
            self._given_up.setdefault(key, []).append((line, sku))

    def _want(self, key: str, place: int) -> None:
        if key in self._codes:
            self._also.setdefault(key, []).append(place)
        else:
            self._codes[key] = place

    def _wanting(self, key: str) -> Iterator[tuple[int, str]]:
        """The lines that want a barcode, from the top, each with its column."""
        return map(_line_and_column, (self._codes[key], *self._also.get(key, ())))

    # --- what is wrong ---------------------------------------------------------------------------

    def faults(self, connection: Connection, seal: Seal, refused: set[int]) -> Iterator[Fault]:
        """What is wrong with rows beside others. `refused` are told already, and grow meanwhile."""
        yield from self._badges(connection, seal)
        books_kits = catalogue.all_parts(connection)
        missing = self._missing(connection)
        told = -1
        while told != len(refused):  # what a refused row brought is not there
            told = len(refused)
            yield from self._clashing(refused)
            yield from self._belonging_to_others(connection, refused)
            yield from self._unknown(missing, refused)
            yield from self._kits_in_themselves(books_kits, refused)

    def _badges(self, connection: Connection, seal: Seal) -> Iterator[Fault]:
        """Barcodes that are somebody's badge: a scan of it would sign that person in."""
        for key in sorted(people.badges_among(connection, seal, self._codes)):
            for line, column in self._wanting(key):
                yield line, column, Faulty("barcode_badge")

    def _clashing(self, refused: Collection[int]) -> Iterator[Fault]:
        for key in self._also:
            left = [one for one in self._wanting(key) if one[0] not in refused]
            for line, column in left[1:]:
                if {column, left[0][1]} != {_SHARED}:
                    yield line, column, Faulty("barcode_twice", text=key, line=left[0][0])

    def _belonging_to_others(
        self, connection: Connection, refused: Collection[int]
    ) -> Iterator[Fault]:
        left = iter([*self._codes])
        while some := list(islice(left, catalogue.AT_ONCE)):
            for key, owners in catalogue.owners(connection, some).items():
                there = self._still_owning(key, owners, refused)
                for line, column in self._wanting(key):
                    others = [one for one in there if self._lines.get(one.sku) != line]
                    if line not in refused and not _may_share(column, others):
                        fault = Faulty("barcode_other", text=key, sku=others[0].sku)
                        yield line, column, fault

    def _still_owning(
        self, key: str, owners: Iterable[Owner], refused: Collection[int]
    ) -> list[Owner]:
        """Whose barcode it is once the good rows are in."""
        gone = {sku for at, sku in self._given_up.get(key, ()) if at not in refused}
        shared = {sku for at, sku in self._made_shared.get(key, ()) if at not in refused}
        return [
            replace(one, kind="shared") if one.sku in shared else one
            for one in owners
            if one.sku not in gone
        ]

    def _missing(self, connection: Connection) -> set[str]:
        """What is named and is not in the books."""
        missing: set[str] = set()
        left = iter([*self._named])
        while some := list(islice(left, catalogue.AT_ONCE)):
            missing |= set(some) - catalogue.there(connection, some)
        return missing

    def _unknown(self, missing: Collection[str], refused: Collection[int]) -> Iterator[Fault]:
        for sku in missing:
            if sku in self._lines and self._lines[sku] not in refused:
                continue
            for line, column in self._named[sku]:
                if line not in refused:
                    yield line, column, Faulty("unknown_sku", sku=sku)

    def _kits_in_themselves(
        self, books_kits: Mapping[str, _Kit], refused: Collection[int]
    ) -> Iterator[Fault]:
        good = {sku: kit for sku, kit in self._kits.items() if kit[0] not in refused}
        if not good:
            return
        parts = {**books_kits, **{sku: kit for sku, (_, kit) in good.items()}}
        circles = around_themselves(parts)
        for sku in circles & good.keys():
            yield good[sku][0], "kit_contents", Faulty("kit_in_itself")
        large = too_large(parts, circles)
        guilty = large & good.keys()
        if not guilty and large:  # what the books put around them may have grown
            were_large = too_large(books_kits, around_themselves(books_kits))
            guilty = within(parts, large - were_large) & good.keys()
        for sku in guilty:
            yield good[sku][0], "kit_contents", Faulty("kit_too_large")


_PLACES = ("sku", *CODE_COLUMNS)


def _place(line: int, column: str) -> int:
    """A cell as one number: of a million rows each is kept."""
    return line * len(_PLACES) + _PLACES.index(column)


def _line_and_column(place: int) -> tuple[int, str]:
    line, column = divmod(place, len(_PLACES))
    return line, _PLACES[column]


def _wanted(entry: Entry | None) -> dict[str, str]:
    """The keys an article is to be known by, each with its column; ASINs are shared by nature.

    A barcode that is shared by its unit and not by its case is not shared.
    """
    codes = [code for code in (entry.codes if entry else ()) if group_of(code)]
    codes.sort(key=lambda code: group_of(code) != _SHARED)
    return {barcode_key(code.printed): group_of(code) for code in codes}


def _may_share(column: str, others: list[Owner]) -> bool:
    return not others or (column == _SHARED and all(o.kind == "shared" for o in others))
