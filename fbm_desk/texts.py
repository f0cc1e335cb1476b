"""The words people see, by stable code and language; every screen, command and sheet says the same.

The catalogue is `resources/texts/<language>.toml`. A missing sentence is an error found by a test.
"""

from __future__ import annotations

import functools
import tomllib

from fbm_desk import settings

_language = ["en"]


@functools.cache
def catalogue(language: str) -> dict[str, str]:
    """All sentences of a language as `{"verdict.counted": "Counted. {left} more", …}`."""
    path = settings.resource("texts", f"{language}.toml")
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        f"{table}.{name}": sentence
        for table, entries in tables.items()
        for name, sentence in entries.items()
    }


def languages() -> tuple[str, ...]:
    """The languages that can be chosen, by their ISO 639-1 code."""
    return tuple(sorted(path.stem for path in settings.resource("texts").glob("*.toml")))


def speak(language: str) -> None:
    """Choose the language of everything said from now on; an unknown one leaves English."""
    _language[0] = language if language in languages() else "en"


def has(key: str) -> bool:
    """True when the catalogue has this sentence."""
    return key in catalogue(_language[0])


def say(key: str, **facts: object) -> str:
    """The sentence for `key`, its blanks filled; `count` picks `key` + "_one" when it is 1."""
    sentences = catalogue(_language[0])
    if facts.get("count") == 1 and f"{key}_one" in sentences:
        key = f"{key}_one"
    return sentences[key].format(**facts)
