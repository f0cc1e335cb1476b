"""What the documentation promises to list whole is listed whole."""

from __future__ import annotations

import re
from pathlib import Path

from fbm_desk.domain.codes import Command, HoldReason
from fbm_desk.domain.verdicts import VerdictCode

COMMANDS = Path(__file__).parents[2] / "docs" / "commands.md"


def part(title: str) -> str:
    """What stands under a heading of the page about commands."""
    page = COMMANDS.read_text(encoding="utf-8")
    return page.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_every_answers_code_is_explained() -> None:
    explained = set(re.findall(r"`([a-z_]+)`", part("Codes of the answers")))
    assert {code.value for code in VerdictCode} <= explained


def test_every_command_that_can_be_scanned_is_named() -> None:
    named = set(re.findall(r"`([A-Z]+)`", part("Command barcodes")))
    assert {word.value for word in (*Command, *HoldReason)} <= named
