"""How the code is written where no linter looks: opening sentences, comments, plain names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import house

#: Words that say nothing about the trade: what has no word has no place yet.
EMPTY_WORDS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "base",
    "manager",
    "managers",
    "misc",
}

#: Marks of unfinished work, spelled so that this file does not hold them itself.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|NotImplemented" r"Error)\b")


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        house.place(path)
        for path in house.python_files()
        if path.stat().st_size and not opens_with_a_sentence(path)
    ]
    assert silent == []


def opens_with_a_sentence(path: Path) -> bool:
    """True when a docstring's first paragraph is one or more whole sentences."""
    text = (ast.get_docstring(house.tree_of(path)) or "").split("\n\n")[0]
    return bool(re.fullmatch(r"\S.*[.:?]", text, flags=re.DOTALL))


def test_every_module_of_the_package_has_its_sentence() -> None:
    empty = [
        house.place(path) for path in house.python_files("fbm_desk") if not path.stat().st_size
    ]
    assert empty == []


def test_every_enum_member_is_commented() -> None:
    bare = [
        house.place(path, member)
        for path in house.python_files("fbm_desk")
        for member in enum_members(path)
        if not is_commented(path, member)
    ]
    assert bare == []


def enum_members(path: Path) -> Iterator[ast.Assign]:
    """The members of the enumerations of a file."""
    for node in ast.walk(house.tree_of(path)):
        if isinstance(node, ast.ClassDef) and any(is_enum(base) for base in node.bases):
            yield from (each for each in node.body if isinstance(each, ast.Assign))


def is_enum(base: ast.expr) -> bool:
    """True for `Enum`, `enum.Flag`, `StrEnum` and their like."""
    return ast.unparse(base).split(".")[-1] in {"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"}


def is_commented(path: Path, member: ast.Assign) -> bool:
    """True when the member's lines, or the line above them, hold a `#:` comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    own = lines[member.lineno - 1 : member.end_lineno]
    return any("#:" in line for line in own) or lines[member.lineno - 2].lstrip().startswith("#:")


def test_modules_are_nouns_of_the_trade() -> None:
    nameless = [
        house.place(path)
        for path in house.python_files()
        if EMPTY_WORDS & set(path.stem.lower().split("_"))
    ]
    assert nameless == []


def test_test_modules_have_names_of_their_own() -> None:
    """Test folders are no packages, so pytest tells test files apart by their names alone."""
    names = [path.name for path in house.python_files("tests") if path.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))


def test_nothing_is_left_for_later() -> None:
    places = [*house.python_files(), *house.ROOT.glob("*.toml"), *house.ROOT.glob("docs/**/*.md")]
    unfinished = [
        f"{house.place(path)}: {found.group()}"
        for path in places
        if (found := UNFINISHED.search(path.read_text(encoding="utf-8")))
    ]
    assert unfinished == []
