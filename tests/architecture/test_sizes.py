"""Files and functions stay small; raising a limit takes a record in docs/decisions."""

from __future__ import annotations

import statistics

import pytest

from tests.architecture import house

FILE_LINES = 500
FILE_LINES_MEDIAN = 120
FUNCTION_LINES = 60
FUNCTION_LINES_MEDIAN = 8


def file_lines() -> dict[str, int]:
    return {
        house.place(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in house.python_files()
        if path.stat().st_size
    }


def function_lines(*folders: str) -> dict[str, int]:
    return {
        f"{house.place(path, function)} {function.name}": house.length(function)
        for path in house.python_files(*folders)
        for function in house.functions(path)
    }


def test_no_file_is_too_long() -> None:
    assert {name: count for name, count in file_lines().items() if count > FILE_LINES} == {}


def test_most_files_are_short() -> None:
    assert statistics.median(file_lines().values()) <= FILE_LINES_MEDIAN


def test_no_function_is_too_long() -> None:
    assert {name: count for name, count in function_lines().items() if count > FUNCTION_LINES} == {}


@pytest.mark.parametrize("folder", ["fbm_desk", "tests"])
def test_most_functions_are_short(folder: str) -> None:
    assert statistics.median(function_lines(folder).values()) <= FUNCTION_LINES_MEDIAN
