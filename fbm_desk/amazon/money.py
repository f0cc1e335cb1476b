"""Money between Amazon's decimal numbers and whole minor units; leaves sums to others."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from fbm_desk.amazon.json_body import BadJson, JsonObject, number, required

# ISO 4217, the currencies whose minor unit is not a hundredth.
_DECIMALS = {
    **dict.fromkeys(("JPY", "KRW", "CLP", "ISK", "VND", "UGX", "XAF", "XOF", "XPF", "PYG"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
_MOST = Decimal(10**9)


def charge(amount: JsonObject) -> tuple[int, str]:
    """The minor units and the currency of `{"value": 4.99, "unit": "USD"}`.

    Part units are rounded up, so that a ceiling is never passed unseen. Raises `BadJson` for
    negative amounts, for more than a thousand million and for what is no currency.
    """
    currency, value = required(amount, "unit"), number(amount, "value")
    if len(currency) != 3 or not (currency.isascii() and currency.isalpha() and currency.isupper()):
        raise BadJson("unit is no currency")
    if not 0 <= value <= _MOST:
        raise BadJson("value is no price")
    if value.as_tuple().exponent < -30:  # type: ignore[operator]  # finite, so an int
        raise BadJson("value is no price")
    minor = value.scaleb(_DECIMALS.get(currency, 2)).to_integral_value(ROUND_CEILING)
    return int(minor), currency


def amount(minor: int, currency: str) -> dict[str, float | str]:
    """The other way round, for a request: 499 USD gives `{"value": 4.99, "unit": "USD"}`."""
    return {"value": float(Decimal(minor).scaleb(-_DECIMALS.get(currency, 2))), "unit": currency}
