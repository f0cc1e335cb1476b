"""The two commands, run where Python, pip and apt only note how they are called."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tests.architecture import house

PYTHON = """#!/bin/sh
echo "python $*" >> "{heard}"
if [ "$3" = install ] && [ -e "{folder}/no-network" ]; then
    echo "WARNING: one try failed" >&2
    echo "ERROR: No matching distribution found for sqlalchemy" >&2
    exit 1
fi
if [ "$2" = fbm_desk.commands.screen ] && [ -e "{folder}/dead-screen" ]; then exit 1; fi
if [ "$2" = ruff ] && [ -e "{folder}/untidy" ]; then exit 1; fi
"""

DPKG_QUERY = """#!/bin/sh
shift 3
for name; do
    [ -e "{folder}/bare" ] && case "$name" in libcups2*|libzbar0*) continue;; esac
    case "$name" in libglib2.0-0) continue;; esac
    echo "$name installed"
done
"""

APT_GET = """#!/bin/sh
echo "apt-get $*" >> "{heard}"
case "$*" in *install*) rm -f "{folder}/bare";; esac
"""

SUDO = """#!/bin/sh
shift
"$@"
"""


class Machine:
    """A folder with the project in it, and programs that note how they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("dev.py", "pyproject.toml", "constraints.txt"):
            (folder / name).write_bytes((house.ROOT / name).read_bytes())
        version = ".".join(map(str, sys.version_info[:3]))
        (folder / ".venv").mkdir()
        (folder / ".venv" / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {version}\n")
        self.program(".venv/bin/python", PYTHON)
        for name, text in (("dpkg-query", DPKG_QUERY), ("apt-get", APT_GET), ("sudo", SUDO)):
            self.program(f"bin/{name}", text)

    def program(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.format(folder=self.folder, heard=self.folder / "heard"))
        path.chmod(0o755)

    def dev(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `dev.py` with these arguments; without a display unless one is given."""
        kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [sys.executable, str(self.folder / "dev.py"), *arguments],
            env={**kept, "PATH": path, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def heard(self) -> list[str]:
        """The calls since the last time somebody asked, but for looks at pip and at the screen."""
        notes = self.folder / "heard"
        lines = notes.read_text().splitlines() if notes.exists() else []
        notes.unlink(missing_ok=True)
        looks = ("python -m pip --version", "python -m fbm_desk.commands.screen")
        return [line for line in lines if line not in looks]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


INSTALL = (
    "python -m pip install --quiet --no-input --disable-pip-version-check -c constraints.txt -e "
)


def test_the_second_run_installs_nothing(machine: Machine) -> None:
    machine.dev("run", DISPLAY=":7")
    assert machine.heard() == [f"{INSTALL}.", "python -m fbm_desk demo"]
    result = machine.dev("run", "--orders", "5", DISPLAY=":7")
    assert machine.heard() == ["python -m fbm_desk demo --orders 5"]
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_new_pins_are_installed(machine: Machine) -> None:
    machine.dev("run", DISPLAY=":7")
    machine.heard()
    (machine.folder / "constraints.txt").write_text("reportlab==5.1.1\n")
    machine.dev("run", DISPLAY=":7")
    assert machine.heard()[0] == f"{INSTALL}."


def test_tests_need_more_than_the_program_and_the_program_no_more_than_tests(
    machine: Machine,
) -> None:
    machine.dev("run")
    machine.heard()
    machine.dev("test", "tests/store")
    assert machine.heard() == [f"{INSTALL}.[test]", "python -m pytest tests/store"]
    machine.dev("run")
    assert machine.heard() == ["python -m fbm_desk demo --shift"]


def test_without_a_display_a_shift_is_packed_in_words(machine: Machine) -> None:
    result = machine.dev("run", "--seed", "3")
    assert machine.heard()[-1] == "python -m fbm_desk demo --shift --seed 3"
    assert "There is no display here" in result.stdout


def test_where_the_display_does_not_answer_a_shift_is_packed_in_words(machine: Machine) -> None:
    (machine.folder / "dead-screen").touch()
    result = machine.dev("run", DISPLAY=":99")
    assert machine.heard()[-1] == "python -m fbm_desk demo --shift"
    assert "There is no display here" in result.stdout


def test_test_checks_the_code_and_runs_all_tests(machine: Machine) -> None:
    result = machine.dev("test")
    tools = [call.split()[2] for call in machine.heard()[1:]]
    assert tools == ["ruff", "ruff", "mypy", "pytest"]
    assert result.returncode == 0


def test_untidy_code_fails_after_the_tests_have_run(machine: Machine) -> None:
    (machine.folder / "untidy").touch()
    result = machine.dev("test")
    assert machine.heard()[-1].startswith("python -m pytest -q -n ")
    assert result.returncode == 1
    assert "Failed before the tests, see above: ruff check, ruff format." in result.stderr


def test_a_failing_pip_is_told_in_its_last_words_and_tried_again(machine: Machine) -> None:
    (machine.folder / "no-network").touch()
    result = machine.dev("run")
    assert result.returncode == 1
    assert result.stderr.splitlines()[0] == "The libraries could not be installed. pip said:"
    assert result.stderr.splitlines()[-1].endswith("No matching distribution found for sqlalchemy")
    (machine.folder / "no-network").unlink()
    assert machine.dev("run").returncode == 0


def test_an_environment_whose_making_was_interrupted_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    begun = [sys.executable, "-m", "venv", "--without-pip", str(dev.VENV)]
    subprocess.run(begun, check=True)
    assert dev.venv_version() == sys.version_info[:2]
    assert not dev.has_pip()
    dev.make_venv()
    assert dev.has_pip()


@pytest.mark.parametrize("part", ["pyvenv.cfg", "fbm-desk.json"])
def test_an_environment_that_cannot_be_read_is_none(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "fbm-desk.json")
    (dev.VENV / part).mkdir(parents=True)  # reading it is an OSError for every account
    assert dev.venv_version() == ()
    assert not dev.is_stamped("run")


def test_missing_system_libraries_are_installed_once(machine: Machine) -> None:
    (machine.folder / "bare").touch()
    machine.dev("run")
    calls = [call for call in machine.heard() if call.startswith("apt-get")]
    assert [call.split()[-1] for call in calls] == ["update", "libzbar0"]
    assert calls[1].endswith("install -y --no-install-recommends libcups2 libzbar0")
    machine.dev("run")
    assert [call for call in machine.heard() if call.startswith("apt-get")] == []


def test_who_may_not_install_is_told_the_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    dev.install_libraries(["libcups2", "libzbar0"], None)
    told = "Some system libraries are missing. Once: sudo apt install libcups2 libzbar0\n"
    assert capsys.readouterr().out == told


@pytest.mark.parametrize("version", [(3, 7), (3, 10)])
def test_an_old_python_is_refused_in_one_sentence(version: tuple[int, int]) -> None:
    with pytest.raises(dev.Failed, match=r"needs Python 3\.11 or newer; this is Python 3\.\d+\."):
        dev.require_python(version)


@pytest.mark.parametrize(
    ("platform", "environment", "shown"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_named_by_the_system_or_the_environment(
    platform: str, environment: dict[str, str], shown: bool
) -> None:
    assert dev.names_display(platform, environment) is shown


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["bake"], 2), (["--help"], 0)])
def test_the_commands_are_told_to_who_asks_or_errs(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(arguments) == code
    assert "python3 dev.py run" in capsys.readouterr().out
