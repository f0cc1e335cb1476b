"""What lies where: the top of the tree, links in the documents, declared and pinned libraries."""

from __future__ import annotations

import ast
import re
import sys
from importlib import metadata
from pathlib import Path

from tests.architecture import house

TOP = {
    "fbm_desk",
    "resources",
    "tests",
    "packaging",
    "docs",
    "dev.py",
    "constraints.txt",
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    ".ci",
    ".git",
    ".gitignore",
}


def ignored() -> set[str]:
    """The names that .gitignore keeps out of the tree."""
    lines = (house.ROOT / ".gitignore").read_text(encoding="utf-8").split()
    return {line.rstrip("/") for line in lines}


def test_nothing_new_lies_at_the_top() -> None:
    found = {path.name for path in house.ROOT.iterdir()} - ignored()
    assert {name for name in found if not name.endswith(".egg-info")} - TOP == set()


def documents() -> list[Path]:
    return sorted([*house.ROOT.glob("*.md"), *house.ROOT.glob("docs/**/*.md")])


def test_links_in_the_documents_lead_somewhere() -> None:
    broken = [
        f"{house.place(document)}: {link}"
        for document in documents()
        for link in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
        if "://" not in link and not (document.parent / link).exists()
    ]
    assert broken == []


def test_paths_named_in_the_documents_exist() -> None:
    """A path like `fbm_desk/texts.py` in a document is a promise to the stranger who looks."""
    named = r"`((?:fbm_desk|tests|packaging|docs|resources)/[\w./-]+)`"
    missing = [
        f"{house.place(document)}: {path}"
        for document in documents()
        for path in re.findall(named, document.read_text(encoding="utf-8"))
        if not (house.ROOT / path).exists()
    ]
    assert missing == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [path.name[:4] for path in sorted(house.ROOT.glob("docs/decisions/*.md"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def plain(name: str) -> str:
    """A distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    """The distributions the program says it needs, with those of its optional parts."""
    project = house.pyproject()["project"]
    optional = project["optional-dependencies"]
    wanted = project["dependencies"] + optional["postgresql"] + optional["aws"]
    return {plain(re.split(r"[\[<>=!~; ]", requirement)[0]) for requirement in wanted}


def libraries(path: Path) -> set[str]:
    """The top-level names of other people's libraries that a file imports anywhere."""
    names: set[str] = set()
    for node in ast.walk(house.tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    tops = {name.split(".")[0] for name in names}
    return tops - set(sys.stdlib_module_names) - {"fbm_desk"}


def test_every_library_the_program_imports_is_declared() -> None:
    owners = metadata.packages_distributions()
    undeclared = [
        f"{house.place(path)} imports {name}"
        for path in house.python_files("fbm_desk")
        for name in libraries(path)
        if not {plain(owner) for owner in owners.get(name, [])} & declared()
    ]
    assert undeclared == []


def test_constraints_are_exact_pins_and_cover_what_is_declared() -> None:
    lines = (house.ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+(; .+)?", pin)] == []
    test = house.pyproject()["project"]["optional-dependencies"]["test"]
    wanted = declared() | {plain(re.split(r"[\[<>=!~; ]", each)[0]) for each in test}
    assert wanted - {plain(pin.split("==")[0]) for pin in pins} == set()
