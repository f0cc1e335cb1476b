"""What the demonstration shop sells: articles, their barcodes, places and pictures.

Read from `resources/demo/catalogue.json` and checked whole; who works there is in `demo_people`,
what is ordered is the shop's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from fbm_desk.domain.barcodes import barcode_key, gtin14
from fbm_desk.settings import resource

_PLACE = re.compile(r"[A-H]-\d{2}-\d")
_ASIN = re.compile(r"B0[0-9A-Z]{8}")
_FNSKU = re.compile(r"X00[0-9A-Z]{7}")
_PICTURE = re.compile(r"[a-z0-9-]+\.svg")


class DemoTracking(Enum):
    """What else has to be scanned with a unit."""

    NONE = "none"  #: nothing: the barcode is enough
    SERIAL = "serial"  #: the number of this one piece
    LOT = "lot"  #: the batch, with the day it expires


class BarcodeKind(Enum):
    """Where a barcode of an article comes from."""

    GTIN = "gtin"  #: UPC-A or EAN-13 on the article itself
    ALIAS = "alias"  #: another barcode the same article is delivered with
    SHARED = "shared"  #: a maker's code that stands on several articles
    CASE = "case"  #: GTIN-14 on a carton of several
    FNSKU = "fnsku"  #: Amazon's label for its own warehouses
    ASIN = "asin"  #: Amazon's number of the listing


class DemoFault(ValueError):
    """The demonstration catalogue contradicts itself; says which article and how."""


@dataclass(frozen=True, slots=True)
class DemoBarcode:
    """One barcode that stands for `units` pieces of an article."""

    code: str
    units: int
    kind: BarcodeKind


@dataclass(frozen=True, slots=True)
class DemoPart:
    """What goes into one kit: `units` pieces of the article `sku`."""

    sku: str
    units: int


@dataclass(frozen=True, slots=True)
class DemoLot:
    """`units` pieces on the shelf of one lot; `expires_on` is ISO 8601."""

    lot: str
    expires_on: str
    units: int


@dataclass(frozen=True, slots=True)
class DemoArticle:
    """One article on offer. A kit has `parts`, no stock of its own, and weighs what they weigh.

    `place` is rack, bay and level ("B-04-2"); `note`, `fnsku` and `case_code` may be empty;
    `picture` is a file name in `resources/demo/articles`; `stock` is in pieces; `shared` codes
    stand on other articles too; `instead` are SKUs that may be sent for it.
    """

    sku: str
    title: str
    short_name: str
    detail: str
    category: str
    supplier: str
    asin: str
    gtin: str
    aliases: tuple[str, ...]
    case_code: str
    case_units: int
    fnsku: str
    tracking: DemoTracking
    price_minor: int  # US cents
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    place: str
    note: str
    picture: str
    stock: int
    parts: tuple[DemoPart, ...]
    shared: tuple[str, ...] = ()
    may_count: int = 0
    transparency: bool = False
    fragile: bool = False
    upright: bool = False
    own_box: bool = False
    ask_note: bool = False
    hazardous: str = ""
    instead: tuple[str, ...] = ()
    lots: tuple[DemoLot, ...] = ()

    @property
    def barcodes(self) -> tuple[DemoBarcode, ...]:
        """Every code that names this article, the one printed on it first."""
        found = [DemoBarcode(self.gtin, 1, BarcodeKind.GTIN)]
        found += [DemoBarcode(code, 1, BarcodeKind.ALIAS) for code in self.aliases]
        found += [DemoBarcode(code, 1, BarcodeKind.SHARED) for code in self.shared]
        if self.case_code:
            found.append(DemoBarcode(self.case_code, self.case_units, BarcodeKind.CASE))
        if self.fnsku:
            found.append(DemoBarcode(self.fnsku, 1, BarcodeKind.FNSKU))
        return (*found, DemoBarcode(self.asin, 1, BarcodeKind.ASIN))

    @property
    def picture_path(self) -> Path:
        """Where the picture lies, an SVG of 320 × 320."""
        return resource("demo", "articles", self.picture)

    @property
    def is_kit(self) -> bool:
        return bool(self.parts)


def load_demo_catalogue() -> tuple[DemoArticle, ...]:
    """All articles in the file's order. Raises `DemoFault` when they contradict each other."""
    raw: dict[str, Any] = json.loads(resource("demo", "catalogue.json").read_text("utf-8"))
    return read_demo_articles(raw["articles"])


def read_demo_articles(rows: Sequence[Mapping[str, Any]]) -> tuple[DemoArticle, ...]:
    """The articles in these JSON objects, checked one by one and against each other."""
    articles = tuple(_article(row) for row in rows)
    for fault in (*_twice(articles), *_wrong_kits(articles)):
        raise DemoFault(fault)
    return articles


def _article(row: Mapping[str, Any]) -> DemoArticle:
    fields = dict(row)
    case = fields.pop("case") or {"code": "", "units": 0}
    parts = tuple(DemoPart(part["sku"], part["units"]) for part in fields.pop("parts"))
    fields |= {"case_code": case["code"], "case_units": case["units"], "parts": parts}
    fields["aliases"] = tuple(fields["aliases"])
    fields["shared"] = tuple(fields.get("shared", ()))
    fields["instead"] = tuple(fields.get("instead", ()))
    fields["lots"] = tuple(DemoLot(**lot) for lot in fields.get("lots", ()))
    fields["tracking"] = DemoTracking(fields["tracking"])
    article = DemoArticle(**fields)
    for fault in _faults(article):
        raise DemoFault(f"{article.sku}: {fault}")
    return article


def _faults(article: DemoArticle) -> Iterator[str]:
    """What is wrong with this article alone."""
    if not gtin14(article.gtin):
        yield "its GTIN has a wrong check digit"
    if article.case_code and (not gtin14(article.case_code) or article.case_units < 2):
        yield "its case is none"
    for pattern, text in ((_ASIN, article.asin), (_PLACE, article.place)):
        if not pattern.fullmatch(text):
            yield f"{text!r} is misshapen"
    if article.fnsku and not _FNSKU.fullmatch(article.fnsku):
        yield f"{article.fnsku!r} is no FNSKU"
    if not _PICTURE.fullmatch(article.picture) or not article.picture_path.is_file():
        yield "its picture is missing"
    sizes = (article.length_mm, article.width_mm, article.height_mm, article.weight_g)
    if min(*sizes, article.price_minor) <= 0 or article.stock < 0:
        yield "a measure, the price or the stock is not to be believed"


def _twice(articles: Sequence[DemoArticle]) -> Iterator[str]:
    """Codes that stand for two things unless that is meant: a scan's answer would be luck."""
    codes = [barcode_key(a.sku) for a in articles]
    codes += {barcode_key(code) for a in articles for code in a.shared}
    codes += [
        barcode_key(code.code)
        for a in articles
        for code in a.barcodes
        if code.kind is not BarcodeKind.SHARED
    ]
    yield from (f"{code} is used twice" for code, count in Counter(codes).items() if count > 1)


def _wrong_kits(articles: Sequence[DemoArticle]) -> Iterator[str]:
    """Kits that cannot be put together from what stands before them in the file."""
    known: dict[str, DemoArticle] = {one.sku: one for one in articles if not one.is_kit}
    for kit in (article for article in articles if article.is_kit):
        if any(part.sku not in known or part.units < 1 for part in kit.parts):
            yield f"{kit.sku}: a part is not an article of its own"
        elif kit.weight_g != sum(known[p.sku].weight_g * p.units for p in kit.parts):
            yield f"{kit.sku}: it does not weigh what its parts weigh"
        known[kit.sku] = kit
    for article in articles:
        if not set(article.instead) <= known.keys() - {article.sku}:
            yield f"{article.sku}: what may be sent instead is not on offer"
