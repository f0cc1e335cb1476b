"""What a bench asks outside of packing, and the last unknown barcode it may ask about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from fbm_desk.domain.codes import Code
from fbm_desk.domain.orders import OrderId, Sku
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.store.people import Person


class About(Enum):
    """What is to be done once the answer is there."""

    TEACH = "teach"  #: an unknown barcode becomes an article's
    UNTEACH = "unteach"  #: what was taught last is forgotten
    TAKE_OVER = "take_over"  #: an order comes here from another bench
    CANCEL = "cancel"  #: the seller cancels an order
    EXPEDITE = "expedite"  #: an order comes before all others
    WORD = "word"  #: a command's word is an article's barcode too


@dataclass(frozen=True, slots=True)
class Unknown:
    """A barcode that nobody knew; `looks` counts how often a camera read it."""

    code: Code
    source: ScanSource
    looks: int = 1


@dataclass(frozen=True, slots=True)
class Taught:
    """A barcode taught at this bench, as it is kept."""

    code: str
    sku: Sku


@dataclass(frozen=True, slots=True)
class Question:
    """An open question. Without `by` a supervisor's badge is wanted first."""

    about: About
    by: Person | None = None
    order_id: OrderId | None = None
    unknown: Unknown | None = None
    units: int = 1
    word: Code | None = None  # as it was scanned
