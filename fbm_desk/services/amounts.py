"""Prices, weights and ages in words of the language chosen; screens with Qt have its locale."""

from __future__ import annotations

from datetime import timedelta

from fbm_desk.texts import say

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
#: Currencies whose minor unit is not a hundredth (ISO 4217).
_DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "ISK": 0, "VND": 0, "BHD": 3, "JOD": 3, "KWD": 3, "OMR": 3}
_HEAVY_G = 10_000


def number_text(value: float, digits: int = 0) -> str:
    """`1,284` or `1.284`: grouped and with the decimal sign of the language chosen."""
    signs = {",": say("figures.thousands"), ".": say("figures.decimal")}
    return "".join(signs.get(sign, sign) for sign in f"{value:,.{digits}f}")


def price_text(price_minor: int, currency: str) -> str:
    """`€7.80`, `7,80 €`, `¥780`, `SEK 91.50`; minor units are the currency's smallest part."""
    digits = _DIGITS.get(currency, 2)
    amount = number_text(price_minor / 10**digits, digits)
    if currency in _SIGNS:
        return say("figures.price", sign=_SIGNS[currency], amount=amount)
    return say("figures.price_code", code=currency, amount=amount).strip()


def weight_text(weight_g: int) -> str:
    """`1,284 g` below ten kilograms, `12.40 kg` above."""
    if weight_g < _HEAVY_G:
        return f"{number_text(weight_g)} g"
    return f"{number_text(weight_g / 1000, 2)} kg"


def age_text(age: timedelta) -> str:
    """`20 s`, `3 min`, `1 h 12 min`, `2 d`; a clock that was set back makes nothing younger."""
    seconds = max(0, int(age.total_seconds()))
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86_400
    if minutes < 1:
        return f"{seconds} s"
    if hours < 1:
        return f"{minutes} min"
    if days < 1:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return f"{days} d"
