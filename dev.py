"""Two commands for a fresh machine: `python3 dev.py run` and `python3 dev.py test`.

Makes `.venv`, puts the pinned libraries into it and, on Debian and Ubuntu, the system's libraries
that they need; what happens then is left to `fbm_desk` and to the tests. Standard library only,
and written so that a Python from 3.7 on can read it and say that it is too old.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "fbm-desk.json"

USAGE = """\
python3 dev.py run [options]     the demonstration shop: make orders, pack them, print
python3 dev.py test [options]    lint, types and all tests; with options only pytest, with these
python3 dev.py check             lint, types and the plan of the house, without the tests
python3 dev.py clean             remove what the other commands made"""

# Debian's packages that were found missing one by one on a bare system (docs/decisions/0001).
# Fonts for other scripts come with the program, in resources/fonts.
QT_LIBRARIES = """
    libgl1 libegl1 libxkbcommon0 libglib2.0-0 libfreetype6 libfontconfig1 libdbus-1-3
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-render-util0 libxcb-render0
    libxcb-shape0 libxcb-util1 libxcb-xkb1 libxkbcommon-x11-0 libcups2 libzbar0 fonts-dejavu-core
"""
SYSTEM_LIBRARIES = {
    "run": f"{QT_LIBRARIES} libwayland-cursor0".split(),
    "test": f"{QT_LIBRARIES} xvfb xdotool x11-xkb-utils libxtst6".split(),
}

LINT_IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
CHECKS = {
    "ruff check": ["-m", "ruff", "check", "--quiet", "."],
    "ruff format": ["-m", "ruff", "format", "--quiet", "--check", "."],
    "mypy": ["-m", "mypy", "--no-error-summary"],
    "import contracts": ["-c", LINT_IMPORTS, "--no-logo"],
}

MADE_BY_TOOLS = """
    .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
"""


class Failed(Exception):
    """What went wrong and what to do about it, in a sentence for the person at the keyboard."""


def main(arguments: list[str]) -> int:
    """Carry out one command; the exit code is 0 only when all of it went well."""
    command, rest = (arguments or [""])[0], arguments[1:]
    commands = {"run": run, "test": test, "check": check, "clean": clean}
    if command not in commands:
        print(USAGE)
        return 0 if command in ("-h", "--help") else 2
    try:
        require_python(sys.version_info[:2])
        return commands[command](rest)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The same command goes on from here.", file=sys.stderr)
        return 130


def require_python(version: tuple[int, ...]) -> None:
    """Refuse a Python that is older than the program."""
    if version < OLDEST:
        have, want = (".".join(map(str, each)) for each in (version, OLDEST))
        raise Failed(f"FBM Desk needs Python {want} or newer; this is Python {have}.")


def run(rest: list[str]) -> int:
    """Start the demonstration; where there is no display, pack a shift in words."""
    make_ready("run")
    shown = rest
    named = names_display(sys.platform, os.environ)
    if "--shift" not in rest and not (named and display_answers()):
        print("There is no display here, so a shift is packed in words instead of the window.")
        shown = ["--shift", *rest]
    return in_venv("-m", "fbm_desk", "demo", *shown)


def names_display(platform: str, environment: os._Environ[str] | dict[str, str]) -> bool:
    """True where there is a display by the system or by the environment's word."""
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def display_answers() -> bool:
    """True when the display that is named lets this account open a window."""
    return not in_venv("-m", "fbm_desk.commands.screen")


def test(rest: list[str]) -> int:
    """Check the code, then run the tests in random order, several at a time."""
    make_ready("test")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if rest:
        return in_venv("-m", "pytest", *rest, folder=ROOT)
    failed = failed_checks("ruff check", "ruff format", "mypy")
    # One more than there are cores: some wait for another program, a server or a device.
    at_a_time = str(min(4, os.cpu_count() or 2) + 1)
    result = in_venv("-m", "pytest", "-q", "-n", at_a_time, "--dist", "worksteal", folder=ROOT)
    if failed:
        print(f"Failed before the tests, see above: {', '.join(failed)}.", file=sys.stderr)
    return result or int(bool(failed))


def check(rest: list[str]) -> int:
    """Check the code without running it."""
    if rest:
        raise Failed("check takes no options.")
    make_ready("test")
    return int(bool(failed_checks(*CHECKS)))


def failed_checks(*names: str) -> list[str]:
    """Run these checks, each with a line about its result, and name those that failed."""
    failed = []
    for name in names:
        result = in_venv(*CHECKS[name], folder=ROOT)
        print(f"{name}: {'failed' if result else 'ok'}", flush=True)
        failed += [name] if result else []
    return failed


def clean(rest: list[str]) -> int:
    """Remove the environment and every cache; sources and data folders stay."""
    if rest:
        raise Failed("clean takes no options.")
    for folder in [ROOT / name for name in MADE_BY_TOOLS.split()]:
        shutil.rmtree(folder, ignore_errors=True)
    for folder in ROOT.rglob("__pycache__"):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def make_ready(purpose: str) -> None:
    """Have the environment and the system's libraries that `purpose` ("run", "test") needs."""
    missing = missing_libraries(purpose)
    if missing:
        install_libraries(missing, apt_rights())
    if not is_stamped(purpose):
        make_venv()
        install_packages(purpose)
    if missing and missing_libraries(purpose):
        require_qt(missing)


# --- the environment -----------------------------------------------------------------------------


def venv_python() -> Path:
    """The interpreter of the environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def in_venv(*arguments: str, folder: Path | None = None) -> int:
    """Run the environment's Python, in the caller's folder unless another is given."""
    sys.stdout.flush()
    return subprocess.run([str(venv_python()), *arguments], cwd=folder, check=False).returncode


def fingerprint() -> str:
    """What an environment was made from: the pins, the Python and the folder."""
    parts = [sys.version, str(ROOT)]
    parts += [(ROOT / name).read_text("utf-8") for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_stamped(purpose: str) -> bool:
    """True when the environment was made from the same pins for the same purpose, or for tests."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
        whole = venv_python().exists()
    except (OSError, ValueError):
        return False
    return (
        whole and stamp.get("made_from") == fingerprint() and purpose in stamp.get("made_for", [])
    )


def make_venv() -> None:
    """Make the environment unless there is a whole one of this Python's version."""
    if venv_version() == sys.version_info[:2] and has_pip():
        return
    if not has_ensurepip():
        install_libraries(["python3-venv"], apt_rights())
    if not has_ensurepip():
        raise Failed("Python cannot make environments here. Once: apt install python3-venv")
    result = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise Failed(
            "The environment .venv could not be made. Put the project where this account may write,"
            f" or remove what stands in the way.\n{last_lines(result)}"
        )


def has_pip() -> bool:
    """True when the environment can install: its making may have been interrupted before."""
    command = [str(venv_python()), "-m", "pip", "--version"]
    return not subprocess.run(command, capture_output=True, check=False).returncode


def has_ensurepip() -> bool:
    """True when this Python can make environments; Debian keeps the part in a package of its own.

    Asked of a new process, which sees what has been installed since this one began.
    """
    command = [sys.executable, "-c", "import ensurepip, venv"]
    return not subprocess.run(command, capture_output=True, check=False).returncode


def venv_version() -> tuple[int, ...]:
    """The Python version of the environment that is there; without a working one an empty tuple."""
    try:
        lines = (VENV / "pyvenv.cfg").read_text("utf-8").splitlines()
        if not venv_python().exists():
            return ()
    except OSError:  # nothing there, or made by another account
        return ()
    facts = dict(line.replace(" ", "").split("=", 1) for line in lines if "=" in line)
    numbers = facts.get("version", facts.get("version_info", "")).split(".")[:2]
    return tuple(int(number) for number in numbers if number.isdigit())


def install_packages(purpose: str) -> None:
    """Put the pinned libraries and the program itself into the environment, then stamp it."""
    print("Installing FBM Desk's libraries into .venv (once, a minute or two) …", flush=True)
    what = ".[test]" if purpose == "test" else "."
    command = [str(venv_python()), "-m", "pip", "install", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "-c", "constraints.txt", "-e", what]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        raise Failed(f"The libraries could not be installed. pip said:\n{last_lines(result)}")
    made_for = ["run", "test"] if purpose == "test" else ["run"]
    STAMP.write_text(json.dumps({"made_from": fingerprint(), "made_for": made_for}), "utf-8")


def last_lines(result: subprocess.CompletedProcess[str], count: int = 15) -> str:
    """The end of what a program said, indented."""
    lines = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
    return "\n".join(f"  {line}" for line in lines[-count:])


# --- the system's libraries ----------------------------------------------------------------------


def missing_libraries(purpose: str) -> list[str]:
    """Debian's packages that are not installed; on other systems none is known to be missing."""
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        return []
    wanted = SYSTEM_LIBRARIES[purpose]
    # Since Debian 13 and Ubuntu 24.04 some names end in t64.
    names = [name for library in wanted for name in (library, f"{library}t64")]
    command = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n", *names]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    installed = {line.split()[0] for line in answer.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if not installed & {name, f"{name}t64"}]


def install_libraries(packages: list[str], rights: list[str] | None) -> None:
    """Install Debian packages where this user may; else say which command does it."""
    advice = f"apt install {' '.join(packages)}"
    if rights is None:
        print(f"Some system libraries are missing. Once: sudo {advice}", flush=True)
        return
    print(f"Installing system libraries: {' '.join(packages)} …", flush=True)
    apt = [*rights, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        result = subprocess.run(
            [*apt, *step],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
    if result.returncode:
        print(f"They could not be installed ({advice}):\n{last_lines(result, 5)}", flush=True)


def apt_rights() -> list[str] | None:
    """What to put before apt-get; None where this user may not install."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return None if allowed.returncode else ["sudo", "-n"]


def require_qt(missing: list[str]) -> None:
    """Go on without some packages as long as the window's library can be loaded."""
    command = [str(venv_python()), "-c", "import PySide6.QtWidgets, PySide6.QtPrintSupport"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        packages = " ".join(missing)
        raise Failed(f"The window's library does not load. Once: sudo apt install {packages}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
