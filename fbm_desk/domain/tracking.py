"""Tracking numbers: how they are written down, whose they are, and when two are the same.

How each carrier writes its numbers stands in `tracking_forms`, the arithmetic in `check_digits`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from fbm_desk.domain.tracking_forms import FORMS, Carrier, Form, carriers_called


def plain_tracking(text: str) -> str:
    """A tracking number without blanks and dashes, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def reads_like_tracking(text: str) -> bool:
    """8 to 40 letters and digits, at least six of them digits."""
    plain = plain_tracking(text)
    return bool(re.fullmatch(r"[0-9A-Z]{8,40}", plain)) and sum(c.isdigit() for c in plain) >= 6


# --- the number in a barcode ---------------------------------------------------------------------

# A code that merely contains a number proves nothing: only the exact position counts.
# USPS Publication 199 (IMpb), FedEx Ground label layout, DPD parcel label specification, GS1 AI 00.
_LAYOUTS = (
    re.compile(r"420\d{5}(?P<number>9\d{19,25})"),  # USPS, ZIP code before the number
    re.compile(r"420\d{9}(?P<number>9\d{19,25})"),  # USPS, ZIP+4 before the number
    re.compile(r"(?:10|96)\d{18}00(?P<number>\d{12})"),  # FedEx, 34 digits
    re.compile(r"%?[0-9A-Z]{7}(?P<number>\d{14})\d{3}\d{3}[0-9A-Z]?"),  # DPD, routing around it
    re.compile(r"00(?P<number>\d{18})"),  # SSCC with its application identifier
)


def numbers_in(code: str) -> frozenset[str]:
    """The code itself and every tracking number a carrier's layout places in it: with routing
    around it, with its check character, between the end letters of Japanese barcodes."""
    plain = plain_tracking(code).removeprefix("(00)")
    inner = {found["number"] for layout in _LAYOUTS if (found := layout.fullmatch(plain))}
    inner |= {one.number for one in recognise(plain) if one.checked is not Check.WRONG}
    with_00 = {f"00{plain}"} if plain != plain_tracking(code) else set()
    return frozenset({plain, *inner, *with_00}) - {""}


_ROUTED = (
    *_LAYOUTS[:3],
    re.compile(r"96\d{5}(?P<number>\d{15})"),  # FedEx, 22 digits
    re.compile(r"%[0-9A-Z]{7}(?P<number>\d{14})\d{3}\d{3}[0-9A-Z]?"),
    re.compile(r"[0-9A-Z]{7}(?P<number>\d{14})\d{3}\d{3}[A-Z]"),
    re.compile(r"(?P<number>\d{14})[A-Z]"),  # DPD as printed, with its check character
    re.compile(r"([A-D])(?P<number>\d{11,12})[A-D]"),  # Japanese barcodes with their end letters
)
"""Layouts that no plain number can be mistaken for. A number with SSCC's 00 is DHL's own."""
_IMPB_DIGITS = 22


def number_on_label(scanned: str) -> str:
    """The tracking number a carrier's barcode holds, without its routing; else the code itself."""
    plain = plain_tracking(scanned)
    found = [m["number"] for layout in _ROUTED if (m := layout.fullmatch(plain))]
    # With nine digits of ZIP code both of USPS's layouts may fit: the usual length decides.
    found.sort(key=lambda number: len(number) != _IMPB_DIGITS)
    return found[0] if found else plain


def same_tracking(scanned: str, tracking: str) -> bool:
    """True when a label's barcode is this tracking number, alone or in its carrier's layout."""
    return plain_tracking(tracking) in numbers_in(scanned)


# --- whose it is ---------------------------------------------------------------------------------


class Check(Enum):
    """What the check digit says; the order is how much it proves."""

    RIGHT = "right"  #: it fits
    NONE = "none"  #: this form has none
    WRONG = "wrong"  #: it does not fit: misread, mistyped, or not of this form at all


_PROVES = list(Check)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class TrackingNumber:
    """One thing a code may be. `unmistakable`: no other carrier writes numbers of this form."""

    carrier: Carrier
    number: str
    checked: Check
    unmistakable: bool = False


def recognise(text: str) -> tuple[TrackingNumber, ...]:
    """Everything a scanned or typed code may be, what is proved best first; empty for no number.

    Twelve digits are seven carriers' form: ambiguous codes give several. Never raises.
    """
    plain = plain_tracking(text[: 2 * _LONGEST])
    if not plain.isascii() or len(plain) > _LONGEST:
        return ()
    found = {one: None for form in FORMS if (one := _read(form, plain)) is not None}
    return tuple(sorted(found, key=lambda one: _PROVES.index(one.checked)))


def _read(form: Form, plain: str) -> TrackingNumber | None:
    found = form.shape.fullmatch(plain)
    if found is None:
        return None
    parts = found.groupdict()
    number = str(parts["number"])
    if form.fits is None:
        return TrackingNumber(form.carrier, number, Check.NONE, form.unmistakable)
    right = form.fits(str(parts.get("proof") or number))
    checked = Check.RIGHT if right else Check.WRONG
    return TrackingNumber(form.carrier, number, checked, form.unmistakable)


def is_another(number: str, own: str) -> bool:
    """True for a number that is no misreading of `own` and nothing else on its label: of a form
    that nobody else writes, or of the same carrier's, its check digit right. Where no check digit
    proves `own`, for what looks like it: letters where it has letters, digits where it has digits.
    """
    found = recognise(number)
    if any(
        one.checked is not Check.WRONG if one.unmistakable else _is_proven(one) for one in found
    ):
        return True
    carriers = {one.carrier for one in recognise(own) if one.checked is Check.RIGHT}
    if carriers:
        return any(one.carrier in carriers and one.checked is Check.RIGHT for one in found)
    return _shape(number) == _shape(own)


def _is_proven(one: TrackingNumber) -> bool:
    return one.checked is Check.RIGHT and len(one.number) >= _LONG


def _shape(number: str) -> str:
    return "".join("0" if sign.isdigit() else "A" for sign in plain_tracking(number))


class Fit(Enum):
    """How a scanned number fits what the seller sends with."""

    FITS = "fits"  #: take it
    MISREAD = "misread"  #: its check digit is wrong: scan again
    OTHER = "other"  #: right, but another carrier's than the seller's: ask
    UNKNOWN = "unknown"  #: no carrier known here writes such numbers


def judged(text: str, carrier: str, *, unknown_allowed: bool = False) -> tuple[Fit, str]:
    """How a number fits a seller who sends with `carrier` (any name, '' for several), and whose
    it is when it is another's.

    A carrier not known here prints what it likes, so nothing but a proven misreading is refused.
    """
    found, own = recognise(text), carriers_called(carrier)
    mine = [one for one in found if one.carrier in own]
    if mine:
        return (Fit.MISREAD if mine[0].checked is Check.WRONG else Fit.FITS), ""
    best = found[0] if found else None
    if any(one.unmistakable for one in found) and best and best.checked is Check.WRONG:
        return Fit.MISREAD, ""
    if own and best and best.checked is not Check.WRONG:
        return Fit.OTHER, _name(best.carrier)
    if unknown_allowed or (carrier and not own):
        return Fit.FITS, ""
    if best is None or own:
        return Fit.UNKNOWN, ""
    return (Fit.MISREAD if best.checked is Check.WRONG else Fit.FITS), ""


def written_by(text: str, carrier: str) -> bool:
    """True for a number as this carrier writes them, its check digit right."""
    own = carriers_called(carrier)
    return any(one.carrier in own and one.checked is Check.RIGHT for one in recognise(text))


_LONG = 15
"""Shorter numbers fit somebody's check digit by chance too often to name their carrier by it."""


def carrier_told(number: str, carrier: str) -> str:
    """The carrier of a number as Amazon is told: the seller's own, unless the number proves that
    it is one other's only."""
    found, own = recognise(number), carriers_called(carrier)
    if (carrier and not own) or any(one.carrier in own for one in found):
        return carrier
    proven = [
        one.carrier
        for one in found
        if one.checked is not Check.WRONG
        and (one.unmistakable or (one.checked is Check.RIGHT and (own or len(number) >= _LONG)))
    ]
    if not proven or not set(proven) <= set(carriers_called(_name(proven[0]))):
        return carrier
    return _name(proven[0])


def _name(carrier: Carrier) -> str:
    """Amazon's word for a carrier; empty for a post that is not known by name."""
    return "" if carrier is Carrier.OTHER_POST else carrier.value
