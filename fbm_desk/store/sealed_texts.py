"""What of an order is sealed, as one text each: the recipient's address, the gift messages."""

from __future__ import annotations

from collections.abc import Iterable

from fbm_desk.domain.orders import Address, LineId

_NUL = "\0"
_FIELDS = len(Address._fields)
_POSTCODE = Address._fields.index("postcode")


def address_text(there: Address | None) -> str:
    """An address as one text, its fields in the order of `Address`; empty for none."""
    if there is None:
        return ""
    text = _NUL.join(there)
    if text.count(_NUL) >= _FIELDS:
        text = _NUL.join(part.replace(_NUL, "") for part in there)
    return text if text.strip(_NUL) else ""


def address_of(text: str) -> Address | None:
    """The address that such a text stands for."""
    return Address(*text.split(_NUL)) if text else None


def name_and_postcode(text: str) -> tuple[str, str]:
    """These two alone; empty when nothing is known."""
    parts = text.split(_NUL)
    return (parts[0], parts[_POSTCODE]) if text else ("", "")


def messages_text(messages: Iterable[tuple[LineId, str]]) -> str:
    """Gift messages by line as one text; lines without one are left out."""
    pairs = (f"{line}={text.replace(_NUL, '')}" for line, text in messages if text)
    return _NUL.join(pairs)


def messages_of(text: str) -> dict[LineId, str]:
    """The gift messages that such a text stands for."""
    pairs = (pair.partition("=") for pair in text.split(_NUL) if pair)
    return {LineId(line): message for line, _, message in pairs}
