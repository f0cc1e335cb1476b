"""Carriers as Amazon's shipment confirmation spells them; leaves which one it is to the parcel.

A code that is not exactly one of Amazon's is an error there, and the order stays unconfirmed. A
carrier that is not listed is told as `Other` with its name, which at worst costs tracked parcels
in the account's figures. Source: the accepted values of `carrier-code` in Seller Central's
shipping confirmation template (help page 641 of the American, European, Australian, Indian and
Singaporean sites) and the feed schema `amzn-base.xsd`, read 2026-11.
"""

from __future__ import annotations

OTHER = "Other"

MOST_NAME_CHARS = 50
"""Longer carrier names are refused by the template."""

_CODES = (
    "4PX", "AFL/Fedex", "Amazon Shipping", "Aramex", "Asendia", "Australia Post-ArticleId",
    "Australia Post-Consignment", "Blue Package", "BlueDart", "Canada Post", "China Post",
    "Chrono Express", "Chronopost", "City Link", "Correios", "Correos", "Couriers Please",
    "Delhivery", "Deutsche Post", "DHL", "DHL eCommerce", "DHL Global Mail", "DPD", "DTDC",
    "Endopack", "EUB", "Fastway", "FedEx", "FEDEX_JP", "FedEx SmartPost", "First Flight", "GLS",
    "GO!", "Hermes Logistik Gruppe", "India Post", "JP_EXPRESS", "La Poste", "Lasership", "MRW",
    "Nacex", "Newgistics", "Ninjavan", "NipponExpress", "NITTSU", "OnTrac", "OSM",
    "Overnite Express", "Parcelforce", "Parcelnet", "Poste Italiane", "Professional", "Qxpress",
    "Royal Mail", "SAGAWA", "SagawaExpress", "SDA", "Sendle", "Seur", "SF Express",
    "Singapore Post", "Smartmail", "StarTrack-ArticleID", "StarTrack-Consignment", "Streamlite",
    "Target", "TNT", "UPS", "UPS Mail Innovations", "UPSMI", "USPS", "YAMATO", "YamatoTransport",
    "Yanwen", "Yodel", "Yun Express",
)  # fmt: skip
_SPELLED = {code.casefold(): code for code in _CODES}


def carrier_of(name: str) -> tuple[str, str]:
    """Code and name of a carrier for Amazon; the name is empty where the code says it."""
    plain = " ".join(name.split())
    code = _SPELLED.get(plain.casefold())
    return (code, "") if code else (OTHER, plain[:MOST_NAME_CHARS].rstrip() or OTHER)
