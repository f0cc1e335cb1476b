"""What goes on paper, as plain values; drawing it is left to the modules named after the format."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from fbm_desk.domain.orders import Address


class PageSize(Enum):
    """The paper in the tray; the value is width and height in PDF points (1/72 inch)."""

    A4 = (595.276, 841.89)  #: 210 × 297 mm
    LETTER = (612.0, 792.0)  #: 8.5 × 11 inch


@dataclass(frozen=True, slots=True)
class SlipWords:
    """The fixed words of a packing slip, in the language the buyer reads."""

    packing_slip: str = "Packing slip"
    reprint: str = "Reprint"
    ship_to: str = "Ship to"
    order: str = "Order"
    ordered: str = "Ordered"
    purchase_order: str = "Purchase order"
    parcel: str = "Parcel"
    of: str = "of"
    quantity: str = "Qty"
    item: str = "Item"
    in_this_parcel: str = "in this parcel"
    ordered_in_all: str = "ordered in all"
    units: str = "units"
    unit: str = "unit"
    gift_message: str = "Gift message"
    note: str = "Note"
    page: str = "Page"
    nothing: str = "No lines in this parcel"


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of a slip: `quantity` units lie in this parcel, `ordered_quantity` in all."""

    sku: str
    title: str
    quantity: int
    ordered_quantity: int


@dataclass(frozen=True, slots=True)
class PackingSlip:
    """The paper in the box. It has no prices, so that every slip may lie in a gift."""

    order_id: str
    order_date_text: str
    ship_to: Address = field(repr=False)
    shop_name: str
    shop_address_lines: tuple[str, ...] = ()
    lines: tuple[SlipLine, ...] = ()
    gift_message: str = field(default="", repr=False)
    purchase_order_number: str = ""
    parcel_number: int = 1
    parcel_count: int = 1
    reprint: bool = False
    notes: str = field(default="", repr=False)
    words: SlipWords = field(default=SlipWords(), repr=False)

    @property
    def units(self) -> int:
        """Units in this parcel."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class ManifestParcel:
    """One parcel on a manifest; `destination` is a country or town, never a street.

    A `weight_g` of 0 is not known.
    """

    tracking: str
    order_id: str
    destination: str
    weight_g: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parcels handed to one carrier at one pick-up; `made_at_text` is in local words.

    A shop that names no carrier has an empty one.
    """

    number: str
    carrier: str
    on_date: date
    from_name: str
    parcels: tuple[ManifestParcel, ...]
    void_count: int = 0
    made_at_text: str = ""

    @property
    def weights_g(self) -> tuple[int, ...]:
        """The weight of every parcel, 0 where it is not known."""
        return tuple(parcel.weight_g for parcel in self.parcels)


class LabelFormat(Enum):
    """In which form the carrier sold a label."""

    ZPL = "ZPL"  #: printer language, sent as it is
    PDF = "PDF"  #: a page, to a print queue or as a picture to a thermal printer
    PNG = "PNG"  #: a picture
