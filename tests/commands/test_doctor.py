"""`doctor` looks at everything, says how to mend what fails, and never fails itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fbm_desk import app, settings
from fbm_desk.cli import main
from fbm_desk.commands import checkup
from fbm_desk.commands.checkup import Finding, Health


def findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, str]]:
    main(["--data-dir", str(folder), "doctor", "--json"])
    return {one["name"]: one for one in json.loads(capsys.readouterr().out)}


def test_fresh_installation_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data-dir", str(tmp_path), "doctor"]) == 0
    said = capsys.readouterr().out
    assert "database" in said
    assert "apt install gnome-keyring" in said


def test_printer_that_is_switched_off_fails_with_its_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = settings.Settings(label_printer="tcp://127.0.0.1:19109", slip_printer="nowhere")
    settings.save(tmp_path, chosen)
    assert main(["--data-dir", str(tmp_path), "doctor"]) == 1
    capsys.readouterr()
    found = findings(tmp_path, capsys)
    assert found["label printer"]["health"] == "fails"
    assert "cable" in found["label printer"]["mend"]
    assert "slip_printer" in found["slip printer"]["mend"]


def test_damaged_database_is_told_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "fbm_desk.sqlite"
    file.write_bytes(b"this is no database at all, but long enough" * 100)
    before = file.read_bytes()
    assert main(["--data-dir", str(tmp_path), "doctor"]) == 1
    assert "fails" in capsys.readouterr().out
    assert file.read_bytes() == before


def test_account_that_cannot_sign_in_fails(tmp_path: Path) -> None:
    amazon = settings.AmazonSettings(api_url="http://127.0.0.1:9", region="eu")
    house = app.open_house(tmp_path, given=replace(settings.Settings(), amazon=amazon))
    try:
        (found,) = checkup.amazon(house)
    finally:
        house.close()
    assert found.health is Health.FAILS
    assert "fbm-desk connect" in found.mend


def test_check_that_breaks_is_a_finding_not_a_traceback() -> None:
    def broken() -> list[Finding]:
        raise RuntimeError("of ours")

    (found,) = checkup.guarded("broken", lambda: iter(broken()))
    assert found.health is Health.FAILS
    assert found.seen == "RuntimeError"
