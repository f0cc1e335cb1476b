"""The project's own files as the architecture tests read them."""

from __future__ import annotations

import ast
import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "fbm_desk"


@functools.cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Python files under these folders of the project, by default all that is ours."""
    places = [
        ROOT / folder for folder in folders or ("fbm_desk", "tests", "packaging", "resources")
    ]
    found = {path for place in places for path in place.rglob("*.py")}
    return tuple(sorted(found if folders else {*found, ROOT / "dev.py"}))


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where something stands, as an editor understands it: `fbm_desk/texts.py:12`."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, methods and inner ones among them."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """A function's lines from `def` to its last, docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def module_name(path: Path) -> str:
    """The dotted name under which a file of the package is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
