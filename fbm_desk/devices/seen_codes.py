"""A barcode seen in a picture: its text, its kind, where it lies and which engine read it.

What the text stands for is the domain's; which of several reads is believed is `judging`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from fbm_desk.domain.barcodes import gtin14, upc_e_to_a

LEAST_ITF = 12
"""A part of an ITF looks like a whole one; parcels and cases carry 12 digits and more."""

Corner = tuple[float, float]
_RETAIL = frozenset({"EAN-13", "EAN-8", "UPC-A", "UPC-E"})
_SQUARE = frozenset({"QR Code", "Data Matrix", "Aztec", "PDF417"})
#: Kinds whose own check holds against a blurred picture: Reed-Solomon, or modulo 103 over all.
_STRONG = frozenset({"QR Code", "Data Matrix", "PDF417", "Aztec", "Code 128", "DataBar Expanded"})


class Engine(Enum):
    """Who read a barcode."""

    ZXING = "zxing-cpp"  #: zxing-cpp, which is asked first
    ZBAR = "zbar"  #: zbar through pyzbar, which is asked second


@dataclass(frozen=True, slots=True)
class SeenCode:
    """One barcode in one picture.

    `text` is as printed: UPC-A has 12 digits, UPC-E 8, FNC1 between GS1 elements is GS (0x1D).
    `aim` is the symbology identifier of ISO/IEC 15424, empty where the engine does not tell it.
    `corners` are in pixels of the picture, clockwise from the symbol's own top left; zbar does not
    say which end is the left one. `agrees` is False where the bars of this number, drawn again,
    do not lie on those of the picture.
    """

    text: str
    symbology: str
    aim: str
    corners: tuple[Corner, ...]
    engine: Engine
    agrees: bool = field(default=True, compare=False)

    @property
    def scan(self) -> str:
        """The text as a scanner set to send AIM identifiers would send it: for the parser."""
        if self.symbology == "UPC-A":
            return f"{self.aim}0{self.text}"
        if self.symbology == "UPC-E":
            return f"{self.aim}0{upc_e_to_a(self.text)}"
        return f"{self.aim}{self.text}"

    @property
    def key(self) -> tuple[str, str]:
        """The same for the same barcode, whichever engine read it under whichever name."""
        if self.symbology in _RETAIL:
            return "GTIN", gtin14(upc_e_to_a(self.text) or self.text) or self.text
        return self.symbology, self.text

    @property
    def strong(self) -> bool:
        """Whether one read is proof enough that the symbol says this."""
        return self.symbology in _STRONG

    @property
    def middle(self) -> Corner:
        """Where it lies."""
        xs, ys = zip(*self.corners, strict=True)
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2

    def moved(self, corners: tuple[Corner, ...]) -> SeenCode:
        """The same code in a picture of other coordinates."""
        return replace(self, corners=corners)


def may_be_one(one: SeenCode, other: SeenCode) -> bool:
    """Whether `other` could be a misreading of what was read as `one`: nobody takes a square for
    bars, nor a kind with a strong check for another kind."""
    if one.strong or {one.symbology, other.symbology} & _SQUARE:
        return one.symbology == other.symbology
    return True


def same_place(one: SeenCode, other: SeenCode, room: float) -> bool:
    """Whether the middle of one read lies within the other's box, widened by this part of it."""
    return _within(one.middle, other.corners, room) or _within(other.middle, one.corners, room)


def too_short(symbology: str, text: str) -> bool:
    """Whether this may be the middle of a longer code, which only its length can tell."""
    return symbology == "ITF" and len(text) < LEAST_ITF


def upc_a_to_e(text: str) -> str:
    """The 8 digits of UPC-E that stand for a 12-digit UPC-A; empty when there are none."""
    system, maker, product, check = text[0], text[1:6], text[6:11], text[-1]
    sixes = (
        maker[:2] + product[2:] + maker[2],
        maker[:3] + product[3:] + "3",
        maker[:4] + product[4] + "4",
        maker + product[4],
    )
    shorts = (system + six + check for six in sixes)
    return next((short for short in shorts if upc_e_to_a(short) == text), "")


def _within(point: Corner, corners: tuple[Corner, ...], room: float) -> bool:
    xs, ys = zip(*corners, strict=True)
    wider = room * max(max(xs) - min(xs), max(ys) - min(ys))
    across = min(xs) - wider <= point[0] <= max(xs) + wider
    return bool(across and min(ys) - wider <= point[1] <= max(ys) + wider)
