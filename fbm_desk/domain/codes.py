"""What a scanned text can turn out to be: the shapes. How they are read is `barcodes`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from fbm_desk.domain.orders import OrderId


class CodeKind(Enum):
    """What a text is by its form alone; whether this shop knows it is looked up by others."""

    EMPTY = "empty"  #: nothing, or only what a scanner adds
    PLAIN = "plain"  #: a SKU, an alias, a serial number: anything without a form of its own
    GTIN = "gtin"  #: UPC, EAN, ITF-14 or ISBN, its check digit right
    ASIN = "asin"  #: Amazon's number of an article, B0… or an ISBN-10
    FNSKU = "fnsku"  #: Amazon's label on units sent to its warehouses, X0…
    GS1 = "gs1"  #: a GS1 element string
    DIGITAL_LINK = "digital_link"  #: a GS1 Digital Link
    DATA_FIELDS = "data_fields"  #: fields with ANSI MH10 data identifiers (1P, S, T …)
    TRANSPARENCY = "transparency"  #: Amazon's proof of one genuine unit
    TRACKING = "tracking"  #: a carrier's label
    BADGE = "badge"  #: a person's, made by this program; other texts may be badges too
    TOTE = "tote"  #: a tote that holds the units of an order
    BOX = "box"  #: one of the seller's boxes
    ORDER = "order"  #: an Amazon order number
    COMMAND = "command"  #: a command of the sheet
    REASON = "reason"  #: why an order is put on hold
    CHOICE = "choice"  #: one of the digits 1 to 9


class Command(Enum):
    """A command barcode or the key that stands for it. The value is the word on the sheet."""

    NEXT = "NEXT"  #: the most urgent order that can be packed completely
    UNDO = "UNDO"  #: take back the last scan, or drop the question
    HOLD = "HOLD"  #: put the order on hold, with a reason
    LATER = "LATER"  #: put the order down, finish it later
    RESUME = "RESUME"  #: take up again what was put aside last
    FINISH = "FINISH"  #: go on: try the label again, or end a stopped order
    REPRINT = "REPRINT"  #: print the label once more
    LOCK = "LOCK"  #: sign out
    PARCEL = "PARCEL"  #: the next box; with a number (`Code.box`) go on filling that one
    MOVE = "MOVE"  #: the next scanned unit goes into the box that is open now
    QUANTITY = "QUANTITY"  #: the next scan counts `Code.quantity` times; 0: ask how many
    SHORTSHIP = "SHORTSHIP"  #: ship what is there
    # The word DAMAGED is a reason to hold.
    DAMAGED = "BROKEN"  #: the next scanned unit is broken
    EXPEDITE = "EXPEDITE"  #: this order before all others
    TAKEOVER = "TAKEOVER"  #: take the order from the other bench
    CANCEL = "CANCEL"  #: cancelled by the seller
    REFRESH = "REFRESH"  #: look at Amazon now
    TEACH = "TEACH"  #: teach the last unknown barcode
    HELP = "HELP"  #: what can be scanned now


class HoldReason(Enum):
    """Why an order is put on hold."""

    SHORT = "SHORT"  #: an item is not there
    DAMAGED = "DAMAGED"  #: an item is broken
    ADDRESS = "ADDRESS"  #: the address looks doubtful
    SUPERVISOR = "SUPERVISOR"  #: somebody is to be asked


@dataclass(frozen=True, slots=True)
class Code:
    """A scanned text, understood as far as the text alone allows.

    `keys` are the forms under which an article may be known, the likeliest first; every text that
    is not empty has one, the broken ones too. `serial` to `net_weight_g` come from a GS1 element
    string, a Digital Link or data fields; they are empty, None or 0 without one.
    `trouble` is a stable code of what is wrong with a text that is clearly meant as something
    (see `barcodes.read`), `healed` of what was mended (see `mangled.guesses`).
    """

    text: str
    keys: tuple[str, ...] = ()
    command: Command | None = None
    reason: HoldReason | None = None
    choice: int = 0
    order_id: OrderId | None = None
    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    count: int = 0
    kind: CodeKind = CodeKind.PLAIN
    quantity: int = 0
    box: int = 0
    transparency: str = ""
    net_weight_g: int = 0
    sscc: str = ""
    best_before: date | None = None
    healed: str = ""
    trouble: str = ""
