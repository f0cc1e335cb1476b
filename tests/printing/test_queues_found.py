"""The queues of the system are asked for, and a system without any is no trouble."""

from __future__ import annotations

from pathlib import Path

from fbm_desk.printing.queues_found import system_queues


def lpstat(folder: Path, script: str) -> str:
    """A program of this name that does what the script says."""
    program = folder / "lpstat"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def test_queues_are_named_in_their_order(tmp_path: Path) -> None:
    asked = lpstat(tmp_path, '[ "$1" = -e ] && printf "Zebra_GK420d\\noffice_A4\\n\\n"')
    assert system_queues(asked) == ("office_A4", "Zebra_GK420d")


def test_a_system_that_does_not_answer_has_none(tmp_path: Path) -> None:
    assert system_queues(lpstat(tmp_path, "echo broken; exit 1")) == ()
    assert system_queues(str(tmp_path / "not-there")) == ()
