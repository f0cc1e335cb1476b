"""How each carrier writes its tracking numbers; finding them in what was scanned is `tracking`.

Sources: the carriers' published label and number specifications (UPS Guide to Labeling, USPS
Publication 199, FedEx Ground and Express label layouts, DHL/Deutsche Post Identcode, DPD parcel
label specification 2.4, GLS Uni-Box documentation, UPU S10), figures only, read 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from fbm_desk.domain import check_digits


class Carrier(Enum):
    """Carriers whose numbers are known here; the value is Amazon's word for them."""

    UPS = "UPS"  #: 1Z and 16 more
    USPS = "USPS"  #: Intelligent Mail package barcode, and S10 from the United States
    FEDEX = "FedEx"  #: 12, 15 and 20 digits, and what stands in their longer barcodes
    DHL = "DHL"  #: Express and Paket
    DEUTSCHE_POST = "Deutsche Post"  #: letters and parcels
    ROYAL_MAIL = "Royal Mail"  #: S10 from Great Britain, and the ids in its square codes
    DPD = "DPD"  #: 14 digits and a check character
    GLS = "GLS"  #: 11 digits and a check digit
    JAPAN_POST = "Japan Post"  #: 11 or 12 digits, and S10 from Japan
    YAMATO = "YamatoTransport"  #: 12 digits
    SAGAWA = "SagawaExpress"  #: 12 digits
    OTHER_POST = "post"  #: S10 from any other country


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing. `number` in the shape is what the carrier calls the number.

    The check is made of `proof` in the shape, or else of the number; without `fits` the form has
    no check digit. `unmistakable` forms are nobody else's, whatever their check digit says.
    """

    carrier: Carrier
    shape: re.Pattern[str]
    fits: Callable[[str], bool] | None = None
    unmistakable: bool = False


def _form(
    carrier: Carrier,
    shape: str,
    fits: Callable[[str], bool] | None = None,
    *,
    unmistakable: bool = False,
) -> Form:
    whole = shape if "?P<number>" in shape else f"(?P<number>{shape})"
    return Form(carrier, re.compile(whole, re.ASCII), fits, unmistakable)


def _post(country: str, *carriers: Carrier) -> tuple[Form, ...]:
    shape = rf"(?P<number>[A-Z]{{2}}(?P<proof>\d{{9}}){country})"
    return tuple(_form(one, shape, check_digits.postal, unmistakable=True) for one in carriers)


def _usps(zip_digits: str) -> tuple[Form, ...]:
    """The package barcode, with as many digits of a ZIP code before the number."""
    before = rf"420\d{{{zip_digits}}}" if zip_digits else ""
    long = r"(?P<number>9[1-5]\d{24}|9[1-5]\d{20})"
    short = r"(?P<number>(?:0[1-9]|2[1-9]|[78]\d)\d{18})"
    certain = bool(before)
    return (
        _form(Carrier.USPS, before + long, check_digits.three_one, unmistakable=certain),
        _form(Carrier.USPS, before + short, _usps_short, unmistakable=certain),
    )


def _usps_short(number: str) -> bool:
    """Twenty digits, whose check may have been made with the 91 that is left out."""
    return check_digits.three_one(number) or check_digits.after_91(number)


def _after_92(number: str) -> bool:
    """FedEx's twenty digits for the postal service, whose 92 is not printed."""
    return check_digits.three_one(f"92{number}")


_MOD_7 = check_digits.remainder_of_seven
_NW7 = r"[A-D]?(?P<number>{digits})[A-D]?"
"""Japanese barcodes begin and end with a letter, which some readers hand on."""

FORMS: tuple[Form, ...] = (
    _form(
        Carrier.UPS,
        r"(?P<number>1Z(?P<proof>[0-9A-Z]{8}\d{8}))",
        check_digits.one_two,
        unmistakable=True,
    ),
    *_usps(""),
    *_usps("5"),
    *_usps("9"),
    *_post("US", Carrier.USPS),
    _form(Carrier.FEDEX, r"\d{12}", check_digits.three_one_seven),
    _form(Carrier.FEDEX, r"\d{15}", check_digits.three_one),
    _form(Carrier.FEDEX, r"(?:10|96)\d{18}00(?P<number>\d{12})", check_digits.three_one_seven),
    _form(Carrier.FEDEX, r"96\d{5}(?P<number>\d{15})", check_digits.three_one),
    _form(Carrier.FEDEX, r"(?P<number>92\d{20})", check_digits.three_one),
    _form(Carrier.FEDEX, r"61\d{18}", _after_92),
    _form(Carrier.DHL, r"\d{10}", _MOD_7),
    _form(Carrier.DHL, r"J[A-Z]{2,3}\d{10,20}", unmistakable=True),
    _form(Carrier.DHL, r"JD\d{16,18}", unmistakable=True),
    _form(Carrier.DHL, r"GM\d{14,20}", unmistakable=True),
    _form(Carrier.DHL, r"003404\d{14}", check_digits.three_one),
    _form(Carrier.DHL, r"\d{12}", check_digits.four_nine),
    _form(Carrier.DEUTSCHE_POST, r"003404\d{14}", check_digits.three_one),
    _form(Carrier.DEUTSCHE_POST, r"\d{12}", check_digits.four_nine),
    _form(Carrier.DEUTSCHE_POST, r"(?=.*[A-F])[0-9A-F]{20}"),
    *_post("DE", Carrier.DEUTSCHE_POST, Carrier.DHL),
    *_post("GB", Carrier.ROYAL_MAIL),
    _form(Carrier.ROYAL_MAIL, r"(?=.*[A-Z])(?=.*\d)(?!1Z)[0-9A-Z]{21}"),
    _form(
        Carrier.DPD,
        r"%?(?P<proof>[0-9A-Z]{7}(?P<number>\d{14})\d{6}[0-9A-Z])",
        check_digits.mod_37_36,
    ),
    _form(Carrier.DPD, r"%?[0-9A-Z]{7}(?P<number>\d{14})\d{6}"),
    _form(Carrier.DPD, r"(?P<proof>(?P<number>\d{14})[0-9A-Z])", check_digits.mod_37_36),
    _form(Carrier.DPD, r"\d{14}"),
    _form(Carrier.GLS, r"\d{11}"),
    _form(Carrier.GLS, r"\d{12}", check_digits.three_one_and_one),
    _form(Carrier.GLS, r"\d{14}"),
    _form(Carrier.JAPAN_POST, _NW7.format(digits=r"\d{11,12}"), _MOD_7),
    *_post("JP", Carrier.JAPAN_POST),
    _form(Carrier.YAMATO, _NW7.format(digits=r"\d{12}"), _MOD_7),
    _form(Carrier.SAGAWA, _NW7.format(digits=r"\d{12}"), _MOD_7),
    *_post("(?!US|DE|GB|JP)[A-Z]{2}", Carrier.OTHER_POST),
)

_NAMES: dict[str, tuple[Carrier, ...]] = {
    "ups": (Carrier.UPS,),
    "usps": (Carrier.USPS,),
    "united states postal service": (Carrier.USPS,),
    "fedex": (Carrier.FEDEX,),
    "fedex smartpost": (Carrier.FEDEX, Carrier.USPS),
    "dhl": (Carrier.DHL, Carrier.DEUTSCHE_POST),
    "dhl express": (Carrier.DHL,),
    "dhl paket": (Carrier.DHL, Carrier.DEUTSCHE_POST),
    "deutsche post": (Carrier.DEUTSCHE_POST, Carrier.DHL),
    "royal mail": (Carrier.ROYAL_MAIL,),
    "dpd": (Carrier.DPD,),
    "gls": (Carrier.GLS,),
    "japan post": (Carrier.JAPAN_POST,),
    "jp_express": (Carrier.JAPAN_POST,),
    "yamato": (Carrier.YAMATO,),
    "yamatotransport": (Carrier.YAMATO,),
    "yamato transport": (Carrier.YAMATO,),
    "sagawa": (Carrier.SAGAWA,),
    "sagawaexpress": (Carrier.SAGAWA,),
    "sagawa express": (Carrier.SAGAWA,),
    "fedex_jp": (Carrier.FEDEX,),
}


def carriers_called(name: str) -> tuple[Carrier, ...]:
    """Whose numbers a carrier of this name prints; none for a carrier not known here."""
    return _NAMES.get(" ".join(name.split()).casefold(), ())
