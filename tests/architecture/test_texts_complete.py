"""Every sentence that is said exists, in every language, with the same blanks."""

from __future__ import annotations

import ast
import string
from typing import get_args

import pytest

from fbm_desk import texts
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.store import history
from tests.architecture import house


def said_keys() -> dict[str, str]:
    """Keys that the source names in `texts.say("…")` or `texts.has("…")`, with where."""
    return {
        str(call.args[0].value): house.place(path, call)
        for path in house.python_files("fbm_desk")
        for call in ast.walk(house.tree_of(path))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("texts.say", "say", "texts.has")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }


def test_every_sentence_that_is_said_is_in_the_catalogue() -> None:
    catalogue = texts.catalogue("en")
    assert {key: where for key, where in said_keys().items() if key not in catalogue} == {}


def test_every_verdict_has_its_words() -> None:
    catalogue = texts.catalogue("en")
    assert [code for code in VerdictCode if f"verdict.{code.value}" not in catalogue] == []


@pytest.mark.parametrize("language", texts.languages())
def test_everything_that_is_noted_of_an_order_has_its_words(language: str) -> None:
    """The type checker holds every `history.add` to these kinds."""
    catalogue = texts.catalogue(language)
    kinds = get_args(history.Kind)
    assert [kind for kind in ("came", *kinds) if f"history.{kind}" not in catalogue] == []


def blanks(sentence: str) -> set[str]:
    """The names of a sentence's blanks; a malformed sentence raises ValueError."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def test_every_sentence_can_be_filled_in() -> None:
    catalogue = texts.catalogue("en")
    nameless = [key for key, sentence in catalogue.items() if not all(blanks_named(sentence))]
    assert nameless == []


def blanks_named(sentence: str) -> list[bool]:
    """For each blank whether it has a name, as `say` fills in by name alone."""
    return [name.partition(".")[0].isidentifier() for name in blanks(sentence)]


@pytest.mark.parametrize("language", texts.languages())
def test_every_language_says_the_same_with_the_same_blanks(language: str) -> None:
    english = {key: blanks(sentence) for key, sentence in texts.catalogue("en").items()}
    other = {key: blanks(sentence) for key, sentence in texts.catalogue(language).items()}
    assert other == english
