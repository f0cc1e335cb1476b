"""The words people see, by stable code and language; every screen, command and sheet says the same.

The catalogue is `resources/texts/<language>.toml`; a file added there is a language more. What it
lacks is said in English; in the languages that come with the program a test finds nothing lacking.
"""

from __future__ import annotations

import functools
import tomllib

from fbm_desk import settings

ENGLISH, ONE = "en", "_one"
_language = [ENGLISH]


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
    _language[0] = language if language in languages() else ENGLISH


def has(key: str) -> bool:
    """True when the catalogue has this sentence."""
    return key in _sentences(_language[0])


@functools.cache
def _sentences(language: str) -> dict[str, str]:
    """A language's sentences, English ones where it has none.

    A language that says "Candle" for `x` only needs no `x_one`: English's is left out then.
    """
    english, own = catalogue(ENGLISH), catalogue(language)
    lacking = {
        key: sentence
        for key, sentence in english.items()
        if key not in own and key.removesuffix(ONE) not in own
    }
    return lacking | own


def country(code: str) -> str:
    """The name of a country by its ISO 3166-1 alpha-2 code; the code itself where it is none."""
    key = f"country.{code.strip().upper()}"
    return say(key) if has(key) else code


def forget() -> None:
    """Read the catalogues anew: a file was added or changed."""
    catalogue.cache_clear()
    _sentences.cache_clear()


def language() -> str:
    """The language everything is said in, by its ISO 639-1 code."""
    return _language[0]


def say(key: str, **facts: object) -> str:
    """The sentence for `key`, its blanks filled; `count` picks `key` + "_one" when it is 1."""
    sentences = _sentences(_language[0])
    if facts.get("count") == 1 and f"{key}{ONE}" in sentences:
        key = f"{key}{ONE}"
    return sentences[key].format(**facts)
