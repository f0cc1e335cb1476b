"""`doctor` looks at everything, says how to mend what is broken, and changes and ends nothing."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk import texts
from fbm_desk.cli import main
from fbm_desk.commands.checkup import computer, paper, rounds, screen
from fbm_desk.commands.checkup.computer import Library
from fbm_desk.commands.checkup.finding import Finding, Health
from tests.architecture import house

#: What SQLite lays beside a database while somebody looks at it.
SQLITES_OWN = {"fbm_desk.sqlite-wal", "fbm_desk.sqlite-shm"}
PARTS = ["computer", "data", "printers", "devices", "amazon"]


def files(folder: Path) -> dict[str, bytes]:
    return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_an_empty_folder_is_sound_and_stays_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FBM_DESK_KEYRING", raising=False)  # whose backend here is none
    assert main(["--data-dir", str(tmp_path / "shop"), "doctor"]) == 0
    said = capsys.readouterr().out
    assert not (tmp_path / "shop").exists()
    assert "Nothing is broken." in said
    assert "apt install gnome-keyring" in " ".join(said.split())
    assert [line for line in said.splitlines() if len(line) > 80] == []


def test_json_has_every_finding_with_its_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text('slip_printer = "nowhere"', encoding="utf-8")
    assert main(["--data-dir", str(tmp_path), "doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    findings = told["findings"]
    assert told["broken"] == 1
    assert sum(told[health.value] for health in Health) == len(findings)
    assert list(dict.fromkeys(one["part"] for one in findings)) == PARTS
    (slips,) = (one for one in findings if one["check"] == "slip_printer")
    assert slips["code"] == "printer_wrong"
    assert slips["means"] == "No packing slip comes out here."
    assert "slip_printer in settings.toml" in slips["mend"]


def test_nothing_in_the_folder_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop = ["--data-dir", str(tmp_path)]
    assert main([*shop, "users", "add", "Mara", "--badge", "M1"]) == 0
    before = files(tmp_path)
    assert main([*shop, "doctor"]) == 0
    assert "SQLite, schema" in capsys.readouterr().out
    after = files(tmp_path)
    assert {name: after.get(name) for name in before} == before
    assert {Path(name).name for name in after.keys() - before.keys()} <= SQLITES_OWN


def test_a_check_that_breaks_is_a_finding_not_a_traceback() -> None:
    def breaks() -> Iterator[Finding]:
        yield Finding("sound", Health.OK, "sound", "a loudspeaker is there")
        raise RuntimeError("Ada Example, Elm Street 5")

    first, last = rounds.guarded("sound", breaks)
    assert first.health is Health.OK
    assert (last.health, last.code) == (Health.BROKEN, "check_failed")
    assert "RuntimeError" in last.seen
    assert "Ada" not in last.seen + last.mend


def test_the_pair_that_ends_the_program_is_refused() -> None:
    (bad,) = computer.python(qt="6.12.0", running=(3, 11))
    assert bad.health is Health.BROKEN
    assert "6.11.3" in bad.mend
    assert [one.health for one in computer.python(qt="6.12.0", running=(3, 12))] == [Health.OK]
    assert [one.health for one in computer.python(qt="6.11.3", running=(3, 11))] == [Health.OK]


def test_a_missing_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was never installed, and one whose own system library is missing."""
    (tmp_path / "needs_egl.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file')", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    wanted = {"absent": Library("no_such_module"), "drawing": Library("needs_egl", needed=False)}
    absent, drawing = computer.libraries(wanted)
    assert (absent.health, absent.seen) == (Health.BROKEN, "absent cannot be loaded")
    assert drawing.health is Health.NOTE
    assert "apt install libegl1" in drawing.mend
    assert "with less" in drawing.means


def test_the_window_is_tried_in_a_process_of_its_own() -> None:
    opened = {one.check: one for one in screen.window()}
    assert opened["window"].health is Health.OK
    assert "offscreen" in opened["window"].seen
    assert "screen_fonts" in opened


def test_a_system_library_that_is_missing_comes_with_its_package() -> None:
    found = list(screen.window({"libxcb-nowhere.so.0": "libxcb-nowhere0"}))
    assert found[0].health is Health.BROKEN
    assert "apt install libxcb-nowhere0" in found[0].mend


def test_a_screen_that_may_not_be_used_does_not_end_the_doctor() -> None:
    nowhere = {**os.environ, "QT_QPA_PLATFORM": "no-such-platform"}
    (fails,) = screen.window({}, nowhere)
    assert (fails.health, fails.code) == (Health.BROKEN, "window_fails")
    assert "DISPLAY" in fails.mend


def test_languages_that_the_screen_cannot_write_are_named() -> None:
    found = screen.fonts_found(["ja", "ko"])
    assert found.health is Health.NOTE
    assert "Japanese, Korean" in found.seen


def test_paper_writes_every_script_with_its_own_fonts() -> None:
    (found,) = paper.fonts()
    assert found.health is Health.OK
    assert "Korean" in found.seen


def test_a_font_file_that_is_gone_is_named() -> None:
    (found,) = paper.fonts(["Inter-Regular", "Inter-Gone"])
    assert found.health is Health.BROKEN
    assert found.seen == "missing: Inter-Gone"
    assert "install it again" in found.mend


def told_codes() -> set[tuple[str, str, str]]:
    """(health, check, code) of every finding that the source names in full."""
    calls = (
        call
        for path in house.python_files("fbm_desk/commands/checkup")
        for call in ast.walk(house.tree_of(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    )
    return {
        (str(call.func.id), str(check.value), str(code.value))
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ("ok", "note", "broken")
        for check, code in [call.args[:2]]
        if isinstance(check, ast.Constant) and isinstance(code, ast.Constant)
    }


def test_whatever_is_not_in_order_says_what_it_means_and_how_to_mend_it() -> None:
    said = texts.catalogue("en")
    bare = [
        (health, check, code)
        for health, check, code in told_codes()
        if f"doctor.{code}" not in said
        or f"doctor.name_{check}" not in said
        or (health != "ok" and not both_said(said, check, code))
    ]
    assert bare == []


def both_said(said: dict[str, str], check: str, code: str) -> bool:
    return all(
        f"doctor.{code}_{kind}" in said or f"doctor.{check}_{kind}" in said
        for kind in ("means", "mend")
    )
