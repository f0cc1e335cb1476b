"""Several named texts as one, to be sealed together."""

from __future__ import annotations

_NUL = "\0"


def joined(*fields: tuple[str, str]) -> str:
    """Named texts as one; empty ones are left out, so that nothing of them is kept."""
    return _NUL.join([f"{name}={text.replace(_NUL, '')}" for name, text in fields if text])


def parted(text: str) -> dict[str, str]:
    """The texts that were `joined`, by name."""
    pairs = (pair.partition("=") for pair in text.split(_NUL) if pair)
    return {name: value for name, _, value in pairs}
